"""What a person has reached: the attempt that counts in a round, and the sum over rounds. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quiz.contests.rules import Counted, Criterion, Meaning
from quiz.ranking.rules import Order, sort_key

SCALE = 100_000
"""Predictions and true values are stored times this."""
WORST = 10**15
"""The distance of a prediction that is missing or cannot be read; no prediction counts as farther away."""
OF_ONE_ATTEMPT = frozenset(
    {Criterion.SCORE, Criterion.PREDICTION, Criterion.DURATION, Criterion.SUBMITTED_AT, Criterion.STARTED_AT}
)
"""What can differ between the attempts of one person; the rest of an order does not choose between them."""


@dataclass(frozen=True, slots=True)
class ClosedAttempt:
    """A closed attempt that may count."""

    id: int
    number: int
    unit_id: int
    score: int
    max_score: int
    duration_ms: int
    submitted_ms: int
    started_ms: int
    prediction_value: int | None = None

    @property
    def is_full(self) -> bool:
        """Whether it has every point of a paper that has points."""
        return self.score >= self.max_score > 0


@dataclass(frozen=True, slots=True)
class Terms:
    """What the counted attempt and the place follow from besides the attempts.

    `actual` is the true value that the prediction asks for, None while it is unknown.
    """

    order: Order
    counted: Counted = Counted.BEST
    full_scores_only: bool = False
    actual: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person has reached in a round, or in the whole contest (round number 0)."""

    round_number: int
    attempt_id: int
    unit_id: int
    attempts: int
    full_scores: int
    score: int
    max_score: int
    duration_ms: int
    submitted_ms: int
    started_ms: int
    prediction_value: int | None = None
    prediction_error: int | None = None
    full_attempts: int = 0
    lot: int | None = None
    board_place: int = 0
    is_placed: bool = True


def prediction_error(value: int | None, actual: int | None) -> int | None:
    """How far a prediction is from the true value; None while that is unknown, WORST where there is no prediction."""
    if actual is None:
        return None
    return WORST if value is None else min(abs(value - actual), WORST)


def true_value(meaning: Meaning, people: int, attempts: int, full_scores: int) -> int:
    """What a prediction question asks for, times SCALE; percent with five decimals, half rounded up."""
    if meaning is Meaning.FULL_SCORE_PERCENT:
        return (2 * full_scores * 100 * SCALE + people) // (2 * people) if people else 0
    counts = {Meaning.FULL_SCORES: full_scores, Meaning.PEOPLE: people, Meaning.ATTEMPTS: attempts}
    return counts[meaning] * SCALE


def counted_attempt(attempts: Sequence[ClosedAttempt], terms: Terms) -> ClosedAttempt:
    """The attempt that counts.

    The best is found by the contest's own order; of equally good ones the one submitted first counts, then the one
    with the lowest number.
    """
    if len(attempts) == 1:
        return attempts[0]
    if terms.counted is Counted.FIRST:
        return min(attempts, key=lambda attempt: attempt.number)
    if terms.counted is Counted.LAST:
        return max(attempts, key=lambda attempt: attempt.number)
    order = [criterion for criterion in terms.order if criterion in OF_ONE_ATTEMPT]
    return min(
        attempts,
        key=lambda attempt: (sort_key(_reached(0, attempt, terms), order), attempt.submitted_ms, attempt.number),
    )


def round_outcome(round_number: int, attempts: Sequence[ClosedAttempt], terms: Terms) -> Outcome:
    """The outcome of a round, from all closed attempts of one person in it; the unit is that of the first one."""
    outcome = _reached(round_number, counted_attempt(attempts, terms), terms)
    if len(attempts) == 1:
        return outcome
    return replace(
        outcome,
        unit_id=min(attempts, key=lambda attempt: attempt.number).unit_id,
        attempts=len(attempts),
        full_attempts=sum(attempt.is_full for attempt in attempts),
    )


def _reached(round_number: int, attempt: ClosedAttempt, terms: Terms) -> Outcome:
    """The outcome of a person who has this attempt alone."""
    is_full = attempt.is_full
    return Outcome(
        round_number=round_number,
        attempt_id=attempt.id,
        unit_id=attempt.unit_id,
        attempts=1,
        full_scores=int(is_full),
        score=attempt.score,
        max_score=attempt.max_score,
        duration_ms=attempt.duration_ms,
        submitted_ms=attempt.submitted_ms,
        started_ms=attempt.started_ms,
        prediction_value=attempt.prediction_value,
        prediction_error=prediction_error(attempt.prediction_value, terms.actual),
        full_attempts=int(is_full),
        is_placed=is_full or not terms.full_scores_only,
    )


def total_outcome(outcomes: Sequence[Outcome], *, full_scores_only: bool = False) -> Outcome:
    """The sum over the rounds sat: latest submission, earliest start, and the unit of the last one.

    Predictions add up over the rounds whose true value is known. Where only full scores have a place, it takes every
    point of every round sat.
    """
    last = max(outcomes, key=lambda outcome: outcome.round_number)
    errors = [outcome.prediction_error for outcome in outcomes if outcome.prediction_error is not None]
    full_scores = sum(outcome.full_scores for outcome in outcomes)
    return Outcome(
        round_number=0,
        attempt_id=last.attempt_id,
        unit_id=last.unit_id,
        attempts=sum(outcome.attempts for outcome in outcomes),
        full_scores=full_scores,
        score=sum(outcome.score for outcome in outcomes),
        max_score=sum(outcome.max_score for outcome in outcomes),
        duration_ms=sum(outcome.duration_ms for outcome in outcomes),
        submitted_ms=max(outcome.submitted_ms for outcome in outcomes),
        started_ms=min(outcome.started_ms for outcome in outcomes),
        prediction_error=sum(errors) if errors else None,
        full_attempts=sum(outcome.full_attempts for outcome in outcomes),
        is_placed=full_scores == len(outcomes) or not full_scores_only,
    )
