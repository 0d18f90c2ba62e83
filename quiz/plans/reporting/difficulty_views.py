"""Difficulties of a unit: the list, raising one, and one with everything that was said about it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import Conflict, DomainError, Invalid, NotFound
from quiz.core.messages import message_of
from quiz.core.paging import page_number
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan
from quiz.plans.models_records import Difficulty
from quiz.plans.reporting import difficulties as service
from quiz.plans.reporting import difficulty_queries, queries
from quiz.plans.reporting.counting import rooted
from quiz.plans.reporting.difficulty_queries import STATES, VIEWS
from quiz.plans.reporting.door import blueprint
from quiz.plans.reporting.forms import number_of
from quiz.units.models import OrgUnit


@blueprint.route("/<slug>/reports/difficulties", methods=["GET", "POST"])
@roles(*STAFF)
def difficulties(slug: str) -> ResponseReturnValue:
    """The difficulties of a unit (`unit`, `view`, `state`, `q`, `page`), and raising one."""
    plan = queries.plan_of(slug)
    unit = queries.unit_of(acting(), plan, request.args.get("unit"))
    if request.method == "GET":
        return _list(plan, unit)
    plan_id, code, task = plan.id, unit.code, number_of(request.form.get("task"))
    try:
        text, task_id = request.form.get("text", ""), task if task > 0 else None
        service.raise_difficulty(acting(), plan_id, unit, text, clock.now(), task_id=task_id)
    except Invalid as error:
        plan = queries.plan_of(slug)
        return _list(plan, queries.unit_of(acting(), plan, code), error), error.status
    flash(_("Đã gửi khó khăn, vướng mắc lên cấp trên."))
    return redirect(url_for(".difficulties", slug=slug, unit=code, view="raised"), 303)


def _list(plan: Plan, unit: OrgUnit, error: DomainError | None = None) -> str:
    args = request.args
    view = args.get("view", "") if args.get("view") in VIEWS else "all"
    state = args.get("state", "") if args.get("state") in STATES else ""
    text = args.get("q", "")[:200]
    return render_template(
        "plans/reporting/difficulties.html",
        plan=plan,
        is_demo=plan.is_demo,
        unit=unit,
        own_units=queries.own_units(acting(), plan),
        page=difficulty_queries.listed(plan, unit, view, state, text, page_number(args.get("page"))),
        view=view,
        state=state,
        text=text,
        views=VIEWS,
        states=service.STATE_TITLES,
        tasks=[one.task for one in rooted(plan.id)] if _may_raise(plan, unit) else [],
        may_raise=_may_raise(plan, unit),
        typed=request.form if error else {},
        error=message_of(error) if error else "",
    )


def _may_raise(plan: Plan, unit: OrgUnit) -> bool:
    """Whether there is a unit above within this plan, or within the one it was derived from."""
    return unit.parent_id is not None and (unit.id != plan.unit_id or plan.parent_id is not None)


@blueprint.route("/<slug>/reports/difficulties/<int:difficulty_id>", methods=["GET", "POST"])
@roles(*STAFF)
def difficulty(slug: str, difficulty_id: int) -> ResponseReturnValue:
    """One difficulty with its history; `do` answers it, passes it up or withdraws it."""
    difficulty_queries.seen(acting(), queries.plan_of(slug), difficulty_id)
    if request.method == "GET":
        return _one(slug, difficulty_id)
    try:
        row = _act(difficulty_id)
    except (Invalid, Conflict) as error:
        return _one(slug, difficulty_id, error), error.status
    plan = queries.plan_by_id(row.plan_id)  # what is passed on from a derived plan goes on under the upper one
    return redirect(url_for(".difficulty", slug=plan.slug, difficulty_id=difficulty_id), 303)


def _act(difficulty_id: int) -> Difficulty:
    actor, now, do = acting(), clock.now(), request.form.get("do", "")
    version, text = number_of(request.form.get("version")), request.form.get("text", "")
    if do == "answer":
        row = service.answer(actor, difficulty_id, version, text, now)
        flash(_("Đã gửi trả lời."))
    elif do == "pass":
        row = service.pass_up(actor, difficulty_id, version, text, now)
        flash(_("Đã chuyển lên cấp trên."))
    elif do == "withdraw":
        row = service.withdraw(actor, difficulty_id, version, text, now)
        flash(_("Đã rút khó khăn, vướng mắc."))
    else:
        raise NotFound("Không tìm thấy trang này.")
    return row


def _one(slug: str, difficulty_id: int, error: DomainError | None = None) -> str:
    plan = queries.plan_of(slug)
    found = difficulty_queries.seen(acting(), plan, difficulty_id)
    is_open = found.row.state == service.OPEN
    return render_template(
        "plans/reporting/difficulty.html",
        plan=plan,
        is_demo=plan.is_demo,
        found=found,
        steps=difficulty_queries.steps_of(difficulty_id),
        states=service.STATE_TITLES,
        actions=service.ACTION_TITLES,
        may_answer=is_open and service.may_answer(acting(), found.at),
        may_pass=found.at.id != plan.unit_id and found.at.parent_id is not None,
        may_withdraw=is_open and service.may_withdraw(acting(), found.row),
        typed=request.form if error else {},
        error=message_of(error) if error else "",
    )
