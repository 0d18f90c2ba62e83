"""The plan of a lower unit: derived from the upper one's, with the unit's own days, own tasks and who is in charge."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean
from quiz.plans.models import Plan, PlanTask
from quiz.plans.rules import PlanState
from quiz.plans.timing import service as timing
from quiz.plans.timing.rules import occurrences
from quiz.plans.writing.carrying import carried, concerned, upper_changes
from quiz.plans.writing.making import add_step, free_slug, locked, require_open, require_version
from quiz.plans.writing.rights import looks_after, may_view, require_change
from quiz.plans.writing.rules import slug_of
from quiz.plans.writing.tasks import tasks_of
from quiz.units.models import OrgUnit
from quiz.units.queries import ancestors


def derive_plan(actor: Actor, plan_id: int, unit_id: int, now: datetime) -> Plan:
    """The plan of a unit under the plan of a unit above: a draft that carries on every task that concerns the unit.

    It is derived from the nearest plan in force above the unit. Raises NotFound for a plan that the person does not
    see, NotAllowed for a unit the person does not act for, Conflict where the unit has such a plan already (`details`
    name its slug), Invalid where the unit does not stand below.
    """
    with transaction():
        plan, unit = db.session.get(Plan, plan_id), db.session.get(OrgUnit, unit_id)
        if plan is None or not may_view(actor, plan, db.session.get_one(OrgUnit, plan.unit_id)):
            raise NotFound("Không tìm thấy kế hoạch này.")
        if unit is None or not looks_after(actor, unit):
            raise NotAllowed("Quý vị chỉ lập được kế hoạch cho đơn vị mình phụ trách.")
        upper = nearest_plan(plan, unit)
        _require_place(upper, unit)
        made = _make(upper, unit, now)
        db.session.flush()
        tasks = concerned(upper, unit)
        db.session.add_all(_carry(made, tasks))
        add_step(actor, made, "", PlanState.DRAFT, now)
        audit.record(actor, "plan.derive", "plan", made.id, after={"from": upper.slug, "tasks": len(tasks)})
    return made


def nearest_plan(plan: Plan, unit: OrgUnit) -> Plan:
    """The plan in force nearest above the unit among those derived from this one; the plan itself where none is."""
    above = [one.id for one in ancestors(unit)]
    while True:
        below = sa.select(Plan).where(Plan.parent_id == plan.id, Plan.unit_id.in_(above))
        nearer = db.session.scalar(below.where(Plan.state == PlanState.ISSUED).limit(1))
        if nearer is None:
            return plan
        plan = nearer


def set_own(
    actor: Actor, task_id: int, own_due_on: date | None, in_charge: str, version: int, now: datetime
) -> PlanTask:
    """What a unit sets for itself in a task it carries on: an earlier last day, and who is in charge.

    Raises Invalid (`own_due_on`) for a day later than the unit above allows, naming that day.
    """
    with transaction():
        task = locked(PlanTask, task_id)
        plan = locked(Plan, task.plan_id)
        require_change(actor, plan)
        require_open(plan)
        require_version(task, version)
        if task.origin_id is None or task.removed_at is not None:
            raise Conflict("Chỉ đặt được ngày riêng cho việc của cấp trên.", code="state")
        if own_due_on is not None:
            _refuse_later(task, own_due_on)
        before = {"own_due_on": task.own_due_on, "in_charge": task.in_charge}
        task.own_due_on, task.in_charge = own_due_on, clean(in_charge)[:200]
        after = {"own_due_on": task.own_due_on, "in_charge": task.in_charge}
        audit.record(actor, "plan.task.own", "plan_task", task.id, before=before, after=after)
        db.session.flush()
        if plan.state == PlanState.ISSUED and before["own_due_on"] != own_due_on:
            timing.redate(plan.id, now, task_ids=[task.id])
    return task


def choose_standing(actor: Actor, plan_id: int, kept: Collection[int], version: int, now: datetime) -> int:
    """Which standing duties of the upper plan stay in sight in the unit's own; how many those are."""
    with transaction():
        plan = _held(actor, plan_id, version)
        standing = [task for task in tasks_of(plan.id) if task.origin_id is not None and not task.is_work]
        for task in standing:
            hidden = task.id not in kept
            if hidden != (task.removed_at is not None):
                task.removed_at = now if hidden else None
        plan.changed_at = now
        left = sum(task.removed_at is None for task in standing)
        audit.record(actor, "plan.standing", "plan", plan.id, after={"kept": left, "of": len(standing)})
    return left


def take_over(actor: Actor, plan_id: int, version: int, now: datetime) -> int:
    """Take over everything that has changed in the upper plan since; how many tasks that were.

    An own day that is later than the new one of the unit above is dropped.
    """
    with transaction():
        plan = _held(actor, plan_id, version)
        unit = db.session.get_one(OrgUnit, plan.unit_id)
        changes = upper_changes(plan, unit)
        db.session.add_all(_carry(plan, [change.upper for change in changes if change.what == "new"]))
        for change in changes:
            if change.own is not None:
                _follow(change.own, change.upper, change.what, now)
        plan.changed_at = now
        audit.record(actor, "plan.take_over", "plan", plan.id, after={"tasks": [c.upper.code for c in changes]})
        db.session.flush()
        if plan.state == PlanState.ISSUED:
            timing.redate(plan.id, now, task_ids=[change.own.id for change in changes if change.own is not None])
    return len(changes)


def latest_day(task: PlanTask) -> date | None:
    """The last day that the unit above leaves for a task that is carried on; None where it names none."""
    above = db.session.get_one(PlanTask, task.origin_id)
    while above.origin_id is not None and above.own_due_on is None:
        above = db.session.get_one(PlanTask, above.origin_id)
    if above.own_due_on is not None:
        return above.own_due_on
    root = db.session.get_one(Plan, above.plan_id)
    times = occurrences(above.deadline, root.years, root.issued_on)
    latest = max((time.due_on for time in times if time.due_on is not None), default=None)
    return latest and timing.working_calendar().moved(latest, root.off_days)


def _refuse_later(task: PlanTask, own_due_on: date) -> None:
    latest = latest_day(task)
    if latest is not None and own_due_on > latest:
        raise Invalid(
            "Ngày của đơn vị không được muộn hơn ngày cấp trên quy định là %(day)s.",
            field="own_due_on",
            day=latest.strftime("%d/%m/%Y"),
        )


def _follow(own: PlanTask, upper: PlanTask, what: str, now: datetime) -> None:
    if what == "removed":
        own.removed_at = now
        return
    for name, value in carried(upper).items():
        setattr(own, name, value)
    latest = latest_day(own)
    if own.own_due_on is not None and latest is not None and own.own_due_on > latest:
        own.own_due_on = None


def _held(actor: Actor, plan_id: int, version: int) -> Plan:
    plan = locked(Plan, plan_id)
    require_change(actor, plan)
    require_open(plan)
    require_version(plan, version)
    if plan.parent_id is None:
        raise Conflict("Kế hoạch này không lập theo kế hoạch nào của cấp trên.", code="state")
    return plan


def _require_place(upper: Plan, unit: OrgUnit) -> None:
    top = db.session.get_one(OrgUnit, upper.unit_id)
    if unit.id == top.id or not top.position <= unit.position <= top.last_position:
        raise Invalid("Đơn vị này không trực thuộc đơn vị ban hành kế hoạch.", field="unit")
    if upper.state != PlanState.ISSUED:
        raise Conflict("Chỉ lập được kế hoạch theo một kế hoạch đang có hiệu lực.", code="state")
    there = db.session.scalar(sa.select(Plan.slug).where(Plan.parent_id == upper.id, Plan.unit_id == unit.id))
    if there is not None:
        raise Conflict("Đơn vị này đã lập kế hoạch theo kế hoạch cấp trên.", code="exists").with_details(slug=there)


def _make(upper: Plan, unit: OrgUnit, now: datetime) -> Plan:
    same = ("title", "province", "years", "topics", "layout", "off_days", "is_demo", "shift_years")
    basis = [{"number": upper.number, "date": upper.issued_on.isoformat() if upper.issued_on else None}]
    plan = Plan(
        **{name: getattr(upper, name) for name in same},
        slug=free_slug("", slug_of(f"{upper.slug} {unit.code}")),
        basis=[{**basis[0], "subject": upper.title}],
        issuer=unit.name,
        unit_id=unit.id,
        parent_id=upper.id,
        created_at=now,
        changed_at=now,
    )
    db.session.add(plan)
    return plan


def _carry(plan: Plan, tasks: Collection[PlanTask]) -> list[PlanTask]:
    return [
        PlanTask(plan_id=plan.id, origin_id=task.id, position=task.position, in_charge="", **carried(task))
        for task in tasks
    ]
