"""What decides over places. Plain Python: no clock, no database; moments are milliseconds since 1970 in UTC."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from quiz.contests.rules import Criterion

Order = Sequence[Criterion]
NO_PLACE = 2**32 - 1
"""Whom the board has given no place stands behind those of the group who have one."""
PLACED, UNPLACED = b"\x00", b"\x01"
"""The first byte of a key. Whoever has no place under the rules stands behind all who have: from UNPLACED on."""


class Values(Protocol):
    """What places are made of.

    A score in hundredths of a point, a duration and two moments in milliseconds, the distance of the prediction from
    the true value (None while that is unknown), attempts and those with every point, the lot (None before the draw),
    the place the board gave within a tie (0 for none), and whether the rules give a place at all.
    """

    @property
    def score(self) -> int: ...
    @property
    def duration_ms(self) -> int: ...
    @property
    def submitted_ms(self) -> int: ...
    @property
    def started_ms(self) -> int: ...
    @property
    def prediction_error(self) -> int | None: ...
    @property
    def attempts(self) -> int: ...
    @property
    def full_attempts(self) -> int: ...
    @property
    def lot(self) -> int | None: ...
    @property
    def board_place(self) -> int: ...
    @property
    def is_placed(self) -> bool: ...


@dataclass(frozen=True)
class Encoding:
    """How a criterion enters the sort key: which value, in how many bytes, and whether more is better."""

    value: Callable[[Values], int]
    width: int
    more_is_better: bool = False


ENCODINGS: Mapping[Criterion, Encoding] = {
    Criterion.SCORE: Encoding(lambda values: values.score, 4, more_is_better=True),
    Criterion.PREDICTION: Encoding(lambda values: values.prediction_error or 0, 8),
    Criterion.DURATION: Encoding(lambda values: values.duration_ms, 6),
    Criterion.SUBMITTED_AT: Encoding(lambda values: values.submitted_ms, 6),
    Criterion.STARTED_AT: Encoding(lambda values: values.started_ms, 6),
    Criterion.ATTEMPTS: Encoding(lambda values: values.attempts, 4),
    Criterion.FULL_SCORE_ATTEMPTS: Encoding(lambda values: values.full_attempts, 4, more_is_better=True),
    Criterion.LOTS: Encoding(lambda values: values.lot or 0, 6),
    Criterion.BOARD: Encoding(lambda values: values.board_place or NO_PLACE, 4),
}
"""A further criterion is one more line here. What is not known yet is the same for all."""


def sort_key(values: Values, order: Order) -> bytes:
    """The whole tie-break list as bytes of fixed width; a smaller key is the better place, equal keys share it.

    A value outside its range counts as the end of the range, so that one odd row cannot stop the ranking.
    """
    first = PLACED if values.is_placed else UNPLACED
    return first + b"".join(_encode(ENCODINGS[criterion], values) for criterion in order)


def _encode(encoding: Encoding, values: Values) -> bytes:
    highest = (1 << 8 * encoding.width) - 1
    value = min(max(encoding.value(values), 0), highest)
    return (highest - value if encoding.more_is_better else value).to_bytes(encoding.width, "big")


def width_before(order: Order, criterion: Criterion) -> int:
    """How many bytes of a key say what was decided before a criterion of the order came to be asked."""
    return 1 + sum(ENCODINGS[name].width for name in order[: list(order).index(criterion)])


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
