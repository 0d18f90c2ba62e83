"""The rules of places: keys, shared ranks, what decides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.contests.rules import Criterion
from quiz.ranking.outcomes import WORST, Outcome
from quiz.ranking.rules import ENCODINGS, UNPLACED, deciding_criterion, places, sort_key, width_before
from tests.ranking.values import MOMENT, orders, outcome, outcomes, plain_tuple

ORDER = (Criterion.SCORE, Criterion.DURATION, Criterion.SUBMITTED_AT, Criterion.STARTED_AT)
MORE_IS_BETTER = {Criterion.SCORE, Criterion.FULL_SCORE_ATTEMPTS}


@given(st.lists(outcomes, min_size=2, max_size=30), orders)
def test_keys_sort_exactly_as_the_printed_list_does(many: list[Outcome], order: tuple[Criterion, ...]) -> None:
    by_key = sorted(range(len(many)), key=lambda index: (sort_key(many[index], order), index))
    by_list = sorted(range(len(many)), key=lambda index: (plain_tuple(many[index], order), index))
    assert by_key == by_list


@given(outcomes, outcomes, orders)
def test_equal_keys_mean_equal_values_in_every_criterion(
    one: Outcome, other: Outcome, order: tuple[Criterion, ...]
) -> None:
    assert (sort_key(one, order) == sort_key(other, order)) == (plain_tuple(one, order) == plain_tuple(other, order))


@given(outcomes, orders)
def test_all_keys_of_one_order_are_equally_long(one: Outcome, order: tuple[Criterion, ...]) -> None:
    assert len(sort_key(one, order)) == 1 + sum(ENCODINGS[criterion].width for criterion in order)


@given(outcomes, outcomes, orders)
def test_the_part_before_a_criterion_is_equal_where_the_two_are_equal_so_far(
    one: Outcome, other: Outcome, order: tuple[Criterion, ...]
) -> None:
    width, before = width_before(order, order[-1]), order[:-1]
    is_equal = sort_key(one, order)[:width] == sort_key(other, order)[:width]
    assert is_equal == (plain_tuple(one, before) == plain_tuple(other, before))


@given(outcomes, outcomes, orders)
def test_whoever_has_no_place_stands_behind_all_who_have(
    one: Outcome, other: Outcome, order: tuple[Criterion, ...]
) -> None:
    placed, not_placed = replace(one, is_placed=True), replace(other, is_placed=False)
    assert sort_key(placed, order) < UNPLACED <= sort_key(not_placed, order)


def test_every_criterion_of_the_contests_room_has_an_encoding() -> None:
    assert set(ENCODINGS) == set(Criterion)


@pytest.mark.parametrize("criterion", Criterion)
def test_a_value_beyond_its_range_counts_as_the_end_of_the_range(criterion: Criterion) -> None:
    names = ("score", "duration_ms", "submitted_ms", "started_ms", "attempts", "full_attempts", "board_place")
    names = (*names, "prediction_error", "lot")
    low, none, high = (outcome(**dict.fromkeys(names, value)) for value in (-5, 0, 2**70))
    end = high if criterion is Criterion.BOARD else low  # whom the board gave no place stands behind all it placed
    assert sort_key(end, [criterion]) == sort_key(none, [criterion])
    assert set(sort_key(high, [criterion])[1:]) == ({0} if criterion in MORE_IS_BETTER else {255})


def test_one_millisecond_decides() -> None:
    assert sort_key(outcome(duration_ms=60_000), ORDER) < sort_key(outcome(duration_ms=60_001), ORDER)


def test_twenty_rounds_without_a_prediction_are_worse_than_nineteen() -> None:
    nineteen, twenty = (outcome(prediction_error=WORST * rounds) for rounds in (19, 20))
    assert sort_key(nineteen, [Criterion.PREDICTION]) < sort_key(twenty, [Criterion.PREDICTION])


@pytest.mark.parametrize(
    ("criterion", "better", "worse"),
    [
        (Criterion.PREDICTION, {"prediction_error": 0}, {"prediction_error": 1}),
        (Criterion.ATTEMPTS, {"attempts": 1}, {"attempts": 2}),
        (Criterion.FULL_SCORE_ATTEMPTS, {"full_attempts": 2}, {"full_attempts": 1}),
        (Criterion.LOTS, {"lot": 7}, {"lot": 2**48 - 1}),
        (Criterion.BOARD, {"board_place": 1}, {"board_place": 2}),
    ],
)
def test_each_criterion_puts_the_right_one_above(
    criterion: Criterion, better: dict[str, int], worse: dict[str, int]
) -> None:
    assert sort_key(outcome(**better), [criterion]) < sort_key(outcome(**worse), [criterion])


def test_what_is_not_known_yet_is_the_same_for_all() -> None:
    order = (Criterion.PREDICTION, Criterion.LOTS, Criterion.BOARD)
    near, far = outcome(prediction_value=5), outcome(prediction_value=9_000_000)
    assert sort_key(near, order) == sort_key(far, order)


def test_those_who_are_equal_share_a_rank_and_the_next_ones_are_counted_on() -> None:
    assert places([b"a", b"b", b"b", b"c"], 1, 0) == [1, 2, 2, 4]


def test_a_page_goes_on_where_the_list_stands() -> None:
    assert places([b"b", b"b", b"c"], 49, 50) == [49, 49, 53]


@given(st.lists(st.binary(min_size=1, max_size=1), max_size=40), st.integers(0, 40))
def test_ranks_of_a_page_are_those_of_the_whole_list(keys: list[bytes], start: int) -> None:
    keys = sorted(keys)
    page = keys[start:]
    expected = [1 + sum(other < key for other in keys) for key in page]
    assert places(page, expected[0] if expected else 1, min(start, len(keys))) == expected


def test_the_first_difference_of_the_list_decides() -> None:
    mine, theirs = outcome(duration_ms=61_000, submitted_ms=MOMENT), outcome(duration_ms=60_000)
    assert deciding_criterion(mine, theirs, ORDER) is Criterion.DURATION
    assert deciding_criterion(mine, theirs, (Criterion.SUBMITTED_AT, Criterion.DURATION)) is Criterion.SUBMITTED_AT
    assert deciding_criterion(mine, theirs, (Criterion.SCORE,)) is None
