"""The result of reading a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from question_bank.item import Item, Kind
from question_bank.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class Reading:
    """The questions taken from a file and everything that was noticed on the way."""

    format: str
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems because of which something was not taken."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    def to_dict(self) -> dict[str, Any]:
        """The report that `check --json` prints: counts and problems, without the questions."""
        kinds = Counter(item.kind for item in self.items)
        return {
            "format": self.format,
            "items": len(self.items),
            "by_kind": {kind.value: kinds[kind] for kind in Kind},
            "problems": [problem.to_dict() for problem in self.problems],
        }
