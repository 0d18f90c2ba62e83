"""Attempts and outcomes as values, and what a sort key must be equivalent to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from quiz.contests.rules import Criterion
from quiz.ranking.outcomes import ClosedAttempt, Outcome

MOMENT = 1_772_413_200_000
moments = st.integers(MOMENT, MOMENT + 3) | st.integers(0, 2**44)
few = st.integers(0, 3)
attempts = st.builds(
    ClosedAttempt,
    id=st.integers(1, 2**53),
    number=st.integers(1, 9),
    unit_id=st.integers(1, 5),
    score=few | st.integers(0, 10_000_000),
    max_score=few,
    duration_ms=few | st.integers(0, 10**9),
    submitted_ms=moments,
    started_ms=moments,
    prediction_value=st.none() | few | st.integers(0, 10**17),
)
outcomes = st.builds(
    Outcome,
    round_number=few,
    attempt_id=few,
    unit_id=few,
    attempts=few | st.integers(1, 32_767),
    full_scores=few,
    score=few | st.integers(0, 10_000_000),
    max_score=few,
    duration_ms=few | st.integers(0, 10**9),
    submitted_ms=moments,
    started_ms=moments,
    prediction_value=st.none(),
    prediction_error=few | st.integers(0, 2 * 10**16),
    full_attempts=few | st.integers(0, 32_767),
    lot=few | st.integers(0, 2**48 - 1),
    board_place=few | st.integers(0, 10_000),
    is_placed=st.booleans(),
)
orders = st.permutations(list(Criterion)).flatmap(
    lambda names: st.integers(1, len(names)).map(lambda length: tuple(names[:length]))
)


def attempt(**values: Any) -> ClosedAttempt:
    """An attempt with ordinary values."""
    plain = ClosedAttempt(1, 1, 1, 500, 1000, 60_000, MOMENT + 60_000, MOMENT)
    return replace(plain, **values)


def outcome(**values: Any) -> Outcome:
    """An outcome of round 1 with ordinary values."""
    plain = Outcome(1, 1, 1, 1, 0, 500, 1000, 60_000, MOMENT + 60_000, MOMENT)
    return replace(plain, **values)


def plain_tuple(one: Outcome, order: tuple[Criterion, ...]) -> tuple[int, ...]:
    """What the sort key must be equivalent to, said in the simplest way."""
    values = {
        Criterion.SCORE: -one.score,
        Criterion.PREDICTION: one.prediction_error or 0,
        Criterion.DURATION: one.duration_ms,
        Criterion.SUBMITTED_AT: one.submitted_ms,
        Criterion.STARTED_AT: one.started_ms,
        Criterion.ATTEMPTS: one.attempts,
        Criterion.FULL_SCORE_ATTEMPTS: -one.full_attempts,
        Criterion.LOTS: one.lot or 0,
        Criterion.BOARD: one.board_place or 2**32,
    }
    return (0 if one.is_placed else 1, *(values[criterion] for criterion in order))
