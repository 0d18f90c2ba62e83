"""The duties of people: a row is made when something first happens to one."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.posts import is_holder
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import NotFound
from quiz.plans.assigning.queries import assignment_of
from quiz.plans.models import Assignment, Duty, Plan, PlanTask
from quiz.plans.timing.people_days import person_days
from quiz.plans.timing.rules import occurrences


def person_duty(assignment_id: int, person_id: int, period: str, now: datetime) -> Duty:
    """The row of a person's duty, made where there is none yet, inside the caller's transaction.

    Raises NotFound where the person holds none of the assignment's posts in its unit, where the task was taken back,
    and for a period the task does not know. A row that is there is given whoever holds what by now.
    """
    with transaction():
        assignment = assignment_of(assignment_id)
        known = _known(assignment.id, person_id, period)
        if known is not None:
            return known
        if assignment.removed_at is not None or not _holds(assignment, person_id, now):
            raise NotFound("Việc này không giao cho người này.")
        task = db.session.get_one(PlanTask, assignment.task_id)
        plan = db.session.get_one(Plan, task.plan_id)
        if period not in {one.period for one in occurrences(task.deadline, plan.years)}:
            raise NotFound("Việc này không có kỳ đó.")
        days = person_days([task.id], [person_id], [assignment.unit_id])
        due = days.of(task.id, assignment.unit_id, person_id, period)
        duty = Duty(
            plan_id=plan.id,
            task_id=task.id,
            assignment_id=assignment.id,
            unit_id=assignment.unit_id,
            person_id=person_id,
            period=period,
            rule_due_on=due.rule_due_on,
            due_on=due.due_on,
        )
        db.session.add(duty)
        db.session.flush()
        return duty


def _known(assignment_id: int, person_id: int, period: str) -> Duty | None:
    mine = (Duty.assignment_id == assignment_id, Duty.person_id == person_id, Duty.period == period)
    return db.session.scalar(sa.select(Duty).where(*mine))


def _holds(assignment: Assignment, person_id: int, now: datetime) -> bool:
    return is_holder(person_id, assignment.unit_id, assignment.posts, clock.local(now).date())
