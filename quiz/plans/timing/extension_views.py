"""More time for a duty: asking, answering, what was said before. The same page on the console and for single people."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from quiz.accounts.models import Person
from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import DomainError, NotFound
from quiz.core.messages import message_of
from quiz.core.permissions import acting, login_required, roles
from quiz.plans.authority import STAFF
from quiz.plans.timing import extensions
from quiz.plans.timing.blueprints import blueprint, own_blueprint
from quiz.plans.timing.forms import AnswerForm, AskForm
from quiz.plans.timing.service import working_day_hint
from quiz.plans.timing.wording import words


@blueprint.get("/duties/<int:duty_id>/extension")
@roles(*STAFF)
def extension(duty_id: int) -> ResponseReturnValue:
    """The page on the console."""
    return _page(duty_id, AskForm(), AnswerForm())


@blueprint.post("/duties/<int:duty_id>/extension")
@roles(*STAFF)
def extension_ask(duty_id: int) -> ResponseReturnValue:
    """Ask for more time, or give it at once."""
    return _ask(duty_id)


@blueprint.post("/duties/<int:duty_id>/extension/<int:extension_id>")
@roles(*STAFF)
def extension_answer(duty_id: int, extension_id: int) -> ResponseReturnValue:
    """Answer what was asked."""
    return _answer(duty_id, extension_id)


@own_blueprint.get("/duties/<int:duty_id>/extension")
@login_required
def own_extension(duty_id: int) -> ResponseReturnValue:
    """The page of a person without a role."""
    return _page(duty_id, AskForm(), AnswerForm())


@own_blueprint.post("/duties/<int:duty_id>/extension")
@login_required
def own_extension_ask(duty_id: int) -> ResponseReturnValue:
    """Ask for more time for the own duty, or that of the unit the person leads."""
    return _ask(duty_id)


@own_blueprint.post("/duties/<int:duty_id>/extension/<int:extension_id>")
@login_required
def own_extension_answer(duty_id: int, extension_id: int) -> ResponseReturnValue:
    """Answer what a person of the own unit asked."""
    return _answer(duty_id, extension_id)


def _case(duty_id: int) -> extensions.DutyCase:
    case = extensions.case_of(acting(), duty_id)
    if not case.may_see:
        raise NotFound("Không tìm thấy việc này.")
    return case


def _ask(duty_id: int) -> ResponseReturnValue:
    case, form, status = _case(duty_id), AskForm(), 422
    if form.validate_on_submit():
        give = extensions.grant if request.form.get("action") == "grant" and case.may_decide else extensions.ask
        try:
            row = give(acting(), duty_id, form.until.data, form.reason.data or "", clock.now())
            granted = _("Đã gia hạn đến ngày %(day)s.", day=f"{row.new_due_on:%d/%m/%Y}")
            flash(granted if row.state == "granted" else _("Đã gửi đề nghị gia hạn lên cấp trên."))
            return redirect(request.path, 303)
        except DomainError as error:
            _tell(form, error, "until")
            status = error.status
    return _page(duty_id, form, AnswerForm(formdata=None)), status


def _answer(duty_id: int, extension_id: int) -> ResponseReturnValue:
    _case(duty_id)
    if extension_id not in {row.id for row in extensions.history(duty_id)}:
        raise NotFound("Không tìm thấy đề nghị gia hạn này.")
    form, status = AnswerForm(), 422
    if form.validate_on_submit():
        version = int(form.version.data) if (form.version.data or "").isdecimal() else 0
        try:
            is_granted = form.decision.data == "granted"
            extensions.decide(
                acting(), extension_id, is_granted, form.answer.data or "", version, clock.now(), form.until.data
            )
            flash(_("Đã trả lời đề nghị gia hạn."))
            return redirect(request.path.rpartition("/")[0], 303)
        except DomainError as error:
            _tell(form, error, "decision")
            status = error.status
    return _page(duty_id, AskForm(formdata=None), form), status


def _tell(form: FlaskForm, error: DomainError, fallback: str) -> None:
    name = error.field if error.field in form else fallback
    form[name].errors = [*form[name].errors, message_of(error)]


def _page(duty_id: int, ask_form: AskForm, answer_form: AnswerForm) -> str:
    case = _case(duty_id)
    rows = extensions.history(duty_id)
    asked = next((row for row in rows if row.state == "asked"), None)
    if asked is not None and not answer_form.is_submitted():
        answer_form.version.data, answer_form.until.data = asked.version, asked.new_due_on
    people = {one for row in rows for one in (row.asked_by, row.decided_by) if one is not None}
    names = {row.id: row.name for row in db.session.scalars(db.select(Person).where(Person.id.in_(people)))}
    on_console = request.path.startswith("/admin/")
    return render_template(
        "plans/timing/extension.html",
        layout="admin.html" if on_console else "base.html",
        here=f"{'/admin/plans' if on_console else '/tasks'}/duties/{duty_id}",
        case=case,
        person=db.session.get(Person, case.duty.person_id) if case.duty.person_id else None,
        rows=rows,
        asked=asked,
        names=names,
        ask_form=ask_form,
        answer_form=answer_form,
        titles=extensions.STATE_TITLES,
        rule=words(case.task.deadline),
        hint=working_day_hint(case.duty.due_on),
    )
