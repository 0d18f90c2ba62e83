"""The states of a plan: issued, closed, opened again; each step is kept with who took it and why."""

from __future__ import annotations

from datetime import datetime

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor
from quiz.plans.models import Plan
from quiz.plans.rules import PlanState
from quiz.plans.timing import service as timing
from quiz.plans.writing.making import add_step, locked, require_version
from quiz.plans.writing.own_tasks import assign_own, tightened
from quiz.plans.writing.rights import require_change


def issue(actor: Actor | None, plan_id: int, version: int, now: datetime, *, incomplete: bool = False) -> Plan:
    """Put a plan in force. `incomplete` says that it is meant to be without number or date of issue.

    A derived plan has to be confirmed by the unit above; with it the unit's own tasks are assigned and its earlier
    days hold. Raises Conflict (stale, state), Invalid where number or date are missing.
    """
    with transaction():
        plan = _held(actor, plan_id, version)
        first = PlanState.DRAFT if plan.parent_id is None else PlanState.CONFIRMED
        if plan.state != first:
            raise Conflict(_why_not(plan), code="state")
        if not incomplete and missing(plan):
            raise Invalid("Kế hoạch chưa có số hoặc ngày ban hành. Vui lòng bổ sung, hoặc xác nhận ban hành như vậy.")
        _move(actor, plan, PlanState.ISSUED, now)
        plan.issued_at = plan.issued_at or now
        db.session.flush()
        _bring_into_force(actor, plan, now)
    return plan


def close_plan(actor: Actor | None, plan_id: int, version: int, now: datetime, *, remark: str = "") -> Plan:
    """End a plan: its duties stay as they are, and nothing of it is changed any more."""
    with transaction():
        plan = _held(actor, plan_id, version)
        if plan.state != PlanState.ISSUED:
            raise Conflict("Chỉ kết thúc được kế hoạch đã ban hành.", code="state")
        _move(actor, plan, PlanState.CLOSED, now, remark.strip())
    return plan


def reopen_plan(actor: Actor | None, plan_id: int, version: int, now: datetime, *, reason: str) -> Plan:
    """Put a closed plan in force again, with the reason."""
    with transaction():
        plan = _held(actor, plan_id, version)
        if plan.state != PlanState.CLOSED:
            raise Conflict("Chỉ mở lại được kế hoạch đã kết thúc.", code="state")
        if not reason.strip():
            raise Invalid("Vui lòng ghi lý do mở lại kế hoạch.", field="reason")
        _move(actor, plan, PlanState.ISSUED, now, reason.strip())
    return plan


def missing(plan: Plan) -> list[str]:
    """What a plan about to be issued lacks: "number", "issued_on"."""
    return [name for name in ("number", "issued_on") if not getattr(plan, name)]


def _why_not(plan: Plan) -> str:
    if plan.parent_id is not None and plan.state in {PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED}:
        return "Kế hoạch của đơn vị chỉ ban hành được sau khi cấp trên xác nhận."
    return "Kế hoạch này đã được ban hành."


def _held(actor: Actor | None, plan_id: int, version: int) -> Plan:
    plan = locked(Plan, plan_id)
    require_change(actor, plan)
    require_version(plan, version)
    return plan


def _move(actor: Actor | None, plan: Plan, to: PlanState, now: datetime, remark: str = "") -> None:
    before = plan.state
    add_step(actor, plan, before, to, now, remark)
    plan.state, plan.changed_at = to, now
    audit.record(actor, f"plan.{to}", "plan", plan.id, before={"state": before}, after={"state": to}, reason=remark)


def _bring_into_force(actor: Actor | None, plan: Plan, now: datetime) -> None:
    if plan.parent_id is None:
        return
    assign_own(actor, plan, now)
    root_id, task_ids = tightened(plan)
    if task_ids:
        timing.redate(root_id, now, task_ids=task_ids)
