"""Who may look at a plan, change it, send it up and answer it; everything follows from grants over subtrees."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from quiz.accounts.models import Person, RoleGrant
from quiz.core.db import db
from quiz.core.errors import NotAllowed, NotFound
from quiz.core.permissions import Actor, Grant, Role
from quiz.plans import authority
from quiz.plans.models import Plan
from quiz.plans.rules import PlanState
from quiz.units.models import OrgUnit
from quiz.units.queries import ancestors

IN_FORCE = (PlanState.ISSUED, PlanState.CLOSED)
"""States in which the units below see a plan."""


def grants_of(actor: Actor) -> list[Grant]:
    """The grants by which a person acts for units in plans."""
    return [grant for grant in actor.grants if grant.role in {*authority.STAFF, Role.ADMINISTRATOR}]


def looks_after(actor: Actor, unit: OrgUnit) -> bool:
    """Whether the unit lies in a subtree that the person acts for."""
    return actor.covers(unit.position, *authority.STAFF)


def stands_below(actor: Actor, unit: OrgUnit) -> bool:
    """Whether one of the units that the person acts for lies in the subtree of this unit."""
    held = [(grant.first, grant.last) for grant in grants_of(actor)]
    return any(
        first is not None and last is not None and unit.position <= first and last <= unit.last_position
        for first, last in held
    )


def may_view(actor: Actor, plan: Plan, unit: OrgUnit) -> bool:
    """A plan of the own subtree in any state; one of a unit above once it is issued."""
    return looks_after(actor, unit) or (plan.state in IN_FORCE and stands_below(actor, unit))


def may_change(actor: Actor, plan: Plan, unit: OrgUnit) -> bool:
    """An organiser over the plan's unit; the plan a unit derived may be changed by its contact as well."""
    if authority.may_manage(actor, plan, unit):
        return True
    return plan.parent_id is not None and actor.covers(unit.position, Role.UNIT_CONTACT)


def require_change(actor: Actor | None, plan: Plan) -> OrgUnit:
    """The plan's unit; NotFound where the person may not even see the plan, NotAllowed where not change it.

    `actor` None is the product itself.
    """
    unit = db.session.get_one(OrgUnit, plan.unit_id)
    if actor is not None and not may_change(actor, plan, unit):
        if not may_view(actor, plan, unit):
            raise NotFound("Không tìm thấy kế hoạch này.")
        raise NotAllowed("Chỉ đơn vị lập kế hoạch mới sửa được kế hoạch này.")
    return unit


def unit_above(unit: OrgUnit) -> OrgUnit | None:
    """The unit directly above, which answers a plan that is sent up."""
    return db.session.get(OrgUnit, unit.parent_id) if unit.parent_id is not None else None


def may_answer(actor: Actor, plan: Plan, unit: OrgUnit) -> bool:
    """Whether the person acts for the unit above the one whose plan was sent up."""
    above = unit_above(unit)
    return plan.parent_id is not None and above is not None and looks_after(actor, above)


def people_of(unit: OrgUnit) -> list[int]:
    """The people who act for a unit: by grants over it, or over the nearest unit above that anybody holds."""
    chain = [unit, *reversed(ancestors(unit))]
    held: dict[int, list[int]] = {}
    query = (
        sa.select(RoleGrant.unit_id, RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(Person.is_active, RoleGrant.unit_id.in_([one.id for one in chain]), RoleGrant.role.in_(authority.STAFF))
        .order_by(RoleGrant.person_id)
    )
    for unit_id, person_id in db.session.execute(query):
        held.setdefault(unit_id or 0, []).append(person_id)
    return next((sorted(set(held[one.id])) for one in chain if one.id in held), [])


def own_units(actor: Actor, *wanted: Role) -> Sequence[OrgUnit]:
    """The units a person holds one of these roles over directly; for who holds it everywhere, the roots."""
    held = [grant for grant in grants_of(actor) if grant.role in {*(wanted or authority.STAFF), Role.ADMINISTRATOR}]
    everywhere = any(grant.unit_id is None for grant in held)
    named = OrgUnit.id.in_([grant.unit_id for grant in held if grant.unit_id is not None])
    meant = sa.or_(named, OrgUnit.parent_id.is_(None)) if everywhere else named
    return db.session.scalars(sa.select(OrgUnit).where(meant).order_by(OrgUnit.position)).all()
