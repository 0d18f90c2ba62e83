"""Reading what an assignment needs: the units a plan can reach, what its actors mean, its tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import db, in_portions
from quiz.core.errors import NotFound
from quiz.plans.assigning.matching import Ground, Meaning, Share, shares
from quiz.plans.models import Assignment, Plan, PlanActor, PlanTask
from quiz.units import queries as units
from quiz.units.models import OrgUnit
from quiz.units.search import valid_on


def plan_of(plan_id: int) -> Plan:
    """The plan with this id; NotFound where there is none."""
    plan = db.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound("Không tìm thấy kế hoạch này.")
    return plan


def by_slug(slug: str) -> Plan:
    """The plan at this address; NotFound where there is none."""
    plan = db.session.scalar(sa.select(Plan).where(Plan.slug == slug))
    if plan is None:
        raise NotFound("Không tìm thấy kế hoạch này.")
    return plan


def assignment_of(assignment_id: int) -> Assignment:
    """The assignment with this id; NotFound where there is none."""
    assignment = db.session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound("Không tìm thấy việc đã giao này.")
    return assignment


def ground_of(plan: Plan, now: datetime) -> Ground:
    """The units valid today in the subtree of the plan's unit, itself included."""
    root = units.get(plan.unit_id)
    query = (
        sa.select(OrgUnit.id, OrgUnit.kind)
        .where(OrgUnit.position.between(root.position, root.last_position), valid_on(clock.local(now).date()))
        .order_by(OrgUnit.position)
    )
    return Ground({row[0]: row[1] for row in db.session.execute(query)})


def meanings_of(plan: Plan) -> dict[str, Meaning]:
    """What the actors of a plan mean, by name; a derived plan takes from the plan above what it does not say."""
    found: dict[str, Meaning] = {}
    plan_id: int | None = plan.id
    while plan_id is not None:
        rows = db.session.scalars(sa.select(PlanActor).where(PlanActor.plan_id == plan_id).order_by(PlanActor.id))
        for row in rows:
            found.setdefault(row.name, _meaning(row))
        plan_id = db.session.scalar(sa.select(Plan.parent_id).where(Plan.id == plan_id))
    return found


def _meaning(row: PlanActor) -> Meaning:
    return Meaning(
        row.name,
        frozenset(row.unit_kinds),
        tuple(row.posts),
        row.scope,
        frozenset(row.unit_ids),
        row.note,
        row.id,
    )


def is_given() -> sa.ColumnElement[bool]:
    """A condition on PlanTask: it can be given to units (no repeat, not removed, not carried on from a plan above)."""
    return sa.and_(PlanTask.merged_into_id.is_(None), PlanTask.removed_at.is_(None), PlanTask.origin_id.is_(None))


def tasks_of(plan_id: int, task_ids: Sequence[int] | None = None) -> Sequence[PlanTask]:
    """The tasks of a plan that can be given to units, in the order of the document (these alone, where given)."""
    query = sa.select(PlanTask).where(PlanTask.plan_id == plan_id, is_given())
    rows = db.session.scalars(query.order_by(PlanTask.position, PlanTask.id)).all()
    return rows if task_ids is None else [row for row in rows if row.id in set(task_ids)]


def moved_by_more_than_rules(plan: Plan, tasks: Sequence[PlanTask]) -> list[int]:
    """Which of these tasks may have other days than their rules say: an event, the calendar, a unit's own plan.

    Most tasks of most plans have none of these, and their days need not be worked out unit by unit.
    """
    if plan.off_days != "keep":
        return [task.id for task in tasks]
    ids = {task.id for task in tasks if task.deadline.get("kind") == "relative"}
    for portion in in_portions([task.id for task in tasks]):
        own = sa.select(PlanTask.origin_id).where(PlanTask.origin_id.in_(portion), PlanTask.own_due_on.is_not(None))
        ids.update(one for one in db.session.scalars(own) if one is not None)
    return sorted(ids)


class Reach:
    """What the units get of the tasks of a plan, by the actors; the same list of actors is worked out once."""

    def __init__(self, plan: Plan, now: datetime) -> None:
        self.plan, self.ground, self.meanings = plan, ground_of(plan, now), meanings_of(plan)
        self._known: dict[tuple[str, ...], dict[int, Share]] = {}

    def of(self, task: PlanTask) -> dict[int, Share]:
        """What each unit gets of a task; a unit's own task that names no actor is the unit's itself."""
        if not task.actors and task.is_own:
            return {self.plan.unit_id: Share(to_unit=True)} if self.plan.unit_id in self.ground.kinds else {}
        key = tuple(task.actors)
        if key not in self._known:
            self._known[key] = shares(self.known(task), self.ground)
        return self._known[key]

    def known(self, task: PlanTask) -> list[Meaning]:
        """What the actors of a task mean, those that are known."""
        return [self.meanings[name] for name in task.actors if name in self.meanings]

    def unknown(self, task: PlanTask) -> list[str]:
        """The actors of a task of which nobody has said what they mean."""
        return [name for name in task.actors if name not in self.meanings]

    def used(self, tasks: Iterable[PlanTask]) -> list[Meaning]:
        """The actors that these tasks name, each once, in the order they are named."""
        return list({one.name: one for task in tasks for one in self.known(task)}.values())
