"""Making a plan and its actors, and changing them."""

from __future__ import annotations

from datetime import datetime
from itertools import chain, count
from typing import Any, TypeVar

import sqlalchemy as sa

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.permissions import Actor, Role
from quiz.plans.models import Plan, PlanActor, PlanStep, PlanTask
from quiz.plans.rules import PlanState
from quiz.plans.timing import service as timing
from quiz.plans.writing.checks import checked_actor, checked_plan
from quiz.plans.writing.drafts import ActorDraft, PlanDraft
from quiz.plans.writing.rights import require_change
from quiz.plans.writing.rules import is_usable_slug, slug_of
from quiz.units.models import OrgUnit

LOCKED = (PlanState.SUBMITTED, PlanState.CONFIRMED, PlanState.CLOSED)
"""States in which nothing of a plan is changed: somebody above reads it, has confirmed it, or it is over."""
STALE = "Nội dung này vừa được người khác sửa. Vui lòng xem hai bản bên dưới rồi lưu lại."
Row = TypeVar("Row", Plan, PlanTask, PlanActor)


def make_plan(actor: Actor | None, unit_id: int, draft: PlanDraft, now: datetime, *, slug: str = "") -> Plan:
    """A new plan of a unit, as a draft without tasks. `slug` is its address; left out, it is made of the title.

    Raises NotAllowed for who does not organise the unit, Invalid with the field, among them an address that is taken.
    """
    draft = checked_plan(draft)
    with transaction():
        unit = db.session.get(OrgUnit, unit_id)
        if unit is None:
            raise Invalid("Vui lòng chọn đơn vị lập kế hoạch.", field="unit")
        if actor is not None:
            actor.require(unit.position, Role.ORGANISER)
        plan = Plan(
            unit_id=unit.id, slug=free_slug(slug, draft.title), created_at=now, changed_at=now, **draft.columns()
        )
        db.session.add(plan)
        db.session.flush()
        add_step(actor, plan, "", PlanState.DRAFT, now)
        audit.record(actor, "plan.make", "plan", plan.id, after={"slug": plan.slug, "title": plan.title})
    return plan


def change_plan(actor: Actor | None, plan_id: int, draft: PlanDraft, version: int, now: datetime) -> Plan:
    """Change the head of a plan; what becomes of days off or other years moves the days of duties in the same step.

    Raises Conflict (stale) where somebody was faster, Conflict (state) where the plan is with the unit above or closed.
    """
    draft = checked_plan(draft)
    with transaction():
        plan = locked(Plan, plan_id)
        require_change(actor, plan)
        require_open(plan)
        require_version(plan, version)
        before = _columns(plan, draft.columns())
        write(plan, draft.columns())
        plan.changed_at = now
        changed = {name: value for name, value in draft.columns().items() if before[name] != value}
        audit.record(actor, "plan.change", "plan", plan.id, before={n: before[n] for n in changed}, after=changed)
        db.session.flush()
        if plan.state == PlanState.ISSUED and changed.keys() & {"off_days", "years"}:
            timing.redate(plan.id, now)
    return plan


def make_actor(actor: Actor | None, plan_id: int, draft: ActorDraft, now: datetime) -> PlanActor:
    """Add somebody whom tasks of the plan can name."""
    draft = checked_actor(draft)
    with transaction():
        plan = locked(Plan, plan_id)
        require_change(actor, plan)
        require_open(plan)
        _refuse_twice(plan.id, draft.name, None)
        row = PlanActor(plan_id=plan.id, **draft.columns())
        db.session.add(row)
        db.session.flush()
        touch(plan, now)
        audit.record(actor, "plan.actor.make", "plan_actor", row.id, after=draft.columns())
    return row


def change_actor(actor: Actor | None, actor_id: int, draft: ActorDraft, version: int, now: datetime) -> PlanActor:
    """Change whom a name means; a new name goes into every task that names it. What is assigned stays as it is."""
    draft = checked_actor(draft)
    with transaction():
        row = locked(PlanActor, actor_id)
        plan = locked(Plan, row.plan_id)
        require_change(actor, plan)
        require_open(plan)
        require_version(row, version)
        _refuse_twice(plan.id, draft.name, row.id)
        before = ActorDraft.of(row).columns()
        if row.name != draft.name:
            _rename(plan.id, row.name, draft.name)
        write(row, draft.columns())
        touch(plan, now)
        audit.record(actor, "plan.actor.change", "plan_actor", row.id, before=before, after=draft.columns())
    return row


def _refuse_twice(plan_id: int, name: str, own_id: int | None) -> None:
    same = sa.select(PlanActor.id).where(PlanActor.plan_id == plan_id, PlanActor.name == name)
    if db.session.scalar(same) not in {None, own_id}:
        raise Invalid("Kế hoạch đã có chủ thể “%(name)s”.", field="name", name=name)


def _rename(plan_id: int, old: str, new: str) -> None:
    for task in db.session.scalars(sa.select(PlanTask).where(PlanTask.plan_id == plan_id)):
        if old in task.actors:
            task.actors = [new if name == old else name for name in task.actors]


def free_slug(wanted: str, title: str) -> str:
    """The address asked for, or one made of the title that nobody has; Invalid where it cannot be had."""
    if wanted:
        if not is_usable_slug(wanted):
            text = "Địa chỉ không dùng được: chỉ gồm chữ thường không dấu, chữ số, gạch nối và không trùng tên mục."
            raise Invalid(text, field="slug")
        if _is_taken(wanted):
            raise Invalid("Địa chỉ này đã có kế hoạch khác dùng.", field="slug")
        return wanted
    base = slug_of(title)
    tried = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(slug for slug in tried if is_usable_slug(slug) and not _is_taken(slug))


def _is_taken(slug: str) -> bool:
    return db.session.scalar(sa.select(Plan.id).where(Plan.slug == slug)) is not None


def add_step(actor: Actor | None, plan: Plan, before: str, after: str, now: datetime, remark: str = "") -> PlanStep:
    """Keep a step of a plan through its states."""
    person_id = actor.person_id if actor else None
    step = PlanStep(plan_id=plan.id, at=now, actor_id=person_id, from_state=before, to_state=after, remark=remark)
    db.session.add(step)
    return step


def locked(kind: type[Row], row_id: int) -> Row:
    """A row, held against others until the transaction ends; NotFound where there is none."""
    row = db.session.get(kind, row_id, with_for_update=True)
    if row is None:
        raise NotFound("Không tìm thấy nội dung này.")
    return row


def require_version(row: Row, version: int) -> None:
    """Conflict (stale) where the row is no longer the one the person has seen."""
    if row.version != version:
        raise Conflict(STALE, code="stale")


def require_open(plan: Plan) -> None:
    """Conflict (state) where nothing of the plan may be changed now."""
    if plan.state in LOCKED:
        text = {
            PlanState.SUBMITTED: "Kế hoạch đang chờ cấp trên trả lời nên chưa sửa được.",
            PlanState.CONFIRMED: "Cấp trên đã xác nhận kế hoạch này; vui lòng ban hành trước khi sửa.",
            PlanState.CLOSED: "Kế hoạch đã kết thúc. Muốn sửa, vui lòng mở lại kế hoạch.",
        }[PlanState(plan.state)]
        raise Conflict(text, code="state")


def touch(plan: Plan, now: datetime) -> None:
    """Say that something within a plan has changed, without making forms of its head out of date."""
    told = sa.update(Plan).where(Plan.id == plan.id).values(changed_at=now)
    db.session.execute(told, execution_options={"synchronize_session": False})


def write(row: Row, values: dict[str, Any]) -> None:
    """Set the columns of a row."""
    for name, value in values.items():
        setattr(row, name, value)


def _columns(row: Row, values: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in values}
