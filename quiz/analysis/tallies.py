"""Counting answers: what is kept grows with items and possible scores, never with attempts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quiz.attempts.rules import Key

Cell = tuple[int, int, int]
"""The answer as a mask, the score on the rest of the own paper, the highest there was for that rest; in hundredths."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A closed attempt by the newest keys: marks are what each position was worth, `score` what was reached."""

    revisions: Sequence[int]
    answers: bytes
    marks: Sequence[int]
    gains: Sequence[int]

    @classmethod
    def by(
        cls, revisions: Sequence[int], answers: bytes, keys: Mapping[int, Key], points_per_item: int | None
    ) -> Marked:
        """Grade as the attempts room does: the exact key or nothing."""
        found = [keys[revision] for revision in revisions]
        marks = [key.marks if points_per_item is None else points_per_item * 100 for key in found]
        gains = [mark if answer == key.mask else 0 for answer, key, mark in zip(answers, found, marks, strict=True)]
        return cls(revisions, answers, marks, gains)


@dataclass
class Tally:
    """One choice of attempts. `worth` is what each item is worth while every paper held the same items, else None."""

    attempts: int = 0
    totals: Counter[tuple[int, int]] = field(default_factory=Counter)
    items: dict[int, Counter[Cell]] = field(default_factory=dict)
    worth: dict[int, int] | None = None
    is_fixed: bool = True

    def add(self, one: Marked) -> None:
        """Count an attempt."""
        score, highest = sum(one.gains), sum(one.marks)
        self.totals[score, highest] += 1
        self.attempts += 1
        if self.is_fixed:
            self._compare(dict(zip(one.revisions, one.marks, strict=True)))
        for revision, mask, mark, gain in zip(one.revisions, one.answers, one.marks, one.gains, strict=True):
            cells = self.items.get(revision)
            if cells is None:
                cells = self.items[revision] = Counter()
            cells[mask, score - gain, highest - mark] += 1

    def _compare(self, worth: dict[int, int]) -> None:
        if self.worth is None:
            self.worth = worth
        elif self.worth != worth:
            self.is_fixed, self.worth = False, None
