"""The tasks of a plan that stand over columns, and where their duties are: with the uppermost task of the chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.core.db import db
from quiz.plans.models import Plan, PlanTask
from quiz.plans.overview.personal import Time
from quiz.plans.timing.rules import occurrences


@dataclass(frozen=True)
class Column:
    """A task as it is shown. `duty_task_id` is the task whose duties stand behind it.

    `times`: every time it is due by its rule. `current`: of a task with a rhythm the period that is due now or next, ""
    for a task without.
    """

    id: int
    duty_task_id: int
    code: str
    section: str
    title: str
    module: str
    is_own: bool
    current: str
    times: tuple[Time, ...] = ()


def columns_of(plan: Plan, today: date, module: str = "") -> list[Column]:
    """The tasks of a plan that are work, in the order of the document: one statement."""
    way, own, origin, of = _way(plan.id), aliased(PlanTask), aliased(PlanTask), aliased(Plan)
    found = (
        sa.select(own, origin.id, origin.deadline, of.years)
        .join_from(way, own, own.id == way.c.shown)
        .join(origin, origin.id == way.c.at)
        .join(of, of.id == origin.plan_id)
        .where(origin.origin_id.is_(None), origin.removed_at.is_(None))
        .order_by(own.position, own.id)
    )
    rows = db.session.execute(found.where(own.module == module) if module else found)
    return [
        Column(
            task.id,
            at,
            task.code,
            task.section,
            task.title,
            task.module,
            task.is_own,
            current(deadline, years, today),
            tuple((at, one.period, one.due_on) for one in occurrences(deadline, years)),
        )
        for task, at, deadline, years in rows
    ]


def _way(plan_id: int) -> sa.CTE:
    """From each task of a plan that is shown up the chain of those it carries on."""
    start = (
        sa.select(PlanTask.id.label("shown"), PlanTask.id.label("at"), PlanTask.origin_id.label("origin"))
        .where(PlanTask.plan_id == plan_id, PlanTask.is_work)
        .where(PlanTask.removed_at.is_(None), PlanTask.merged_into_id.is_(None))
        .cte("way", recursive=True)
    )
    above = aliased(PlanTask)
    return start.union_all(sa.select(start.c.shown, above.id, above.origin_id).join(above, above.id == start.c.origin))


def current(deadline: Mapping[str, Any], years: Sequence[int], today: date) -> str:
    """The period of a rhythm that is due today or next, or the last one there was; "" without a rhythm."""
    if deadline.get("kind") != "recurring":
        return ""
    times = [one for one in occurrences(deadline, years) if one.due_on is not None]
    times.sort(key=lambda one: one.due_on or today)
    coming = (one.period for one in times if one.due_on and one.due_on >= today)
    return next(coming, times[-1].period if times else "")


def by_current(columns: Sequence[Column]) -> dict[str, list[int]]:
    """The ids of the tasks with a rhythm by the period that is current."""
    found: dict[str, list[int]] = defaultdict(list)
    for column in columns:
        if column.current:
            found[column.current].append(column.duty_task_id)
    return dict(found)


def standing_duties(*plan_ids: int) -> int:
    """How many tasks of plans have no day, rhythm or quantity: they are answered in the report of a period."""
    of_plans = (PlanTask.plan_id.in_(plan_ids), PlanTask.is_work.is_(False), PlanTask.removed_at.is_(None))
    found = sa.select(sa.func.count()).select_from(PlanTask).where(*of_plans, PlanTask.merged_into_id.is_(None))
    return db.session.scalar(found) or 0
