"""How far a conference reached: invited, attended, absent and excused, by unit with everything below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold
from quiz.modules.conferences.models import Attendance, ConferencePlace, Participant
from quiz.modules.conferences.queries import is_counted, joined, reach
from quiz.modules.conferences.rules import share
from quiz.units.models import OrgUnit

EVERYBODY = 100_000
"""A page that holds whoever there is, for tables to take away."""


@dataclass(frozen=True)
class Numbers:
    """People of a unit with everything below: who is excused and came after all counts as attended."""

    invited: int = 0
    attended: int = 0
    excused: int = 0
    guests: int = 0

    @property
    def absent(self) -> int:
        """Invited, neither there nor excused."""
        return self.invited - self.attended - self.excused

    @property
    def share(self) -> float | None:
        """Attended of those invited, from 0 to 1; None where nobody is."""
        return share(self.attended, self.invited)

    def plus(self, other: Numbers) -> Numbers:
        """Both together."""
        return Numbers(
            self.invited + other.invited,
            self.attended + other.attended,
            self.excused + other.excused,
            self.guests + other.guests,
        )


@dataclass(frozen=True)
class Line:
    """A unit and its numbers."""

    unit: OrgUnit
    numbers: Numbers


@dataclass(frozen=True)
class Coverage:
    """The numbers of a unit, of the units directly below it, and of its people alone."""

    own: Line
    below: Sequence[Line]
    itself: Numbers


@dataclass(frozen=True)
class Named:
    """A person on the list: how things stand, and where it was noted."""

    person_id: int
    name: str
    unit: str
    unit_code: str
    unit_id: int
    excuse: str
    source: str
    replaced: bool
    session_id: int | None
    at: datetime | None
    method: str | None
    place: str | None

    @property
    def attended(self) -> bool:
        """Whether the person came to any session."""
        return self.session_id is not None


def coverage_of(conference_id: int, unit: OrgUnit) -> Coverage:
    """The coverage of a unit in three statements; the caller has checked that the unit is the person's to see."""
    by_position = _by_position(conference_id, unit)
    below = db.session.scalars(sa.select(OrgUnit).where(OrgUnit.parent_id == unit.id).order_by(OrgUnit.position)).all()
    lines = [Line(one, _sum(by_position, one)) for one in below]
    known = [line for line in lines if line.numbers != Numbers()]
    return Coverage(Line(unit, _sum(by_position, unit)), known, by_position.get(unit.position, Numbers()))


def _sum(by_position: dict[int, Numbers], unit: OrgUnit) -> Numbers:
    total = Numbers()
    for position, numbers in by_position.items():
        if unit.position <= position <= unit.last_position:
            total = total.plus(numbers)
    return total


def _by_position(conference_id: int, unit: OrgUnit) -> dict[int, Numbers]:
    counted, came = is_counted(), Attendance.id.is_not(None)
    is_guest = Participant.source == "guest"
    query = (
        joined(
            sa.select(
                OrgUnit.position,
                _count(counted),
                _count(sa.and_(counted, came)),
                _count(sa.and_(counted, sa.not_(came), Participant.excused_at.is_not(None))),
                _count(sa.and_(is_guest, came)),
            ).select_from(Participant)
        )
        .join(OrgUnit, OrgUnit.id == Participant.unit_id)
        .where(Participant.conference_id == conference_id, OrgUnit.position.between(unit.position, unit.last_position))
        .group_by(OrgUnit.position)
    )
    return {int(row[0]): Numbers(*(int(value) for value in row[1:])) for row in db.session.execute(query)}


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


@dataclass(frozen=True)
class Asked:
    """Which people of the list: below a unit or in it alone, by name, "absent", "attended" or all ("")."""

    unit: OrgUnit | None = None
    text: str = ""
    which: str = ""
    unit_alone: bool = False
    with_replaced: bool = False


def people(actor: Actor, conference_id: int, asked: Asked, number: int, per_page: int = PER_PAGE) -> Page[Named]:
    """People on the list by name, of the own subtree alone."""
    query = (
        joined(_columns().select_from(Participant))
        .join(Person, Person.id == Participant.person_id)
        .join(OrgUnit, OrgUnit.id == Participant.unit_id)
        .outerjoin(ConferencePlace, ConferencePlace.id == Attendance.place_id)
        .where(Participant.conference_id == conference_id, reach(actor))
    )
    if not asked.with_replaced:
        query = query.where(Participant.replaced_at.is_(None))
    if asked.unit is not None:
        last = asked.unit.position if asked.unit_alone else asked.unit.last_position
        query = query.where(OrgUnit.position.between(asked.unit.position, last))
    for word in fold(asked.text).split():
        query = query.where((" " + Person.name_folded).contains(f" {word}", autoescape=True))
    if asked.which == "absent":
        query = query.where(Attendance.id.is_(None), is_counted())
    elif asked.which == "attended":
        query = query.where(Attendance.id.is_not(None))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(OrgUnit.position, Person.name_key, Person.id)
    rows = db.session.execute(ordered.limit(per_page).offset(offset(number, per_page)))
    return Page([_named(row) for row in rows], number, total, per_page)


def _columns() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        Person.id.label("person_id"),
        Person.name.label("name"),
        OrgUnit.name.label("unit"),
        OrgUnit.code.label("unit_code"),
        OrgUnit.id.label("unit_id"),
        Participant.excuse,
        Participant.source,
        Participant.replaced_at,
        Attendance.session_id,
        Attendance.at,
        Attendance.method,
        ConferencePlace.name.label("place"),
    )


def _named(row: sa.Row[*tuple[Any, ...]]) -> Named:
    values = row._asdict()
    return Named(replaced=values.pop("replaced_at") is not None, **values)


@dataclass(frozen=True)
class AtPlace:
    """How many people were noted at a place of a session; without a place: not said where."""

    session_id: int
    place: str | None
    people: int


def by_place(actor: Actor, conference_id: int) -> list[AtPlace]:
    """Attendance by session and point, of the own subtree."""
    query = (
        sa.select(Attendance.session_id, ConferencePlace.name, sa.func.count(Attendance.id))
        .join(
            Participant,
            sa.and_(
                Participant.conference_id == Attendance.conference_id, Participant.person_id == Attendance.person_id
            ),
        )
        .join(OrgUnit, OrgUnit.id == Participant.unit_id)
        .outerjoin(ConferencePlace, ConferencePlace.id == Attendance.place_id)
        .where(Attendance.conference_id == conference_id, reach(actor))
        .group_by(Attendance.session_id, ConferencePlace.position, ConferencePlace.name)
        .order_by(Attendance.session_id, ConferencePlace.position)
    )
    return [AtPlace(row[0], row[1], int(row[2])) for row in db.session.execute(query)]
