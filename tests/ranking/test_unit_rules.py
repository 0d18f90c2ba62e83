"""The rules of the places of units."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from quiz.contests.unit_scheme import Band, Quota, Scale, UnitCriterion, UnitScheme, Weight
from quiz.ranking.unit_rules import UnitValues, Unranked, asked_of, band_of, place_units

PLAIN = UnitScheme()


def unit(people: int, score_sum: int = 0, headcount: int | None = None, **values: Any) -> UnitValues:
    """A unit with as many attempts as people."""
    attempts, full_scores = values.pop("attempts", people), values.pop("full_scores", 0)
    return UnitValues(people, attempts, headcount, score_sum, full_scores, **values)


def ranks(units: list[UnitValues], *order: UnitCriterion, scheme: UnitScheme = PLAIN) -> list[int | None]:
    """The rank of each unit."""
    return [place.rank for place in place_units(units, order, scheme)]


def points(units: list[UnitValues], *weights: Weight, **scheme: Any) -> list[Fraction | None]:
    """The points of each unit."""
    places = place_units(units, [UnitCriterion.POINTS], UnitScheme(weights=weights, **scheme))
    return [place.points for place in places]


def test_units_that_are_equal_are_parted_by_mean_score_then_full_scores_else_share_the_rank() -> None:
    units = [
        unit(5, 2500),
        unit(5, 3000, full_scores=1),
        unit(5, 3000, full_scores=2),
        unit(5, 3000, full_scores=1),
        unit(9, 100),
    ]
    assert ranks(units, UnitCriterion.PEOPLE) == [5, 3, 2, 3, 1]


def test_a_unit_without_a_head_count_has_no_rate_and_comes_last_in_it() -> None:
    units = [unit(90, headcount=None), unit(12, headcount=20), unit(5, headcount=10), unit(0, headcount=10)]
    assert [one.rate for one in units] == [None, Fraction(3, 5), Fraction(1, 2), 0]
    assert ranks(units, UnitCriterion.RATE) == [4, 1, 2, 3]


def test_the_rate_is_shown_uncapped_and_ranks_capped_where_the_scheme_says_so() -> None:
    over, all_of_them = unit(15, 10, headcount=10), unit(10, 10_000, headcount=10)
    assert over.rate == Fraction(3, 2)
    assert ranks([over, all_of_them], UnitCriterion.RATE) == [2, 1], "equal at 100 %, the mean decides"
    assert ranks([over, all_of_them], UnitCriterion.RATE, scheme=UnitScheme(rate_cap_percent=None)) == [1, 2]
    half = UnitScheme(rate_cap_percent=50)
    assert ranks([unit(5, headcount=10), unit(9, headcount=10)], UnitCriterion.RATE, scheme=half) == [1, 1]


def test_rates_that_differ_by_less_than_a_float_can_tell_still_differ() -> None:
    big = 10**17
    almost, full = unit(big - 1, headcount=big), unit(big, headcount=big)
    assert float(almost.rate or 0) == float(full.rate or 0)
    assert ranks([almost, full], UnitCriterion.RATE) == [2, 1]


def test_a_unit_with_nobody_has_no_mean_and_comes_after_one_with_the_mean_zero() -> None:
    nobody, zero = unit(0), unit(3, 0)
    assert (nobody.mean_score, nobody.top_mean) == (None, None)
    assert ranks([nobody, zero], UnitCriterion.MEAN_SCORE) == [2, 1]


@pytest.mark.parametrize("criterion", UnitCriterion)
def test_more_is_better_in_every_criterion_of_units(criterion: UnitCriterion) -> None:
    less = UnitValues(10, 10, 100, 5000, 1, top_sum=5000, top_count=10, prize_points=1, asked=100)
    more = UnitValues(20, 30, 100, 20_000, 9, top_sum=9000, top_count=10, prize_points=8, asked=100)
    scheme = UnitScheme(weights=(Weight(UnitCriterion.PEOPLE, 1000),))
    assert ranks([less, more], criterion, scheme=scheme) == [2, 1]


def test_the_published_example_of_rate_in_percent_plus_points_of_prizes() -> None:
    weights = (Weight(UnitCriterion.RATE, 1000), Weight(UnitCriterion.PRIZE_POINTS, 1000))
    units = [unit(30, headcount=40, prize_points=18), unit(40, headcount=50), unit(70, headcount=50, prize_points=6)]
    assert points(units, *weights) == [Fraction(93), Fraction(80), Fraction(106)]


def test_scores_enter_the_sum_in_points_and_shares_in_percent() -> None:
    one = unit(3, 2000, headcount=9, attempts=7, full_scores=2, top_sum=1700, top_count=2, asked=21)
    expected = {
        UnitCriterion.PEOPLE: Fraction(3),
        UnitCriterion.ATTEMPTS: Fraction(7),
        UnitCriterion.RATE: Fraction(100, 3),
        UnitCriterion.MEAN_SCORE: Fraction(20, 3),
        UnitCriterion.TOP_MEAN: Fraction(17, 2),
        UnitCriterion.FULL_SCORES: Fraction(2),
        UnitCriterion.PRIZE_POINTS: Fraction(0),
        UnitCriterion.QUOTA: Fraction(100, 3),
    }
    found = {name: points([one], Weight(name, 500))[0] for name in expected}
    assert found == {name: value / 2 for name, value in expected.items()}


def test_against_the_best_the_best_has_a_hundred_and_nobody_is_divided_by_nothing() -> None:
    weight = Weight(UnitCriterion.PEOPLE, 500, Scale.BEST)
    assert points([unit(20), unit(80), unit(0)], weight) == [Fraction(25, 2), Fraction(50), 0]
    assert points([unit(0), unit(0)], weight) == [0, 0]


def test_a_unit_without_a_rank_sets_no_measure_for_the_others() -> None:
    weight = Weight(UnitCriterion.RATE, 1000, Scale.BEST)
    tiny, ordinary = unit(3, headcount=3), unit(50, headcount=100)
    assert points([tiny, ordinary], weight, min_headcount=10)[1] == 100


def test_what_is_not_known_adds_nothing_to_the_sum_and_the_lines_add_up() -> None:
    weights = (Weight(UnitCriterion.RATE, 1000), Weight(UnitCriterion.PEOPLE, 2000), Weight(UnitCriterion.QUOTA, 1000))
    place = place_units([unit(7)], [UnitCriterion.POINTS], UnitScheme(weights=weights))[0]
    assert [part.points for part in place.parts] == [0, 14, 0]
    assert [part.value for part in place.parts] == [None, 7, None]
    assert place.points == sum(part.points for part in place.parts)


def test_without_weights_there_are_no_points() -> None:
    assert place_units([unit(7)], [UnitCriterion.PEOPLE], PLAIN)[0].points is None


def test_bands_rank_apart_and_the_first_that_fits_holds() -> None:
    bands = (
        Band("XA", "Khối xã", kinds=("commune",)),
        Band("NHO", "Dưới 100 người", max_headcount=99),
        Band("RIENG", "Được nêu tên", units=("S1",)),
    )
    scheme = UnitScheme(bands=bands)
    units = [
        unit(5, code="X1", kind="commune", headcount=20),
        unit(9, code="X2", kind="commune"),
        unit(1, code="T1", kind="school", headcount=99),
        unit(2, code="S1", kind="school", headcount=100),
        unit(90, code="S2", kind="school"),
    ]
    places = place_units(units, [UnitCriterion.PEOPLE], scheme)
    assert [place.band.code if place.band else None for place in places] == ["XA", "XA", "NHO", "RIENG", None]
    assert [place.rank for place in places] == [2, 1, 1, 1, None]
    assert places[4].reason is Unranked.NO_BAND


@pytest.mark.parametrize(("headcount", "fits"), [(9, False), (10, True), (20, True), (21, False), (None, False)])
def test_the_bounds_of_a_band_are_included_and_an_unknown_head_count_fits_none(
    headcount: int | None, fits: bool
) -> None:
    scheme = UnitScheme(bands=(Band("B", "Từ 10 đến 20", min_headcount=10, max_headcount=20),))
    assert (band_of(unit(1, headcount=headcount), scheme) is not None) == fits


def test_units_below_the_least_head_count_and_those_without_one_have_no_rank() -> None:
    units = [unit(9, headcount=9), unit(9), unit(1, headcount=10)]
    places = place_units(units, [UnitCriterion.PEOPLE], UnitScheme(min_headcount=10))
    assert [(place.rank, place.reason) for place in places] == [
        (None, Unranked.TOO_SMALL),
        (None, Unranked.NO_HEADCOUNT),
        (1, None),
    ]
    assert ranks([unit(9)], UnitCriterion.PEOPLE) == [1], "without a least head count everybody ranks"


def test_a_quota_is_met_at_most_wholly_and_without_one_there_is_no_share() -> None:
    assert [unit(1, attempts=n, asked=20).quota for n in (0, 5, 20, 60)] == [0, Fraction(1, 4), 1, 1]
    assert unit(1, attempts=5).quota is None


def test_the_first_quota_that_fits_holds_for_round_and_total() -> None:
    small = Quota(each_round=20, total=80, max_headcount=100)
    scheme = UnitScheme(quotas=(small, Quota(each_round=50)))
    asked = [asked_of("A", "commune", count, scheme, in_total=total) for count in (100, 101) for total in (False, True)]
    assert asked == [20, 80, 50, None]
    assert asked_of("A", "commune", 5, PLAIN, in_total=False) is None
