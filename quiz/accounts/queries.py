"""Reading people: who a session belongs to, a person's unit and roles, the name shown in public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Consent, LoginSession, Membership, Person, RoleGrant
from quiz.accounts.rules import login_key, shown_name
from quiz.core import clock, direct
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.permissions import Actor, Grant, Role
from quiz.units.models import OrgUnit
from quiz.units.queries import within_reach

ACTOR = """
select p.id, p.name, g.role, g.unit_id, u.position, u.last_position
from login_sessions s join people p on p.id = s.person_id
left join role_grants g on g.person_id = p.id
left join org_units u on u.id = g.unit_id
where s.token_hash = :token and s.revoked_at is null and s.expires_at > :now and p.is_active
order by g.id
"""
"""Asked on every request with a login, so it is one prepared statement."""


def token_hash(token: str) -> str:
    """What is stored of a session's secret."""
    return sha256(token.encode()).hexdigest()


def actor_of(token: str, now: datetime) -> Actor | None:
    """The person logged in by a session's secret, with all grants: one statement. None where the session has ended."""
    return _actor(direct.run(ACTOR, {"token": token_hash(token), "now": clock.to_ms(now)}))


def actor_for(person_id: int) -> Actor | None:
    """The actor that an active person is; for commands and tests."""
    query = (
        sa.select(Person.id, Person.name, RoleGrant.role, RoleGrant.unit_id, OrgUnit.position, OrgUnit.last_position)
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .outerjoin(OrgUnit, OrgUnit.id == RoleGrant.unit_id)
        .where(Person.id == person_id, Person.is_active)
        .order_by(RoleGrant.id)
    )
    return _actor(db.session.execute(query).all())


def _actor(rows: Sequence[Sequence[Any]]) -> Actor | None:
    if not rows:
        return None
    grants = tuple(Grant(Role(role), unit, first, last) for _, _, role, unit, first, last in rows if role)
    return Actor(rows[0][0], rows[0][1], grants)


def get(person_id: int) -> Person:
    """The person with this id; NotFound where there is none."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound("Không tìm thấy người này.")
    return person


def by_login_name(login_name: str) -> Person | None:
    """The person with this login name, in any case of its letters."""
    return db.session.scalar(sa.select(Person).where(Person.login_name == login_key(login_name)))


def by_login(typed: str) -> Person | None:
    """The active person meant by a login name, or by a phone number that exactly one active account has."""
    key = login_key(typed)
    matching = sa.or_(Person.login_name == key, Person.phone == key)
    found = db.session.scalars(sa.select(Person).where(matching, Person.is_active).limit(2)).all()
    return found[0] if len(found) == 1 else None


def primary_unit_id(person_id: int) -> int | None:
    """The unit a person stands for in contests."""
    return db.session.scalar(sa.select(Membership.unit_id).where(current(), Membership.person_id == person_id))


def primary_unit(person_id: int) -> OrgUnit | None:
    """The same as a unit."""
    query = sa.select(OrgUnit).join(Membership, Membership.unit_id == OrgUnit.id)
    return db.session.scalar(query.where(current(), Membership.person_id == person_id))


def current() -> sa.ColumnElement[bool]:
    """A condition on Membership: the primary one that has not ended."""
    return sa.and_(Membership.is_primary, Membership.to_on.is_(None))


def public_name(person: Person, now: datetime) -> str:
    """The name for public pages: in full only where the person chose so and is 16 or older."""
    return shown_name(person.name, person.public_name, person.birth, clock.local(now).date())


def has_consented(person_id: int, purpose: str) -> bool:
    """Whether the person has ticked the box of this purpose and not taken it back."""
    given = (Consent.person_id == person_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
    return db.session.scalar(sa.select(sa.literal(1)).where(sa.exists().where(*given))) is not None


@dataclass(frozen=True)
class HeldRole:
    """A grant as it is shown: the role, and over which unit (None: everywhere)."""

    id: int
    role: Role
    unit_id: int | None
    unit_name: str | None
    position: int | None


def roles_of(person_id: int) -> list[HeldRole]:
    """The grants a person holds, in the order they were made."""
    query = (
        sa.select(RoleGrant.id, RoleGrant.role, RoleGrant.unit_id, OrgUnit.name, OrgUnit.position)
        .outerjoin(OrgUnit, OrgUnit.id == RoleGrant.unit_id)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.id)
    )
    return [HeldRole(row[0], Role(row[1]), row[2], row[3], row[4]) for row in db.session.execute(query)]


def likely_duplicates(person: Person, actor: Actor | None) -> Sequence[Person]:
    """Other people of the same folded name, birth date and phone; nobody where the birth date is unknown.

    Only people the actor looks after; `actor` None sees everybody.
    """
    if not person.birth:
        return []
    same = (
        Person.name_folded == person.name_folded,
        Person.birth == person.birth,
        Person.phone.is_not_distinct_from(person.phone),
        Person.id != (person.id or 0),
    )
    query = sa.select(Person).where(*same).order_by(Person.id).limit(5)
    if actor is not None:
        query = query.where(Person.id.in_(people_within_reach(actor)))
    return db.session.scalars(query).all()


def people_within_reach(actor: Actor) -> sa.Select[int]:
    """The ids of the people whose units the person organises; also those without a unit for who organises all."""
    return (
        sa.select(Person.id)
        .outerjoin(Membership, sa.and_(Membership.person_id == Person.id, current()))
        .outerjoin(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(within_reach(actor, Role.ORGANISER))
    )


def open_sessions(person_id: int, now: datetime) -> int:
    """On how many devices a person is logged in."""
    alive = (LoginSession.person_id == person_id, LoginSession.revoked_at.is_(None), LoginSession.expires_at > now)
    return db.session.scalar(sa.select(sa.func.count()).where(*alive)) or 0
