"""Pages of the console: the plans, the overview of a unit, reminders, figures, lists from Excel."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock, uploads
from quiz.core.errors import Invalid, NotFound
from quiz.core.paging import page_number
from quiz.core.permissions import acting, roles
from quiz.modules.registrations import queries, reminding, rights
from quiz.modules.registrations.asking import Asked, asked_in, root_plans
from quiz.modules.registrations.collectives import unit_lines
from quiz.modules.registrations.exports import figures_file, list_file
from quiz.modules.registrations.forms import FileForm
from quiz.modules.registrations.importing import COLUMNS, import_people
from quiz.modules.registrations.overview import SHOWN, Overview, overview
from quiz.modules.registrations.people import Reach, lines
from quiz.modules.registrations.sending import excel
from quiz.modules.registrations.wording import titles
from quiz.plans import authority
from quiz.plans.authority import STAFF
from quiz.units import queries as units
from quiz.units.models import OrgUnit

blueprint = Blueprint("registrations_admin", __name__, url_prefix="/admin/registrations")
blueprint.context_processor(titles)


def today() -> date:
    """The day in Vietnam."""
    return clock.local(clock.now()).date()


def own_places() -> list[OrgUnit]:
    """The uppermost units that the acting person acts for, each with its subtree."""
    return queries.reached(acting(), STAFF)


def chosen(slug: str, year: int) -> tuple[Asked, OrgUnit]:
    """The year of a plan, and the unit of `unit=` or else the person's own; others are as if there were none."""
    asked = asked_in(slug, year)
    code = request.values.get("unit", "")
    if code:
        unit = queries.unit_by_code(code)
        if not authority.may_see(acting(), unit):
            raise NotFound("Không tìm thấy đơn vị này.")
        rights.require_below(unit, queries.unit_of_plan(asked.plan))
        return asked, unit
    top = queries.unit_of_plan(asked.plan)
    mine = [unit for unit in own_places() if _overlaps(unit, top)]
    if not mine:
        raise NotFound("Kế hoạch này không giao việc cho đơn vị của quý vị.")
    return asked, top if mine[0].position < top.position else mine[0]


def _overlaps(unit: OrgUnit, top: OrgUnit) -> bool:
    return unit.position <= top.last_position and unit.last_position >= top.position


@blueprint.get("/")
@roles(*STAFF)
def index() -> ResponseReturnValue:
    """The plans in force with their years, as far as they reach into the person's own subtree."""
    mine = own_places()
    plans = [plan for plan in root_plans() if any(_overlaps(unit, queries.unit_of_plan(plan)) for unit in mine)]
    return render_template("registrations/plans.html", years=queries.asked_years(plans))


@blueprint.get("/<slug>/<int:year>/")
@roles(*STAFF)
def show(slug: str, year: int) -> ResponseReturnValue:
    """Who has registered, who is missing, who is late, in a unit with its subtree."""
    asked, unit = chosen(slug, year)
    shown, text = request.args.get("show", ""), request.args.get("q", "")[:100]
    shown = shown if shown in SHOWN else "all"
    seen = overview(asked, unit, today(), shown, text, page_number(request.args.get("page")))
    return render_template(
        "registrations/overview.html",
        shown=shown,
        text=text,
        chat=reminding.chat_text(asked, seen),
        **_around(asked, unit, seen),
    )


def _around(asked: Asked, unit: OrgUnit, seen: Overview) -> dict[str, Any]:
    above = [one for one in units.ancestors(unit) if authority.may_see(acting(), one)]
    here = {"slug": asked.plan.slug, "year": asked.year}
    return {
        "asked": asked,
        "unit": unit,
        "above": above,
        "seen": seen,
        "here": here,
        "at": {**here, "unit_code": unit.code},
        "may_fill": authority.may_fill(acting(), unit),
        "codes": queries.codes_of(
            [*(line.unit_id for line in seen.people.rows), *(line.unit_id for line in seen.bodies)]
        ),
        "today": today(),
    }


@blueprint.post("/<slug>/<int:year>/remind")
@roles(*STAFF)
def remind(slug: str, year: int) -> ResponseReturnValue:
    """Send everybody who has handed up nothing a message."""
    asked, unit = chosen(slug, year)
    told = reminding.remind(acting(), asked, unit, clock.now())
    flash(_("Đã nhắc %(count)s người. Mỗi người được nhắc nhiều nhất một lần trong ngày.", count=told))
    return redirect(url_for(".show", slug=slug, year=year, unit=unit.code), 303)


@blueprint.get("/<slug>/<int:year>/list.xlsx")
@roles(*STAFF)
def list_xlsx(slug: str, year: int) -> ResponseReturnValue:
    """The list of a unit with its subtree as Excel."""
    asked, unit = chosen(slug, year)
    reach = Reach.of(unit)
    content = list_file(
        asked,
        unit,
        lines(asked, reach, today()),
        unit_lines(asked, reach),
        queries.all_within(asked, reach),
        queries.exemptions(asked, reach),
        clock.now(),
    )
    return excel(content, f"dang-ky-{unit.code}-{asked.year}.xlsx")


@blueprint.get("/figures")
@roles(*STAFF)
def figures() -> ResponseReturnValue:
    """The figures the plans ask for, by unit, as a table and a chart."""
    years = _years()
    if not years:
        return render_template("registrations/figures.html", asked=None)
    asked, unit = _chosen_figures(years)
    seen = overview(asked, unit, today(), "all", "", 1)
    plans = {one.plan.slug: one.plan.title for one in years}
    own_years = [one.year for one in years if one.plan.id == asked.plan.id]
    around = _around(asked, unit, seen)
    return render_template("registrations/figures.html", plan_titles=plans, year_choices=own_years, **around)


def _years() -> list[Asked]:
    mine = own_places()
    plans = [plan for plan in root_plans() if any(_overlaps(unit, queries.unit_of_plan(plan)) for unit in mine)]
    return queries.asked_years(plans)


def _chosen_figures(years: list[Asked]) -> tuple[Asked, OrgUnit]:
    text = request.args.get("year", "")
    day = today().year
    nearest = sorted(years, key=lambda asked: abs(asked.year - day))[0]
    slug = request.args.get("plan") or nearest.plan.slug
    year = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else nearest.year
    return chosen(slug, year)


@blueprint.get("/figures.xlsx")
@roles(*STAFF)
def figures_xlsx() -> ResponseReturnValue:
    """The same as Excel."""
    years = _years()
    if not years:
        raise NotFound("Chưa có kế hoạch nào yêu cầu đăng ký.")
    asked, unit = _chosen_figures(years)
    seen = overview(asked, unit, today(), "all", "", 1)
    content = figures_file(asked, [seen.own, *seen.below], unit, clock.now())
    return excel(content, f"so-lieu-dang-ky-{unit.code}-{asked.year}.xlsx")


@blueprint.route("/<slug>/<int:year>/import", methods=["GET", "POST"])
@roles(*STAFF)
def upload(slug: str, year: int) -> ResponseReturnValue:
    """Ask for a list from signed papers and show what would become of each row; nothing is stored yet."""
    asked, unit = chosen(slug, year)
    form, status = FileForm(), 200
    if form.is_submitted() and form.validate():
        try:
            token, name, content = uploads.keep(form.file.data)
            report = import_people(acting(), asked, unit, content, clock.now(), dry_run=True)
            if not report.is_clean:
                uploads.discard(token)
            return _preview(asked, unit, report, name, token), 200 if report.is_clean else 422
        except Invalid as error:
            form.file.errors = [*form.file.errors, _(error.text, **error.params)]
            status = error.status
    here = {"slug": slug, "year": year}
    page = render_template("registrations/upload.html", form=form, asked=asked, unit=unit, here=here, columns=COLUMNS)
    return page, status


@blueprint.post("/<slug>/<int:year>/import/<token>")
@roles(*STAFF)
def accept(slug: str, year: int, token: str) -> ResponseReturnValue:
    """Take a list that was looked at."""
    asked, unit = chosen(slug, year)
    report = import_people(acting(), asked, unit, uploads.fetch(token), clock.now())
    uploads.discard(token)
    if not report.is_clean:
        return _preview(asked, unit, report, "", token), 422
    flash(_("Đã nhận %(count)s bản đăng ký, chờ xác nhận.", count=len(report.rows)))
    return redirect(url_for(".show", slug=slug, year=year, unit=unit.code), 303)


def _preview(asked: Asked, unit: OrgUnit, report: object, name: str, token: str) -> str:
    here = {"slug": asked.plan.slug, "year": asked.year}
    return render_template(
        "registrations/preview.html", asked=asked, unit=unit, report=report, name=name, token=token, here=here
    )
