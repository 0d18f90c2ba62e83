"""What the pages of plans share: the blueprint, the plan of an address, and what every page of a plan is told."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from quiz.core.db import db
from quiz.core.errors import Conflict, DomainError, NotAllowed, NotFound
from quiz.core.permissions import Role, acting
from quiz.plans.models import Plan, PlanTask
from quiz.plans.rules import PLAN_TITLES, PlanState
from quiz.plans.wayfinding import short_name
from quiz.plans.writing import queries
from quiz.plans.writing.making import LOCKED
from quiz.plans.writing.rights import looks_after, may_answer, may_change, may_view, own_units
from quiz.plans.writing.wording import basis_words, state_day
from quiz.units.models import OrgUnit

blueprint = Blueprint("plans_writing", __name__, url_prefix="/admin/plans")
Answer = str | Response | tuple[str, int]
BADGES = {
    PlanState.DRAFT: "badge",
    PlanState.SUBMITTED: "badge badge-warn",
    PlanState.RETURNED: "badge badge-danger",
    PlanState.CONFIRMED: "badge badge-ok",
    PlanState.ISSUED: "badge badge-ok",
    PlanState.CLOSED: "badge",
}


def own_plan(slug: str) -> tuple[Plan, OrgUnit]:
    """The plan of an address with its unit; NotFound where there is none or it is not for this person."""
    plan = queries.plan_by_slug(slug)
    unit = None if plan is None else db.session.get_one(OrgUnit, plan.unit_id)
    if plan is None or unit is None or not may_view(acting(), plan, unit):
        raise NotFound("Không tìm thấy kế hoạch này.")
    return plan, unit


def changeable_plan(slug: str) -> tuple[Plan, OrgUnit]:
    """The same for whoever may change it; NotAllowed for those who may only look."""
    plan, unit = own_plan(slug)
    if not may_change(acting(), plan, unit):
        raise NotAllowed("Chỉ đơn vị lập kế hoạch mới sửa được kế hoạch này.")
    return plan, unit


def task_at(plan: Plan, task_id: int) -> PlanTask:
    """A task of a plan; NotFound where the plan has none of this number."""
    task = queries.task_of(plan, task_id)
    if task is None:
        raise NotFound("Không tìm thấy việc này trong kế hoạch.")
    return task


def organised_units() -> list[tuple[int, str]]:
    """The units that the person may make plans for, as choices."""
    return [(unit.id, unit.name) for unit in own_units(acting(), Role.ORGANISER)]


def page(template: str, plan: Plan, unit: OrgUnit, **more: Any) -> str:
    """A page of a plan, with what all of them show."""
    actor = acting()
    changes = may_change(actor, plan, unit)
    return render_template(
        template,
        plan=plan,
        unit=unit,
        is_demo=plan.is_demo,
        plan_name=plan.number or (unit.name if plan.parent_id is not None else short_name(plan)),
        may_change=changes,
        may_write=changes and plan.state not in LOCKED,
        may_answer=may_answer(actor, plan, unit),
        looks_after=looks_after(actor, unit),
        state_titles=PLAN_TITLES,
        badges=BADGES,
        basis_words=basis_words,
        day=state_day,
        **more,
    )


def is_stale(error: DomainError) -> bool:
    """Whether somebody else was faster."""
    return isinstance(error, Conflict) and error.code == "stale"
