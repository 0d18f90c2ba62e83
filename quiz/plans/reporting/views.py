"""Reports of periods and difficulties: the overview of periods by units, and where every other page is attached."""

from __future__ import annotations

from datetime import date, datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from quiz.core import clock
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan
from quiz.plans.models_records import PeriodReport, ReportPeriod
from quiz.plans.reporting import (
    difficulty_views,
    file_views,
    own_views,
    period_views,
    queries,
    report_views,
    rules,
    step_views,
)
from quiz.plans.reporting.counting import rooted
from quiz.plans.reporting.door import blueprint, own_blueprint
from quiz.units import queries as units
from quiz.units.models import OrgUnit

__all__ = [
    "blueprint",
    "difficulty_views",
    "file_views",
    "own_blueprint",
    "own_views",
    "period_views",
    "report_views",
    "step_views",
]


@blueprint.get("/<slug>/reports")
@roles(*STAFF)
def overview(slug: str) -> ResponseReturnValue:
    """The periods of a unit: its own reports, and of the units directly below who has sent what. `unit`: a code."""
    actor, now = acting(), clock.now()
    plan = queries.plan_of(slug)
    unit = queries.unit_of(actor, plan, request.args.get("unit"))
    periods = list(queries.periods_for(plan, unit))
    above = units.get(unit.parent_id) if unit.parent_id is not None else None
    return render_template(
        "plans/reporting/overview.html",
        plan=plan,
        is_demo=plan.is_demo,
        unit=unit,
        own_units=queries.own_units(actor, plan),
        may_open=queries.may_open(actor, unit) and plan.state == "issued",
        above=above if above is not None and actor.covers(above.position, *STAFF) and unit.id != plan.unit_id else None,
        rules=rules,
        **_standings(plan, unit, periods, now),
    )


def _standings(plan: Plan, unit: OrgUnit, periods: list[ReportPeriod], now: datetime) -> dict[str, object]:
    today, tasks = clock.local(now).date(), rooted(plan.id)
    expected, ids = queries.expected_below(tasks, unit), [period.id for period in periods]
    reports = queries.reports_below(ids, unit)
    mine = queries.reports_of_unit(ids, unit)
    own = {period.id: _standing(mine.get(period.id), period, today, True) for period in periods}
    children = [
        child
        for child in units.children(unit)
        if (child.id in expected and units.is_valid(child, now)) or any((one, child.id) in reports for one in ids)
    ]
    cells = {
        (period.id, child.id): _standing(reports.get((period.id, child.id)), period, today, child.id in expected)
        for period in periods
        for child in children
    }
    begun = [period for period in periods if period.from_on <= today]
    ahead = sorted((period for period in periods if period.from_on > today), key=lambda period: period.from_on)
    return {"periods": begun, "ahead": ahead, "own": own, "children": children, "cells": cells}


def _standing(report: PeriodReport | None, period: ReportPeriod, today: date, is_expected: bool) -> rules.Standing:
    return rules.standing_of(report.state if report else None, period, today, is_expected=is_expected)
