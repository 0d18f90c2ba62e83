"""Reports for whoever leads a unit by post and has no role: the same page as on the console, for the own unit alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from quiz.core import clock
from quiz.core.permissions import Actor, acting, login_required
from quiz.plans.models import Plan
from quiz.plans.models_records import ReportPeriod
from quiz.plans.reporting import queries, rules
from quiz.plans.reporting.door import own_blueprint
from quiz.plans.reporting.file_views import as_sheet, as_word
from quiz.plans.reporting.report_views import answered, asked_by_leader
from quiz.plans.reporting.step_views import stepped
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class OwnReport:
    """A period that a unit reports on, and where its report stands."""

    plan: Plan
    unit: OrgUnit
    period: ReportPeriod
    standing: rules.Standing

    @property
    def is_missing(self) -> bool:
        """Whether the report is still to be sent."""
        return self.standing in rules.IS_MISSING


@own_blueprint.get("/")
@login_required
def index() -> ResponseReturnValue:
    """The reports of the units that the person leads: what is still to be sent first."""
    rows = own_reports(acting(), clock.local(clock.now()).date())
    return render_template("plans/reporting/own.html", rows=rows, titles=rules.STANDING_TITLES)


def own_reports(actor: Actor, today: date) -> Sequence[OwnReport]:
    """The periods begun of every live plan over the units that the person leads, those to be sent first."""
    found = []
    for unit in queries.led_units(actor):
        for plan in queries.live_plans_over(unit):
            periods = [one for one in queries.periods_for(plan, unit) if one.from_on <= today]
            reports = queries.reports_of_unit([one.id for one in periods], unit)
            for period in periods:
                report = reports.get(period.id)
                standing = rules.standing_of(report.state if report else None, period, today, is_expected=True)
                found.append(OwnReport(plan, unit, period, standing))
    return sorted(found, key=lambda one: not one.is_missing)


@own_blueprint.route("/<slug>/<int:period_id>/<unit_code>", methods=["GET", "POST"])
@login_required
def report(slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """The report of the own unit on a period."""
    return answered(asked_by_leader, slug, period_id, unit_code)


@own_blueprint.post("/<slug>/<int:period_id>/<unit_code>/step")
@login_required
def step(slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """Take the own unit's report back."""
    return stepped(asked_by_leader, slug, period_id, unit_code)


@own_blueprint.get("/<slug>/<int:period_id>/<unit_code>/report.docx")
@login_required
def word(slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """The own unit's report as a Word document."""
    return as_word(asked_by_leader, slug, period_id, unit_code)


@own_blueprint.get("/<slug>/<int:period_id>/<unit_code>/report.xlsx")
@login_required
def sheet(slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """The own unit's report as a workbook."""
    return as_sheet(asked_by_leader, slug, period_id, unit_code)
