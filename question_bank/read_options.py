"""What a reader is told besides the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from question_bank.columns import Correction
from question_bank.limits import DEFAULT_LIMITS, Limits


def _nobody(_done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Corrections of what a table was taken for, bounds, and who is told how many of how many questions are done."""

    corrections: tuple[Correction, ...] = ()
    limits: Limits = DEFAULT_LIMITS
    progress: Callable[[int, int], None] = _nobody


DEFAULT_OPTIONS = ReadOptions()
