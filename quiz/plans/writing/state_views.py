"""Issuing a plan, closing it and opening it again."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import DomainError
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.writing import queries, service
from quiz.plans.writing.console import blueprint, changeable_plan, is_stale, page
from quiz.plans.writing.forms import IssueForm, RemarkForm, tell, version_of
from quiz.plans.writing.listing import task_counts
from quiz.plans.writing.states import missing


@blueprint.route("/<slug>/issue", methods=["GET", "POST"])
@roles(*STAFF)
def issue(slug: str) -> ResponseReturnValue:
    """Put a plan in force; says what is missing, and leads on to assigning its tasks."""
    plan, unit = changeable_plan(slug)
    form, status, plan_id = IssueForm(data={"version": str(plan.version)}), 200, plan.id
    if form.is_submitted() and form.validate():
        try:
            made = service.issue(
                acting(), plan_id, version_of(form), clock.now(), incomplete=bool(form.incomplete.data)
            )
            flash(_("Đã ban hành kế hoạch."))
            is_derived = made.parent_id is not None
            return redirect(url_for(".plan", slug=slug) if is_derived else url_for(".issued", slug=slug), 303)
        except DomainError as error:
            status = tell(form, error)
            plan, unit = changeable_plan(slug)
            form.version.data = str(plan.version)
    counts = task_counts([plan.id]).get(plan.id)
    return page("plans/writing/issue.html", plan, unit, form=form, missing=missing(plan), counts=counts), status


@blueprint.get("/<slug>/issued")
@roles(*STAFF)
def issued(slug: str) -> ResponseReturnValue:
    """After issuing: assign the tasks now, or later."""
    plan, unit = changeable_plan(slug)
    return page("plans/writing/issued.html", plan, unit, counts=task_counts([plan.id]).get(plan.id))


@blueprint.route("/<slug>/close", methods=["GET", "POST"])
@roles(*STAFF)
def close(slug: str) -> ResponseReturnValue:
    """End a plan."""
    return _step(slug, "close", lambda plan_id, form: _close(plan_id, form))


@blueprint.route("/<slug>/reopen", methods=["GET", "POST"])
@roles(*STAFF)
def reopen(slug: str) -> ResponseReturnValue:
    """Open a closed plan again, with the reason."""
    return _step(slug, "reopen", lambda plan_id, form: _reopen(plan_id, form))


def _close(plan_id: int, form: RemarkForm) -> str:
    service.close_plan(acting(), plan_id, version_of(form), clock.now(), remark=form.remark.data or "")
    return str(_("Đã kết thúc kế hoạch."))


def _reopen(plan_id: int, form: RemarkForm) -> str:
    service.reopen_plan(acting(), plan_id, version_of(form), clock.now(), reason=form.remark.data or "")
    return str(_("Đã mở lại kế hoạch."))


def _step(slug: str, action: str, take: Callable[[int, RemarkForm], str]) -> ResponseReturnValue:
    plan, unit = changeable_plan(slug)
    form, status, plan_id = RemarkForm(data={"version": str(plan.version)}), 200, plan.id
    if form.is_submitted() and form.validate():
        try:
            flash(take(plan_id, form))
            return redirect(url_for(".plan", slug=slug), 303)
        except DomainError as error:
            error.field = "remark" if error.field == "reason" else error.field
            status = tell(form, error)
            plan, unit = changeable_plan(slug)
            form.version.data = str(plan.version)
            if is_stale(error):
                return page("plans/writing/step.html", plan, unit, form=form, action=action, steps=_steps(plan_id)), 409
    return page("plans/writing/step.html", plan, unit, form=form, action=action, steps=[]), status


def _steps(plan_id: int) -> list[object]:
    return list(queries.steps_of(plan_id))
