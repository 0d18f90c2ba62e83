"""Random papers, keys, answers and rule sets: score and rank are those of the independent scorer, in every case."""

from __future__ import annotations

from typing import Any

import pytest

from quiz.contests.loading import read_draft
from quiz.contests.writing import to_mapping
from tests.rule_sets.plain_product import play
from tests.rule_sets.random_cases import Case, case
from tests.rule_sets.scorer import score_contest
from tests.rule_sets.unit_scorer import score_units

Json = dict[str, Any]
FAST, NIGHTLY = 500, 10_000
FIRST, PARTS = 1_000_000, 8
"""The nightly cases are others than the fast ones, in parts that run beside each other."""


def scored(one: Case) -> Json:
    """What the scorer makes of a case, in the form of `play`."""
    places = score_contest(one.file, one.dump)
    units = score_units(one.file, places)
    return {
        name: {
            "people": {row["person"]: (row["score"], row["rank"], row["prediction"]) for row in place["people"]},
            "prizes": {row["person"]: row["prize"] for row in place["people"] if row.get("prize") is not None},
            "units": {unit["code"]: unit["rank"] for unit in units[name]},
        }
        for name, place in places.items()
    }


def differing(seeds: range) -> list[int]:
    """The seeds of the cases in which product and scorer differ."""
    return [seed for seed in seeds if play(case(seed)) != scored(case(seed))]


def test_five_hundred_cases_are_scored_and_ranked_alike() -> None:
    assert differing(range(FAST)) == []


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_cases_are_scored_and_ranked_alike(part: int) -> None:
    assert differing(range(FIRST + part, FIRST + NIGHTLY, PARTS)) == []


def test_random_rule_sets_are_such_as_a_file_may_state() -> None:
    for seed in range(0, FAST, 10):
        draft = case(seed).draft
        assert read_draft(to_mapping(draft)) == draft


def test_the_cases_are_worth_looking_at() -> None:
    """Most have ties, some have full scores only, all meanings and criteria occur, people share prizes."""
    cases = [case(seed) for seed in range(FAST)]
    results = [scored(one) for one in cases]
    shared = [
        len(ranks) != len(set(ranks))
        for result in results
        for place in result.values()
        if (ranks := [rank for _score, rank, _error in place["people"].values() if rank is not None])
    ]
    assert sum(shared) > len(shared) / 4
    assert sum(bool(place["prizes"]) for result in results for place in result.values()) > FAST / 4
    orders = {criterion for one in cases for criterion in one.draft.rules.tie_break}
    units = {criterion for one in cases for criterion in one.draft.rules.unit_order}
    assert (len(orders), len(units)) == (9, 9)
    assert sum(one.draft.rules.full_scores_only for one in cases) > 50
