"""The cast with a clock that stands still, and a province's plan whose tasks are given to the communes and a branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from quiz.core.db import db, transaction
from quiz.plans.assigning import service as assigning
from quiz.plans.models import Assignment, Duty, Plan, PlanActor, PlanTask
from quiz.plans.writing.drafts import PlanDraft, TaskDraft
from tests.conftest import FrozenClock
from tests.factories.plans import make_plan, make_task
from tests.people import Cast, cast, signed_in

__all__ = ["Stage", "cast", "signed_in", "stage"]


@dataclass(frozen=True)
class Stage:
    """The issued plan of the province P: `dated` (15 December), `monthly`, `standing`, all given to A, B and C."""

    cast: Cast
    plan_id: int
    dated: int
    monthly: int
    standing: int
    now: datetime

    def plan(self, plan_id: int | None = None) -> Plan:
        """A plan as it is stored now."""
        db.session.expire_all()
        return db.session.get_one(Plan, plan_id or self.plan_id)

    def task(self, task_id: int) -> PlanTask:
        """A task as it is stored now."""
        db.session.expire_all()
        return db.session.get_one(PlanTask, task_id)

    def carried(self, plan: Plan, task_id: int) -> PlanTask:
        """The task of a derived plan that carries another one on."""
        db.session.expire_all()
        return db.session.query(PlanTask).filter_by(plan_id=plan.id, origin_id=task_id).one()

    def duties(self, task_id: int) -> list[Duty]:
        """The duties of a task."""
        db.session.expire_all()
        return db.session.query(Duty).filter_by(task_id=task_id).order_by(Duty.id).all()

    def assignments(self, task_id: int) -> list[Assignment]:
        """Who has a task."""
        db.session.expire_all()
        return db.session.query(Assignment).filter_by(task_id=task_id, removed_at=None).all()


@pytest.fixture
def stage(cast: Cast, frozen: FrozenClock) -> Stage:
    """See Stage."""
    plan = make_plan(cast.units["P"], slug="tinh-2026", title="Kế hoạch tỉnh", number="10-KH/TU", years=[2026])
    with transaction():
        db.session.add(PlanActor(plan_id=plan.id, name="Cấp ủy", unit_kinds=["commune", "ward", "branch"]))
    common: dict[str, Any] = {"actors": ["Cấp ủy"], "section": "I.1"}
    fixed = {"kind": "fixed", "on": "2026-12-15"}
    rhythm = {"kind": "recurring", "every": "month"}
    dated = make_task(plan.id, "Báo cáo tổng kết năm", code="T-01", deadline=fixed, **common)
    monthly = make_task(plan.id, "Sinh hoạt chuyên đề", code="T-02", deadline=rhythm, **common)
    standing = make_task(plan.id, "Nêu gương hằng ngày", code="T-03", is_work=False, **common)
    ids = [dated.id, monthly.id, standing.id]
    units = [cast.units[name] for name in "ABC"]
    assigning.assign(None, plan.id, dict.fromkeys(ids, units), frozen.moment)
    return Stage(cast, plan.id, *ids, frozen.moment)


def plan_draft(**values: Any) -> PlanDraft:
    """The head of a plan with what is needed."""
    return PlanDraft(**{"title": "Kế hoạch thử", "years": (2026,), **values})


def task_draft(**values: Any) -> TaskDraft:
    """A task with what is needed."""
    return TaskDraft(
        **{"title": "Làm việc thử", "module": "activities", "code": "T-09", "actors": ("Cấp ủy",), **values}
    )
