"""The console pages of a merge: which units, what will move, done; and taking one back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import DomainError, Invalid
from quiz.core.messages import show_error
from quiz.core.permissions import Role, acting, roles
from quiz.units import queries, service
from quiz.units.forms import BOXES, MergeForm
from quiz.units.merging import last_merge
from quiz.units.models import OrgUnit
from quiz.units.views import blueprint, own_unit


@blueprint.route("/<code>/merge", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def merge(code: str) -> ResponseReturnValue:
    """Choose the units that go up in this one, look at what will move, then confirm."""
    into, form, now = own_unit(code), MergeForm(), clock.now()
    if request.method == "GET":
        form.day.data = clock.local(now).date()
    if not form.validate_on_submit():
        return render_template("units/merge.html", form=form, unit=into), 422 if form.errors else 200
    try:
        chosen = [unit.id for unit in _chosen(form)]
        if "confirmed" in request.form:
            values = (into.id, form.day.data, form.reason.data, now)
            service.merge_units(acting(), chosen, *values, hands_over=form.hands_over.data)
            flash(_("Đã sáp nhập vào %(name)s.", name=into.name))
            return redirect(url_for(".index", under=into.code), 303)
        plan = service.merge_plan(acting(), chosen, into.id, form.day.data, now)
    except DomainError as error:
        show_error(form, error, "text_1")
        return render_template("units/merge.html", form=form, unit=own_unit(code)), error.status
    return render_template("units/merge_preview.html", form=form, unit=into, plan=plan)


def _chosen(form: MergeForm) -> list[OrgUnit]:
    """The units of the boxes that are filled; Invalid at the box whose text does not say which one."""
    found: list[OrgUnit] = []
    for number in range(1, BOXES + 1):
        text = (form[f"text_{number}"].data or "").strip()
        if not text:
            continue
        unit, hits = queries.resolve(form[f"code_{number}"].data or "", text, clock.now())
        if unit is None:
            names = "; ".join(hit.path for hit in hits[:5])
            sentence = "Chưa rõ đơn vị nào. Vui lòng ghi đúng tên một đơn vị. %(names)s"
            raise Invalid(sentence, field=f"text_{number}", names=names)
        found.append(unit)
    return found


@blueprint.route("/<code>/unmerge", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def unmerge(code: str) -> ResponseReturnValue:
    """Say what taking a merge back will do, then do it."""
    unit = own_unit(code)
    if request.method == "POST":
        try:
            service.unmerge_unit(acting(), unit.id, request.form.get("reason", ""))
            flash(_("Đã hoàn tác: %(name)s hoạt động trở lại.", name=unit.name))
        except DomainError as error:
            flash(error.message(), "danger")
        return redirect(url_for(".index", under=code), 303)
    into = queries.get(unit.merged_into_id) if unit.merged_into_id is not None else None
    return render_template("units/unmerge.html", unit=unit, into=into, record=last_merge(unit.id) if into else None)
