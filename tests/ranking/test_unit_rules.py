"""The rules of the places of units."""

from __future__ import annotations

import pytest

from quiz.contests.unit_scheme import UnitCriterion
from quiz.ranking.unit_rules import UnitValues, unit_ranks


def unit(people: int, score_sum: int = 0, headcount: int | None = None, **values: int) -> UnitValues:
    """A unit with as many attempts as people."""
    return UnitValues(people, values.get("attempts", people), headcount, score_sum, values.get("full_scores", 0))


def test_units_that_are_equal_are_parted_by_mean_score_then_full_scores_else_share_the_rank() -> None:
    units = [
        unit(5, 2500),
        unit(5, 3000, full_scores=1),
        unit(5, 3000, full_scores=2),
        unit(5, 3000, full_scores=1),
        unit(9, 100),
    ]
    assert unit_ranks(units, [UnitCriterion.PEOPLE]) == [5, 3, 2, 3, 1]


def test_the_rate_is_uncapped_and_a_unit_without_a_head_count_comes_last() -> None:
    units = [unit(90, headcount=None), unit(12, headcount=10), unit(5, headcount=10), unit(0, headcount=10)]
    assert [one.rate for one in units] == [None, 1.2, 0.5, 0.0]
    assert unit_ranks(units, [UnitCriterion.RATE]) == [4, 1, 2, 3]


def test_a_unit_with_nobody_has_no_mean_and_comes_after_one_with_the_mean_zero() -> None:
    nobody, zero = unit(0), unit(3, 0)
    assert nobody.mean_score is None
    assert unit_ranks([nobody, zero], [UnitCriterion.MEAN_SCORE]) == [2, 1]


@pytest.mark.parametrize("criterion", UnitCriterion)
def test_more_is_better_in_every_criterion_of_units(criterion: UnitCriterion) -> None:
    less = UnitValues(people=10, attempts=10, headcount=100, score_sum=5000, full_scores=1)
    more = UnitValues(people=20, attempts=30, headcount=100, score_sum=20_000, full_scores=9)
    assert unit_ranks([less, more], [criterion]) == [2, 1]
