"""Reading the forest: units by code, subtrees, the path of a unit's names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor, Role
from quiz.core.vietnamese import clean
from quiz.units.models import OrgUnit, UnitAlias
from quiz.units.rules import search_text, search_words
from quiz.units.search import UnitHit, has_words, paths, resolve, search

__all__ = ["UnitHit", "paths", "resolve", "search"]  # search stands in a file of its own, its door is here


def by_code(code: str) -> OrgUnit | None:
    """The unit with this code, in any case of its letters."""
    return db.session.scalar(sa.select(OrgUnit).where(OrgUnit.code == clean(code).upper()))


def get(unit_id: int) -> OrgUnit:
    """The unit with this id; NotFound where there is none."""
    unit = db.session.get(OrgUnit, unit_id)
    if unit is None:
        raise NotFound("Không tìm thấy đơn vị này.")
    return unit


def subtree_ids(unit: OrgUnit) -> list[int]:
    """The ids of a unit and of everything below it, in depth-first order."""
    within = OrgUnit.position.between(unit.position, unit.last_position)
    return list(db.session.scalars(sa.select(OrgUnit.id).where(within).order_by(OrgUnit.position)))


def roots() -> Sequence[OrgUnit]:
    """The units that stand under no other."""
    return db.session.scalars(sa.select(OrgUnit).where(OrgUnit.parent_id.is_(None)).order_by(OrgUnit.position)).all()


def children(unit: OrgUnit) -> Sequence[OrgUnit]:
    """The units directly below one."""
    return db.session.scalars(sa.select(OrgUnit).where(OrgUnit.parent_id == unit.id).order_by(OrgUnit.position)).all()


def all_units() -> Sequence[OrgUnit]:
    """Every unit in depth-first order, also those no longer valid."""
    return db.session.scalars(sa.select(OrgUnit).order_by(OrgUnit.position)).all()


def ancestors(unit: OrgUnit) -> list[OrgUnit]:
    """The units above one, the root first."""
    above: list[OrgUnit] = []
    while unit.parent_id is not None:
        unit = get(unit.parent_id)
        above.insert(0, unit)
    return above


def aliases(unit_id: int) -> Sequence[str]:
    """The other names of a unit, in the order they were given."""
    return db.session.scalars(
        sa.select(UnitAlias.alias).where(UnitAlias.unit_id == unit_id).order_by(UnitAlias.id)
    ).all()


def by_codes(codes: Collection[str]) -> dict[str, OrgUnit]:
    """The units with these codes (in capitals), by code."""
    return {unit.code: unit for unit in db.session.scalars(sa.select(OrgUnit).where(OrgUnit.code.in_(codes)))}


def named(text: str) -> OrgUnit | None:
    """The unit with this code, else the one that this is the name of, else another name of; None for none or several.

    Merged units are found too, those that live come first; `heir_of` says where a merged one went.
    """
    unit = by_code(text)
    if unit is not None or not (folded := search_text(text)):
        return unit
    own = list(db.session.scalars(sa.select(OrgUnit).where(OrgUnit.name_folded == folded)))
    living = [one for one in own if one.merged_into_id is None]
    if not own:
        alias = sa.select(UnitAlias.unit_id).where(UnitAlias.alias_folded == folded)
        living = list(db.session.scalars(sa.select(OrgUnit).where(OrgUnit.id.in_(alias))))
    meant = living or own
    return meant[0] if len({heir_of(one).id for one in meant}) == 1 else None


def heir_of(unit: OrgUnit) -> OrgUnit:
    """The unit that a merged one went up in, through later merges; any other unit itself."""
    while unit.merged_into_id is not None:
        unit = get(unit.merged_into_id)
    return unit


def within_reach(actor: Actor, *wanted: Role) -> sa.ColumnElement[bool]:
    """A condition on OrgUnit: the unit lies in a subtree over which the person holds one of the roles."""
    held = [grant for grant in actor.grants if grant.role in {*wanted, Role.ADMINISTRATOR}]
    if any(grant.first is None or grant.last is None for grant in held):
        return sa.true()
    return sa.or_(sa.false(), *(OrgUnit.position.between(grant.first, grant.last) for grant in held))


def is_valid(unit: OrgUnit, now: datetime) -> bool:
    """Whether the unit exists on the day of `now` in Vietnam and has not gone up in another one."""
    today = clock.local(now).date()
    if unit.merged_into_id is not None:
        return False
    return (unit.valid_from is None or unit.valid_from <= today) and (unit.valid_to is None or today <= unit.valid_to)


def page_of_units(actor: Actor, text: str, under: OrgUnit | None, number: int) -> Page[OrgUnit]:
    """Units the person organises in depth-first order, also those no longer valid; those below `under` where given.

    `text` narrows to units whose names or other names hold its words, or whose code it is.
    """
    found = sa.select(OrgUnit).where(within_reach(actor, Role.ORGANISER))
    if under is not None:
        found = found.where(OrgUnit.position.between(under.position, under.last_position))
    if words := search_words(text):
        found = found.where(sa.or_(has_words(words), OrgUnit.code == clean(text).upper()))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    rows = db.session.scalars(found.order_by(OrgUnit.position).limit(PER_PAGE).offset(offset(number))).all()
    return Page(rows, number, total)
