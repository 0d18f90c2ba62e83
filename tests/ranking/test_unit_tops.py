"""The best scores of subtrees, against sorting every subtree by itself."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from quiz.ranking.unit_tops import Top, best_of, subtree_tops


def random_tree(rng: random.Random, size: int) -> list[tuple[int, int]]:
    """First and last positions of a random forest in depth-first order."""
    parents = [rng.choice([-1, *range(max(0, n - 4), n)]) if n else -1 for n in range(size)]
    children: dict[int, list[int]] = {}
    for node, parent in enumerate(parents):
        children.setdefault(parent, []).append(node)
    spans: list[tuple[int, int]] = []

    def walk(node: int) -> int:
        here = len(spans)
        spans.append((here, here))
        last = here
        for child in children.get(node, []):
            last = walk(child)
        spans[here] = (here, last)
        return last

    for root in children[-1]:
        walk(root)
    return spans


@pytest.mark.parametrize("seed", range(30))
def test_each_unit_has_the_best_of_its_whole_subtree(seed: int) -> None:
    rng = random.Random(seed)
    spans, limit = random_tree(rng, rng.randint(1, 60)), rng.randint(1, 12)
    scores = {first: [rng.randrange(0, 1050, 50) for _ in range(rng.randrange(8))] for first, _last in spans}
    leaves = {first: best_of(list(Counter(own).items()), limit) for first, own in scores.items()}
    expected = {}
    for first, last in spans:
        best = sorted((score for at, own in scores.items() if first <= at <= last for score in own), reverse=True)
        expected[first] = Top(sum(best[:limit]), len(best[:limit]))
    assert subtree_tops(spans, leaves, limit) == expected


def test_people_of_one_score_are_cut_at_the_limit_and_no_limit_lets_nobody_in() -> None:
    assert best_of([(500, 3), (900, 1), (500, 4)], 5) == [(900, 1), (500, 4)]
    assert best_of([(500, 3)], 0) == []
    assert best_of([], 5) == []


def test_an_empty_tree_has_no_tops() -> None:
    assert subtree_tops([], {}, 5) == {}
