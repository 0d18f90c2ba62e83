"""Who holds which post in which unit: the queries of holders; the kinds themselves stand in `post_kinds`.

Where a kind is asked for, those count too who hold it by another post (a secretary is a party member): see `IMPLIED`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person
from quiz.accounts.post_kinds import (
    OF_THE_PARTY,
    TITLES,
    PostKind,
    kinds_held,
    kinds_meant,
    post_kind_of,
    posts_in,
    title_of,
)
from quiz.core.db import db, in_portions
from quiz.units.models import OrgUnit

__all__ = ["OF_THE_PARTY", "TITLES", "PostKind", "kinds_held", "kinds_meant", "post_kind_of", "posts_in", "title_of"]


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a post in a unit; `post` is as people write it, `kind` as it is stored."""

    person_id: int
    name: str
    unit_id: int
    post: str
    kind: str


@dataclass(frozen=True)
class HeldPost:
    """A membership of a person as it is shown: the unit, the post, from and to when; `is_open`: held today."""

    id: int
    unit_id: int
    unit: str
    position: int
    post: str
    kind: str
    is_primary: bool
    from_on: date | None
    to_on: date | None
    is_open: bool

    @property
    def title(self) -> str:
        """The post as people write it, else what its kind is called."""
        return self.post or (title_of(self.kind) if self.kind else "")


def is_held(today: date) -> sa.ColumnElement[bool]:
    """A condition on Membership: it has begun and has not ended on this day.

    `to_on` is the first day without the post: whoever is relieved of it acts by it no longer from that moment on.
    """
    begun = sa.or_(Membership.from_on.is_(None), Membership.from_on <= today)
    return sa.and_(begun, sa.or_(Membership.to_on.is_(None), Membership.to_on > today))


def holds(kinds: Collection[str], today: date) -> sa.ColumnElement[bool]:
    """A condition on Membership: it makes its person a holder of one of these posts on this day."""
    return sa.and_(Membership.post_kind.in_(sorted(kinds_meant(kinds))), is_held(today))


def holders(unit_ids: Sequence[int], kinds: Collection[str], today: date) -> list[Holder]:
    """Active people who hold one of these posts in these units, each once a unit, by given name."""
    columns = (Person.id, Person.name, Membership.unit_id, Membership.post, Membership.post_kind)
    query = (
        sa.select(*columns)
        .join(Membership, Membership.person_id == Person.id)
        .where(holds(kinds, today), Person.is_active)
        .order_by(Person.name_key, Person.id, Membership.id)
    )
    found: dict[tuple[int, int], Holder] = {}
    for portion in in_portions(unit_ids):
        for row in db.session.execute(query.where(Membership.unit_id.in_(portion))):
            found.setdefault((row[0], row[2]), Holder(*row))
    return list(found.values())


def holder_counts(first: int, last: int, kinds: Collection[str], today: date) -> dict[int, int]:
    """How many active people hold one of these posts in each unit at the positions `first` to `last`.

    One statement; a person counts once a unit; units without holders are not in the answer.
    """
    query = (
        sa.select(Membership.unit_id, sa.func.count(Membership.person_id.distinct()))
        .join(Person, Person.id == Membership.person_id)
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(OrgUnit.position.between(first, last), holds(kinds, today), Person.is_active)
        .group_by(Membership.unit_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def is_holder(person_id: int, unit_id: int, kinds: Collection[str], today: date) -> bool:
    """Whether an active person holds one of these posts in the unit on this day."""
    query = sa.select(Membership.id).join(Person, Person.id == Membership.person_id)
    mine = (Membership.person_id == person_id, Membership.unit_id == unit_id, Person.is_active)
    return db.session.scalar(query.where(*mine, holds(kinds, today)).limit(1)) is not None


def posts_of(person_id: int, today: date, *, with_ended: bool = False) -> list[HeldPost]:
    """The memberships of a person that hold today, the primary one first; with the ended ones behind where wanted."""
    is_open = is_held(today)
    query = (
        sa.select(Membership, OrgUnit.name, OrgUnit.position, is_open)
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(Membership.person_id == person_id)
        .order_by(is_open.desc(), Membership.is_primary.desc(), Membership.from_on, Membership.id)
    )
    rows = db.session.execute(query if with_ended else query.where(is_open))
    return [_held(*row) for row in rows]


def _held(row: Membership, unit: str, position: int, is_open: Any) -> HeldPost:
    return HeldPost(
        row.id,
        row.unit_id,
        unit,
        position,
        row.post,
        row.post_kind,
        row.is_primary,
        row.from_on,
        row.to_on,
        bool(is_open),
    )
