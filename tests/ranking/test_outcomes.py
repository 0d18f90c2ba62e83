"""What a person has reached: the counted attempt, the outcome of a round, the total, the true value."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.contests.rules import Counted, Criterion, Meaning
from quiz.ranking.outcomes import (
    SCALE,
    WORST,
    ClosedAttempt,
    Outcome,
    Terms,
    counted_attempt,
    prediction_error,
    round_outcome,
    total_outcome,
    true_value,
)
from quiz.ranking.rules import sort_key
from tests.ranking.values import MOMENT, attempt, attempts, orders, outcome

ORDER = (Criterion.SCORE, Criterion.DURATION, Criterion.SUBMITTED_AT, Criterion.STARTED_AT)
TERMS = Terms(ORDER)
THREE = [
    attempt(id=11, number=1, score=700, duration_ms=90_000),
    attempt(id=12, number=2, score=900, duration_ms=80_000),
    attempt(id=13, number=3, score=800, duration_ms=10_000),
]


@pytest.mark.parametrize(("counted", "expected"), [(Counted.BEST, 12), (Counted.FIRST, 11), (Counted.LAST, 13)])
def test_best_first_or_last_counts_whatever_the_order_of_reading(counted: Counted, expected: int) -> None:
    terms = replace(TERMS, counted=counted)
    assert counted_attempt(THREE, terms).id == expected
    assert counted_attempt(THREE[::-1], terms).id == expected


def test_of_equally_good_attempts_the_one_submitted_first_counts_then_the_lower_number() -> None:
    terms = Terms((Criterion.SCORE,))
    later, earlier = attempt(id=1, number=1, submitted_ms=MOMENT + 9), attempt(id=2, number=2, submitted_ms=MOMENT)
    assert counted_attempt([later, earlier], terms).id == 2
    twin = replace(earlier, id=3, number=3)
    assert counted_attempt([twin, earlier], terms).id == 2


@given(
    st.lists(attempts, min_size=1, max_size=8, unique_by=lambda one: one.number),
    orders,
    st.booleans(),
    st.none() | st.integers(0, 3) | st.integers(0, 10**17),
)
def test_no_attempt_alone_is_better_than_the_best(
    many: list[ClosedAttempt], order: tuple[Criterion, ...], only_full: bool, actual: int | None
) -> None:
    terms = Terms(order, full_scores_only=only_full, actual=actual)
    best = sort_key(round_outcome(1, [counted_attempt(many, terms)], terms), _without_counts(order))
    assert all(best <= sort_key(round_outcome(1, [one], terms), _without_counts(order)) for one in many)


def _without_counts(order: tuple[Criterion, ...]) -> list[Criterion]:
    return [one for one in order if one is not Criterion.FULL_SCORE_ATTEMPTS]


def test_the_number_of_full_scores_does_not_choose_between_attempts_of_one_person() -> None:
    terms = Terms((Criterion.FULL_SCORE_ATTEMPTS, Criterion.DURATION))
    full, quick = attempt(id=1, number=1, score=1000), attempt(id=2, number=2, score=0, duration_ms=5)
    assert counted_attempt([full, quick], terms).id == 2


def test_another_attempt_may_be_the_best_once_the_true_value_is_known() -> None:
    terms = Terms((Criterion.SCORE, Criterion.PREDICTION, Criterion.DURATION))
    quick = attempt(id=1, number=1, score=1000, duration_ms=10, prediction_value=900 * SCALE)
    near = attempt(id=2, number=2, score=1000, duration_ms=99, prediction_value=120 * SCALE)
    assert counted_attempt([quick, near], terms).id == 1
    assert counted_attempt([quick, near], replace(terms, actual=123 * SCALE)).id == 2


def test_where_only_full_scores_have_a_place_a_full_one_counts_though_the_list_does_not_ask_for_scores() -> None:
    terms = Terms((Criterion.PREDICTION, Criterion.SUBMITTED_AT), full_scores_only=True)
    early, full = attempt(id=1, number=1, score=900), attempt(id=2, number=2, score=1000, submitted_ms=MOMENT + 10**6)
    assert counted_attempt([early, full], terms).id == 2
    assert round_outcome(1, [early, full], terms).is_placed
    assert not round_outcome(1, [early], terms).is_placed
    assert round_outcome(1, [early], replace(terms, full_scores_only=False)).is_placed


def test_a_round_counts_all_attempts_but_one_score() -> None:
    reached = round_outcome(3, THREE, TERMS)
    assert (reached.round_number, reached.attempts, reached.attempt_id, reached.score) == (3, 3, 12, 900)
    assert (reached.full_scores, reached.full_attempts) == (0, 0)


def test_all_full_scores_of_a_round_are_counted_beside_the_one_person() -> None:
    reached = round_outcome(1, [replace(one, score=1000) for one in THREE[:2]] + THREE[2:], TERMS)
    assert (reached.full_scores, reached.full_attempts) == (1, 2)


def test_the_unit_of_a_round_is_that_of_the_first_attempt() -> None:
    moved = [attempt(number=2, unit_id=8, score=900), attempt(number=1, unit_id=7, score=100)]
    assert round_outcome(1, moved, TERMS).unit_id == 7


def test_a_full_score_has_every_point_of_a_paper_that_has_points() -> None:
    assert round_outcome(1, [attempt(score=1000)], TERMS).full_scores == 1
    assert round_outcome(1, [attempt(score=999)], TERMS).full_scores == 0
    assert round_outcome(1, [attempt(score=0, max_score=0)], TERMS).full_scores == 0


@pytest.mark.parametrize(
    ("value", "actual", "error"),
    [
        (120 * SCALE, 123 * SCALE, 3 * SCALE),
        (126 * SCALE, 123 * SCALE, 3 * SCALE),
        (None, 123 * SCALE, WORST),
        (10**17, 0, WORST),
        (None, None, None),
        (5, None, None),
    ],
)
def test_the_distance_of_a_prediction(value: int | None, actual: int | None, error: int | None) -> None:
    assert prediction_error(value, actual) == error


@pytest.mark.parametrize(
    ("meaning", "people", "attempts", "full_scores", "expected"),
    [
        (Meaning.FULL_SCORES, 10, 25, 4, 400_000),
        (Meaning.PEOPLE, 10, 25, 4, 1_000_000),
        (Meaning.ATTEMPTS, 10, 25, 4, 2_500_000),
        (Meaning.FULL_SCORE_PERCENT, 10, 25, 4, 4_000_000),
        (Meaning.FULL_SCORE_PERCENT, 3, 3, 1, 3_333_333),
        (Meaning.FULL_SCORE_PERCENT, 3, 3, 2, 6_666_667),
        (Meaning.FULL_SCORE_PERCENT, 64_000_000, 0, 1, 0),
        (Meaning.FULL_SCORE_PERCENT, 20_000_000, 0, 1, 1),
        (Meaning.FULL_SCORE_PERCENT, 0, 0, 0, 0),
    ],
)
def test_the_true_value_of_the_four_meanings(
    meaning: Meaning, people: int, attempts: int, full_scores: int, expected: int
) -> None:
    assert true_value(meaning, people, attempts, full_scores) == expected


def test_the_total_adds_up_and_takes_the_unit_of_the_last_round_sat() -> None:
    first = outcome(
        attempts=2,
        full_scores=1,
        full_attempts=2,
        score=1000,
        unit_id=4,
        attempt_id=5,
        submitted_ms=MOMENT + 900,
        prediction_error=7,
    )
    third = outcome(
        round_number=3, score=300, unit_id=9, attempt_id=6, submitted_ms=MOMENT + 100, started_ms=MOMENT - 50
    )
    total = total_outcome([third, first])
    assert total == Outcome(
        0, 6, 9, 3, 1, 1300, 2000, 120_000, MOMENT + 900, MOMENT - 50, prediction_error=7, full_attempts=2
    )


def test_the_total_of_one_round_has_its_values() -> None:
    only = outcome(round_number=2, attempts=4, prediction_error=0)
    assert total_outcome([only]) == replace(only, round_number=0)


def test_predictions_add_up_over_the_rounds_whose_true_value_is_known() -> None:
    known, unknown = outcome(prediction_error=4), outcome(round_number=2)
    assert total_outcome([known, unknown]).prediction_error == 4
    assert total_outcome([known, outcome(round_number=2, prediction_error=WORST)]).prediction_error == WORST + 4
    assert total_outcome([unknown]).prediction_error is None


def test_a_total_of_full_scores_only_takes_every_point_of_every_round_sat() -> None:
    full, other = outcome(score=1000, full_scores=1), outcome(round_number=2, full_scores=0, is_placed=False)
    assert total_outcome([full], full_scores_only=True).is_placed
    assert not total_outcome([full, other], full_scores_only=True).is_placed
    assert total_outcome([full, other]).is_placed
