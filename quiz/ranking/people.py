"""People as the public sees them: the name, how it sorts and is searched, and the unit of the day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.accounts.rules import shown_name
from quiz.contests.models import Entry, RoundUnit
from quiz.core.db import db
from quiz.core.vietnamese import fold, name_key
from quiz.units.models import OrgUnit

NOWHERE = -1
"""The position of a unit that stands in no frozen tree: it counts for the whole, but for no unit."""


@dataclass(frozen=True)
class ShownName:
    """A name as shown in public; search and order know no more of it than the reader does."""

    name: str
    key: str
    folded: str
    version: int


@dataclass(frozen=True)
class Place:
    """The unit a person counts for: code and name of the day, and the position in the frozen tree."""

    code: str
    name: str
    position: int


def shown_names(person_ids: Collection[int], day: date) -> dict[int, ShownName]:
    """The public names of people, with their age on that day."""
    query = sa.select(
        Person.id, Person.name, Person.public_name, Person.birth, Person.name_key, Person.name_folded, Person.version
    ).where(Person.id.in_(person_ids))
    return {row.id: _shown(row, day) for row in db.session.execute(query)}


def _shown(person: Any, day: date) -> ShownName:
    name = shown_name(person.name, person.public_name, person.birth, day)
    if name == person.name:
        return ShownName(name, person.name_key, person.name_folded, person.version)
    return ShownName(name, name_key(name.replace(".", " ")), fold(name), person.version)


def divisions(contest_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """The division of each of these people that is ranked; disqualified and unranked ones are left out."""
    query = sa.select(Entry.person_id, Entry.division, Entry.is_ranked, Entry.is_disqualified).where(
        Entry.contest_id == contest_id, Entry.person_id.in_(person_ids)
    )
    entries = {row.person_id: row for row in db.session.execute(query)}
    known = {person_id: row.division for person_id, row in entries.items() if row.is_ranked and not row.is_disqualified}
    return {**dict.fromkeys(set(person_ids) - set(entries), ""), **known}


def unit_places(tree_round_id: int | None, unit_ids: Collection[int]) -> dict[int, Place]:
    """Where units stand in a round's frozen tree.

    A unit that went up in another one counts for that one, under its name in that tree. A unit founded since counts,
    under its own name, for its nearest superior unit in that tree.
    """
    query = sa.select(RoundUnit.unit_id, RoundUnit.code, RoundUnit.name, RoundUnit.position).where(
        RoundUnit.round_id == tree_round_id, RoundUnit.unit_id.in_(unit_ids)
    )
    places = {row.unit_id: Place(row.code, row.name, row.position) for row in db.session.execute(query)}
    for unit_id in set(unit_ids) - set(places):
        places[unit_id] = _late_unit(tree_round_id, unit_id)
    return places


def _late_unit(tree_round_id: int | None, unit_id: int) -> Place:
    unit = db.session.get(OrgUnit, unit_id)
    while unit is not None and unit.merged_into_id is not None:
        unit = db.session.get(OrgUnit, unit.merged_into_id)
        frozen = db.session.get(RoundUnit, (tree_round_id, unit.id)) if unit and tree_round_id is not None else None
        if frozen is not None:
            return Place(frozen.code, frozen.name, frozen.position)
    if unit is None:
        return Place("", "", NOWHERE)
    return Place(unit.code, unit.name, _superior_position(tree_round_id, unit))


def _superior_position(tree_round_id: int | None, unit: OrgUnit) -> int:
    above = unit.parent_id
    while tree_round_id is not None and above is not None:
        frozen = db.session.get(RoundUnit, (tree_round_id, above))
        if frozen is not None:
            return frozen.position
        superior = db.session.get(OrgUnit, above)
        above = superior.parent_id if superior else None
    return NOWHERE
