"""Tasks given to holders of posts: when each is due in each unit, for people who have no row of their own yet.

Such an assignment has no duty of the unit unless the unit has to act too, so the days follow from the task's rule; a
duty of the unit, where there is one, says its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from quiz.accounts.posts import holds, kinds_meant
from quiz.core.db import db
from quiz.plans.models import Assignment, Duty, Plan, PlanTask
from quiz.plans.rules import DutyState
from quiz.plans.timing.rules import occurrences
from quiz.units.models import OrgUnit

__all__ = ["NO_POSTS", "POSTS", "Time", "given", "holds", "kinds_meant", "times_of"]
Time = tuple[int, str, date | None]
"""A task, a period of it ("" without a rhythm), and the last day in time by the rule."""
NEVER: Time = (0, "", date(1970, 1, 1))
"""A time of no task, where there is none: a table of values has one row at least."""
POSTS = sa.cast(Assignment.posts, sa.Text)
NO_POSTS = "[]"


def times_of(which: sa.ColumnElement[bool]) -> list[Time]:
    """Every time that tasks (a condition on PlanTask) are due: one statement."""
    query = sa.select(PlanTask.id, PlanTask.deadline, Plan.years).join(Plan, Plan.id == PlanTask.plan_id)
    rows = db.session.execute(query.where(which, PlanTask.is_work, PlanTask.removed_at.is_(None)))
    return [
        (task_id, one.period, one.due_on) for task_id, deadline, years in rows for one in occurrences(deadline, years)
    ]


def personal(within: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """A condition on PlanTask: within these units (a condition on OrgUnit) it is given to holders of posts."""
    query = sa.select(Assignment.task_id).join(OrgUnit, OrgUnit.id == Assignment.unit_id)
    return PlanTask.id.in_(query.where(within, POSTS != NO_POSTS))


def given(times: Sequence[Time], within: sa.ColumnElement[bool], *, to_posts: bool = True) -> sa.CTE:
    """Assignments of these tasks in these units, each at each of its times (`to_posts`: to holders of posts alone).

    Columns: assignment_id, unit_id, task_id, to_unit, posts, period, due_on, state, duty_id. The state of what is not
    the unit's own to do is "open", or "excused" where it was taken back or the unit need not do it.
    """
    columns = (sa.column("task_id", sa.BigInteger), sa.column("period", sa.String), sa.column("due_on", sa.Date))
    time = sa.values(*columns, name="times").data([*times] or [NEVER]).cte("times")
    of_unit = sa.and_(Duty.assignment_id == Assignment.id, Duty.period == time.c.period, Duty.person_id.is_(None))
    excused = sa.or_(Assignment.removed_at.is_not(None), Duty.state == DutyState.EXCUSED)
    state = sa.case(
        (sa.and_(Assignment.to_unit, Duty.id.is_not(None), sa.literal(not to_posts)), Duty.state),
        (excused, DutyState.EXCUSED.value),
        else_=DutyState.OPEN.value,
    )
    query = (
        sa.select(
            Assignment.id.label("assignment_id"),
            Assignment.unit_id,
            Assignment.task_id,
            Assignment.to_unit,
            POSTS.label("posts"),
            time.c.period,
            sa.case((Duty.id.is_not(None), Duty.due_on), else_=time.c.due_on).label("due_on"),
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
