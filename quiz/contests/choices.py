"""What a form of a contest offers: units to hold it, banks with what each of their cells holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from quiz.accounts.models import Membership
from quiz.bank.models import Bank
from quiz.bank.queries import cell_counts
from quiz.bank.queries import owner_position as bank_position
from quiz.contests.blueprint import Counts, compare
from quiz.contests.rules import ANY, Cell
from quiz.core.db import db
from quiz.core.permissions import Actor, Role
from quiz.core.vietnamese import sort_key
from quiz.units.models import OrgUnit
from quiz.units.queries import by_codes, within_reach
from quiz.units.search import paths

MOST_UNITS = 400
MOST_POSTS = 60


def owners_for(actor: Actor) -> list[OrgUnit]:
    """Units that the person may hold contests for, in the order of the tree; of very many those near the root."""
    reach = sa.select(OrgUnit).where(within_reach(actor, Role.ORGANISER))
    nearest = db.session.scalars(reach.order_by(OrgUnit.depth, OrgUnit.position).limit(MOST_UNITS)).all()
    return sorted(nearest, key=lambda unit: unit.position)


def unit_names(codes: Collection[str]) -> dict[str, str]:
    """The names of units by their codes, with the units above them; unknown codes are left out."""
    units = by_codes(codes)
    above = paths(list(units.values()))
    return {code: above[unit.id] for code, unit in units.items()}


def posts_in_use(actor: Actor) -> list[str]:
    """What people under the person's units are called there, the commonest first."""
    query = (
        sa.select(Membership.post)
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(Membership.post != "", within_reach(actor, Role.ORGANISER))
        .group_by(Membership.post)
        .order_by(sa.func.count().desc(), Membership.post)
    )
    return list(db.session.scalars(query.limit(MOST_POSTS)))


def may_use(actor: Actor, bank: Bank) -> bool:
    """A bank without an owner is everybody's; another one is for organisers over its owner."""
    return bank.owner_unit_id is None or actor.covers(bank_position(bank), Role.ORGANISER)


def banks_for(actor: Actor) -> list[Bank]:
    """The banks that the person may take questions from, by title."""
    banks = db.session.scalars(sa.select(Bank)).all()
    return sorted((bank for bank in banks if may_use(actor, bank)), key=lambda bank: sort_key(bank.title))


def holdings_of(banks: Iterable[Bank]) -> dict[str, Counts]:
    """How many items may be drawn from each bank, by topic and level."""
    return {bank.code: cell_counts(bank.code) for bank in banks}


def topics_of(held: Counts) -> list[str]:
    """The topics of a bank in the order of the dictionary."""
    return sorted({topic for topic, _level in held if topic}, key=sort_key)


def held_for(held: Counts, topic: str, level: str) -> int:
    """How many items a bank holds for a cell."""
    return compare([Cell(topic or ANY, level or ANY, 0)], held)[0].held
