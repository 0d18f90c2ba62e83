"""The days of people that follow an event of their own, as a table and an expression of the database.

A unit's duty says the day of all its people but of those to whom the event happened apart from their unit. Where people
are counted by the thousand, these are taken from here, with the same days as `people_days` gives one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.core.db import db
from quiz.plans.models import PlanEvent
from quiz.plans.timing.days import Day
from quiz.plans.timing.own_days import OwnDay, own_days
from quiz.plans.timing.people_days import Rule, calendar_now, rules_of
from quiz.plans.timing.rules import due_after


@dataclass(frozen=True)
class EventDays:
    """People to whom an event of their own happened that a task follows: the columns task_id, person_id, due_on.

    `due_on` there is the day that follows the event, moved off days without work; see `last_day`.
    """

    table: sa.CTE
    own: Mapping[int, Sequence[OwnDay]]
    task_ids: frozenset[int]

    def is_of(self, task_id: Any, person_id: Any) -> sa.ColumnElement[bool]:
        """A condition to join the table by: the row of a person in a task."""
        return sa.and_(self.table.c.task_id == task_id, self.table.c.person_id == person_id)

    def last_day(self, position: sa.ColumnElement[int] | Any) -> Day:
        """The last day in time of who belongs to the unit at this place, as an expression."""
        day: Day = self.table.c.due_on
        whens = [
            (sa.and_(self.table.c.task_id == task_id, position.between(one.first, one.last), _earlier(one.day, day)),
             sa.literal(one.day, sa.Date))
            for task_id, own in self.own.items()
            for one in own
        ]  # fmt: skip
        return sa.case(*whens, else_=day) if whens else day


def _earlier(own: date, day: Day) -> sa.ColumnElement[bool]:
    return sa.or_(day.is_(None), sa.literal(own, sa.Date) < day)


def as_date(day: date | None) -> Any:
    """A day for a table of values: PostgreSQL takes a column that has none at all for text."""
    return sa.cast(sa.null(), sa.Date) if day is None else day


def event_days(task_ids: Collection[int]) -> EventDays | None:
    """Days of people that follow events of their own, for counting; None where no task follows any that happened."""
    rules = {task_id: rule for task_id, rule in rules_of(task_ids).items() if rule.awaits}
    after = _after(rules) if rules else []
    if not after:
        return None
    columns = (
        sa.column("task_id", sa.BigInteger), sa.column("root_id", sa.BigInteger), sa.column("kind", sa.String),
        sa.column("happened_on", sa.Date), sa.column("due_on", sa.Date),
    )  # fmt: skip
    known = (
        sa.values(*columns, name="after_event").data([(*row[:4], as_date(row[4])) for row in after]).cte("after_event")
    )
    table = (
        sa.select(known.c.task_id, PlanEvent.person_id, sa.func.min(known.c.due_on, type_=sa.Date).label("due_on"))
        .select_from(PlanEvent)
        .join(known, _same(known))
        .where(PlanEvent.person_id.is_not(None))
        .group_by(known.c.task_id, PlanEvent.person_id)
    )
    own = own_days({task_id: [*rule.times.values()] for task_id, rule in rules.items()})
    return EventDays(table.cte("event_days"), own, frozenset(row[0] for row in after))


def _same(known: sa.CTE) -> sa.ColumnElement[bool]:
    return sa.and_(
        PlanEvent.plan_id == known.c.root_id,
        PlanEvent.kind == known.c.kind,
        PlanEvent.happened_on == known.c.happened_on,
    )


def _after(rules: Mapping[int, Rule]) -> list[tuple[int, int, str, date, date | None]]:
    """For each task every day on which its event happened to people, with the last day that follows from it."""
    roots = sorted({rule.facts.root_id for rule in rules.values()})
    query = sa.select(PlanEvent.plan_id, PlanEvent.kind, PlanEvent.happened_on).distinct()
    where = (PlanEvent.plan_id.in_(roots), PlanEvent.person_id.is_not(None))
    rows = db.session.execute(query.where(*where)).all()
    calendar, found = calendar_now(), []
    for task_id, rule in rules.items():
        for plan_id, kind, happened in rows:
            if (plan_id, kind) == (rule.facts.root_id, rule.awaits):
                day = due_after(happened, rule.deadline.get("months"))
                moved = calendar.moved(day, rule.facts.off_days) if day else None
                found.append((task_id, plan_id, kind, happened, moved))
    return found
