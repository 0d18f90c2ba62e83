"""A derived plan on its way: sending it up, taking it back, answering it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import DomainError, NotAllowed
from quiz.core.messages import message_of
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.writing import queries, service
from quiz.plans.writing.console import blueprint, changeable_plan, own_plan, page
from quiz.plans.writing.forms import RemarkForm, tell, version_of
from quiz.plans.writing.rights import may_answer, unit_above


@blueprint.route("/<slug>/send", methods=["GET", "POST"])
@roles(*STAFF)
def send(slug: str) -> ResponseReturnValue:
    """Hand the unit's plan to the unit above."""
    plan, unit = changeable_plan(slug)
    form, status, plan_id = RemarkForm(data={"version": str(plan.version)}), 200, plan.id
    if form.is_submitted() and form.validate():
        try:
            service.send_up(acting(), plan_id, version_of(form), clock.now(), remark=form.remark.data or "")
            flash(_("Đã gửi kế hoạch lên cấp trên."))
            return redirect(url_for(".plan", slug=slug), 303)
        except DomainError as error:
            status = tell(form, error)
            plan, unit = changeable_plan(slug)
            form.version.data = str(plan.version)
    more = {"form": form, "above": unit_above(unit), "steps": queries.steps_of(plan_id)}
    return page("plans/writing/send.html", plan, unit, **more), status


@blueprint.post("/<slug>/take-back")
@roles(*STAFF)
def take_back(slug: str) -> ResponseReturnValue:
    """Take a plan back that nobody has answered yet."""
    plan, _unit = changeable_plan(slug)
    try:
        service.take_back_plan(acting(), plan.id, request.form.get("version", 0, type=int), clock.now())
        flash(_("Đã rút kế hoạch về để sửa."))
    except DomainError as error:
        flash(message_of(error), "danger")
    return redirect(url_for(".plan", slug=slug), 303)


@blueprint.route("/<slug>/answer", methods=["GET", "POST"])
@roles(*STAFF)
def answer(slug: str) -> ResponseReturnValue:
    """The unit above returns a plan with remarks, or confirms it."""
    plan, unit = own_plan(slug)
    if not may_answer(acting(), plan, unit):
        raise NotAllowed("Chỉ đơn vị cấp trên mới trả lời được kế hoạch này.")
    form, status, plan_id = RemarkForm(data={"version": str(plan.version)}), 200, plan.id
    if form.is_submitted() and form.validate():
        try:
            _answer(plan_id, form, request.form.get("decision", ""))
            return redirect(url_for(".plan", slug=slug), 303)
        except DomainError as error:
            status = tell(form, error)
            plan, unit = own_plan(slug)
            form.version.data = str(plan.version)
    lines = queries.task_lines(acting(), plan)
    own = [line for line in lines if line.task.is_own or line.task.own_due_on]
    return page("plans/writing/answer.html", plan, unit, form=form, own=own, steps=queries.steps_of(plan_id)), status


def _answer(plan_id: int, form: RemarkForm, decision: str) -> None:
    remark, version = form.remark.data or "", version_of(form)
    if decision == "confirm":
        service.confirm_plan(acting(), plan_id, version, clock.now(), remark=remark)
        flash(_("Đã xác nhận kế hoạch; đơn vị được báo tin."))
    else:
        service.return_plan(acting(), plan_id, version, clock.now(), remark=remark)
        flash(_("Đã trả lại kế hoạch kèm ý kiến; đơn vị được báo tin."))
