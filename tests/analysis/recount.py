"""Figures counted anew from the bare tables, one attempt after the other, with the formulas of the language's library.

Nothing in here imports the product's figures, tallies or grading.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass, field

import sqlalchemy as sa

from quiz.core.db import db


@dataclass
class Sat:
    """One attempt: the answer and the gain by revision."""

    person_id: int
    number: int
    answers: dict[int, int]
    gains: dict[int, float]

    @property
    def total(self) -> float:
        """The score in points."""
        return sum(self.gains.values())


@dataclass
class Counted:
    """What was counted of one item: marks and scores on the rest as shares, the answers."""

    marks: list[float] = field(default_factory=list)
    rests: list[float] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    @property
    def facility(self) -> float:
        """The mean mark."""
        return statistics.fmean(self.marks)

    @property
    def index(self) -> float | None:
        """The correlation with the rest, in percent."""
        if len(set(self.marks)) < 2 or len(set(self.rests)) < 2:
            return None
        return 100 * statistics.correlation(self.marks, self.rests)

    @property
    def efficiency(self) -> float | None:
        """The covariance beside the best there could be, in percent."""
        if len(set(self.marks)) < 2 or len(set(self.rests)) < 2:
            return None
        best = statistics.covariance(sorted(self.marks), sorted(self.rests))
        return 100 * statistics.covariance(self.marks, self.rests) / best


def newest_keys() -> dict[int, tuple[int, float]]:
    """Mask and marks in points of every revision, the newest version."""
    rows = db.session.execute(sa.text("select revision_id, mask, marks from item_keys order by revision_id, version"))
    return {revision: (mask, marks / 100) for revision, mask, marks in rows}


def closed_attempts(round_id: int, until_ms: int | None = None) -> list[Sat]:
    """Every closed attempt of a round that is no practice, closed by `until_ms` if that is given."""
    keys = newest_keys()
    rows = db.session.execute(
        sa.text("select person_id, number, paper, answers, closed_at, is_practice from attempts where round_id = :id"),
        {"id": round_id},
    )
    found = []
    for person_id, number, paper, answers, closed_at, is_practice in rows:
        if is_practice or closed_at is None or (until_ms is not None and closed_at > until_ms):
            continue
        revisions = [int(word.split(":")[0]) for word in paper.split(" ")]
        given = dict(zip(revisions, bytes(answers), strict=True))
        gains = {one: keys[one][1] if given[one] == keys[one][0] else 0.0 for one in revisions}
        found.append(Sat(person_id, number, given, gains))
    db.session.rollback()
    return sorted(found, key=lambda sat: (sat.person_id, sat.number))


def firsts(attempts: list[Sat]) -> list[Sat]:
    """Of each person the attempt with the lowest number."""
    seen: set[int] = set()
    return [sat for sat in attempts if not (sat.person_id in seen or seen.add(sat.person_id))]  # type: ignore[func-returns-value]


def by_item(attempts: list[Sat]) -> dict[int, Counted]:
    """What was counted of each revision that was answered."""
    keys = newest_keys()
    found: dict[int, Counted] = defaultdict(Counted)
    for sat in attempts:
        highest = sum(keys[one][1] for one in sat.gains)
        for revision, gain in sat.gains.items():
            worth = keys[revision][1]
            found[revision].marks.append(gain / worth)
            found[revision].rests.append((sat.total - gain) / (highest - worth))
            found[revision].answers.append(sat.answers[revision])
    return found
