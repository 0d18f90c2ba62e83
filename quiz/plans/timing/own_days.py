"""The days that units set for themselves in derived plans, as places in the forest that overlap nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.core.db import db, in_portions
from quiz.plans.models import Plan, PlanTask
from quiz.plans.rules import PlanState
from quiz.plans.timing.rules import Occurrence
from quiz.units.models import OrgUnit

IN_FORCE = frozenset({PlanState.ISSUED.value, PlanState.CLOSED.value})
"""States of a derived plan in which the days it sets hold."""


@dataclass(frozen=True)
class OwnDay:
    """The strictest own day of the units at depth-first positions `first` to `last`, in one period of the task."""

    first: int
    last: int
    day: date
    period: str = ""


def own_days(occurs: Mapping[int, Sequence[Occurrence]]) -> dict[int, list[OwnDay]]:
    """What derived plans that are in force set for tasks, given with the times they are due; one statement.

    Of a rhythm an own day belongs to the period it falls into: the first whose last day is not before it.
    """
    by_period: dict[tuple[int, str], list[OwnDay]] = {}
    for task_id, first, last, day in _set_by_units(sorted(occurs)):
        period = _period_of(day, occurs[task_id])
        if period is not None:
            by_period.setdefault((task_id, period), []).append(OwnDay(first, last, day, period))
    found: dict[int, list[OwnDay]] = {task_id: [] for task_id in occurs}
    for (task_id, _period), own in by_period.items():
        found[task_id] += flattened(own)
    return found


def set_somewhere(task_ids: Sequence[int]) -> set[int]:
    """Which of these tasks have an own day in any derived plan that is in force; one statement."""
    return {row[0] for row in _set_by_units(task_ids)}


def _set_by_units(task_ids: Sequence[int]) -> list[tuple[int, int, int, date]]:
    """The days set for the tasks, however far down they were carried on: uppermost task, place, day."""
    return [
        (top, first, last, day)
        for portion in in_portions(task_ids)
        for top, first, last, day in db.session.execute(_carried(portion))
    ]


def _carried(task_ids: Sequence[int]) -> sa.Select[*tuple[Any, ...]]:
    living = PlanTask.removed_at.is_(None)
    start = sa.select(PlanTask.origin_id.label("top"), PlanTask.id.label("id"))
    way = start.where(PlanTask.origin_id.in_(task_ids), living).cte("carried", recursive=True)
    below = aliased(PlanTask)
    further = sa.select(way.c.top, below.id).join(below, below.origin_id == way.c.id)
    way = way.union_all(further.where(below.removed_at.is_(None)))
    return (
        sa.select(way.c.top, OrgUnit.position, OrgUnit.last_position, PlanTask.own_due_on)
        .join(PlanTask, PlanTask.id == way.c.id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .join(OrgUnit, OrgUnit.id == Plan.unit_id)
        .where(PlanTask.own_due_on.is_not(None), Plan.state.in_(sorted(IN_FORCE)))
    )


def _period_of(day: date, found: Sequence[Occurrence]) -> str | None:
    """The period that an own day falls into; None behind the last one."""
    if len(found) < 2:
        return found[0].period if found else None
    return next((one.period for one in found if one.due_on is not None and day <= one.due_on), None)


def flattened(own: Sequence[OwnDay]) -> list[OwnDay]:
    """The same days as places that overlap nowhere, each with the strictest of the days that hold there.

    Places are nested or apart, as subtrees are; neighbours with the same day become one.
    """
    edges = sorted({one.first for one in own} | {one.last + 1 for one in own})
    opened = sorted(own, key=lambda one: one.first)
    flat: list[OwnDay] = []
    held: list[OwnDay] = []
    for start, end in pairwise(edges):
        while opened and opened[0].first <= start:
            held.append(opened.pop(0))
        held = [one for one in held if one.last >= start]
        if not held:
            continue
        day = min(one.day for one in held)
        if flat and flat[-1].last == start - 1 and flat[-1].day == day:
            flat[-1] = OwnDay(flat[-1].first, end - 1, day, flat[-1].period)
        else:
            flat.append(OwnDay(start, end - 1, day, held[0].period))
    return flat
