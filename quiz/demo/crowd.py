"""The crowd: three hundred people without a password, spread unevenly over the units."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts import consents, service
from quiz.accounts.models import Membership, Person
from quiz.accounts.rules import FULL, INITIALS
from quiz.core.db import db, transaction
from quiz.demo.names import invented_birth, invented_name
from quiz.demo.places import ROOT

SIZE = 300
PREFIX = "minhhoa"
CHANNEL = "demo"
EMPTY_SHARE = 0.15
NAMED_SHARE = 0.9


@dataclass(frozen=True)
class Member:
    """One of the crowd, with the unit for contests."""

    person_id: int
    unit_id: int


def load_crowd(units: Mapping[str, int], now: datetime) -> Sequence[Member]:
    """The crowd, made where it is not there yet; always the same names in the same units."""
    with transaction():
        if not _members():
            _make(units, now)
        return _members()


def _members() -> list[Member]:
    query = (
        sa.select(Person.id, Membership.unit_id)
        .join(Membership, sa.and_(Membership.person_id == Person.id, Membership.is_primary, Membership.to_on.is_(None)))
        .where(Person.is_demo, Person.login_name.like(f"{PREFIX}%"))
        .order_by(Person.login_name)
    )
    return [Member(person_id, unit_id) for person_id, unit_id in db.session.execute(query)]


def _make(units: Mapping[str, int], now: datetime) -> None:
    rng = random.Random("sen: the crowd of the demo")
    homes = spread(sorted(code for code in units if code != ROOT), rng)
    for number, code in enumerate(homes, start=1):
        named = rng.random() < NAMED_SHARE
        person = service.create_person(
            None,
            invented_name(rng),
            f"{PREFIX}{number:03d}",
            units[code],
            birth=invented_birth(rng),
            public_name=FULL if named else INITIALS,
            is_demo=True,
            now=now,
        )
        give_consents(person, now)


def give_consents(person: Person, now: datetime) -> None:
    """The boxes an invented person has ticked, as far as the chosen public name says so."""
    consents.give(person.id, consents.TAKING_PART, CHANNEL, now)
    if person.public_name == FULL:
        consents.give(person.id, consents.PUBLISH_NAME, CHANNEL, now)


def spread(codes: Sequence[str], rng: random.Random) -> list[str]:
    """The home of each of the crowd: some units with many, most with a few, some with nobody."""
    weights = {code: 0.0 if rng.random() < EMPTY_SHARE else 0.4 + rng.paretovariate(1.6) for code in codes}
    return rng.choices(list(weights), list(weights.values()), k=SIZE)
