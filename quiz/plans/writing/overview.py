"""Which units below have made their own plan under one, and how far it is; for the unit above."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold
from quiz.plans import authority
from quiz.plans.models import Plan, PlanStep
from quiz.plans.rules import PlanState
from quiz.units.models import OrgUnit
from quiz.units.queries import within_reach

NONE = "none"
"""Stands for the state of a plan that a unit has not made yet."""
SENT = frozenset({PlanState.SUBMITTED, PlanState.CONFIRMED, PlanState.ISSUED, PlanState.CLOSED})
"""States in which the unit above has got the plan."""


@dataclass(frozen=True)
class Below:
    """A unit directly below with its plan, where it has one, and when that was last sent up."""

    unit: OrgUnit
    plan: Plan | None
    sent_at: datetime | None
    has_units: bool

    @property
    def state(self) -> str:
        """The state of the plan, or NONE."""
        return self.plan.state if self.plan is not None else NONE


@dataclass(frozen=True)
class Derived:
    """One page of the units below, how many there are in each state, and the names of those that sent nothing yet."""

    page: Page[Below]
    counts: Counter[str]
    missing: list[str]

    @property
    def total(self) -> int:
        """How many units there are."""
        return sum(self.counts.values())


def derived_plans(actor: Actor, plan: Plan, base: OrgUnit, state: str, text: str, number: int) -> Derived:
    """The units directly below `base` that the person acts for, with their plans; a fixed number of statements."""
    mine = (OrgUnit.parent_id == base.id, OrgUnit.merged_into_id.is_(None), within_reach(actor, *authority.STAFF))
    units = db.session.scalars(sa.select(OrgUnit).where(*mine).order_by(OrgUnit.position)).all()
    plans = _plans(plan, base)
    sent = _sent_at(plan, base)
    rows = [Below(unit, plans.get(unit.id), sent.get(unit.id), unit.last_position > unit.position) for unit in units]
    words = fold(text).split()
    found = [row for row in rows if state in {"", row.state} and all(word in fold(row.unit.name) for word in words)]
    start = offset(number)
    missing = [row.unit.name for row in rows if row.state not in SENT]
    page = Page(found[start : start + PER_PAGE], number, len(found))
    return Derived(page, Counter(row.state for row in rows), missing)


def _family(plan: Plan, base: OrgUnit) -> sa.ColumnElement[bool]:
    """A condition on Plan: it belongs to a unit directly below, and was derived from this plan or from the base's."""
    children = sa.select(OrgUnit.id).where(OrgUnit.parent_id == base.id)
    return sa.and_(Plan.unit_id.in_(children), Plan.parent_id.in_([plan.id, *_under(plan, base)]))


def _under(plan: Plan, base: OrgUnit) -> list[int]:
    """Those of the base's derived plans that go back to this one."""
    own = sa.select(Plan.id, Plan.parent_id).where(Plan.unit_id == base.id, Plan.parent_id.is_not(None))
    return [row.id for row in db.session.execute(own) if _goes_back_to(plan.id, row.parent_id)]


def _goes_back_to(plan_id: int, above: int | None) -> bool:
    while above is not None and above != plan_id:
        above = db.session.scalar(sa.select(Plan.parent_id).where(Plan.id == above))
    return above == plan_id


def _plans(plan: Plan, base: OrgUnit) -> dict[int, Plan]:
    return {row.unit_id: row for row in db.session.scalars(sa.select(Plan).where(_family(plan, base)))}


def _sent_at(plan: Plan, base: OrgUnit) -> dict[int, datetime]:
    query = (
        sa.select(Plan.unit_id, sa.func.max(PlanStep.at))
        .join(PlanStep, PlanStep.plan_id == Plan.id)
        .where(_family(plan, base), PlanStep.to_state == PlanState.SUBMITTED)
        .group_by(Plan.unit_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
