"""The tasks that a unit adds to its derived plan by itself: whom it gives them to, and when that comes into force.

The units are kept as actors of the derived plan that name one unit each, so that a plan file carries them as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor
from quiz.plans.assigning import service as assigning
from quiz.plans.models import Assignment, Plan, PlanActor, PlanTask
from quiz.plans.rules import PlanState
from quiz.plans.writing.drafts import TaskDraft
from quiz.plans.writing.making import locked
from quiz.plans.writing.tasks import change_task, make_task
from quiz.units.models import OrgUnit
from quiz.units.search import valid_on

MOST = 500
"""How many units an own task is offered to."""


def make_own_task(
    actor: Actor | None, plan_id: int, draft: TaskDraft, unit_ids: Collection[int], now: datetime
) -> PlanTask:
    """Add a task of the unit's own to its derived plan, given to units of its subtree; at once where it is in force.

    Raises Conflict (state) for a plan that was not derived, Invalid where no unit is chosen or one lies outside.
    """
    with transaction():
        plan = _derived(plan_id)
        draft = replace(draft, code="", actors=_name_units(plan, unit_ids))
        task = make_task(actor, plan.id, draft, now, is_own=True)
        if plan.state == PlanState.ISSUED:
            _give(actor, plan, [task], now)
    return task


def change_own_task(
    actor: Actor | None, task_id: int, draft: TaskDraft, unit_ids: Collection[int], version: int, now: datetime
) -> PlanTask:
    """Change an own task and whom it is given to; units that are left out are taken the task from."""
    with transaction():
        plan = _derived(locked(PlanTask, task_id).plan_id)
        draft = replace(draft, actors=_name_units(plan, unit_ids))
        task = change_task(actor, task_id, draft, version, now)
        if plan.state == PlanState.ISSUED:
            _take_from_others(actor, task, unit_ids, now)
            _give(actor, plan, [task], now)
    return task


def assign_own(actor: Actor | None, plan: Plan, now: datetime) -> int:
    """Give every own task of a plan that comes into force to its units; how many assignments were made."""
    rows = sa.select(PlanTask).where(PlanTask.plan_id == plan.id, PlanTask.is_own, PlanTask.removed_at.is_(None))
    return _give(actor, plan, list(db.session.scalars(rows)), now)


def units_of(task: PlanTask) -> list[int]:
    """The ids of the units that an own task is meant for."""
    return _meant([task], task.plan_id).get(task.id, [])


def units_below(unit: OrgUnit) -> list[tuple[int, str]]:
    """The unit and all units below it that are there today, as choices in the order of the tree; MOST at most."""
    within = OrgUnit.position.between(unit.position, unit.last_position)
    today = clock.local(clock.now()).date()
    found = sa.select(OrgUnit.id, OrgUnit.name).where(within, valid_on(today)).order_by(OrgUnit.position).limit(MOST)
    return [(row[0], row[1]) for row in db.session.execute(found)]


def tightened(plan: Plan) -> tuple[int, list[int]]:
    """The uppermost plan, and the tasks of a derived plan that set a day of their own."""
    root = plan
    while root.parent_id is not None:
        root = db.session.get_one(Plan, root.parent_id)
    own = (PlanTask.plan_id == plan.id, PlanTask.own_due_on.is_not(None), PlanTask.removed_at.is_(None))
    return root.id, list(db.session.scalars(sa.select(PlanTask.id).where(*own)))


def _derived(plan_id: int) -> Plan:
    plan = locked(Plan, plan_id)
    if plan.parent_id is None:
        raise Conflict("Việc riêng của đơn vị chỉ thêm vào kế hoạch lập theo kế hoạch cấp trên.", code="state")
    return plan


def _name_units(plan: Plan, unit_ids: Collection[int]) -> tuple[str, ...]:
    """The names under which the plan knows these units, made where it does not know them yet."""
    top = db.session.get_one(OrgUnit, plan.unit_id)
    chosen = (OrgUnit.id.in_(sorted(unit_ids)), OrgUnit.position.between(top.position, top.last_position))
    units = db.session.scalars(sa.select(OrgUnit).where(*chosen).order_by(OrgUnit.position)).all()
    if not units or len(units) != len(set(unit_ids)):
        raise Invalid("Vui lòng chọn ít nhất một đơn vị trong phạm vi của quý vị để giao việc.", field="units")
    known = {row.unit_ids[0]: row for row in _actors(plan.id) if row.scope == "named" and len(row.unit_ids) == 1}
    names = {row.name for row in _actors(plan.id)}
    for unit in units:
        if unit.id not in known:
            name = unit.name if unit.name not in names else f"{unit.name} ({unit.code})"
            row = PlanActor(plan_id=plan.id, name=name, unit_kinds=[unit.kind], scope="named", unit_ids=[unit.id])
            db.session.add(row)
            known[unit.id] = row
    db.session.flush()
    return tuple(known[unit.id].name for unit in units)


def _actors(plan_id: int) -> list[PlanActor]:
    return list(db.session.scalars(sa.select(PlanActor).where(PlanActor.plan_id == plan_id)))


def _meant(tasks: Iterable[PlanTask], plan_id: int) -> dict[int, list[int]]:
    by_name = {row.name: row.unit_ids for row in _actors(plan_id)}
    return {task.id: sorted({one for name in task.actors for one in by_name.get(name, ())}) for task in tasks}


def _give(actor: Actor | None, plan: Plan, tasks: list[PlanTask], now: datetime) -> int:
    wanted = {task_id: unit_ids for task_id, unit_ids in _meant(tasks, plan.id).items() if unit_ids}
    return assigning.assign(actor, plan.id, wanted, now, origin="own").added if wanted else 0


def _take_from_others(actor: Actor | None, task: PlanTask, unit_ids: Collection[int], now: datetime) -> None:
    given = (Assignment.task_id == task.id, Assignment.removed_at.is_(None), Assignment.unit_id.not_in(unit_ids))
    for assignment_id in db.session.scalars(sa.select(Assignment.id).where(*given)).all():
        assigning.take_back(actor, assignment_id, "Đơn vị không còn được giao việc này.", now)
