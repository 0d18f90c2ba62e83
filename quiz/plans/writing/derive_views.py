"""Making the plan of a lower unit, and the overview of who has sent one."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField

from quiz.core import clock
from quiz.core.errors import Conflict, DomainError, NotFound
from quiz.core.paging import page_number
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan
from quiz.plans.rules import PLAN_TITLES
from quiz.plans.writing import service
from quiz.plans.writing.carrying import concerned
from quiz.plans.writing.console import blueprint, own_plan, page
from quiz.plans.writing.deriving import nearest_plan
from quiz.plans.writing.forms import tell
from quiz.plans.writing.overview import NONE, derived_plans
from quiz.plans.writing.rights import looks_after, own_units
from quiz.units.models import OrgUnit
from quiz.units.queries import ancestors, by_code


class DeriveForm(FlaskForm):  # type: ignore[misc]
    """The unit whose plan is to be made."""

    unit = SelectField(coerce=int, validate_choice=False)


@blueprint.route("/<slug>/derive", methods=["GET", "POST"])
@roles(*STAFF)
def derive(slug: str) -> ResponseReturnValue:
    """Make the plan of one's own unit under this one, after a look at what is carried on."""
    plan, unit = own_plan(slug)
    units = _units(unit)
    form, status = DeriveForm(data={"unit": units[0].id if units else 0}), 200
    form.unit.choices = [(one.id, one.name) for one in units]
    form.unit.label.text = _("Đơn vị lập kế hoạch")
    if form.is_submitted() and form.validate():
        try:
            made = service.derive_plan(acting(), plan.id, form.unit.data or 0, clock.now())
            flash(_("Đã lập kế hoạch của đơn vị từ kế hoạch cấp trên. Quý vị xem lại, bổ sung rồi gửi cấp trên."))
            return redirect(url_for(".plan", slug=made.slug), 303)
        except DomainError as error:
            if isinstance(error, Conflict) and "slug" in error.details:
                flash(_("Đơn vị đã có kế hoạch này; quý vị đang xem kế hoạch đó."), "warning")
                return redirect(url_for(".plan", slug=str(error.details["slug"])), 303)
            status = tell(form, error)
            plan, unit = own_plan(slug)
            units = _units(unit)
    looks = [(one, *_look(plan, one)) for one in units[:5]]
    return page("plans/writing/derive.html", plan, unit, form=form, units=units, looks=looks), status


def _units(unit: OrgUnit) -> list[OrgUnit]:
    return [one for one in own_units(acting()) if unit.position < one.position <= unit.last_position]


def _look(plan: Plan, unit: OrgUnit) -> tuple[Plan, int, int]:
    upper = nearest_plan(plan, unit)
    tasks = concerned(upper, unit)
    work = sum(task.is_work for task in tasks)
    return upper, work, len(tasks) - work


@blueprint.get("/<slug>/derived")
@roles(*STAFF)
def derived(slug: str) -> ResponseReturnValue:
    """Who of the units below has made and sent a plan, and a reminder to copy for those who have not."""
    plan, unit = own_plan(slug)
    base = _base(unit, request.args.get("under", "")[:32])
    state, text = request.args.get("state", "")[:16], request.args.get("q", "")[:200]
    found = derived_plans(acting(), plan, base, state, text, page_number(request.args.get("page")))
    above = [one for one in (*ancestors(base), base) if looks_after(acting(), one) and one.position >= unit.position]
    titles = {NONE: "Chưa lập kế hoạch", **{str(key): title for key, title in PLAN_TITLES.items()}}
    more = {"found": found, "base": base, "above": above, "state": state, "text": text, "titles": titles}
    return page("plans/writing/derived.html", plan, unit, **more)


def _base(unit: OrgUnit, code: str) -> OrgUnit:
    """The unit whose units below are listed: the one asked for, else the plan's, else the person's own below it."""
    actor = acting()
    if code:
        asked = by_code(code)
        if asked is None or not looks_after(actor, asked) or not unit.position <= asked.position <= unit.last_position:
            raise NotFound("Không tìm thấy đơn vị này.")
        return asked
    if looks_after(actor, unit):
        return unit
    own = [one for one in own_units(actor) if unit.position < one.position <= unit.last_position]
    if not own:
        raise NotFound("Không tìm thấy đơn vị này.")
    return own[0]
