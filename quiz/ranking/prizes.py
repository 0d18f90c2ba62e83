"""Who gets which prize, from ranks alone. Plain Python: no clock, no database."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from quiz.contests.awards import Prize


def planned(prizes: Sequence[Prize], people: int, most_percent: int | None) -> list[int]:
    """How many prizes of each grade there are to give, the highest grade first.

    With `most_percent` no more than that share of the people (rounded down) get one: the lowest grades are cut first.
    """
    counts = [prize.count for prize in prizes]
    if most_percent is None:
        return counts
    limit = people * most_percent // 100
    return [max(0, min(count, limit - before)) for count, before in zip(counts, accumulate([0, *counts]), strict=False)]


def allocate(ranks: Sequence[int], counts: Sequence[int]) -> list[int | None]:
    """The grade (from 0, the highest) that each rank brings, None for no prize.

    Grades follow ranks as they are written down, with ties as 1, 2, 2, 4: with prizes 1-2-5, rank 1 gets the first,
    ranks 2 and 3 the second, ranks 4 to 8 the third. People who share a rank get the same grade, so that more prizes of
    a grade may be given than planned, and fewer of the next: that is for the board to look at.
    """
    last_ranks = list(accumulate(counts))
    grades = [bisect_left(last_ranks, rank) for rank in ranks]
    return [grade if grade < len(counts) else None for grade in grades]
