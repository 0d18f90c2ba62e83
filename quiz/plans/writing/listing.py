"""The list of the plans that concern a person: those of the own units and, once in force, of units above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold
from quiz.plans import authority
from quiz.plans.models import Plan, PlanTask
from quiz.plans.writing.rights import IN_FORCE, grants_of
from quiz.units.models import OrgUnit
from quiz.units.queries import within_reach


@dataclass(frozen=True)
class Wanted:
    """What a person looks for: a year, a state, words, and plans of the own level ("own") or of units below."""

    year: int | None = None
    state: str = ""
    text: str = ""
    whose: str = "own"


@dataclass(frozen=True)
class Listed:
    """A plan in the list."""

    id: int
    slug: str
    title: str
    number: str
    issued_on: date | None
    years: list[int]
    state: str
    is_demo: bool
    parent_id: int | None
    issuer: str
    unit: str


@dataclass(frozen=True)
class Counts:
    """How many tasks of a plan are work, how many standing duties."""

    work: int
    standing: int


@dataclass(frozen=True)
class PlanList:
    """One page of the list, with the tasks' counts, and what the filters can be set to."""

    page: Page[Listed]
    counts: Mapping[int, Counts]
    years: list[int]
    by_whose: Mapping[str, int]


def plan_list(actor: Actor, wanted: Wanted, number: int) -> PlanList:
    """The plans a person may look at; three statements, however many there are."""
    own, below = _rows(actor, _of_own_level(actor)), _rows(actor, sa.not_(_of_own_level(actor)))
    rows = below if wanted.whose == "below" else own
    found = [row for row in rows if _fits(row, wanted)]
    start = offset(number)
    shown = found[start : start + PER_PAGE]
    years = sorted({year for row in (*own, *below) for year in row.years}, reverse=True)
    page = Page(shown, number, len(found))
    return PlanList(page, task_counts([row.id for row in shown]), years, {"own": len(own), "below": len(below)})


def _rows(actor: Actor, which: sa.ColumnElement[bool]) -> list[Listed]:
    columns = (Plan.id, Plan.slug, Plan.title, Plan.number, Plan.issued_on, Plan.years, Plan.state)
    more = (Plan.is_demo, Plan.parent_id, Plan.issuer, OrgUnit.name)
    query = sa.select(*columns, *more).join(OrgUnit, OrgUnit.id == Plan.unit_id).where(visible(actor), which)
    rows = [Listed(*row) for row in db.session.execute(query.order_by(OrgUnit.position, Plan.id))]
    return sorted(rows, key=lambda row: -max(row.years, default=0))


def visible(actor: Actor) -> sa.ColumnElement[bool]:
    """A condition on Plan joined with its OrgUnit: the person may look at it."""
    above = [
        sa.and_(OrgUnit.position <= grant.first, OrgUnit.last_position >= grant.last)
        for grant in grants_of(actor)
        if grant.first is not None and grant.last is not None
    ]
    in_force = sa.and_(Plan.state.in_(IN_FORCE), sa.or_(sa.false(), *above))
    return sa.or_(within_reach(actor, *authority.STAFF), in_force)


def _of_own_level(actor: Actor) -> sa.ColumnElement[bool]:
    grants = grants_of(actor)
    reach = [
        sa.and_(OrgUnit.position <= grant.first, OrgUnit.last_position >= grant.last)
        for grant in grants
        if grant.first is not None and grant.last is not None
    ]
    everywhere = [Plan.parent_id.is_(None)] if any(grant.unit_id is None for grant in grants) else []
    return sa.or_(sa.false(), *reach, *everywhere)


def _fits(row: Listed, wanted: Wanted) -> bool:
    if wanted.year is not None and wanted.year not in row.years:
        return False
    if wanted.state and row.state != wanted.state:
        return False
    text = fold(f"{row.title} {row.number} {row.issuer} {row.unit}")
    return all(word in text for word in fold(wanted.text).split())


def task_counts(plan_ids: list[int]) -> dict[int, Counts]:
    """How many tasks each of these plans has; repeats and removed ones are not counted."""
    work = sa.func.sum(sa.case((PlanTask.is_work, 1), else_=0))
    query = sa.select(PlanTask.plan_id, work, sa.func.count()).where(
        PlanTask.plan_id.in_(plan_ids), PlanTask.removed_at.is_(None), PlanTask.merged_into_id.is_(None)
    )
    rows: Any = db.session.execute(query.group_by(PlanTask.plan_id))
    return {row[0]: Counts(row[1], row[2] - row[1]) for row in rows}
