"""A plan with those it was derived from and those derived from it; the uppermost task of each task."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from quiz.core.db import db, in_portions
from quiz.core.errors import NotFound
from quiz.plans.models import Plan, PlanTask


@dataclass(frozen=True)
class PlanFacts:
    """What working out days needs of a plan; `chain`: its id and those of the plans above it, the uppermost last."""

    id: int
    years: tuple[int, ...]
    off_days: str
    chain: tuple[int, ...]

    @property
    def root_id(self) -> int:
        """The uppermost plan, where events of units and people are kept."""
        return self.chain[-1]


def facts_of(plan_id: int) -> PlanFacts:
    """The facts of a plan; NotFound where there is none. A statement for each plan above it."""
    plan = db.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound("Không tìm thấy kế hoạch này.")
    chain, above = [plan.id], plan.parent_id
    while above is not None:
        chain.append(above)
        above = db.session.scalar(sa.select(Plan.parent_id).where(Plan.id == above))
    return PlanFacts(plan.id, tuple(plan.years), plan.off_days, tuple(chain))


def family_ids(root_id: int) -> list[int]:
    """The uppermost plan and all that were derived from it, level by level."""
    found, level = [root_id], [root_id]
    while level:
        level = [
            one
            for portion in in_portions(level)
            for one in db.session.scalars(sa.select(Plan.id).where(Plan.parent_id.in_(portion)))
        ]
        found += level
    return found


def uppermost(task_ids: Iterable[int]) -> list[PlanTask]:
    """The tasks that duties stand with: of each task the one it goes back to; a statement for each level."""
    found: dict[int, PlanTask] = {}
    level = sorted(set(task_ids))
    while level:
        rows = [
            task
            for portion in in_portions(level)
            for task in db.session.scalars(sa.select(PlanTask).where(PlanTask.id.in_(portion)))
        ]
        found.update({task.id: task for task in rows if task.origin_id is None})
        level = sorted({task.origin_id for task in rows if task.origin_id is not None})
    return list(found.values())


def carried_on(task_id: int) -> list[int]:
    """The tasks of derived plans that go back to this one and set a day of their own."""
    found: list[int] = []
    level: Sequence[int] = [task_id]
    while level:
        rows = [
            (row.id, row.own_due_on)
            for portion in in_portions(level)
            for row in db.session.execute(
                sa.select(PlanTask.id, PlanTask.own_due_on).where(
                    PlanTask.origin_id.in_(portion), PlanTask.removed_at.is_(None)
                )
            )
        ]
        found += [one for one, own_due_on in rows if own_due_on is not None]
        level = [one for one, _own_due_on in rows]
    return found


def task_ids_of(plan_ids: Collection[int]) -> list[int]:
    """The tasks of plans that stand for themselves: duties are theirs, those of derived plans are left out."""
    return [
        one
        for portion in in_portions(sorted(plan_ids))
        for one in db.session.scalars(
            sa.select(PlanTask.id).where(PlanTask.plan_id.in_(portion), PlanTask.origin_id.is_(None))
        )
    ]
