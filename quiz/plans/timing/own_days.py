"""The days that units set for themselves in derived plans, as places in the forest that overlap nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import sqlalchemy as sa

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


def own_days(task_id: int, found: Sequence[Occurrence]) -> list[OwnDay]:
    """What derived plans that are in force set for a task; a statement for each level of them.

    Of a rhythm an own day belongs to the period it falls into: the first whose last day is not before it.
    """
    by_period: dict[str, list[OwnDay]] = {}
    for first, last, day in _set_by_units(task_id):
        period = _period_of(day, found)
        if period is not None:
            by_period.setdefault(period, []).append(OwnDay(first, last, day, period))
    return [one for own in by_period.values() for one in flattened(own)]


def _set_by_units(task_id: int) -> Iterable[tuple[int, int, date]]:
    level = [task_id]
    while level:
        rows = [
            row
            for portion in in_portions(level)
            for row in db.session.execute(
                sa.select(PlanTask.id, OrgUnit.position, OrgUnit.last_position, PlanTask.own_due_on, Plan.state)
                .join(Plan, Plan.id == PlanTask.plan_id)
                .join(OrgUnit, OrgUnit.id == Plan.unit_id)
                .where(PlanTask.origin_id.in_(portion), PlanTask.removed_at.is_(None))
            )
        ]
        yield from (
            (first, last, day) for _id, first, last, day, state in rows if day is not None and state in IN_FORCE
        )
        level = [row[0] for row in rows]


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
