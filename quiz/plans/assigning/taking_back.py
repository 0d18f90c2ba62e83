"""Taking tasks back from units: unfinished duties are excused, what was carried out stays with its records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from quiz.core import audit
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean
from quiz.plans import authority
from quiz.plans.assigning import giving
from quiz.plans.assigning.giving import Act
from quiz.plans.assigning.queries import assignment_of, plan_of
from quiz.plans.models import Assignment, Duty, Plan, PlanTask
from quiz.plans.rules import SETTLED, DutyState
from quiz.units import queries as units

LONGEST = 500


def take_back(actor: Actor | None, assignment_id: int, reason: str, now: datetime) -> None:
    """Take a task from a unit: its unfinished duties are excused, what was carried out stays.

    Raises Invalid without a reason, Conflict where it was taken back already, NotAllowed for who does not organise the
    plan's unit.
    """
    with transaction():
        assignment = assignment_of(assignment_id)
        task = db.session.get_one(PlanTask, assignment.task_id)
        _require(actor, plan_of(task.plan_id), task)
        reason = _reason(reason)
        if assignment.removed_at is not None:
            raise Conflict("Việc này đã được thu hồi từ trước.", code="taken_back")
        _take([assignment.id], reason, actor, now)
        after = {"task": task.code, "unit": assignment.unit_id}
        audit.record(actor, "plan.take_back", "plan", task.plan_id, after=after, reason=reason)


def take_back_run(actor: Actor | None, plan_id: int, assigned_at: datetime, reason: str, now: datetime) -> int:
    """Take back what one run of assigning gave (all that bears its moment) from units that have not begun; how many.

    Whoever has begun anything of a task, the unit or one of its people, keeps that task.
    """
    with transaction():
        plan = plan_of(plan_id)
        _require(actor, plan, None)
        reason = _reason(reason)
        ids = list(db.session.scalars(sa.select(Assignment.id).where(in_run(plan_id, assigned_at), ~has_begun())))
        _take(ids, reason, actor, now)
        if ids:
            after = {"assigned_at": assigned_at.isoformat(), "assignments": len(ids)}
            audit.record(actor, "plan.take_back", "plan", plan_id, after=after, reason=reason)
    return len(ids)


def in_run(plan_id: int, assigned_at: datetime) -> sa.ColumnElement[bool]:
    """A condition on Assignment: given in the run of this moment, and not taken back."""
    tasks = sa.select(PlanTask.id).where(PlanTask.plan_id == plan_id)
    return sa.and_(
        Assignment.task_id.in_(tasks), Assignment.assigned_at == assigned_at, Assignment.removed_at.is_(None)
    )


def has_begun() -> sa.ColumnElement[bool]:
    """A condition on Assignment: the unit or one of its people has begun a duty of it."""
    return sa.exists().where(Duty.assignment_id == Assignment.id, Duty.state != DutyState.OPEN)


def _require(actor: Actor | None, plan: Plan, task: PlanTask | None) -> None:
    unit = units.get(plan.unit_id)
    if actor is None or authority.may_manage(actor, plan, unit):
        return
    if task is None or not task.is_own or not authority.may_fill(actor, unit):
        raise NotAllowed("Chỉ ban tổ chức của đơn vị ban hành kế hoạch mới thu hồi việc được.")


def _reason(text: str) -> str:
    reason = clean(text)
    if not reason:
        raise Invalid("Vui lòng ghi lý do thu hồi việc.", field="reason")
    if len(reason) > LONGEST:
        raise Invalid("Lý do dài nhất %(longest)s ký tự.", field="reason", longest=LONGEST)
    return reason


def _take(assignment_ids: Sequence[int], reason: str, actor: Actor | None, now: datetime) -> None:
    act = Act(actor.person_id if actor else None, now, "")
    kept = [state.value for state in (*SETTLED, DutyState.EXCUSED)]
    for portion in in_portions(assignment_ids):
        unfinished = sa.select(Duty.id).where(Duty.assignment_id.in_(portion), Duty.state.not_in(kept))
        giving.move(list(db.session.scalars(unfinished)), DutyState.EXCUSED, act, reason)
        taken = sa.update(Assignment).where(Assignment.id.in_(portion))
        db.session.execute(taken.values(removed_at=now, removed_reason=reason))
    db.session.expire_all()
