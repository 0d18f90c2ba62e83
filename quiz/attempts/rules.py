"""What follows from an attempt's own data: the paper's text form, grading, the prediction as a number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from quiz.contests.rules import ContestRules, Meaning

PREDICTION_SCALE = 100_000
_WHOLE = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d{1,12}")
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,5}))?\s*%?")


class Key(Protocol):
    """What grading needs of a key: the right options as a mask, the marks in hundredths."""

    @property
    def mask(self) -> int:
        """Bit i is option i in the revision's own order."""

    @property
    def marks(self) -> int:
        """Hundredths of a point."""


@dataclass(frozen=True)
class Drawn:
    """One position of a paper: the revision and its options as shown (indices into the revision's own order)."""

    revision_id: int
    order: tuple[int, ...]


def write_paper(drawn: Sequence[Drawn]) -> str:
    """A paper as it is stored: one word a position, "revision:order"."""
    return " ".join(f"{position.revision_id}:{''.join(map(str, position.order))}" for position in drawn)


def read_paper(text: str) -> list[Drawn]:
    """The paper that `write_paper` wrote."""
    words = (word.split(":") for word in text.split())
    return [Drawn(int(revision), tuple(int(digit) for digit in order)) for revision, order in words]


def revision_ids(text: str) -> list[int]:
    """The revisions of a stored paper, in the order of its positions."""
    return [int(word.partition(":")[0]) for word in text.split()]


def grade(
    revisions: Sequence[int], answers: bytes, keys: Mapping[int, Key], points_per_item: int | None
) -> tuple[int, int]:
    """Score and highest possible score in hundredths of a point: an item counts when exactly its key is chosen."""
    score = highest = 0
    for revision, mask in zip(revisions, answers, strict=True):
        key = keys[revision]
        marks = key.marks if points_per_item is None else points_per_item * 100
        highest += marks
        if mask == key.mask:
            score += marks
    return score, highest


def is_complete(answers: bytes, asks_prediction: bool, prediction: int | None) -> bool:
    """Whether every position has an answer, and the prediction question, where there is one, a readable one."""
    return all(answers) and not (asks_prediction and prediction is None)


def graded(
    rules: ContestRules, revisions: Sequence[int], answers: bytes, prediction: int | None, keys: Mapping[int, Key]
) -> tuple[int, int]:
    """The grade as the rules give it: nothing for what is incomplete, where only complete attempts are valid."""
    score, highest = grade(revisions, answers, keys, rules.points_per_item)
    is_valid = not rules.complete_only or is_complete(answers, rules.prediction is not None, prediction)
    return score if is_valid else 0, highest


def read_prediction(text: str, meaning: Meaning) -> int | None:
    """A prediction as a number times PREDICTION_SCALE; None where it cannot be read.

    Counts are whole ("12.345" is twelve thousand three hundred and forty-five); percent takes a comma or a point and
    five decimals at most.
    """
    text = text.strip()
    if meaning is Meaning.FULL_SCORE_PERCENT:
        found = _PERCENT.fullmatch(text)
        if not found:
            return None
        value = int(found[1]) * PREDICTION_SCALE + int((found[2] or "").ljust(5, "0"))
        return value if value <= 100 * PREDICTION_SCALE else None
    if not _WHOLE.fullmatch(text):
        return None
    return int(text.replace(".", "").replace(" ", "")) * PREDICTION_SCALE
