"""The days of duties as expressions of the database: one statement dates all duties of a task, however many."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.core.db import db
from quiz.plans.models import Duty, Extension, PlanEvent, PlanTask
from quiz.plans.timing.families import PlanFacts
from quiz.plans.timing.own_days import OwnDay, own_days
from quiz.plans.timing.rules import Occurrence, due_after, occurrences
from quiz.plans.timing.workdays import WorkingCalendar
from quiz.units.models import OrgUnit

OF_THE_PLAN = frozenset({"provincial_conference", "central_guidance"})
"""Events that happen once for the whole plan; the others happen to a unit or a person."""
Day = sa.ColumnElement[Any]
NO_DAY: Day = sa.literal(None, sa.Date)


@dataclass(frozen=True)
class Known:
    """What days are worked out from, read once for many tasks: the events of the plan and the working calendar."""

    facts: PlanFacts
    calendar: WorkingCalendar
    of_the_plan: Mapping[str, date]
    """The day of each event of the whole plan."""
    of_others: Mapping[str, Collection[date]]
    """The days on which an event happened to any unit or person."""


def read_known(facts: PlanFacts, calendar: WorkingCalendar) -> Known:
    """The events of a plan: those of the whole plan from it or the nearest plan above, the others from the root."""
    rows = db.session.execute(
        sa.select(PlanEvent.plan_id, PlanEvent.kind, sa.func.min(PlanEvent.happened_on))
        .where(PlanEvent.plan_id.in_(facts.chain), PlanEvent.unit_id.is_(None), PlanEvent.person_id.is_(None))
        .group_by(PlanEvent.plan_id, PlanEvent.kind)
    ).all()
    rows = sorted(rows, key=lambda row: facts.chain.index(row[0]), reverse=True)  # the nearest plan has the last word
    others: dict[str, set[date]] = {}
    for kind, day in db.session.execute(
        sa.select(PlanEvent.kind, PlanEvent.happened_on)
        .where(
            PlanEvent.plan_id == facts.root_id,
            sa.or_(PlanEvent.unit_id.is_not(None), PlanEvent.person_id.is_not(None)),
        )
        .distinct()
    ):
        others.setdefault(kind, set()).add(day)
    return Known(facts, calendar, {kind: day for _plan, kind, day in rows}, others)


def date_duties(task: PlanTask, known: Known, only: sa.ColumnElement[bool]) -> int:
    """Work out the days of the duties of a task that `only` names; how many got another last day.

    Three statements, whatever the number of duties and of derived plans.
    """
    found = occurrences(task.deadline, known.facts.years)
    rule, days = _by_rule(task, found, known)
    mine = sa.and_(Duty.task_id == task.id, only)
    _set(Duty.rule_due_on, rule, mine)
    own = own_days({task.id: found})[task.id]
    last_day = _last_day(found, days, own, known)
    place = [OrgUnit.id == Duty.unit_id + 0] if own else []  # so that SQLite looks for duties by their task
    return _set(Duty.due_on, last_day, mine, *place)


def _set(column: Any, value: Day, which: sa.ColumnElement[bool], *more: sa.ColumnElement[bool]) -> int:
    statement = sa.update(Duty).where(which, column.is_distinct_from(value), *more).values({column: value})
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    return int(result.rowcount)  # type: ignore[attr-defined]


def _by_rule(task: PlanTask, found: list[Occurrence], known: Known) -> tuple[Day, set[date]]:
    """The day by the rule alone, as an expression of the duty; and all the days it may be."""
    awaited = next((one.awaits for one in found if one.awaits), "")
    if not awaited:
        days = {one.period: one.due_on for one in found if one.due_on is not None}
        return _choice(Duty.period, days), set(days.values())
    months = task.deadline.get("months")
    if awaited in OF_THE_PLAN:
        happened = known.of_the_plan.get(awaited)
        day = due_after(happened, months) if happened else None
        return (sa.literal(day, sa.Date), {day}) if day else (NO_DAY, set())
    after = {day: due for day in known.of_others.get(awaited, ()) if (due := due_after(day, months)) is not None}
    return _choice(_happened(awaited, known.facts.root_id), after), set(after.values())


def _choice(of: Any, days: Mapping[Any, date]) -> Day:
    if not days:
        return NO_DAY
    kind: Any = sa.Date if isinstance(next(iter(days)), date) else sa.String
    whens = {sa.literal(key, kind): sa.literal(day, sa.Date) for key, day in sorted(days.items())}
    return sa.case(whens, value=of, else_=NO_DAY)


def _happened(kind: str, root_id: int) -> Day:
    """When the event happened to the duty's person, else to its unit; the first time where it happened again."""
    of_plan = PlanEvent.plan_id + 0 == root_id  # so that SQLite looks by person or unit, and not through the whole plan
    first = sa.select(sa.func.min(PlanEvent.happened_on)).where(of_plan, PlanEvent.kind == kind)
    persons = first.where(PlanEvent.person_id == Duty.person_id)
    units = first.where(PlanEvent.unit_id == Duty.unit_id, PlanEvent.person_id.is_(None))
    return sa.func.coalesce(_of_duty(persons), _of_duty(units), type_=sa.Date)


def _of_duty(query: sa.Select[Any]) -> Day:
    return query.correlate(Duty).scalar_subquery()


def _last_day(found: list[Occurrence], days: set[date], own: Sequence[OwnDay], known: Known) -> Day:
    """The last day in time: what was granted, else the stricter of the units' own days and the rule's, moved."""
    moved = {day: to for day in days if (to := known.calendar.moved(day, known.facts.off_days)) != day}
    by_rule: Day = Duty.rule_due_on.expression
    if moved:
        by_rule = sa.func.coalesce(_choice(Duty.rule_due_on, moved), Duty.rule_due_on, type_=sa.Date)
    granted = sa.select(Extension.new_due_on).where(Extension.duty_id == Duty.id, Extension.state == "granted")
    first: list[Day] = [_of_duty(granted.order_by(Extension.decided_at.desc(), Extension.id.desc()).limit(1))]
    if own:
        first.append(_own_day(own, by_rule, is_rhythm=len(found) > 1))
    return sa.func.coalesce(*first, by_rule, type_=sa.Date)


def _own_day(own: Sequence[OwnDay], by_rule: Day, *, is_rhythm: bool) -> Day:
    """The strictest day that a derived plan of the duty's unit, or of one above it, sets before the rule's.

    The statement joins the duty's unit, whose place decides; the places are few and overlap nowhere.
    """
    whens = []
    for one in own:
        day = sa.literal(one.day, sa.Date)
        holds = [OrgUnit.position.between(one.first, one.last), sa.or_(by_rule.is_(None), day < by_rule)]
        holds += [Duty.period == one.period] if is_rhythm else []
        whens.append((sa.and_(*holds), day))
    return sa.case(*whens, else_=NO_DAY)
