"""What a unit sets for itself in a derived plan: own days, who is in charge, which standing duties stay in sight."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import DomainError, NotFound
from quiz.core.messages import message_of
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.models import PlanTask
from quiz.plans.writing import queries, service
from quiz.plans.writing.carrying import upper_changes
from quiz.plans.writing.console import blueprint, changeable_plan, is_stale, page, task_at
from quiz.plans.writing.deriving import latest_day
from quiz.plans.writing.forms import OwnDayForm, tell, version_of
from quiz.plans.writing.rules import Difference
from quiz.plans.writing.tasks import tasks_of
from quiz.plans.writing.wording import state_day


@blueprint.route("/<slug>/tasks/<int:task_id>/own", methods=["GET", "POST"])
@roles(*STAFF)
def task_own(slug: str, task_id: int) -> ResponseReturnValue:
    """The unit's own day and who is in charge of a task of the unit above."""
    plan, unit = changeable_plan(slug)
    row = _carried(slug, task_id)
    form, status = OwnDayForm(data=_stored(row)), 200
    differing = None
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                day, in_charge = form.own_due_on.data, form.in_charge.data or ""
                service.set_own(acting(), task_id, day, in_charge, version_of(form), clock.now())
                flash(_("Đã lưu phần của đơn vị."))
                return redirect(url_for(".task", slug=slug, task_id=task_id), 303)
            except DomainError as error:
                status = error.status if is_stale(error) else tell(form, error)
                plan, unit = changeable_plan(slug)
                row = _carried(slug, task_id)
                if is_stale(error):
                    form.version.data = str(row.version)
                    differing = _two_versions(form, row)
    line = queries.task_lines(acting(), plan, [row])[0]
    more = {"form": form, "line": line, "latest": latest_day(row), "differences": differing}
    return page("plans/writing/own.html", plan, unit, **more), status


def _carried(slug: str, task_id: int) -> PlanTask:
    row = task_at(changeable_plan(slug)[0], task_id)
    if row.origin_id is None:
        raise NotFound("Không tìm thấy việc này trong kế hoạch.")
    return row


def _stored(row: PlanTask) -> dict[str, object]:
    return {"own_due_on": row.own_due_on, "in_charge": row.in_charge, "version": str(row.version)}


def _two_versions(form: OwnDayForm, row: PlanTask) -> list[Difference]:
    pairs = (
        (form.own_due_on.label.text, state_day(row.own_due_on), state_day(form.own_due_on.data)),
        (form.in_charge.label.text, row.in_charge, form.in_charge.data or ""),
    )
    return [Difference(str(label), stored, typed) for label, stored, typed in pairs if stored != typed]


@blueprint.route("/<slug>/standing", methods=["GET", "POST"])
@roles(*STAFF)
def standing(slug: str) -> ResponseReturnValue:
    """Which standing duties of the upper plan stay in sight."""
    plan, unit = changeable_plan(slug)
    plan_id, status, differing = plan.id, 200, False
    kept = {one.id for one in _standing(plan_id) if one.removed_at is None}
    version, shown = plan.version, kept
    if request.method == "POST":
        kept = {int(text) for text in request.form.getlist("kept") if text.isascii() and text.isdigit()}
        try:
            seen = request.form.get("version", 0, type=int)
            left = service.choose_standing(acting(), plan_id, kept, seen, clock.now())
            flash(_("Kế hoạch của đơn vị giữ %(number)s nhiệm vụ thường xuyên.", number=left))
            return redirect(url_for(".plan", slug=slug), 303)
        except DomainError as error:
            status, differing = error.status, True
            if not is_stale(error):
                flash(message_of(error), "danger")
            plan, unit = changeable_plan(slug)
            version = plan.version
            shown = {one.id for one in _standing(plan_id) if one.removed_at is None}
    more = {"rows": _standing(plan_id), "kept": kept, "stored": shown, "version": version, "stale": differing}
    return page("plans/writing/standing.html", plan, unit, **more), status


def _standing(plan_id: int) -> list[PlanTask]:
    return [task for task in tasks_of(plan_id) if task.origin_id is not None and not task.is_work]


@blueprint.route("/<slug>/upper", methods=["GET", "POST"])
@roles(*STAFF)
def upper(slug: str) -> ResponseReturnValue:
    """What has changed in the upper plan since, side by side, and one button that takes it over."""
    plan, unit = changeable_plan(slug)
    plan_id, status = plan.id, 200
    if request.method == "POST":
        try:
            seen = request.form.get("version", 0, type=int)
            number = service.take_over(acting(), plan_id, seen, clock.now())
            flash(_("Đã cập nhật %(number)s việc theo kế hoạch cấp trên.", number=number))
            return redirect(url_for(".plan", slug=slug), 303)
        except DomainError as error:
            flash(message_of(error), "danger")
            status = error.status
            plan, unit = changeable_plan(slug)
    return page("plans/writing/upper.html", plan, unit, changes=upper_changes(plan, unit)), status
