"""What people did in one week, by unit: from the attempts closed in it, everybody counted once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from quiz.attempts.models import Attempt
from quiz.contests.models import Entry, Round
from quiz.core.db import db
from quiz.ranking.weeks import Week
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Figures:
    """Numbers of some people; `score_sum` of the best score of each in the week, in hundredths of a point."""

    people: int = 0
    attempts: int = 0
    score_sum: int = 0
    full_scores: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.people + other.people,
            self.attempts + other.attempts,
            self.score_sum + other.score_sum,
            self.full_scores + other.full_scores,
        )

    @property
    def mean_score(self) -> float | None:
        """The mean of the best scores, in hundredths of a point; None without people."""
        return self.score_sum / self.people if self.people else None


NOTHING = Figures()


def figures_of(contest_id: int, week: Week) -> dict[int, Figures]:
    """The figures of a week by the unit people stood for in their last attempt of it; ranked people alone."""
    attempts = _attempts(contest_id, week).subquery()
    unit_id = sa.func.max(sa.case((attempts.c.nth == 1, attempts.c.unit_id)))
    person = (
        sa.select(
            unit_id.label("unit_id"),
            sa.func.count().label("attempts"),
            sa.func.max(attempts.c.score).label("score"),
            sa.func.max(attempts.c.is_full).label("is_full"),
        )
        .group_by(attempts.c.person_id)
        .subquery()
    )
    query = sa.select(
        person.c.unit_id,
        sa.func.count(),
        sa.func.sum(person.c.attempts),
        sa.func.sum(person.c.score),
        sa.func.sum(person.c.is_full),
    ).group_by(person.c.unit_id)
    return {row[0]: Figures(*(int(value) for value in row[1:])) for row in db.session.execute(query)}


def _attempts(contest_id: int, week: Week) -> sa.Select[tuple[int, int, int, int, int]]:
    """Closed attempts of the week; `nth` counts a person's from the last one.

    By when they ended: one that the clock closed on Sunday at 24:00 was written a moment later.
    """
    latest = (Attempt.submitted_at.desc(), Attempt.id.desc())
    entry = sa.and_(Entry.contest_id == contest_id, Entry.person_id == Attempt.person_id)
    return (
        sa.select(
            Attempt.person_id,
            Attempt.unit_id,
            Attempt.score,
            sa.case((sa.and_(Attempt.score >= Attempt.max_score, Attempt.max_score > 0), 1), else_=0).label("is_full"),
            sa.func.row_number().over(partition_by=Attempt.person_id, order_by=latest).label("nth"),
        )
        .join(Round, Round.id == Attempt.round_id)
        .outerjoin(Entry, entry)
        .where(Round.contest_id == contest_id, ~Round.is_practice, Round.cancelled_at.is_(None))
        .where(Round.opens_at < week.end, ~Attempt.is_practice, Attempt.score.is_not(None))
        .where(Attempt.closed_at > week.start, Attempt.submitted_at > week.start, Attempt.submitted_at <= week.end)
        .where(Entry.person_id.is_(None) | (Entry.is_ranked & ~Entry.is_disqualified))
    )


def by_position(figures: Mapping[int, Figures]) -> dict[int, Figures]:
    """The same by the positions of today's forest; a unit that went up in another one counts for that one."""
    query = sa.select(OrgUnit.id, OrgUnit.position, OrgUnit.merged_into_id)
    places: dict[int | None, tuple[int, int | None]] = {row[0]: (row[1], row[2]) for row in db.session.execute(query)}
    found: dict[int, Figures] = {}
    for unit_id, own in figures.items():
        place = places.get(unit_id)
        while place and place[1] is not None:
            place = places[place[1]]
        if place:
            found[place[0]] = found.get(place[0], NOTHING) + own
    return found


def within(figures: Mapping[int, Figures], first: int, last: int) -> Figures:
    """The sum over a subtree."""
    return sum((own for position, own in figures.items() if first <= position <= last), NOTHING)
