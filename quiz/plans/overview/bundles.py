"""The same thing in many units as one line: what is counted together on a to-do list, so that nobody drowns in it.

What belongs to a unit the person is named for stays a line of its own; the units below are told by number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.core.db import db
from quiz.core.paging import offset
from quiz.plans.models import Duty, PlanTask
from quiz.plans.overview.todo_queries import Rows, Wanted
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Bundle:
    """Things of one task: the first of them (an id), how many, in how many units, the earliest day."""

    first: int
    many: int
    units: int
    due_on: date | None


@dataclass(frozen=True)
class Bundles:
    """One page of bundles; `total` bundles hold `many` things."""

    rows: Sequence[Any]
    total: int
    many: int


def bundled(query: Rows, wanted: Wanted, number: int, per_page: int) -> Bundles:
    """Duties by their task, those of the own units one by one and on top; two statements."""
    alone = sa.true() if wanted.task_id else OrgUnit.id.in_(wanted.own)
    inner = query.order_by(None).with_only_columns(
        sa.case((alone, -Duty.id), else_=PlanTask.id).label("bundle"),
        sa.case((OrgUnit.id.in_(wanted.own), 0), else_=1).label("below"),
        *(Duty.id.label("duty_id"), Duty.due_on.label("due_on")),
        *(OrgUnit.id.label("unit_id"), OrgUnit.position.label("place")),
    )
    one = inner.subquery()
    first, day = sa.func.min(one.c.duty_id), sa.func.min(one.c.due_on)
    kept = sa.select(first, sa.func.count(), sa.func.count(one.c.unit_id.distinct()), day).group_by(one.c.bundle)
    ordered = kept.order_by(sa.func.min(one.c.below), day.is_(None), day, sa.func.min(one.c.place), first)
    total, many = _totals(kept)
    rows = db.session.execute(ordered.limit(per_page).offset(offset(number, per_page)))
    return Bundles([Bundle(*row) for row in rows], total, many)


def _totals(kept: Rows) -> tuple[int, int]:
    inner = kept.with_only_columns(sa.func.count().label("many"), maintain_column_froms=True).subquery()
    row = db.session.execute(sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(inner.c.many), 0))).one()
    return int(row[0]), int(row[1])


@dataclass(frozen=True)
class PeopleBundle:
    """What holders of posts have to do for one task: how many of them have, and the first assignment and time."""

    task_id: int
    unit_id: int
    assignment_id: int
    period: str
    due_on: date | None
    many: int
    units: int
    people: int
    done: int


def bundled_people(query: Rows, wanted: Wanted, number: int, per_page: int) -> Bundles:
    """What is given to holders of posts, by its task; the own units one by one; two statements."""
    given = query.selected_columns
    alone = sa.true() if wanted.task_id else OrgUnit.id.in_(wanted.own)
    inner = query.order_by(None).with_only_columns(
        PlanTask.id.label("task_id"),
        OrgUnit.id.label("unit_id"),
        OrgUnit.position.label("place"),
        sa.case((alone, OrgUnit.id), else_=0).label("alone"),
        sa.case((alone, given.period), else_="").label("alone_period"),
        *(given[name].label(name) for name in ("assignment_id", "period", "due_on", "people", "done")),
    )
    one = inner.subquery()
    columns = (
        one.c.task_id, sa.func.min(one.c.unit_id), sa.func.min(one.c.assignment_id), sa.func.min(one.c.period),
        sa.func.min(one.c.due_on), sa.func.count(), sa.func.count(one.c.unit_id.distinct()),
        sa.func.sum(one.c.people), sa.func.sum(one.c.done),
    )  # fmt: skip
    kept = sa.select(*columns).group_by(one.c.task_id, one.c.alone, one.c.alone_period)
    ordered = kept.order_by(sa.func.min(one.c.due_on), sa.func.min(one.c.place), one.c.task_id)
    total, many = _totals(kept)
    rows = db.session.execute(ordered.limit(per_page).offset(offset(number, per_page)))
    return Bundles([PeopleBundle(*row) for row in rows], total, many)
