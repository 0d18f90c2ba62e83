"""Figures of participation and scores, counted by the runner into a snapshot: nobody who looks at them counts again.

Everything in them is about the people of the standings. What of it may be seen is decided at the look, by the gate.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from quiz.attempts.models import Attempt
from quiz.core.db import db
from quiz.ranking.folding import of_stage
from quiz.ranking.frames import Frame, Stage
from quiz.ranking.models import Snapshot, Standing, UnitStanding
from quiz.ranking.writing import upsert

FIGURES = "figures"
HOUR_MS = 3_600_000
AHEAD_MS = 7 * HOUR_MS
"""Vietnam's clocks are seven hours ahead of UTC, all the year round."""
Pairs = list[tuple[Any, int]]


@dataclass(frozen=True)
class Counts:
    """What is counted of a round or total.

    `hours`: whole hours since 1970 on Vietnam's clock, attempts handed in, people who handed in their first one;
    `scores`: scores in hundredths of a point and how many people, `max_score` the highest there is; `divisions`,
    `kinds` (of the own unit, "" where it stands in no tree) and `attempts` (how many somebody has): how many people.
    """

    hours: list[tuple[int, int, int]]
    scores: Pairs
    max_score: int
    divisions: Pairs
    kinds: Pairs
    attempts: Pairs


def counts_in(snapshot: Snapshot) -> Counts:
    """The counts as they were stored."""
    stored: dict[str, Any] = json.loads(snapshot.payload)
    lists = {name: [tuple(row) for row in value] for name, value in stored.items() if isinstance(value, list)}
    return Counts(max_score=stored["max_score"], **lists)


def make_figures(frame: Frame, stage: Stage, now: datetime) -> None:
    """Count a round or total anew; the caller's transaction commits it."""
    row = {
        "contest_id": frame.contest_id,
        "round_number": stage.number,
        "name": FIGURES,
        "made_at": now,
        "payload": json.dumps(asdict(_counts(frame, stage)), ensure_ascii=False),
    }
    upsert(Snapshot, [row])


def _counts(frame: Frame, stage: Stage) -> Counts:
    here = of_stage(frame.contest_id, stage.number)
    highest = db.session.scalar(sa.select(sa.func.max(Standing.max_score)).where(*here))
    return Counts(
        hours=_hours(frame, stage),
        scores=_people_by(Standing.score, here),
        max_score=highest or 0,
        divisions=_people_by(Standing.division, here),
        kinds=_kinds(here),
        attempts=_people_by(Standing.attempts, here),
    )


def _people_by(column: Any, here: Sequence[sa.ColumnElement[bool]]) -> Pairs:
    query = sa.select(column, sa.func.count()).where(*here).group_by(column).order_by(column)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _kinds(here: Sequence[sa.ColumnElement[bool]]) -> Pairs:
    """People by the kind of the unit they belong to themselves."""
    unit = sa.and_(
        UnitStanding.contest_id == Standing.contest_id,
        UnitStanding.round_number == Standing.round_number,
        UnitStanding.unit_id == Standing.unit_id,
    )
    kind = sa.func.coalesce(UnitStanding.kind, "")
    query = sa.select(kind, sa.func.count()).select_from(Standing).outerjoin(UnitStanding, unit).where(*here)
    return [(row[0], row[1]) for row in db.session.execute(query.group_by(kind).order_by(kind))]


def _hours(frame: Frame, stage: Stage) -> list[tuple[int, int, int]]:
    """By hour: attempts handed in, and people who handed in their first one."""
    handed_in = sa.type_coerce(Attempt.submitted_at, sa.BigInteger) + AHEAD_MS
    rounds = [one.round_id for one in frame.rounds if stage.round_id in {None, one.round_id}]
    standing = sa.and_(*of_stage(frame.contest_id, stage.number), Standing.person_id == Attempt.person_id)
    counted = (Attempt.round_id.in_(rounds), ~Attempt.is_practice, Attempt.score.is_not(None))
    attempts = _by_hour(sa.select((handed_in // HOUR_MS).label("hour")).join(Standing, standing).where(*counted))
    first = sa.select((sa.func.min(handed_in) // HOUR_MS).label("hour")).join(Standing, standing).where(*counted)
    people = _by_hour(first.group_by(Attempt.person_id))
    return [(hour, attempts[hour], people.get(hour, 0)) for hour in sorted(attempts)]


def _by_hour(hours: sa.Select[Any]) -> dict[int, int]:
    each = hours.subquery()
    query = sa.select(each.c.hour, sa.func.count()).group_by(each.c.hour)
    return {int(row[0]): row[1] for row in db.session.execute(query)}
