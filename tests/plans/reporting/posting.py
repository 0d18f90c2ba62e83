"""Posting a form as a browser does, with the token; and a report of an earlier period."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.plans.models_records import PeriodReport, ReportPeriod
from tests.plans.reporting.conftest import Scene


def post(browser: FlaskClient, address: str, values: Mapping[str, object]) -> TestResponse:
    """Send a form with the token of the start page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/").text)
    token = found.group(1) if found else ""
    return browser.post(address, data={"csrf_token": token, **values})


def earlier_report(scene: Scene, unit: str, narrative: dict[str, str]) -> None:
    """A report of the year before, accepted."""
    days = {"from_on": date(2025, 10, 1), "to_on": date(2025, 12, 31)}
    with transaction():
        period = ReportPeriod(
            plan_id=scene.plan_id,
            unit_id=scene.cast.units["P"],
            kind="quarter",
            key="2025-Q4",
            title="Quý IV/2025",
            created_at=clock.now(),
            **days,
        )
        db.session.add(period)
        db.session.flush()
        report = PeriodReport(period_id=period.id, unit_id=scene.cast.units[unit], state="accepted")
        report.narrative = narrative
        db.session.add(report)
