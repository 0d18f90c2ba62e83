"""Writing assignments and the duties of units, many at once: statements by task, never by unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy as sa

from quiz.core.db import db, in_portions
from quiz.plans.assigning.matching import Share
from quiz.plans.models import Assignment, Duty, DutyStep, Plan, PlanTask
from quiz.plans.rules import DutyState
from quiz.plans.timing.rules import occurrences
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Standing:
    """An assignment that is there: to the unit, to which posts, and when it was taken back."""

    id: int
    share: Share
    removed_at: datetime | None


def standing_of(task_ids: Sequence[int]) -> dict[int, dict[int, Standing]]:
    """The assignments of tasks, also those taken back, by task and unit."""
    columns = (
        Assignment.task_id,
        Assignment.unit_id,
        Assignment.id,
        Assignment.to_unit,
        Assignment.posts,
        Assignment.removed_at,
    )
    found: dict[int, dict[int, Standing]] = {task_id: {} for task_id in task_ids}
    for portion in in_portions(task_ids):
        for row in db.session.execute(sa.select(*columns).where(Assignment.task_id.in_(portion))):
            found[row[0]][row[1]] = Standing(row[2], Share(row[3], tuple(row[4])), row[5])
    return found


@dataclass(frozen=True)
class Act:
    """Who gives, when, and on what ground; the moment is the same in all rows of one run and tells it apart."""

    by: int | None
    at: datetime
    origin: str


def add(task: PlanTask, wanted: Mapping[int, Share], act: Act) -> int:
    """Give a task to units that do not have it yet; how many."""
    by_share: dict[Share, list[int]] = {}
    for unit_id, share in wanted.items():
        by_share.setdefault(share, []).append(unit_id)
    names = ["task_id", "unit_id", "to_unit", "posts", "origin", "assigned_at", "assigned_by", "removed_reason"]
    for share, unit_ids in by_share.items():
        values = (
            sa.literal(task.id, Assignment.task_id.type),
            OrgUnit.id,
            sa.literal(share.to_unit, sa.Boolean()),
            sa.literal(list(share.posts), sa.JSON()),
            sa.literal(act.origin, sa.String()),
            sa.literal(act.at, Assignment.assigned_at.type),
            sa.literal(act.by, Assignment.assigned_by.type),
            sa.literal("", sa.Text()),
        )
        for portion in in_portions(unit_ids):
            rows = sa.select(*values).where(OrgUnit.id.in_(portion)).order_by(OrgUnit.position)
            db.session.execute(sa.insert(Assignment).from_select(names, rows, include_defaults=False))
    return len(wanted)


def widen(assignment_ids: Mapping[Share, Sequence[int]]) -> None:
    """Let assignments that are there mean more: the unit itself, or further posts."""
    for share, ids in assignment_ids.items():
        for portion in in_portions(ids):
            changed = sa.update(Assignment).where(Assignment.id.in_(portion))
            db.session.execute(changed.values(to_unit=share.to_unit, posts=list(share.posts)))


def revive(standing: Sequence[Standing], act: Act) -> None:
    """Give tasks again that had been taken back: the duties that were excused with it are open again."""
    ids = [one.id for one in standing]
    for portion in in_portions(ids):
        excused = (
            sa.select(Duty.id)
            .join(Assignment, sa.and_(Assignment.id == Duty.assignment_id, Assignment.unit_id == Duty.unit_id))
            .join(DutyStep, sa.and_(DutyStep.duty_id == Duty.id, DutyStep.at == Assignment.removed_at))
            .where(Assignment.id.in_(portion), Duty.state == DutyState.EXCUSED, DutyStep.to_state == DutyState.EXCUSED)
        )
        move(list(db.session.scalars(excused)), DutyState.OPEN, act, "Việc được giao lại.")
        again: dict[str, Any] = {"removed_at": None, "removed_reason": "", "origin": act.origin}
        changed = sa.update(Assignment).where(Assignment.id.in_(portion))
        db.session.execute(changed.values(assigned_at=act.at, assigned_by=act.by, **again))


def move(duty_ids: Sequence[int], to: DutyState, act: Act, remark: str) -> None:
    """Take duties to a state in one go, each with its step."""
    names = ["duty_id", "at", "actor_id", "from_state", "to_state", "remark", "basis"]
    for portion in in_portions(duty_ids):
        steps = sa.select(
            Duty.id,
            sa.literal(act.at, DutyStep.at.type),
            sa.literal(act.by, DutyStep.actor_id.type),
            Duty.state,
            sa.literal(to.value, sa.String()),
            sa.literal(remark, sa.Text()),
            sa.literal("", sa.String()),
        ).where(Duty.id.in_(portion))
        db.session.execute(sa.insert(DutyStep).from_select(names, steps, include_defaults=False))
        changed = sa.update(Duty).where(Duty.id.in_(portion))
        db.session.execute(changed.values(state=to.value, version=Duty.version + 1))


def make_duties(plan: Plan, task: PlanTask) -> int:
    """Make the duties of all units that have a task that is work and lack them, one for every occurrence; how many.

    A unit has them too where its people alone are meant: their own duties follow from these until they have rows.
    The days are those of the rule alone; what events, the calendar and the units' own plans say is the work of timing.
    """
    if not task.is_work:
        return 0
    return sum(_make(plan, task, one.period, one.due_on) for one in occurrences(task.deadline, plan.years))


def _make(plan: Plan, task: PlanTask, period: str, due_on: date | None) -> int:
    day = sa.literal(due_on, sa.Date())
    values = {
        "plan_id": sa.literal(plan.id, Duty.plan_id.type),
        "task_id": Assignment.task_id,
        "assignment_id": Assignment.id,
        "unit_id": Assignment.unit_id,
        "period": sa.literal(period, sa.String()),
        "rule_due_on": day,
        "due_on": day,
        "state": sa.literal(DutyState.OPEN.value, sa.String()),
        "result": sa.literal("", sa.Text()),
        "amounts": sa.literal({}, sa.JSON()),
        "rating": sa.literal("", sa.String()),
        "version": sa.literal(1, sa.Integer()),
    }
    known = sa.exists().where(Duty.assignment_id == Assignment.id, Duty.period == period, Duty.person_id.is_(None))
    lacking = (
        sa.select(*values.values())
        .where(Assignment.task_id == task.id, Assignment.removed_at.is_(None), ~known)
        .order_by(Assignment.id)
    )
    insert = sa.insert(Duty).from_select(list(values), lacking, include_defaults=False)
    made = db.session.execute(insert, execution_options={"preserve_rowcount": True})
    return cast(sa.CursorResult[Any], made).rowcount
