"""Finding people of the own subtree by name, with or without marks, to be invited or to come instead."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold
from quiz.modules.conferences.models import Participant
from quiz.modules.conferences.queries import reach
from quiz.units.models import OrgUnit

MOST = 50


@dataclass(frozen=True)
class Hit:
    """A person found, with the unit and post, and whether the conference has the person on its list."""

    id: int
    name: str
    unit: str
    post: str
    is_listed: bool


def find_people(actor: Actor, conference_id: int, text: str, unit: OrgUnit | None = None) -> list[Hit]:
    """At most MOST people whose names hold a word beginning with each word typed; below a unit where given."""
    listed = sa.select(Participant.person_id).where(
        Participant.conference_id == conference_id, Participant.source != "guest"
    )
    query = (
        sa.select(Person.id, Person.name, OrgUnit.name, Membership.post, Person.id.in_(listed))
        .join(Membership, Membership.person_id == Person.id)
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(Membership.to_on.is_(None), Person.is_active, reach(actor))
        .order_by(Person.name_key, Person.id, Membership.is_primary.desc())
    )
    if unit is not None:
        query = query.where(OrgUnit.position.between(unit.position, unit.last_position))
    for word in fold(text).split():
        query = query.where((" " + Person.name_folded).contains(f" {word}", autoescape=True))
    hits: dict[int, Hit] = {}
    for row in db.session.execute(query.limit(2 * MOST)):
        hits.setdefault(row[0], Hit(*row))
    return list(hits.values())[:MOST]
