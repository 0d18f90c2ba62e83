"""The rules of places: keys, the counted attempt, totals, shared ranks, the order of units."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.contests.rules import Counted, Criterion
from quiz.ranking.rules import (
    ENCODINGS,
    ClosedAttempt,
    Outcome,
    counted_attempt,
    deciding_criterion,
    places,
    round_outcome,
    sort_key,
    total_outcome,
)

MOMENT = 1_772_413_200_000
ORDER = (Criterion.SCORE, Criterion.DURATION, Criterion.SUBMITTED_AT, Criterion.STARTED_AT)
moments = st.integers(MOMENT, MOMENT + 3) | st.integers(0, 2**44)
attempts = st.builds(
    ClosedAttempt,
    id=st.integers(1, 2**53),
    number=st.integers(1, 9),
    unit_id=st.integers(1, 5),
    score=st.integers(0, 3) | st.integers(0, 10_000_000),
    max_score=st.integers(0, 3),
    duration_ms=st.integers(0, 3) | st.integers(0, 10**9),
    submitted_ms=moments,
    started_ms=moments,
)
orders = st.permutations(list(Criterion)).flatmap(
    lambda names: st.integers(1, len(names)).map(lambda length: tuple(names[:length]))
)


def attempt(**values: int) -> ClosedAttempt:
    """An attempt with ordinary values."""
    plain = ClosedAttempt(1, 1, 1, 500, 1000, 60_000, MOMENT + 60_000, MOMENT)
    return replace(plain, **values)


def outcome(**values: int) -> Outcome:
    """An outcome of round 1 with ordinary values."""
    plain = Outcome(1, 1, 1, 1, 0, 500, 1000, 60_000, MOMENT + 60_000, MOMENT)
    return replace(plain, **values)


def plain_tuple(one: ClosedAttempt, order: tuple[Criterion, ...]) -> tuple[int, ...]:
    """What the sort key must be equivalent to, said in the simplest way."""
    values = {
        Criterion.SCORE: -one.score,
        Criterion.DURATION: one.duration_ms,
        Criterion.SUBMITTED_AT: one.submitted_ms,
        Criterion.STARTED_AT: one.started_ms,
    }
    return tuple(values[criterion] for criterion in order)


@given(st.lists(attempts, min_size=2, max_size=30), orders)
def test_keys_sort_exactly_as_the_printed_list_does(many: list[ClosedAttempt], order: tuple[Criterion, ...]) -> None:
    by_key = sorted(range(len(many)), key=lambda index: (sort_key(many[index], order), index))
    by_list = sorted(range(len(many)), key=lambda index: (plain_tuple(many[index], order), index))
    assert by_key == by_list


@given(attempts, attempts, orders)
def test_equal_keys_mean_equal_values_in_every_criterion(
    one: ClosedAttempt, other: ClosedAttempt, order: tuple[Criterion, ...]
) -> None:
    assert (sort_key(one, order) == sort_key(other, order)) == (plain_tuple(one, order) == plain_tuple(other, order))


@given(attempts, orders)
def test_all_keys_of_one_order_are_equally_long(one: ClosedAttempt, order: tuple[Criterion, ...]) -> None:
    assert len(sort_key(one, order)) == sum(ENCODINGS[criterion].width for criterion in order)


def test_every_criterion_of_the_contests_room_has_an_encoding() -> None:
    assert set(ENCODINGS) == set(Criterion)


@pytest.mark.parametrize("criterion", Criterion)
def test_a_value_beyond_its_range_counts_as_the_end_of_the_range(criterion: Criterion) -> None:
    low = attempt(score=-5, duration_ms=-5, submitted_ms=-5, started_ms=-5)
    none = attempt(score=0, duration_ms=0, submitted_ms=0, started_ms=0)
    huge = 2**60
    high = attempt(score=huge, duration_ms=huge, submitted_ms=huge, started_ms=huge)
    assert sort_key(low, [criterion]) == sort_key(none, [criterion])
    assert set(sort_key(high, [criterion])) == ({0} if criterion is Criterion.SCORE else {255})


def test_one_millisecond_decides() -> None:
    faster, slower = attempt(duration_ms=60_000), attempt(duration_ms=60_001)
    assert sort_key(faster, ORDER) < sort_key(slower, ORDER)


THREE = [
    attempt(id=11, number=1, score=700, duration_ms=90_000),
    attempt(id=12, number=2, score=900, duration_ms=80_000),
    attempt(id=13, number=3, score=800, duration_ms=10_000),
]


@pytest.mark.parametrize(("counted", "expected"), [(Counted.BEST, 12), (Counted.FIRST, 11), (Counted.LAST, 13)])
def test_best_first_or_last_counts_whatever_the_order_of_reading(counted: Counted, expected: int) -> None:
    assert counted_attempt(THREE, counted, ORDER).id == expected
    assert counted_attempt(THREE[::-1], counted, ORDER).id == expected


def test_of_equally_good_attempts_the_one_submitted_first_counts_then_the_lower_number() -> None:
    order = (Criterion.SCORE,)
    later, earlier = attempt(id=1, number=1, submitted_ms=MOMENT + 9), attempt(id=2, number=2, submitted_ms=MOMENT)
    assert counted_attempt([later, earlier], Counted.BEST, order).id == 2
    twin = replace(earlier, id=3, number=3)
    assert counted_attempt([twin, earlier], Counted.BEST, order).id == 2


@given(st.lists(attempts, min_size=1, max_size=8, unique_by=lambda one: one.number), orders)
def test_no_attempt_is_better_than_the_best(many: list[ClosedAttempt], order: tuple[Criterion, ...]) -> None:
    best = plain_tuple(counted_attempt(many, Counted.BEST, order), order)
    assert all(best <= plain_tuple(one, order) for one in many)


def test_a_round_counts_all_attempts_but_one_score() -> None:
    reached = round_outcome(3, THREE, Counted.BEST, ORDER)
    assert (reached.round_number, reached.attempts, reached.attempt_id, reached.score) == (3, 3, 12, 900)
    assert reached.full_scores == 0


def test_the_unit_of_a_round_is_that_of_the_first_attempt() -> None:
    moved = [attempt(number=2, unit_id=8, score=900), attempt(number=1, unit_id=7, score=100)]
    assert round_outcome(1, moved, Counted.BEST, ORDER).unit_id == 7


def test_a_full_score_has_every_point_of_a_paper_that_has_points() -> None:
    assert round_outcome(1, [attempt(score=1000)], Counted.BEST, ORDER).full_scores == 1
    assert round_outcome(1, [attempt(score=999)], Counted.BEST, ORDER).full_scores == 0
    assert round_outcome(1, [attempt(score=0, max_score=0)], Counted.BEST, ORDER).full_scores == 0


def test_the_total_adds_up_and_takes_the_unit_of_the_last_round_sat() -> None:
    first = outcome(attempts=2, full_scores=1, score=1000, unit_id=4, attempt_id=5, submitted_ms=MOMENT + 900)
    third = outcome(
        round_number=3, score=300, unit_id=9, attempt_id=6, submitted_ms=MOMENT + 100, started_ms=MOMENT - 50
    )
    total = total_outcome([third, first])
    assert total == Outcome(0, 6, 9, 3, 1, 1300, 2000, 120_000, MOMENT + 900, MOMENT - 50)


def test_the_total_of_one_round_has_its_values() -> None:
    only = outcome(round_number=2, attempts=4)
    assert total_outcome([only]) == replace(only, round_number=0)


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
    mine, theirs = attempt(duration_ms=61_000, submitted_ms=MOMENT), attempt(duration_ms=60_000)
    assert deciding_criterion(mine, theirs, ORDER) is Criterion.DURATION
    assert deciding_criterion(mine, theirs, (Criterion.SUBMITTED_AT, Criterion.DURATION)) is Criterion.SUBMITTED_AT
    assert deciding_criterion(mine, theirs, (Criterion.SCORE,)) is None
