"""Tasks given to holders of posts: when each is due in each unit, for people who have no row of their own yet.

Such an assignment has no duty of the unit unless the unit has to act too, so the days follow from the task's rule; a
duty of the unit, where there is one, says its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from quiz.accounts.posts import holds, kinds_meant
from quiz.core.db import db
from quiz.plans.models import Assignment, Duty, Plan, PlanTask
from quiz.plans.rules import DutyState
from quiz.plans.timing.event_days import EventDays, as_date
from quiz.plans.timing.own_days import set_somewhere
from quiz.plans.timing.rules import occurrences
from quiz.units.models import OrgUnit

__all__ = ["NO_POSTS", "POSTS", "Time", "given", "holds", "kinds_meant", "near", "personal", "theirs", "times_of"]
Time = tuple[int, str, date | None]
"""A task, a period of it ("" without a rhythm), and the last day in time by the rule."""
NEVER: Time = (0, "", date.min)
"""Stands where there are no times, for a list of values cannot be empty; no task has this number."""
POSTS = sa.cast(Assignment.posts, sa.Text)
NO_POSTS = "[]"
MOST_MOVED = timedelta(days=60)
"""How far a day without work moves a last day at most."""


def times_of(which: sa.ColumnElement[bool]) -> list[Time]:
    """Every time that tasks (a condition on PlanTask) are due: one statement."""
    query = sa.select(PlanTask.id, PlanTask.deadline, Plan.years).join(Plan, Plan.id == PlanTask.plan_id)
    rows = db.session.execute(query.where(which, PlanTask.is_work, PlanTask.removed_at.is_(None)))
    return [
        (task_id, one.period, one.due_on) for task_id, deadline, years in rows for one in occurrences(deadline, years)
    ]


def near(times: Sequence[Time], until: date) -> list[Time]:
    """Those that may be due by a day: by their rule, moved to a day of work, earlier by a unit's own plan, or awaited.

    One statement.
    """
    early, last = set_somewhere(sorted({time[0] for time in times})), until + MOST_MOVED
    return [time for time in times if time[2] is None or time[2] <= last or time[0] in early]


def theirs(apart: EventDays | None) -> list[tuple[sa.ColumnElement[bool], Any]]:
    """The case of people whose day follows an event of their own; the statement joins their unit and the table."""
    return [] if apart is None else [(apart.table.c.person_id.is_not(None), apart.last_day(OrgUnit.position))]


def personal(within: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """A condition on PlanTask: within these units (a condition on OrgUnit) it is given to holders of posts."""
    query = sa.select(Assignment.task_id).join(OrgUnit, OrgUnit.id == Assignment.unit_id)
    return PlanTask.id.in_(query.where(within, POSTS != NO_POSTS))


def as_table(times: Sequence[Time]) -> sa.CTE:
    """The times with the columns task_id, period, due_on."""
    columns = (sa.column("task_id", sa.BigInteger), sa.column("period", sa.String), sa.column("due_on", sa.Date))
    rows = [(task_id, period, as_date(day)) for task_id, period, day in times or [NEVER]]
    return sa.values(*columns, name="times").data(rows).cte("times")


def standing(of_unit: Any, time: sa.CTE) -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]]:
    """State and last day of who has no row: "open" or "excused" by the assignment, and the day of the unit's duty."""
    excused = sa.or_(Assignment.removed_at.is_not(None), of_unit.state == DutyState.EXCUSED)
    state = sa.case((excused, DutyState.EXCUSED.value), else_=DutyState.OPEN.value)
    return state, sa.case((of_unit.id.is_not(None), of_unit.due_on), else_=time.c.due_on)


def given(times: Sequence[Time], within: sa.ColumnElement[bool], *, to_posts: bool = True) -> sa.CTE:
    """Assignments of these tasks in these units, each at each of its times (`to_posts`: to holders of posts alone).

    Columns: assignment_id, unit_id, task_id, to_unit, posts, period, due_on, state, duty_id. The state of what is not
    the unit's own to do is "open", or "excused" where it was taken back or the unit need not do it.
    """
    time = as_table(times)
    of_unit = sa.and_(Duty.assignment_id == Assignment.id, Duty.period == time.c.period, Duty.person_id.is_(None))
    state, due_on = standing(Duty, time)
    if not to_posts:
        state = sa.case((sa.and_(Assignment.to_unit, Duty.id.is_not(None)), Duty.state), else_=state)
    query = (
        sa.select(
            Assignment.id.label("assignment_id"),
            Assignment.unit_id,
            Assignment.task_id,
            Assignment.to_unit,
            POSTS.label("posts"),
            time.c.period,
            due_on.label("due_on"),
            state.label("state"),
            Duty.id.label("duty_id"),
        )
        .select_from(OrgUnit)
        .join(Assignment, Assignment.unit_id == OrgUnit.id)
        .join(time, time.c.task_id == Assignment.task_id)
        .outerjoin(Duty, of_unit)
        .where(within)
    )
    return (query.where(POSTS != NO_POSTS) if to_posts else query).cte("given")
