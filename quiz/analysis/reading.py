"""The attempts of a round, person by person, a handful at a time: no long read, and memory that does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

import sqlalchemy as sa

from quiz.attempts.models import Attempt
from quiz.contests.models import Entry
from quiz.core import clock
from quiz.core.db import db
from quiz.ranking.outcomes import ClosedAttempt

AT_ONCE = 2000


class AttemptRow(NamedTuple):
    """An attempt as analysing needs it; moments in milliseconds, None while it is open."""

    person_id: int
    is_practice: bool
    number: int
    id: int
    rules_version: int
    paper: str
    answers: bytes
    unit_id: int
    score: int | None
    max_score: int | None
    duration_ms: int | None
    submitted_ms: int | None
    started_ms: int
    closed_ms: int | None
    prediction_value: int | None = None

    def is_closed(self, until: datetime) -> bool:
        """Whether it is no practice and was closed by then."""
        return not self.is_practice and self.closed_ms is not None and self.closed_ms <= clock.to_ms(until)

    def as_closed(self) -> ClosedAttempt:
        """The attempt as the ranking room chooses among them."""
        return ClosedAttempt(
            id=self.id,
            number=self.number,
            unit_id=self.unit_id,
            score=self.score or 0,
            max_score=self.max_score or 0,
            duration_ms=self.duration_ms or 0,
            submitted_ms=self.submitted_ms or 0,
            started_ms=self.started_ms,
            prediction_value=self.prediction_value,
        )


def by_person(round_id: int) -> Iterator[list[AttemptRow]]:
    """All attempts of a round, practice and open ones too: a list for each person, in the order of their numbers."""
    for _person, rows in groupby(_rows(round_id), key=lambda row: row.person_id):
        yield list(rows)


def _rows(round_id: int) -> Iterator[AttemptRow]:
    """Read along the unique index, each time from behind the last row on."""
    place = sa.tuple_(Attempt.person_id, Attempt.is_practice, Attempt.number)
    milliseconds = [
        sa.type_coerce(moment, sa.BigInteger)
        for moment in (Attempt.submitted_at, Attempt.started_at, Attempt.closed_at)
    ]
    query = (
        sa.select(
            *(Attempt.person_id, Attempt.is_practice, Attempt.number, Attempt.id, Attempt.rules_version),
            *(Attempt.paper, Attempt.answers, Attempt.unit_id, Attempt.score, Attempt.max_score, Attempt.duration_ms),
            *milliseconds,
            Attempt.prediction_value,
        )
        .where(Attempt.round_id == round_id)
        .order_by(Attempt.person_id, Attempt.is_practice, Attempt.number)
        .limit(AT_ONCE)
    )
    last: AttemptRow | None = None
    while True:
        behind = (
            query if last is None else query.where(place > sa.tuple_(last.person_id, last.is_practice, last.number))
        )
        rows = [AttemptRow._make(row) for row in db.session.execute(behind)]
        yield from rows
        if len(rows) < AT_ONCE:
            return
        last = rows[-1]


def attempts_in(round_id: int) -> int:
    """How many attempts `by_person` will give."""
    query = sa.select(sa.func.count()).select_from(Attempt).where(Attempt.round_id == round_id)
    return db.session.scalar(query) or 0


def unranked_people(contest_id: int) -> set[int]:
    """People whose attempts do not count in a contest: disqualified, or sitting without being ranked."""
    unranked = Entry.is_disqualified | ~Entry.is_ranked
    return set(db.session.scalars(sa.select(Entry.person_id).where(Entry.contest_id == contest_id, unranked)))
