"""What decides over places. Plain Python: no clock, no database; moments are milliseconds since 1970 in UTC."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from quiz.contests.rules import Counted, Criterion

Order = Sequence[Criterion]


class Values(Protocol):
    """What places are made of: a score in hundredths of a point, a duration and two moments in milliseconds."""

    @property
    def score(self) -> int: ...
    @property
    def duration_ms(self) -> int: ...
    @property
    def submitted_ms(self) -> int: ...
    @property
    def started_ms(self) -> int: ...


@dataclass(frozen=True)
class Encoding:
    """How a criterion enters the sort key: which value, in how many bytes, and whether more is better."""

    value: Callable[[Values], int]
    width: int
    more_is_better: bool = False


ENCODINGS: Mapping[Criterion, Encoding] = {
    Criterion.SCORE: Encoding(lambda values: values.score, 4, more_is_better=True),
    Criterion.DURATION: Encoding(lambda values: values.duration_ms, 6),
    Criterion.SUBMITTED_AT: Encoding(lambda values: values.submitted_ms, 6),
    Criterion.STARTED_AT: Encoding(lambda values: values.started_ms, 6),
}
"""A further criterion is one more line here."""


def sort_key(values: Values, order: Order) -> bytes:
    """The whole tie-break list as bytes of fixed width; a smaller key is the better place, equal keys share it.

    A value outside its range counts as the end of the range, so that one odd row cannot stop the ranking.
    """
    return b"".join(_encode(ENCODINGS[criterion], values) for criterion in order)


def _encode(encoding: Encoding, values: Values) -> bytes:
    highest = (1 << 8 * encoding.width) - 1
    value = min(max(encoding.value(values), 0), highest)
    return (highest - value if encoding.more_is_better else value).to_bytes(encoding.width, "big")


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


def counted_attempt(attempts: Sequence[ClosedAttempt], counted: Counted, order: Order) -> ClosedAttempt:
    """The attempt that counts; of equally good ones the one submitted first, then the one with the lowest number."""
    if counted is Counted.FIRST:
        return min(attempts, key=lambda attempt: attempt.number)
    if counted is Counted.LAST:
        return max(attempts, key=lambda attempt: attempt.number)
    return min(attempts, key=lambda attempt: (sort_key(attempt, order), attempt.submitted_ms, attempt.number))


def round_outcome(round_number: int, attempts: Sequence[ClosedAttempt], counted: Counted, order: Order) -> Outcome:
    """The outcome of a round, from all closed attempts of one person in it; the unit is that of the first one."""
    counts = counted_attempt(attempts, counted, order)
    return Outcome(
        round_number=round_number,
        attempt_id=counts.id,
        unit_id=min(attempts, key=lambda attempt: attempt.number).unit_id,
        attempts=len(attempts),
        full_scores=int(counts.score >= counts.max_score > 0),
        score=counts.score,
        max_score=counts.max_score,
        duration_ms=counts.duration_ms,
        submitted_ms=counts.submitted_ms,
        started_ms=counts.started_ms,
        prediction_value=counts.prediction_value,
    )


def total_outcome(outcomes: Sequence[Outcome]) -> Outcome:
    """The sum over rounds: latest submission, earliest start, and the unit of the last round sat."""
    last = max(outcomes, key=lambda outcome: outcome.round_number)
    return Outcome(
        round_number=0,
        attempt_id=last.attempt_id,
        unit_id=last.unit_id,
        attempts=sum(outcome.attempts for outcome in outcomes),
        full_scores=sum(outcome.full_scores for outcome in outcomes),
        score=sum(outcome.score for outcome in outcomes),
        max_score=sum(outcome.max_score for outcome in outcomes),
        duration_ms=sum(outcome.duration_ms for outcome in outcomes),
        submitted_ms=max(outcome.submitted_ms for outcome in outcomes),
        started_ms=min(outcome.started_ms for outcome in outcomes),
    )


def deciding_criterion(mine: Values, theirs: Values, order: Order) -> Criterion | None:
    """The first criterion of the list in which the two differ; None where they share the place."""
    return next((name for name in order if ENCODINGS[name].value(mine) != ENCODINGS[name].value(theirs)), None)


def places(keys: Sequence[bytes], rank_of_first: int, index_of_first: int) -> list[int]:
    """Ranks of consecutive keys of one sorted list, ties as 1, 2, 2, 4.

    `index_of_first` counts from 0 in that list, `rank_of_first` is the rank of the first key given.
    """
    ranks: list[int] = []
    for index, key in enumerate(keys):
        if index == 0:
            ranks.append(rank_of_first)
        else:
            ranks.append(ranks[-1] if key == keys[index - 1] else index_of_first + index + 1)
    return ranks
