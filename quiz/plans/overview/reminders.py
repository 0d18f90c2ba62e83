"""Reminders in the inbox: 7 days and 1 day before the day, on the first day late, then weekly; one digest a day.

Those who act for a unit are told (of the nearest unit upward that has staff), and the holders of personal tasks. The
staff of the unit above hears on Mondays who is late. Everything is idempotent by the key of the message.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from flask import current_app

from quiz.core import clock
from quiz.core.db import transaction
from quiz.core.inbox import Note, send
from quiz.plans.overview import reminder_queries as queries
from quiz.plans.overview.reminder_queries import Owed, Staffed

AT = (7, 30)
"""The time of day in Vietnam from which reminders go out."""
AHEAD = (7, 1)
"""How many days before the last day people are told."""
LONGEST = 54
"""For how many weeks after its day something is told again."""
MONDAY = 0
DONE_ON = "plans_reminded_on"
"""Where the application keeps the day on which this process has reminded."""
STAFF_TEXTS = (
    "%(plan)s: đơn vị quý vị phụ trách có %(late)s việc quá hạn, %(soon)s việc sắp đến hạn.",
    "%(plan)s: đơn vị quý vị phụ trách có %(late)s việc quá hạn.",
    "%(plan)s: đơn vị quý vị phụ trách có %(soon)s việc sắp đến hạn.",
)
HOLDER_TEXTS = (
    "%(plan)s: quý vị có %(late)s việc quá hạn, %(soon)s việc sắp đến hạn.",
    "%(plan)s: quý vị có %(late)s việc quá hạn.",
    "%(plan)s: quý vị có %(soon)s việc sắp đến hạn.",
)


def remind_if_due() -> None:
    """Send the day's reminders once it is half past seven in Vietnam; a process does so once a day."""
    now = clock.now()
    local = clock.local(now)
    if (local.hour, local.minute) < AT or current_app.extensions.get(DONE_ON) == local.date():
        return
    remind(now)
    current_app.extensions[DONE_ON] = local.date()


def remind(now: datetime) -> int:
    """Send the reminders of this day; how many messages were new. A second time the same day sends nothing."""
    today = clock.local(now).date()
    days = days_to_tell(today)
    staffed = queries.staffed_units()
    notes = [*_to_staff(queries.owed_by_units(today, days), staffed, today), *_to_holders(today, days)]
    if today.weekday() == MONDAY:
        notes += _to_those_above((one for one in queries.owed_by_units(today, None) if one.late), staffed, today)
    with transaction():
        return send(notes, now)


def days_to_tell(today: date) -> list[date]:
    """The last days of what is told today: in 7 days, tomorrow, yesterday, and yesterday so many weeks ago."""
    late = [today - timedelta(days=1 + 7 * week) for week in range(LONGEST)]
    return [today + timedelta(days=ahead) for ahead in AHEAD] + late


def _to_staff(owed: Iterable[Owed], staffed: Staffed, today: date) -> list[Note]:
    by_person: dict[tuple[int, int], list[Owed]] = defaultdict(list)
    for one in owed:
        unit_id = staffed.nearest(one.owner_id)
        for person_id in staffed.people.get(unit_id or 0, ()):
            by_person[person_id, one.plan_id].append(one)
    return [_digest(person_id, plan_id, many, today) for (person_id, plan_id), many in by_person.items()]


def _digest(person_id: int, plan_id: int, owed: list[Owed], today: date) -> Note:
    params = {"plan": owed[0].plan, "late": sum(one.late for one in owed), "soon": sum(one.soon for one in owed)}
    url = f"/admin/plans/todo?plan={owed[0].slug}"
    return Note(person_id, f"plans.digest.{plan_id}.{today}", _text(STAFF_TEXTS, params), url, params)


def _to_holders(today: date, days: list[date]) -> list[Note]:
    notes = []
    for one in queries.owed_by_holders(today, days):
        params = {"plan": one.plan, "late": one.late, "soon": one.soon}
        key = f"plans.own.{one.plan_id}.{today}"
        notes.append(Note(one.owner_id, key, _text(HOLDER_TEXTS, params), "/tasks/", params))
    return notes


def _text(texts: tuple[str, str, str], params: Mapping[str, object]) -> str:
    """The text for what there is: late and soon, late alone, soon alone."""
    return texts[0 if params["late"] and params["soon"] else 1 if params["late"] else 2]


def _to_those_above(late: Iterable[Owed], staffed: Staffed, today: date) -> list[Note]:
    by_unit: dict[tuple[int, int], list[Owed]] = defaultdict(list)
    for one in late:
        above = staffed.above(one.owner_id)
        if above is not None:
            by_unit[above, one.plan_id].append(one)
    text = "%(plan)s: %(units)s đơn vị cấp dưới có việc quá hạn, tổng cộng %(late)s việc."
    notes = []
    for (unit_id, plan_id), many in by_unit.items():
        params = {"plan": many[0].plan, "units": len(many), "late": sum(one.late for one in many)}
        url, key = f"/admin/plans/{many[0].slug}/grid?late=1", f"plans.above.{plan_id}.{today}"
        notes += [Note(person_id, key, text, url, params) for person_id in sorted(staffed.people[unit_id])]
    return notes
