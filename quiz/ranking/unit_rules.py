"""What decides over the places of units. Plain Python: no clock, no database."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from quiz.contests.unit_scheme import UnitCriterion

UNIT_TIES = (UnitCriterion.MEAN_SCORE, UnitCriterion.FULL_SCORES)
"""What decides between units that the contest's own order leaves equal."""


@dataclass(frozen=True)
class UnitValues:
    """What units are compared by; `score_sum` in hundredths of a point, summed over people."""

    people: int
    attempts: int
    headcount: int | None
    score_sum: int
    full_scores: int

    @property
    def rate(self) -> float | None:
        """People by head count, uncapped; None without a head count."""
        return self.people / self.headcount if self.headcount else None

    @property
    def mean_score(self) -> float | None:
        """Mean counted score in hundredths of a point; None without people."""
        return self.score_sum / self.people if self.people else None


UNIT_VALUES: Mapping[UnitCriterion, Callable[[UnitValues], float | None]] = {
    UnitCriterion.PEOPLE: lambda unit: unit.people,
    UnitCriterion.ATTEMPTS: lambda unit: unit.attempts,
    UnitCriterion.RATE: lambda unit: unit.rate,
    UnitCriterion.MEAN_SCORE: lambda unit: unit.mean_score,
    UnitCriterion.FULL_SCORES: lambda unit: unit.full_scores,
}


def unit_ranks(units: Iterable[UnitValues], order: Sequence[UnitCriterion]) -> list[int]:
    """The rank of each unit among those given: by the contest's order, then mean score, then full scores."""
    criteria = (*order, *UNIT_TIES)
    keys = [tuple(_ascending(UNIT_VALUES[criterion](unit)) for criterion in criteria) for unit in units]
    in_order = sorted(keys)
    return [bisect_left(in_order, key) + 1 for key in keys]


def _ascending(value: float | None) -> float:
    """Smaller is better; what is not known comes last."""
    return math.inf if value is None else -value
