"""A plan with those it was derived from and those derived from it; the uppermost task of each task."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
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
    return all_facts([plan_id])[plan_id]


def all_facts(plan_ids: Iterable[int]) -> dict[int, PlanFacts]:
    """The facts of plans; NotFound where one is not there. A statement for each level of plans above them."""
    wanted, rows = set(plan_ids), dict[int, tuple[list[int], str, int | None]]()
    level = wanted
    while level:
        query = sa.select(Plan.id, Plan.years, Plan.off_days, Plan.parent_id)
        for portion in in_portions(sorted(level)):
            for plan_id, years, off_days, parent_id in db.session.execute(query.where(Plan.id.in_(portion))):
                rows[plan_id] = (years, off_days, parent_id)
        if not level <= rows.keys():
            raise NotFound("Không tìm thấy kế hoạch này.")
        level = {above for _years, _off_days, above in rows.values() if above is not None} - rows.keys()
    return {one: PlanFacts(one, tuple(rows[one][0]), rows[one][1], tuple(_chain(one, rows))) for one in wanted}


def _chain(plan_id: int, rows: Mapping[int, tuple[list[int], str, int | None]]) -> Iterator[int]:
    at: int | None = plan_id
    while at is not None:
        yield at
        at = rows[at][2]


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


def task_ids_of(plan_ids: Collection[int]) -> list[int]:
    """The tasks of plans that stand for themselves: duties are theirs, those of derived plans are left out."""
    return [
        one
        for portion in in_portions(sorted(plan_ids))
        for one in db.session.scalars(
            sa.select(PlanTask.id).where(PlanTask.plan_id.in_(portion), PlanTask.origin_id.is_(None))
        )
    ]
