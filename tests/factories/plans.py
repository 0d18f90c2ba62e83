"""Plans, tasks, assignments and duties written straight into their tables."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from quiz.accounts.models import Membership
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.vietnamese import fold
from quiz.plans.models import Assignment, Duty, Plan, PlanTask

_numbers = count(1)


def make_plan(unit_id: int, **values: Any) -> Plan:
    """A plan of this year, issued unless said otherwise."""
    number, now = next(_numbers), clock.now()
    row: dict[str, Any] = {
        "slug": f"ke-hoach-{number}",
        "title": "Kế hoạch thử",
        "years": [clock.local(now).year],
        "state": "issued",
        "created_at": now,
        "changed_at": now,
        **values,
    }
    with transaction():
        plan = Plan(unit_id=unit_id, **row)
        db.session.add(plan)
    return plan


def make_task(plan_id: int, title: str = "Làm việc thử", **values: Any) -> PlanTask:
    """A task that is work, in no module of its own unless said otherwise."""
    number = next(_numbers)
    row: dict[str, Any] = {
        "code": f"V-{number}",
        "position": number,
        "module": "activities",
        "deadline": {"kind": "ongoing"},
        "is_work": True,
        **values,
    }
    with transaction():
        task = PlanTask(plan_id=plan_id, title=title, title_folded=fold(title), **row)
        db.session.add(task)
    return task


def make_duty(task_id: int, unit_id: int, **values: Any) -> Duty:
    """A duty of a unit with its assignment; `due_on` and `state` as given."""
    with transaction():
        task = db.session.get_one(PlanTask, task_id)
        assignment = db.session.query(Assignment).filter_by(task_id=task_id, unit_id=unit_id).one_or_none()
        if assignment is None:
            assignment = Assignment(task_id=task_id, unit_id=unit_id, assigned_at=clock.now())
            db.session.add(assignment)
            db.session.flush()
        due_on: date | None = values.pop("due_on", None)
        duty = Duty(
            plan_id=task.plan_id,
            task_id=task_id,
            assignment_id=assignment.id,
            unit_id=unit_id,
            rule_due_on=due_on,
            due_on=due_on,
            **values,
        )
        db.session.add(duty)
    return duty


def make_post(person_id: int, unit_id: int, kind: str, post: str = "") -> Membership:
    """A post that a person holds in a unit, beside the place for contests."""
    with transaction():
        membership = Membership(
            person_id=person_id, unit_id=unit_id, post=post or kind, post_kind=kind, is_primary=False
        )
        db.session.add(membership)
    return membership
