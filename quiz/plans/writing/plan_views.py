"""Making a plan and changing its head."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import FieldList

from quiz.core import clock
from quiz.core.errors import DomainError, NotAllowed
from quiz.core.permissions import Role, acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.writing import service
from quiz.plans.writing.console import blueprint, changeable_plan, is_stale, organised_units, page
from quiz.plans.writing.drafts import PlanDraft
from quiz.plans.writing.forms import MOST_ROWS, PlanForm, tell, version_of
from quiz.plans.writing.rules import Difference, differences
from quiz.plans.writing.wording import plan_facts

BLANK_ROWS = 2
"""How many empty lines stand below those that are filled in."""


@blueprint.route("/new", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def new() -> ResponseReturnValue:
    """Make a plan from nothing."""
    units = organised_units()
    form = PlanForm(data={"years": str(clock.local(clock.now()).year), "issuer": units[0][1] if units else ""})
    form.unit.choices = units
    status = 200
    if form.is_submitted() and "more" not in request.form:
        status = 422
        if form.validate():
            try:
                if form.unit.data not in dict(units):
                    raise NotAllowed("Quý vị chỉ lập được kế hoạch cho đơn vị mình phụ trách.", field="unit")
                made = service.make_plan(
                    acting(), form.unit.data, form.draft(), clock.now(), slug=(form.slug.data or "").strip()
                )
                flash(_("Đã lập kế hoạch. Tiếp theo, quý vị thêm các việc."))
                return redirect(url_for(".plan", slug=made.slug), 303)
            except DomainError as error:
                status = tell(form, error)
    blank_rows(form.topics, form.basis)
    return render_template("plans/writing/edit.html", form=form, plan=None, differences=None), status


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@roles(*STAFF)
def edit(slug: str) -> ResponseReturnValue:
    """Change the head of a plan; who was slower sees both versions and loses nothing."""
    plan, unit = changeable_plan(slug)
    form, status = PlanForm.showing(PlanDraft.of(plan), plan.version), 200
    plan_id, differing = plan.id, None
    if form.is_submitted() and "more" not in request.form:
        status = 422
        if form.validate():
            try:
                service.change_plan(acting(), plan_id, form.draft(), version_of(form), clock.now())
                flash(_("Đã lưu kế hoạch."))
                return redirect(url_for(".plan", slug=slug), 303)
            except DomainError as error:
                plan, unit = changeable_plan(slug)
                differing = _two_versions(form, plan.version, PlanDraft.of(plan)) if is_stale(error) else None
                status = error.status if is_stale(error) else tell(form, error)
    blank_rows(form.topics, form.basis)
    return page("plans/writing/edit.html", plan, unit, form=form, differences=differing), status


def _two_versions(form: PlanForm, version: int, stored: PlanDraft) -> list[Difference]:
    form.version.data = str(version)
    return differences(plan_facts(stored), plan_facts(form.draft()))


def blank_rows(*lists: FieldList) -> None:
    """Empty lines to write on, below what is filled in."""
    for rows in lists:
        for _number in range(
            min(BLANK_ROWS, MOST_ROWS - len(rows.entries), (rows.max_entries or 99) - len(rows.entries))
        ):
            rows.append_entry()
