"""The result of reading a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from question_bank.columns import Table
from question_bank.image import kept_image_from_url
from question_bank.item import Item, Kind
from question_bank.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class Refused:
    """A question that was not taken, with as much of it as could be read; `key` is in letters, "" where unknown."""

    place: str
    stem: str = ""
    options: tuple[str, ...] = ()
    key: str = ""
    level: str = ""
    topic: str = ""
    explanation: str = ""
    source: str = ""
    problems: tuple[Problem, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The refused question that `asdict` made."""
        problems = tuple(Problem.from_dict(one) for one in data["problems"])
        return cls(**{**data, "options": tuple(data["options"]), "problems": problems})


@dataclass(frozen=True, slots=True)
class Reading:
    """The questions taken from a file and everything that was noticed on the way.

    `problems` holds all findings, those of refused questions too; `tables` tells how sheets were understood.
    """

    format: str
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    refused: tuple[Refused, ...] = ()
    tables: tuple[Table, ...] = ()

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

    def dump(self) -> dict[str, Any]:
        """All of it as JSON values, for another process; `load` makes it again."""
        return {
            "format": self.format,
            "items": [item.to_dict() for item in self.items],
            "problems": [problem.to_dict() for problem in self.problems],
            "refused": [asdict(one) for one in self.refused],
            "tables": [asdict(table) for table in self.tables],
        }

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """The reading that `dump` wrote."""
        return cls(
            data["format"],
            tuple(Item.from_dict(one, kept_image_from_url) for one in data["items"]),
            tuple(Problem.from_dict(one) for one in data["problems"]),
            tuple(Refused.from_dict(one) for one in data["refused"]),
            tuple(Table.from_dict(one) for one in data["tables"]),
        )
