"""Who must register, in which unit each counts, and where each stands: always the same number of statements.

A person counts once in a plan: in the unit of the own registration where a post is held there, else in the deepest
unit whose post the plan asks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person
from quiz.accounts.posts import is_held, kinds_meant
from quiz.core.db import db
from quiz.modules.registrations.asking import Asked, posts_text
from quiz.modules.registrations.due import Days, days_of
from quiz.modules.registrations.models import Exemption, Registration
from quiz.modules.registrations.rules import State
from quiz.plans.models import Assignment
from quiz.units.models import OrgUnit

EXEMPT = "exempt"
COLUMNS = (
    Registration.id,
    Registration.person_id,
    Registration.unit_id,
    Registration.state,
    Registration.level,
    Registration.self_level,
    Registration.entered_by,
    Registration.decided_at,
    Registration.assessed_at,
    Registration.submitted_by,
    Registration.version,
)


@dataclass(frozen=True)
class Line:
    """One person who must register: the unit, the state ("" none, "exempt"), the level, the last day in time."""

    person_id: int
    name: str
    name_key: str
    unit_id: int
    unit_name: str
    position: int
    state: str
    registration: Any
    due_on: date | None

    def is_late(self, today: date) -> bool:
        """Whether the day has passed and nothing was handed up."""
        handed_up = self.state in {State.SUBMITTED, State.CONFIRMED, EXEMPT}
        return not handed_up and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class Reach:
    """Units by their depth-first positions, both included."""

    first: int
    last: int

    @classmethod
    def of(cls, unit: OrgUnit) -> Reach:
        """A unit with everything below it."""
        return cls(unit.position, unit.last_position)


def is_open(on: date) -> sa.ColumnElement[bool]:
    """A condition on Membership: a known post that is held on this day."""
    return sa.and_(Membership.post_kind != "", is_held(on))


def lines(asked: Asked, reach: Reach, on: date) -> list[Line]:
    """Everybody who must register within the reach, in the order of units and names; seven statements."""
    found = _lines(asked, _inside(reach, on), on)
    within = [line for line in found if reach.first <= line.position <= reach.last]
    return sorted(within, key=lambda line: (line.position, line.name_key, line.person_id))


def line_of(asked: Asked, person_id: int, on: date) -> Line | None:
    """Where one person stands; None where the plan asks nothing of the person."""
    found = _lines(asked, sa.select(Person.id).where(Person.id == person_id), on)
    return found[0] if found else None


def is_of_unit(person_id: int, unit_id: int, on: date) -> bool:
    """Whether an active person belongs to the unit on this day, by a post or as the unit for contests."""
    here = (Membership.person_id == person_id, Membership.unit_id == unit_id, is_held(on))
    query = sa.select(Membership.id).join(Person, Person.id == Membership.person_id).where(*here, Person.is_active)
    return db.session.scalar(query.limit(1)) is not None


def _lines(asked: Asked, inside: sa.Select[int], on: date) -> list[Line]:
    if not asked.personal:
        return []
    wanted = _wanted_posts(asked, inside)
    records = _records(asked, inside)
    exempt = _exempt(asked, inside)
    places: dict[int, list[Any]] = {}
    for row in db.session.execute(_places(inside, on)):
        if row.post_kind in wanted.get(row.unit_id, ()):
            places.setdefault(row.person_id, []).append(row)
    days = days_of(asked, asked.main_personal, inside)
    found = []
    for person_id, held in places.items():
        record = records.get(person_id)
        found.append(_line(_home(held, record), record, person_id in exempt, days))
    return found


def _line(place: Any, record: Any, is_exempt: bool, days: Days) -> Line:
    state = EXEMPT if is_exempt else (record.state if record else "")
    due_on = days.of(place.unit_id, place.person_id)
    return Line(
        place.person_id,
        place.name,
        place.name_key,
        place.unit_id,
        place.unit_name,
        place.position,
        state,
        record,
        due_on,
    )


def _home(held: list[Any], record: Any) -> Any:
    own = [row for row in held if record is not None and row.unit_id == record.unit_id]
    return min(own or held, key=lambda row: (-row.depth, row.unit_id))


def _inside(reach: Reach, on: date) -> sa.Select[int]:
    """The ids of the people who hold a post within the reach."""
    return (
        sa.select(Membership.person_id)
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(is_open(on), OrgUnit.position.between(reach.first, reach.last))
    )


def _places(inside: sa.Select[int], on: date) -> sa.Select[int, int, str, str, str, str, int, int]:
    return (
        sa.select(
            Membership.person_id,
            Membership.unit_id,
            Membership.post_kind,
            Person.name,
            Person.name_key,
            OrgUnit.name.label("unit_name"),
            OrgUnit.position,
            OrgUnit.depth,
        )
        .join(Person, Person.id == Membership.person_id)
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(is_open(on), Person.is_active, Membership.person_id.in_(inside))
    )


def _wanted_posts(asked: Asked, inside: sa.Select[int]) -> Mapping[int, set[str]]:
    units = sa.select(Membership.unit_id).where(Membership.person_id.in_(inside))
    query = sa.select(Assignment.unit_id, posts_text()).where(
        Assignment.task_id.in_([task.id for task in asked.personal]),
        Assignment.removed_at.is_(None),
        Assignment.unit_id.in_(units),
    )
    wanted: dict[int, set[str]] = {}
    for unit_id, posts in db.session.execute(query):
        wanted.setdefault(unit_id, set()).update(kinds_meant(json.loads(posts)))
    return wanted


def _records(asked: Asked, inside: sa.Select[int]) -> dict[int, Any]:
    query = sa.select(*COLUMNS).where(
        Registration.plan_id == asked.plan.id, Registration.year == asked.year, Registration.person_id.in_(inside)
    )
    return {row.person_id: row for row in db.session.execute(query)}


def _exempt(asked: Asked, inside: sa.Select[int]) -> set[int]:
    query = sa.select(Exemption.person_id).where(
        Exemption.plan_id == asked.plan.id,
        Exemption.year == asked.year,
        Exemption.withdrawn_at.is_(None),
        Exemption.person_id.in_(inside),
    )
    return set(db.session.scalars(query))
