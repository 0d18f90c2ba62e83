"""What a member of the staff may look at: the plan, the unit within it, the units one acts for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.accounts.models import RoleGrant
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.permissions import Actor, Role
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan
from quiz.plans.rules import PlanState
from quiz.units import queries as units
from quiz.units.models import OrgUnit

NOT_YET = (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED)
"""Plans that only those over its unit look at."""


Range = tuple[int, int]
"""Depth-first positions from the first to the last."""


@dataclass(frozen=True)
class Look:
    """A plan as seen from a unit on a day; `above` is the unit to go up to, where the person may."""

    plan: Plan
    unit: OrgUnit
    today: date
    above: OrgUnit | None
    own_units: tuple[OrgUnit, ...]


def look_at(actor: Actor, slug: str, code: str, today: date) -> Look:
    """The plan and the unit an address asks for; by default the uppermost unit of the plan that is the person's own.

    Raises NotFound where there is no such plan or unit, or the unit lies outside of the plan or the own subtree.
    """
    plan = db.session.scalar(sa.select(Plan).where(Plan.slug == slug))
    if plan is None:
        raise NotFound("Không tìm thấy kế hoạch này.")
    base = units.get(plan.unit_id)
    over = actor.covers(base.position, *STAFF)
    if plan.state in NOT_YET and not over:
        raise NotFound("Không tìm thấy kế hoạch này.")
    own = tuple(_within(base, [base] if over else own_units(actor)))
    unit = units.by_code(code) if code else next(iter(own), None)
    if unit is None or not list(_within(base, [unit])) or not actor.covers(unit.position, *STAFF):
        raise NotFound("Không tìm thấy đơn vị này trong phạm vi quý vị phụ trách.")
    return Look(plan, unit, today, _above(actor, base, unit), own)


def _within(base: OrgUnit, found: list[OrgUnit]) -> list[OrgUnit]:
    return [unit for unit in found if base.position <= unit.position <= base.last_position]


def _above(actor: Actor, base: OrgUnit, unit: OrgUnit) -> OrgUnit | None:
    if unit.parent_id is None or unit.id == base.id:
        return None
    above = units.get(unit.parent_id)
    return above if actor.covers(above.position, *STAFF) else None


def own_units(actor: Actor) -> list[OrgUnit]:
    """The units that the person's staff roles name; the roots for whoever looks after all."""
    held = [grant for grant in actor.grants if grant.role in {*STAFF, Role.ADMINISTRATOR}]
    if any(grant.unit_id is None for grant in held):
        return list(units.roots())
    found = sa.select(OrgUnit).where(OrgUnit.id.in_({grant.unit_id for grant in held}))
    return list(db.session.scalars(found.order_by(OrgUnit.position)))


def reach(actor: Actor) -> sa.ColumnElement[bool]:
    """A condition on OrgUnit: it lies in a subtree over which the person holds a staff role."""
    return units.within_reach(actor, *STAFF)


def acted_for(actor: Actor, own: list[OrgUnit]) -> sa.ColumnElement[bool]:
    """A condition on OrgUnit: the person acts for it, for no unit between it and the own one has staff of its own.

    It is worked out once as ranges of positions, so that it costs a statement that counts duties nothing.
    """
    ranges = _without(_ranges(own), _staffed_below(own))
    return reach(actor) & sa.or_(sa.false(), *(OrgUnit.position.between(first, last) for first, last in ranges))


def _ranges(found: Sequence[OrgUnit]) -> list[Range]:
    return sorted((unit.position, unit.last_position) for unit in found)


def _staffed_below(own: list[OrgUnit]) -> list[Range]:
    """The subtrees below the own units that have staff of their own, in their order."""
    within = (OrgUnit.position.between(one.position, one.last_position) for one in own)
    query = (
        sa.select(OrgUnit)
        .join(RoleGrant, RoleGrant.unit_id == OrgUnit.id)
        .where(RoleGrant.role.in_([*STAFF]), OrgUnit.id.not_in([one.id for one in own]))
        .where(sa.or_(sa.false(), *within))
    )
    return _ranges(db.session.scalars(query.distinct()).all())


def _without(kept: Sequence[Range], taken: Sequence[Range]) -> list[Range]:
    """What is left of ranges without others; both sorted, neighbours joined."""
    left: list[Range] = []
    for first, last in kept:
        at = first
        for start, end in taken:
            if at <= start <= last:
                left += [(at, start - 1)] if start > at else []
                at = max(at, end + 1)
        left += [(at, last)] if at <= last else []
    return left


def plans_at_work(actor: Actor) -> list[Plan]:
    """The uppermost plans whose subtree meets the person's own, the newest first: what lists are narrowed by."""
    top, own = aliased(OrgUnit), own_units(actor)
    meets = (sa.and_(top.position <= one.last_position, top.last_position >= one.position) for one in own)
    query = (
        sa.select(Plan)
        .join(top, top.id == Plan.unit_id)
        .where(Plan.parent_id.is_(None), Plan.state.not_in([*NOT_YET]), sa.or_(sa.false(), *meets))
    )
    return list(db.session.scalars(query.order_by(Plan.issued_on.desc(), Plan.id.desc()).limit(100)))
