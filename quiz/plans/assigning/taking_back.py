"""Taking tasks back from units: unfinished duties are excused, what was carried out stays with its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
TASKS_AT_A_TIME = 10
"""How many tasks one transaction takes back."""


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
        _take({task.id: [assignment.id]}, reason, actor, now)
        after = {"task": task.code, "unit": assignment.unit_id}
        audit.record(actor, "plan.take_back", "plan", task.plan_id, after=after, reason=reason)


def take_back_run(actor: Actor | None, plan_id: int, assigned_at: datetime, reason: str, now: datetime) -> int:
    """Take back what one run of assigning gave (all that bears its moment) from units that have not begun; how many.

    Whoever has begun anything of a task, the unit or one of its people, keeps that task.
    """
    _require(actor, plan_of(plan_id), None)
    reason = _reason(reason)
    taken, ids = 0, list(db.session.scalars(sa.select(PlanTask.id).where(PlanTask.plan_id == plan_id)))
    for task_ids in in_portions(ids, TASKS_AT_A_TIME):
        with transaction():
            taken += _take_run(actor, plan_id, task_ids, assigned_at, reason, now)
    return taken


def _take_run(
    actor: Actor | None, plan_id: int, task_ids: Sequence[int], assigned_at: datetime, reason: str, now: datetime
) -> int:
    """Some tasks of a run at a time, so that nobody else waits long for the database."""
    wanted = sa.select(Assignment.task_id, Assignment.id).where(
        in_run(plan_id, assigned_at), Assignment.task_id.in_(task_ids), ~has_begun(task_ids)
    )
    ids: dict[int, list[int]] = {}
    for task_id, assignment_id in db.session.execute(wanted):
        ids.setdefault(task_id, []).append(assignment_id)
    _take(ids, reason, actor, now)
    taken = sum(map(len, ids.values()))
    if taken:
        after = {"assigned_at": assigned_at.isoformat(), "assignments": taken}
        audit.record(actor, "plan.take_back", "plan", plan_id, after=after, reason=reason)
    return taken


def in_run(plan_id: int, assigned_at: datetime) -> sa.ColumnElement[bool]:
    """A condition on Assignment: given in the run of this moment, and not taken back."""
    tasks = sa.select(PlanTask.id).where(PlanTask.plan_id == plan_id)
    return sa.and_(
        Assignment.task_id.in_(tasks), Assignment.assigned_at == assigned_at, Assignment.removed_at.is_(None)
    )


def has_begun(task_ids: Sequence[int] | sa.Select[int]) -> sa.ColumnElement[bool]:
    """A condition on Assignment of these tasks: the unit or one of its people has begun a duty of it."""
    begun = sa.select(Duty.assignment_id).where(Duty.task_id.in_(task_ids), Duty.state != DutyState.OPEN)
    return Assignment.id.in_(begun)


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


def _take(assignment_ids: Mapping[int, Sequence[int]], reason: str, actor: Actor | None, now: datetime) -> None:
    """Take assignments back, given by task: duties are found by their task, for which there is an index."""
    act = Act(actor.person_id if actor else None, now, "")
    kept = [state.value for state in (*SETTLED, DutyState.EXCUSED)]
    for task_id, ids in assignment_ids.items():
        taken = set(ids)
        unfinished = sa.select(Duty.id, Duty.assignment_id).where(Duty.task_id == task_id, Duty.state.not_in(kept))
        duties = [row[0] for row in db.session.execute(unfinished) if row[1] in taken]
        giving.move(duties, DutyState.EXCUSED, act, reason)
        for portion in in_portions(ids):
            changed = sa.update(Assignment).where(Assignment.id.in_(portion))
            db.session.execute(changed.values(removed_at=now, removed_reason=reason))
    db.session.expire_all()
