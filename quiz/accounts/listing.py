"""Lists of people for the console: searched without accents, inside the own subtree only."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person
from quiz.accounts.queries import current
from quiz.accounts.rules import login_key, shown_birth
from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor, Role
from quiz.core.vietnamese import fold
from quiz.units.models import OrgUnit
from quiz.units.queries import within_reach

MAX_WORDS = 8


@dataclass(frozen=True)
class PersonLine:
    """A person in the list; `birth` as people read it."""

    id: int
    name: str
    login_name: str
    birth: str
    phone: str
    unit: str
    is_active: bool


def page_of_people(actor: Actor, text: str, under: OrgUnit | None, number: int) -> Page[PersonLine]:
    """People the person looks after, by given name; `text` are words of a name, a login name or a phone number."""
    query = (
        sa.select(Person.id, Person.name, Person.login_name, Person.birth, Person.phone, OrgUnit.name, Person.is_active)
        .outerjoin(Membership, sa.and_(Membership.person_id == Person.id, current()))
        .outerjoin(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(within_reach(actor, Role.ORGANISER))
    )
    if under is not None:
        query = query.where(OrgUnit.position.between(under.position, under.last_position))
    if text.strip():
        query = query.where(_matches(text))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    rows = db.session.execute(query.order_by(Person.name_key, Person.id).limit(PER_PAGE).offset(offset(number)))
    return Page([_line(row) for row in rows], number, total)


def is_named(text: str) -> sa.ColumnElement[bool]:
    """A condition on Person: words of the name begin with those of the text, or it is the login name."""
    words = (
        (" " + Person.name_folded).contains(f" {word}", autoescape=True) for word in fold(text).split()[:MAX_WORDS]
    )
    return sa.or_(sa.and_(sa.true(), *words), Person.login_name == login_key(text))


def _matches(text: str) -> sa.ColumnElement[bool]:
    return sa.or_(is_named(text), Person.phone == login_key(text))


def _line(row: sa.Row[int, str, str, str, str | None, str, bool]) -> PersonLine:
    person_id, name, login_name, birth, phone, unit, is_active = row
    return PersonLine(person_id, name, login_name, shown_birth(birth), phone or "", unit or "", is_active)
