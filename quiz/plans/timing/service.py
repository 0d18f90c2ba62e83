"""Events that start deadlines, and the days of duties worked out anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from quiz.core import audit
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Invalid
from quiz.core.permissions import Actor
from quiz.plans.models import Duty, PlanEvent, PlanTask
from quiz.plans.timing.days import Known, date_duties, read_known
from quiz.plans.timing.families import facts_of, family_ids, task_ids_of, uppermost
from quiz.plans.timing.people_days import calendar_now, days_by_rule
from quiz.plans.timing.rules import EVENTS
from quiz.plans.timing.workdays import WorkingCalendar


def record_event(
    actor: Actor | None,
    plan_id: int,
    kind: str,
    happened_on: date,
    now: datetime,
    *,
    unit_id: int | None = None,
    person_ids: Collection[int] = (),
    source: str = "",
) -> None:
    """Something happened that deadlines hang on; the days of the duties concerned are worked out in the same step.

    `kind`: provincial_conference, own_conference, course_opening_week, central_guidance. Without a unit and people it
    is the whole plan's; with people it is theirs. The same source and person or unit again: the day is moved. Joins the
    caller's transaction; whoever calls has checked the right. Events of units and people stand with the uppermost plan,
    so that one conference dates the tasks of the whole family of plans.
    """
    if kind not in EVENTS:
        raise Invalid("Loại sự kiện này không có trong danh mục.", field="kind")
    with transaction():
        facts = facts_of(plan_id)
        is_of_the_plan = unit_id is None and not person_ids
        owner = facts.id if is_of_the_plan else facts.root_id
        people: list[int | None] = [*sorted(set(person_ids))] or [None]
        _write(actor, PlanEvent.plan_id == owner, owner, kind, happened_on, now, unit_id, people, source)
        audit.record(
            actor,
            "plan.event_recorded",
            "plan",
            owner,
            after={"kind": kind, "on": happened_on, "unit": unit_id, "people": len(person_ids), "source": source},
        )
        date_concerned(owner, {kind}, None if unit_id is None or person_ids else {unit_id}, set(person_ids))


def _write(
    actor: Actor | None,
    of_plan: sa.ColumnElement[bool],
    owner: int,
    kind: str,
    happened_on: date,
    now: datetime,
    unit_id: int | None,
    people: list[int | None],
    source: str,
) -> None:
    """Move the day of the events there are, add those there are not; a statement for each portion of people."""
    same = [of_plan, PlanEvent.kind == kind, PlanEvent.source == source]
    if people == [None]:
        same += [PlanEvent.unit_id.is_not_distinct_from(unit_id), PlanEvent.person_id.is_(None)]
    else:
        same.append(PlanEvent.person_id.is_not(None))
    known = {
        row.person_id: row.id for row in db.session.execute(sa.select(PlanEvent.id, PlanEvent.person_id).where(*same))
    }
    said: dict[str, Any] = {
        "happened_on": happened_on,
        "recorded_at": now,
        "recorded_by": actor.person_id if actor else None,
    }
    for portion in in_portions([known[one] for one in people if one in known]):
        db.session.execute(sa.update(PlanEvent).where(PlanEvent.id.in_(portion)).values(unit_id=unit_id, **said))
    fresh = [one for one in people if one not in known]
    if fresh:
        base = {"plan_id": owner, "kind": kind, "unit_id": unit_id, "source": source, **said}
        db.session.execute(sa.insert(PlanEvent), [{**base, "person_id": one} for one in fresh])


def take_back_events(source: str, now: datetime, *, person_ids: Collection[int] | None = None) -> None:
    """What a source recorded did not happen (of these people alone, where given): their days are awaited again."""
    if not source:
        raise ValueError("events recorded by hand are taken back one by one")
    with transaction():
        rows = db.session.execute(
            sa.select(PlanEvent.id, PlanEvent.plan_id, PlanEvent.kind, PlanEvent.unit_id, PlanEvent.person_id).where(
                PlanEvent.source == source
            )
        ).all()
        if person_ids is not None:
            rows = [row for row in rows if row.person_id in set(person_ids)]
        remove_events([tuple(row) for row in rows])
        if rows:
            audit.record(
                None, "plan.events_taken_back", "plan", rows[0].plan_id, before={"source": source, "events": len(rows)}
            )


def remove_events(rows: Collection[tuple[Any, ...]]) -> None:
    """Delete events (id, plan_id, kind, unit_id, person_id) and work out the days that hung on them."""
    for portion in in_portions([row[0] for row in rows]):
        db.session.execute(sa.delete(PlanEvent).where(PlanEvent.id.in_(portion)))
    for plan_id in sorted({row[1] for row in rows}):
        mine = [row for row in rows if row[1] == plan_id]
        people = {row[4] for row in mine if row[4] is not None}
        units = {row[3] for row in mine if row[4] is None and row[3] is not None}
        of_the_plan = any(row[3] is None and row[4] is None for row in mine)
        kinds = {row[2] for row in mine}
        date_concerned(plan_id, kinds, None if of_the_plan else units, people, everybody=of_the_plan)


def date_concerned(
    plan_id: int, kinds: Collection[str], units: set[int] | None, people: set[int], *, everybody: bool = False
) -> None:
    """Date the duties that follow these events: of these units and people, or everybody's where neither is named."""
    waiting = [
        task
        for task in uppermost(task_ids_of(family_ids(plan_id)))
        if task.deadline.get("kind") == "relative" and task.deadline.get("event") in kinds
    ]
    concerned: list[sa.ColumnElement[bool]] = [
        Duty.unit_id.in_(portion) for portion in in_portions(sorted(units or ()))
    ]
    concerned += [Duty.person_id.in_(portion) for portion in in_portions(sorted(people))]
    _date(waiting, [sa.true()] if everybody or not concerned else concerned)


def redate(plan_id: int, now: datetime, *, task_ids: Collection[int] | None = None) -> int:
    """Work out the days of a plan's duties anew, after a rule, an event or the calendar changed; how many moved.

    Tasks of a derived plan stand for those of the upper plan that they carry on. A fixed number of statements for each
    task, however many duties it has.
    """
    del now  # days follow from rules, events and the calendar alone
    with transaction():
        ids = (
            db.session.scalars(sa.select(PlanTask.id).where(PlanTask.plan_id == plan_id))
            if task_ids is None
            else task_ids
        )
        return _date(uppermost(ids), [sa.true()])


def redate_duty(duty: Duty) -> None:
    """Work out the day of one duty anew, after it was given more time; joins the caller's transaction."""
    with transaction():
        _date(uppermost([duty.task_id]), [Duty.id == duty.id])


def _date(tasks: list[PlanTask], concerned: list[sa.ColumnElement[bool]]) -> int:
    calendar, moved = working_calendar(), 0
    known: dict[int, Known] = {}
    for task in tasks:
        if task.plan_id not in known:
            known[task.plan_id] = read_known(facts_of(task.plan_id), calendar)
        moved += sum(date_duties(task, known[task.plan_id], only) for only in concerned)
    for row in db.session.identity_map.values():
        if isinstance(row, Duty):
            db.session.expire(row, ["due_on", "rule_due_on"])
    return moved


def working_calendar() -> WorkingCalendar:
    """The working calendar with every day that was entered."""
    return calendar_now()


def working_day_hint(due_on: date | None) -> date | None:
    """The last working day before a last day that is no working day; None where the day is worked or there is none."""
    return working_calendar().hint(due_on)


def person_due_on(
    plan_id: int, deadline: Mapping[str, object], unit_id: int, person_id: int, period: str = ""
) -> date | None:
    """The last day of a person's duty by a rule of the plan, whether it has a row already or not.

    `period` names the occurrence of a rhythm; a task that is due once needs none. Where the task is known,
    `people_days.person_days` knows the days that derived plans set as well.
    """
    return days_by_rule(plan_id, deadline, unit_id, person_id).of(0, unit_id, person_id, period).due_on
