"""The letters by which people call the options of a question."""

from __future__ import annotations

MOST_OPTIONS = 8
FEWEST_OPTIONS = 2
LETTERS = "ABCDEFGH"


def letter(index: int) -> str:
    """The letter of the option at a position counted from 0; beyond H its number."""
    return LETTERS[index] if index < len(LETTERS) else str(index + 1)


def letters(indexes: tuple[int, ...] | list[int]) -> str:
    """Letters in a row, as in "A, C"."""
    return ", ".join(letter(index) for index in indexes)
