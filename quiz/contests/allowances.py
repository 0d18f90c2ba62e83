"""What rulings allow single people and units in a round: a window of the own, and extra time for later starts.

Read once per process and version of the round's row; every ruling moves that version on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from quiz.contests.course import Course
from quiz.contests.models import Round, RoundUnit, Ruling
from quiz.contests.moments import parse_moment
from quiz.core import direct
from quiz.core.db import db
from quiz.units.models import OrgUnit

MOST_EXTRA_MS = 120 * 60 * 1000
"""How much extra time an attempt may get in all."""
EXTRA_TIME, WINDOW = "extra_time", "window"


@dataclass(frozen=True)
class Window:
    """From when until when a person may start and sit, in place of the round's window."""

    opens_at: datetime
    closes_at: datetime
    ruling_id: int


@dataclass(frozen=True)
class Extra:
    """Milliseconds added to an attempt at its start; `ruling_id` is the last ruling they come from."""

    ms: int = 0
    ruling_id: int | None = None


@dataclass(frozen=True)
class Allowances:
    """What holds in one round; a person's own window goes before the unit's, extra time is added up.

    Units stand with everything below them, the nearest ruling having the say.
    """

    people: Mapping[int, Window] = field(default_factory=dict)
    units: Mapping[int, Window] = field(default_factory=dict)
    extra_of_people: Mapping[int, Extra] = field(default_factory=dict)
    extra_of_units: Mapping[int, Extra] = field(default_factory=dict)
    extra_of_all: Extra = Extra()

    def window(self, person_id: int, unit_id: int | None) -> Window | None:
        """The window of this person, None where it is the round's."""
        return self.people.get(person_id) or (self.units.get(unit_id) if unit_id is not None else None)

    def course_for(self, course: Course, person_id: int, unit_id: int | None) -> Course:
        """The course of the round as it holds for this person."""
        window = self.window(person_id, unit_id)
        return course if window is None else replace(course, opens_at=window.opens_at, closes_at=window.closes_at)

    def extra_time(self, person_id: int, unit_id: int | None) -> Extra:
        """The extra time of an attempt that this person starts."""
        found = [self.extra_of_all, self.extra_of_people.get(person_id, Extra())]
        if unit_id is not None:
            found.append(self.extra_of_units.get(unit_id, Extra()))
        last = max((one.ruling_id for one in found if one.ruling_id is not None), default=None)
        return Extra(min(sum(one.ms for one in found), MOST_EXTRA_MS), last)

    @property
    def last_end(self) -> datetime | None:
        """When the last window of somebody's own ends; None where there is none."""
        windows = (*self.people.values(), *self.units.values())
        return max((window.closes_at for window in windows), default=None)


@dataclass(frozen=True)
class Decision:
    """A ruling as far as it allows somebody something."""

    id: int
    person_id: int | None
    unit_id: int | None
    kind: str
    details: Mapping[str, Any]


_DECISIONS = f"""
select id, person_id, unit_id, kind, details from rulings
where round_id = :round and kind in ('{EXTRA_TIME}', '{WINDOW}') order by id
"""  # noqa: S608 - constants only


def round_allowances(round_id: int, version: int) -> Allowances:
    """The allowances of a round; the version of its row is part of the question, so that a ruling holds at once.

    Read by a statement of its own: what a session has seen may be older than the version asked for.
    """
    cache: dict[int, tuple[int, Allowances]] = current_app.extensions.setdefault("round_allowances", {})
    known = cache.get(round_id)
    if known is None or known[0] != version:
        rows = direct.run(_DECISIONS, {"round": round_id})
        decisions = [Decision(*row[:-1], details=json.loads(row[-1])) for row in rows]
        known = cache[round_id] = (version, _compiled(round_id, decisions))
    return known[1]


def allowances_within(round_id: int) -> Allowances:
    """The same inside a transaction that makes a ruling, before it is committed."""
    query = sa.select(Ruling).where(Ruling.round_id == round_id, Ruling.kind.in_((EXTRA_TIME, WINDOW)))
    rulings = db.session.scalars(query.order_by(Ruling.id))
    return _compiled(
        round_id, [Decision(one.id, one.person_id, one.unit_id, one.kind, details_of(one)) for one in rulings]
    )


def details_of(ruling: Ruling) -> dict[str, Any]:
    """What was decided, as it is stored with the ruling."""
    details: dict[str, Any] = json.loads(ruling.details)
    return details


def _compiled(round_id: int, decisions: Sequence[Decision]) -> Allowances:
    hold = [one for one in decisions if "undone_by" not in one.details]
    windows = [one for one in hold if one.kind == WINDOW]
    extras = [one for one in hold if one.kind == EXTRA_TIME and one.details.get("later")]
    everybody = _summed((0, one) for one in extras if one.person_id is None and one.unit_id is None)
    return Allowances(
        people={one.person_id: _window(one) for one in windows if one.person_id is not None},
        units=_windows_of_units(round_id, windows),
        extra_of_people=_summed((one.person_id, one) for one in extras if one.person_id is not None),
        extra_of_units=_summed(_below(round_id, extras)),
        extra_of_all=everybody.get(0, Extra()),
    )


def _window(decision: Decision) -> Window:
    opens_at, closes_at = (parse_moment(decision.details[name]) for name in ("opens_at", "closes_at"))
    assert opens_at is not None and closes_at is not None, "written as ISO moments"  # noqa: S101, PT018
    return Window(opens_at, closes_at, decision.id)


def _windows_of_units(round_id: int, windows: Sequence[Decision]) -> dict[int, Window]:
    """By unit: a unit's own ruling goes before one for a unit above, a later one before an earlier one."""
    spans = {one.id: unit_span(round_id, one.unit_id) for one in windows if one.unit_id is not None}
    widest_first = sorted(
        (one for one in windows if one.id in spans), key=lambda one: (spans[one.id][0] - spans[one.id][1], one.id)
    )
    return {unit_id: _window(one) for unit_id, one in _below(round_id, widest_first)}


def _below(round_id: int, decisions: Iterable[Decision]) -> list[tuple[int, Decision]]:
    """Each decision about a unit with every unit of its subtree."""
    return [
        (unit_id, one) for one in decisions if one.unit_id is not None for unit_id in subtree(round_id, one.unit_id)
    ]


def _summed(pairs: Iterable[tuple[int, Decision]]) -> dict[int, Extra]:
    found: dict[int, Extra] = {}
    for key, one in pairs:
        before = found.get(key, Extra())
        found[key] = Extra(before.ms + one.details["seconds"] * 1000, one.id)
    return found


def subtree(round_id: int, unit_id: int) -> list[int]:
    """The ids of a unit and of all units below it: in the round's frozen tree, or else in that of today."""
    first, last = unit_span(round_id, unit_id)
    if _is_frozen(round_id):
        inside = sa.and_(RoundUnit.round_id == round_id, RoundUnit.position.between(first, last))
        return list(db.session.scalars(sa.select(RoundUnit.unit_id).where(inside)))
    return list(db.session.scalars(sa.select(OrgUnit.id).where(OrgUnit.position.between(first, last))))


def unit_span(round_id: int, unit_id: int) -> tuple[int, int]:
    """The depth-first positions of a unit's subtree in that tree; none (0, -1) where it does not stand there."""
    query = sa.select(OrgUnit.position, OrgUnit.last_position).where(OrgUnit.id == unit_id)
    if _is_frozen(round_id):
        here = sa.and_(RoundUnit.round_id == round_id, RoundUnit.unit_id == unit_id)
        query = sa.select(RoundUnit.position, RoundUnit.last_position).where(here)
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row is not None else (0, -1)


def _is_frozen(round_id: int) -> bool:
    query = sa.select(Round.id).where(Round.id == round_id, Round.prepared_at.is_not(None))
    return db.session.scalar(query) is not None
