"""A derived plan on its way up: sent, returned with remarks or confirmed by the unit above; people are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from quiz.core import audit, inbox
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.core.permissions import Actor
from quiz.plans.models import Plan, PlanStep
from quiz.plans.rules import PlanState
from quiz.plans.writing.making import add_step, locked, require_version
from quiz.plans.writing.rights import may_answer, may_view, people_of, require_change, unit_above
from quiz.units.models import OrgUnit

ABOVE = frozenset({PlanState.RETURNED, PlanState.CONFIRMED})
"""States that only the unit above brings about."""


def send_up(actor: Actor, plan_id: int, version: int, now: datetime, *, remark: str = "") -> Plan:
    """Hand the unit's plan to the unit above, whose contacts and organisers are told."""
    with transaction():
        plan = locked(Plan, plan_id)
        unit = require_change(actor, plan)
        require_version(plan, version)
        above = unit_above(unit)
        if plan.parent_id is None or above is None:
            raise Conflict("Kế hoạch này không gửi lên cấp nào.", code="state")
        if plan.state not in {PlanState.DRAFT, PlanState.RETURNED}:
            raise Conflict("Kế hoạch này đã được gửi lên cấp trên.", code="state")
        step = _move(actor, plan, PlanState.SUBMITTED, now, remark)
        text = "%(unit)s đã gửi kế hoạch năm lên, đề nghị quý vị xem và trả lời."
        _tell((one for one in people_of(above) if one != actor.person_id), plan, step, text, unit.name, now)
    return plan


def return_plan(actor: Actor, plan_id: int, version: int, now: datetime, *, remark: str) -> Plan:
    """Give a plan back with remarks; who sent it up is told. Raises Invalid without a remark."""
    with transaction():
        plan, unit = _sent_up(actor, plan_id, version)
        if not remark.strip():
            raise Invalid("Vui lòng ghi ý kiến để đơn vị biết cần sửa gì.", field="remark")
        sender = _sender(plan)
        step = _move(actor, plan, PlanState.RETURNED, now, remark)
        text = "Cấp trên đã trả lại kế hoạch năm của %(unit)s kèm ý kiến. Quý vị vui lòng sửa rồi gửi lại."
        _tell([sender] if sender else [], plan, step, text, unit.name, now)
    return plan


def confirm_plan(actor: Actor, plan_id: int, version: int, now: datetime, *, remark: str = "") -> Plan:
    """Confirm a plan that was sent up; its unit may then issue it. Who sent it up does not confirm it."""
    with transaction():
        plan, unit = _sent_up(actor, plan_id, version)
        sender = _sender(plan)
        if sender == actor.person_id:
            raise NotAllowed("Quý vị là người gửi kế hoạch này nên cần một người khác xác nhận.")
        step = _move(actor, plan, PlanState.CONFIRMED, now, remark)
        text = "Cấp trên đã xác nhận kế hoạch năm của %(unit)s. Quý vị có thể ban hành kế hoạch."
        _tell([sender] if sender else [], plan, step, text, unit.name, now)
    return plan


def take_back_plan(actor: Actor, plan_id: int, version: int, now: datetime) -> Plan:
    """Take a plan back that was sent up and not answered yet, to change it once more."""
    with transaction():
        plan = locked(Plan, plan_id)
        require_change(actor, plan)
        require_version(plan, version)
        if plan.state != PlanState.SUBMITTED:
            raise Conflict("Kế hoạch không còn ở trạng thái chờ trả lời.", code="state")
        _move(actor, plan, PlanState.DRAFT, now, "")
    return plan


def _sent_up(actor: Actor, plan_id: int, version: int) -> tuple[Plan, OrgUnit]:
    plan = locked(Plan, plan_id)
    unit = db.session.get_one(OrgUnit, plan.unit_id)
    if not may_answer(actor, plan, unit):
        if not may_view(actor, plan, unit):
            raise NotFound("Không tìm thấy kế hoạch này.")
        raise NotAllowed("Chỉ đơn vị cấp trên mới trả lời được kế hoạch này.")
    require_version(plan, version)
    if plan.state != PlanState.SUBMITTED:
        raise Conflict("Kế hoạch không còn ở trạng thái chờ trả lời.", code="state")
    return plan, unit


def _sender(plan: Plan) -> int | None:
    sent = (PlanStep.plan_id == plan.id, PlanStep.to_state == PlanState.SUBMITTED)
    return db.session.scalar(sa.select(PlanStep.actor_id).where(*sent).order_by(PlanStep.id.desc()).limit(1))


def _move(actor: Actor, plan: Plan, to: PlanState, now: datetime, remark: str) -> PlanStep:
    before = plan.state
    step = add_step(actor, plan, before, to, now, remark.strip())
    plan.state, plan.changed_at = to, now
    told = {"state": before}, {"state": to}
    audit.record(actor, f"plan.{to}", "plan", plan.id, before=told[0], after=told[1], reason=remark.strip())
    db.session.flush()
    return step


def _tell(people: Iterable[int], plan: Plan, step: PlanStep, text: str, unit: str, now: datetime) -> None:
    url, key = f"/admin/plans/{plan.slug}", f"plan:{plan.id}:step:{step.id}"
    inbox.send([inbox.Note(person, key, text, url, {"unit": unit}) for person in people], now)
