"""A plan from a file with what follows for duties: of tasks that are gone none is asked, of a new rhythm all are."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from quiz.core.db import db, transaction
from quiz.core.permissions import Actor
from quiz.plans.files.drafts import PlanDraft
from quiz.plans.files.service import LoadReport, load_plan
from quiz.plans.models import Plan, PlanTask
from quiz.plans.writing.tasks import excuse, follow, tasks_of

Rules = dict[int, tuple[object, ...]]
_GONE = "Việc không còn trong tệp kế hoạch."


def bring_in(actor: Actor | None, draft: PlanDraft, unit_id: int, now: datetime, year: int | None = None) -> LoadReport:
    """Load a plan (see `load_plan`) and let the duties of what was loaded before follow, all or nothing.

    Unfinished duties of tasks that the file no longer has are excused and their assignments taken back; where a rule
    changed, what falls away is excused, what is new is made for all who have the task.
    """
    with transaction():
        before = _rules(sa.select(Plan.id).where(Plan.unit_id == unit_id))
        report = load_plan(actor, draft, unit_id, now, year)
        after = _rules(sa.select(Plan.id).where(Plan.id == report.plan_id))
        plan = db.session.get_one(Plan, report.plan_id)
        for task in tasks_of(plan.id):
            if task.id in before and task.id not in after:
                excuse(actor, task.id, _GONE, now)
            elif task.id in before and before[task.id] != after[task.id] and task.origin_id is None:
                follow(actor, plan, task, now)
    return report


def _rules(plans: sa.Select[int]) -> Rules:
    """What the times of each living task of a plan follow from."""
    query = (
        sa.select(PlanTask.id, PlanTask.deadline, PlanTask.is_work, Plan.years)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .where(Plan.id.in_(plans), PlanTask.removed_at.is_(None))
    )
    return {task_id: (deadline, is_work, years) for task_id, deadline, is_work, years in db.session.execute(query)}
