"""The best scores of whole subtrees, for all units at once. Plain Python.

From the leaves up, each unit hands its own best on to the unit above, never more of them than are asked for: the work
grows with the units, not with the people below each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

Scores = list[tuple[int, int]]
"""Pairs of a score and how many people have it, the highest first."""


class Top(NamedTuple):
    """The sum of the best scores of a unit, and how many they are."""

    top_sum: int = 0
    top_count: int = 0


def best_of(scores: Sequence[tuple[int, ...]], limit: int) -> Scores:
    """The best `limit` people of pairs that stand in any order, scores that occur more than once brought together."""
    kept: Scores = []
    left = limit
    for score, same in groupby(sorted(scores, reverse=True), key=itemgetter(0)):
        count = min(left, sum(pair[1] for pair in same))
        if count <= 0:
            break
        kept.append((score, count))
        left -= count
    return kept


def subtree_tops(spans: Sequence[tuple[int, int]], leaves: Mapping[int, Scores], limit: int) -> dict[int, Top]:
    """For each unit, by its position: the top of its subtree.

    `spans` are first and last position of every unit in depth-first order, `leaves` the best of the people who belong
    to the unit itself, by position.
    """
    tops: dict[int, Top] = {}
    path: list[tuple[int, int, Scores]] = []
    for first, last in spans:
        _close(path, first, tops, limit)
        path.append((first, last, list(leaves.get(first, ()))))
    _close(path, None, tops, limit)
    return tops


def _close(path: list[tuple[int, int, Scores]], upto: int | None, tops: dict[int, Top], limit: int) -> None:
    """Leave the units of the path whose subtree ends before `upto` (None: all), each handing its best on."""
    while path and (upto is None or path[-1][1] < upto):
        first, _last, scores = path.pop()
        best = best_of(scores, limit)
        tops[first] = Top(sum(score * count for score, count in best), sum(count for _score, count in best))
        if path:
            path[-1][2].extend(best)
