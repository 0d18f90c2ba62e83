"""A person's duty before it has a row: what it is, and whether there is one already."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.permissions import Actor
from quiz.plans.authority import powers_of
from quiz.plans.models import Assignment, Duty, Plan, PlanTask
from quiz.plans.timing.wording import words
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Beginning:
    """The own duty of an assignment: the row's id, None where there is none yet."""

    assignment: Assignment
    task: PlanTask
    plan: Plan
    unit: OrgUnit
    period: str
    rule: str
    duty_id: int | None


def own_beginning(actor: Actor, assignment_id: int, period: str) -> Beginning:
    """The person's own part of an assignment to posts; NotFound where the person holds none of them in its unit."""
    query = (
        sa.select(Assignment, PlanTask, Plan, OrgUnit)
        .join(PlanTask, PlanTask.id == Assignment.task_id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .join(OrgUnit, OrgUnit.id == Assignment.unit_id)
        .where(Assignment.id == assignment_id, Assignment.removed_at.is_(None))
    )
    row = db.session.execute(query).one_or_none()
    if row is None or not powers_of(actor).posts.get(row[0].unit_id, frozenset()) & set(row[0].posts):
        raise NotFound("Không tìm thấy nhiệm vụ này.")
    own = sa.select(Duty.id).filter_by(assignment_id=assignment_id, person_id=actor.person_id, period=period)
    assignment, task, plan, unit = row
    return Beginning(assignment, task, plan, unit, period, words(task.deadline), db.session.scalar(own))
