"""Pages of whoever confirms: one registration, many at once, and the results at the year's end."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import Conflict, DomainError
from quiz.core.messages import message_of
from quiz.core.permissions import acting, login_required
from quiz.modules.registrations import deciding, queries, results, rights
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.forms import DecideForm, ResultForm, ticked
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.people import Reach
from quiz.modules.registrations.rules import LEVEL_TITLES, State
from quiz.modules.registrations.unit_views import around_of, place_of
from quiz.modules.registrations.views import blueprint, seen_one, show_one
from quiz.plans import authority
from quiz.units.models import OrgUnit


@blueprint.post("/<int:registration_id>/decision")
@login_required
def decide(registration_id: int) -> ResponseReturnValue:
    """Confirm one registration, or return it with a remark."""
    row, asked, unit = seen_one(registration_id)
    form = DecideForm()
    is_return = request.form.get("do") == "return"
    remark = (form.remark.data or "").strip() if is_return else None
    basis = (form.basis.data or "").strip()[:300]
    try:
        deciding.decide(acting(), asked, row.id, form.seen(), clock.now(), basis=basis, remark=remark)
    except DomainError as error:
        if error.status not in {409, 422}:
            raise
        row, asked, unit = seen_one(registration_id)
        form.tell(error, "remark")
        form.version.data = str(row.version)
        return show_one(row, asked, unit, form), error.status
    flash(_("Đã trả lại để bổ sung.") if is_return else _("Đã xác nhận bản đăng ký."))
    return redirect(url_for(".one", registration_id=registration_id), 303)


@blueprint.route("/<slug>/<int:year>/units/<unit_code>/confirm", methods=["GET", "POST"])
@login_required
def confirming(slug: str, year: int, unit_code: str) -> ResponseReturnValue:
    """The registrations of a unit that wait, and those whose result is to be assessed: tick and do many at once."""
    asked, unit = place_of(slug, year, unit_code)
    actor, message, status = acting(), None, 200
    if not (rights.decides_people(actor, asked, unit) or rights.decides_unit(actor, asked, unit)):
        abort(403)
    if request.method == "POST":
        try:
            _do_many(asked, unit)
            return redirect(request.path, 303)
        except DomainError as error:
            message, status = message_of(error), error.status
    around = around_of(asked, unit)
    rows = queries.all_within(asked, Reach(unit.position, unit.position))
    me = actor.person_id
    waiting = [one for one in rows if one.row.state == State.SUBMITTED]
    done = [one for one in rows if one.row.state == State.CONFIRMED]
    ticks = request.form.getlist("chosen")
    page = render_template(
        "registrations/confirm.html",
        waiting=waiting,
        done=done,
        me=me,
        message=message,
        ticks=ticks,
        basis=request.form.get("basis", ""),
        level_titles=LEVEL_TITLES,
        **around,
    )
    return page, status


def _do_many(asked: Asked, unit: OrgUnit) -> None:
    wanted = dict(ticked(request.form.getlist("chosen")))
    here = {one.row.id for one in queries.all_within(asked, Reach(unit.position, unit.position))}
    if not wanted or not wanted.keys() <= here:
        raise Conflict("Vui lòng chọn ít nhất một bản trong danh sách của đơn vị.", code="none")
    if request.form.get("do") == "assess":
        level = request.form.get("level", "")
        done = results.assess_many(acting(), asked, wanted, level, clock.now())
        flash(_("Đã đánh giá %(count)s bản đăng ký.", count=done))
    else:
        basis = request.form.get("basis", "").strip()[:300]
        done = deciding.confirm(acting(), asked, wanted, basis, clock.now())
        flash(_("Đã xác nhận %(count)s bản đăng ký.", count=done))


@blueprint.route("/<int:registration_id>/result", methods=["GET", "POST"])
@login_required
def result(registration_id: int) -> ResponseReturnValue:
    """The own assessment at the year's end."""
    row, asked, unit = seen_one(registration_id)
    if row.person_id != acting().person_id and not authority.may_fill(acting(), unit):
        abort(403)
    return _result_page(row, asked, unit, is_self=True)


@blueprint.route("/<int:registration_id>/assessment", methods=["GET", "POST"])
@login_required
def assessment(registration_id: int) -> ResponseReturnValue:
    """The assessment of whoever confirms."""
    row, asked, unit = seen_one(registration_id)
    if not rights.may_assess(acting(), asked, row, unit):
        rights.refuse_assessing(acting(), row)
    return _result_page(row, asked, unit, is_self=False)


def _result_page(row: Registration, asked: Asked, unit: OrgUnit, *, is_self: bool) -> ResponseReturnValue:
    form, status, there = ResultForm(len(row.things)), 200, None
    do = results.assess_self if is_self else results.assess
    if not form.is_submitted():
        text = row.self_text if is_self else row.assessment
        form.start_from(row, row.self_level if is_self else (row.level or row.self_level), text)
    elif not form.validate():
        status = 422
    else:
        try:
            do(acting(), asked, row.id, form.result(), form.seen(), clock.now())
            flash(_("Đã ghi kết quả."))
            return redirect(url_for(".one", registration_id=row.id), 303)
        except DomainError as error:
            if error.status not in {409, 422}:
                raise
            form.tell(error, "level")
            row, status = queries.get(row.id), error.status
            there = row if error.status == 409 else None
            form.version.data = str(row.version)
    name = queries.named(row).name
    page = render_template(
        "registrations/result.html", form=form, row=row, there=there, name=name, asked=asked, unit=unit, is_self=is_self
    )
    return page, status
