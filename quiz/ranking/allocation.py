"""Who gets which prize, from ranks alone. Plain Python: no clock, no database."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from quiz.contests.awards import Prize
from quiz.contests.groups import Division
from quiz.contests.rules import ContestRules
from quiz.ranking.rules import places


class Contender(NamedTuple):
    """A person who has a place: the sort key and the unit's position in the tree."""

    person_id: int
    sort_key: bytes
    unit_position: int


@dataclass(frozen=True)
class Winner:
    """A person with a prize: rank in the division (else in the round), grade from 0, the highest.

    `is_tied`: others share the rank, and one of them has another grade or none by the plan; the board has a say.
    """

    person_id: int
    unit_position: int
    division: str
    rank: int
    grade: int
    prize: Prize
    is_tied: bool = False

    @property
    def points(self) -> int:
        """What the prize brings the unit."""
        return self.prize.points


@dataclass(frozen=True)
class Grade:
    """A grade of prizes: how many are to be given, and who gets one."""

    prize: Prize
    planned: int
    winners: tuple[Winner, ...]

    @property
    def is_exceeded(self) -> bool:
        """Whether a shared rank brings more winners than planned."""
        return len(self.winners) > self.planned


def planned(prizes: Sequence[Prize], people: int, most_percent: int | None) -> list[int]:
    """How many prizes of each grade there are to give, the highest grade first.

    With `most_percent` no more than that share of the people (rounded down) get one: the lowest grades are cut first.
    """
    counts = [prize.count for prize in prizes]
    if most_percent is None:
        return counts
    limit = people * most_percent // 100
    return [max(0, min(count, limit - before)) for count, before in zip(counts, accumulate([0, *counts]), strict=False)]


def grades_of(ranks: Iterable[int], counts: Sequence[int]) -> list[int | None]:
    """The grade (from 0, the highest) that each rank brings, None for no prize.

    Grades follow ranks as they are written down, with ties as 1, 2, 2, 4: with prizes 1-2-5, rank 1 gets the first,
    ranks 2 and 3 the second, ranks 4 to 8 the third. People who share a rank get the same grade, so that more prizes of
    a grade may be given than planned, and fewer of the next: that is for the board to look at.
    """
    last_ranks = list(accumulate(counts))
    found = [bisect_left(last_ranks, rank) for rank in ranks]
    return [grade if grade < len(counts) else None for grade in found]


def award(front: Sequence[Contender], prizes: Sequence[Prize], counts: Sequence[int], division: str) -> list[Grade]:
    """The grades with their winners; `front` holds the best in order, all of those who share a rank with a winner."""
    keys = [contender.sort_key for contender in front]
    ranks = places(keys, 1, 0)
    shared = grades_of(ranks, counts)
    alone = grades_of(range(1, len(front) + 1), counts)
    torn = {key for key, grade, other in zip(keys, shared, alone, strict=True) if grade != other}
    winners: list[list[Winner]] = [[] for _ in prizes]
    for contender, rank, grade in zip(front, ranks, shared, strict=True):
        if grade is not None:
            is_tied = contender.sort_key in torn
            winner = Winner(contender.person_id, contender.unit_position, division, rank, grade, prizes[grade], is_tied)
            winners[grade].append(winner)
    return [Grade(*row) for row in zip(prizes, counts, map(tuple, winners), strict=True)]


def prize_lists(rules: ContestRules, *, is_total: bool) -> list[tuple[Division | None, Sequence[Prize]]]:
    """The prizes of each division, its own or else the contest's; without divisions those of all."""
    prizes = rules.prizes
    common = prizes.total if is_total else prizes.each_round
    if not rules.divisions:
        return [(None, common)]
    return [(one, (one.total if is_total else one.each_round) or common) for one in rules.divisions]
