"""Statements behind the reminders: what units and holders of posts owe, and who acts for a unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.accounts.models import Person, RoleGrant
from quiz.core.db import db
from quiz.plans.authority import STAFF
from quiz.plans.models import Assignment, Duty, Plan, PlanTask
from quiz.plans.overview.counting import holders
from quiz.plans.overview.personal import NO_POSTS, POSTS, given, near, personal, theirs, times_of
from quiz.plans.overview.statuses import UNFINISHED
from quiz.plans.overview.todo_queries import LIVE
from quiz.plans.rules import SOON, DutyState
from quiz.plans.timing.event_days import event_days
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Owed:
    """What a unit or a person (`owner_id`) owes in a plan: how much is late, how much is due within a week."""

    owner_id: int
    plan_id: int
    plan: str
    slug: str
    late: int
    soon: int


@dataclass(frozen=True)
class Staffed:
    """Who acts for a unit: people by unit, and the nearest unit upward that has any."""

    people: Mapping[int, frozenset[int]]
    parents: Mapping[int, int | None]

    def nearest(self, unit_id: int | None) -> int | None:
        """The unit itself or the nearest above that has staff; None where there is none."""
        while unit_id is not None and unit_id not in self.people:
            unit_id = self.parents.get(unit_id)
        return unit_id

    def above(self, unit_id: int) -> int | None:
        """The nearest unit with staff above the one that acts for this unit."""
        acting = self.nearest(unit_id)
        return None if acting is None else self.nearest(self.parents.get(acting))


def staffed_units() -> Staffed:
    """The people with a staff role by their unit, and the tree: two statements. Administrators are told nothing."""
    grants = (
        sa.select(RoleGrant.unit_id, RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role.in_([*STAFF]), RoleGrant.unit_id.is_not(None), Person.is_active)
    )
    people: dict[int, set[int]] = defaultdict(set)
    for unit_id, person_id in db.session.execute(grants):
        people[unit_id or 0].add(person_id)
    parents = {row[0]: row[1] for row in db.session.execute(sa.select(OrgUnit.id, OrgUnit.parent_id))}
    return Staffed({unit_id: frozenset(found) for unit_id, found in people.items()}, parents)


def _sums(due_on: Any, today: date, days: Sequence[date]) -> list[Any]:
    """How many are late, due within a week, and of a day that is told about today."""
    conditions = (due_on < today, due_on >= today, due_on.in_(days))
    return [sa.func.sum(sa.case((condition, 1), else_=0)) for condition in conditions]


def owed_by_units(today: date, days: Sequence[date] | None) -> list[Owed]:
    """By unit and plan what the units as bodies owe: all of it (None), or where one of these days is among it."""
    late, soon, told = _sums(Duty.due_on, today, days or [])
    query = (
        sa.select(Duty.unit_id, Plan.id, Plan.title, Plan.slug, late, soon)
        .join(Plan, Plan.id == Duty.plan_id)
        .join(Assignment, Assignment.id == Duty.assignment_id)
        .where(Plan.state.in_([*LIVE]), Duty.person_id.is_(None), Assignment.to_unit)
        .where(Duty.state.in_([*UNFINISHED]), Duty.due_on <= today + SOON)
        .group_by(Duty.unit_id, Plan.id, Plan.title, Plan.slug)
        .order_by(Duty.unit_id, Plan.id)
    )
    return [Owed(*row) for row in db.session.execute(query if days is None else query.having(told > 0))]


def owed_by_holders(today: date, days: Sequence[date]) -> list[Owed]:
    """By person and plan what the holders of posts owe; without an own row the day of the unit's duty holds."""
    posts = list(db.session.scalars(sa.select(POSTS).where(POSTS != NO_POSTS).distinct()))
    if not posts:
        return []
    times = near(times_of(personal(sa.true())), today + SOON)
    held, own, found = holders(posts, today, sa.true(), each=True), aliased(Duty), given(times, sa.true())
    apart = event_days({time[0] for time in times})
    state = sa.func.coalesce(own.state, found.c.state)
    due_on = sa.case((own.id.is_not(None), own.due_on), *theirs(apart), else_=found.c.due_on)
    late, soon, told = _sums(due_on, today, days)
    mine = (own.person_id == held.c.person_id, own.assignment_id == found.c.assignment_id)
    query = (
        sa.select(held.c.person_id, Plan.id, Plan.title, Plan.slug, late, soon)
        .select_from(found)
        .join(held, sa.and_(held.c.unit_id == found.c.unit_id, held.c.posts == found.c.posts))
        .join(PlanTask, PlanTask.id == found.c.task_id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .join(Person, Person.id == held.c.person_id)
        .join(OrgUnit, OrgUnit.id == found.c.unit_id)
        .outerjoin(own, sa.and_(*mine, own.period == found.c.period))
    )
    if apart is not None:
        query = query.outerjoin(apart.table, apart.is_of(found.c.task_id, held.c.person_id))
    query = (
        query.where(Plan.state.in_([*LIVE]), Person.is_active, found.c.state != DutyState.EXCUSED)
        .where(state.in_([*UNFINISHED]), due_on <= today + SOON)
        .group_by(held.c.person_id, Plan.id, Plan.title, Plan.slug)
        .having(told > 0)
    )
    return [Owed(*row) for row in db.session.execute(query)]
