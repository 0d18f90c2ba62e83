"""An issued plan of the cast's province with work and standing duties, and a quarter that is reported on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask

from quiz.accounts import service
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.plans.models import Assignment, Plan
from quiz.plans.models_records import PeriodReport, ReportPeriod
from quiz.plans.reporting.periods import open_regular
from quiz.plans.reporting.queries import report_of
from quiz.plans.reporting.rules import PeriodKind, days_of
from tests.conftest import FrozenClock
from tests.factories.people import make_person
from tests.factories.plans import make_duty, make_plan, make_task
from tests.people import Cast, cast, signed_in

__all__ = ["cast", "signed_in"]


@dataclass
class Scene:
    """Ids of a plan of P, its tasks by name, the first quarter of 2026, and the cast."""

    cast: Cast
    slug: str
    plan_id: int
    period_id: int
    tasks: dict[str, int]

    @property
    def plan(self) -> Plan:
        """The plan, read anew."""
        return db.session.get_one(Plan, self.plan_id)

    @property
    def period(self) -> ReportPeriod:
        """The period, read anew."""
        return db.session.get_one(ReportPeriod, self.period_id)

    def report(self, unit: str) -> PeriodReport:
        """The report of one of the cast's units."""
        found = report_of(self.period_id, self.cast.units[unit])
        assert found is not None
        return found

    def address(self, unit: str, more: str = "") -> str:
        """The page of a unit's report."""
        return f"/admin/plans/{self.slug}/reports/{self.period_id}/{unit}{more}"

    def duty(self, task: str, unit: str, **values: Any) -> int:
        """A duty of one of the cast's units; its id."""
        return make_duty(self.tasks[task], self.cast.units[unit], **values).id


@pytest.fixture
def scene(app: Flask, frozen: FrozenClock, cast: Cast) -> Scene:
    """The plan of P: one task counts models, one has just a day, two are standing duties of A and C."""
    frozen.move(days=35)  # 6 April 2026, the quarter is over
    plan = make_plan(cast.units["P"], title="Kế hoạch học tập năm 2026", number="12-KH/TU", years=[2026])
    targets = [{"of": "models", "min": 1, "max": None, "per": "unit", "every": "year"}]
    tasks = {
        "models": make_task(plan.id, "Xây dựng mô hình", code="T-1", targets=targets).id,
        "dated": make_task(plan.id, "Tổ chức hội nghị", code="T-2").id,
        "standing": make_task(plan.id, "Nêu gương hằng ngày", code="S-1", section="II.1", is_work=False).id,
        "other": make_task(plan.id, "Tuyên truyền thường xuyên", code="S-2", section="II.2", is_work=False).id,
    }
    with transaction():
        for name in ("standing", "other"):
            for unit in ("A", "C"):
                given = Assignment(task_id=tasks[name], unit_id=cast.units[unit], assigned_at=clock.now())
                db.session.add(given)
    actor, province = cast.actor("organiser"), cast.unit("P")
    open_regular(actor, plan.id, province, PeriodKind.QUARTER, [days_of(PeriodKind.QUARTER, 2026, 1)], clock.now(), 5)
    period = db.session.query(ReportPeriod).one()
    return Scene(cast, plan.slug, plan.id, period.id, tasks)


@pytest.fixture
def second_contact(scene: Scene) -> str:
    """A contact of branch C alone, who logs in as one of the cast."""
    person = make_person(unit=scene.cast.unit("C"), login_name="contact_c.thu")
    service.grant_role(None, person.id, Role.UNIT_CONTACT, scene.cast.units["C"], clock.now())
    scene.cast.people["contact_c"] = person.id
    other = make_person(unit=scene.cast.unit("B"), login_name="contact_b.thu")
    service.grant_role(None, other.id, Role.UNIT_CONTACT, scene.cast.units["B"], clock.now())
    scene.cast.people["contact_b"] = other.id
    return "contact_c"


SETTLED = {"state": "confirmed", "done_on": date(2026, 2, 10), "due_on": date(2026, 3, 1)}
"""A duty that was done and confirmed within the quarter."""
