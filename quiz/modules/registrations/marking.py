"""Telling the duties where a registration is: a person's duties in every unit of the posts, or those of the unit."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.models import Membership
from quiz.accounts.posts import kinds_meant
from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.people import is_open
from quiz.plans.assigning.service import person_duty
from quiz.plans.duties.service import mark
from quiz.plans.models import Assignment, Duty
from quiz.plans.rules import DutyState


def mark_duties(
    actor: Actor | None, asked: Asked, row: Registration, to: DutyState, now: datetime, remark: str = ""
) -> None:
    """Bring every duty that this registration answers to a state."""
    found = _of_unit(asked, row.unit_id) if row.person_id is None else _of_person(asked, row.person_id, now)
    for duty_id in found:
        mark(actor, duty_id, to, now, remark)


def mark_person(
    actor: Actor | None, asked: Asked, person_id: int, to: DutyState, now: datetime, remark: str = ""
) -> None:
    """The same for a person who has no registration: excused, or no longer."""
    for duty_id in _of_person(asked, person_id, now):
        mark(actor, duty_id, to, now, remark)


def _of_unit(asked: Asked, unit_id: int) -> list[int]:
    periods = {task.id: occurrence.period for task in asked.collective if (occurrence := asked.occurrence(task))}
    query = sa.select(Duty.id, Duty.task_id, Duty.period).where(
        Duty.unit_id == unit_id, Duty.person_id.is_(None), Duty.task_id.in_(periods)
    )
    return [row.id for row in db.session.execute(query) if periods[row.task_id] == row.period]


def _of_person(asked: Asked, person_id: int, now: datetime) -> list[int]:
    periods = {task.id: occurrence.period for task in asked.personal if (occurrence := asked.occurrence(task))}
    held = sa.select(Membership.unit_id, Membership.post_kind).where(
        is_open(clock.local(now).date()), Membership.person_id == person_id
    )
    posts: dict[int, set[str]] = {}
    for unit_id, post in db.session.execute(held):
        posts.setdefault(unit_id, set()).add(post)
    given = sa.select(Assignment).where(
        Assignment.task_id.in_(periods), Assignment.removed_at.is_(None), Assignment.unit_id.in_(posts)
    )
    fitting = [one for one in db.session.scalars(given).all() if posts[one.unit_id] & kinds_meant(one.posts)]
    return [person_duty(one.id, person_id, periods[one.task_id], now).id for one in fitting]
