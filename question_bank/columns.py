"""Tables (Excel, CSV): what a reader took each column for, and what a person says instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

FIELDS = ("stem", "options", *(f"option_{letter}" for letter in "abcdefgh"), "key", "level", "topic", "marks")
FIELDS = (*FIELDS, "explanation", "source", "kind", "id", "number", "")
"""What a column can hold: one option each, or all options in one cell; "" is not used."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its letter: its heading, what it was taken for (one of FIELDS), and a few of its values."""

    letter: str
    title: str
    field: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """How one sheet (CSV: "") was understood; `header_row` counts from 1 and is 0 where no header was found."""

    sheet: str
    header_row: int
    columns: tuple[Column, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The table that `asdict` made."""
        columns = tuple(Column(**{**one, "samples": tuple(one["samples"])}) for one in data["columns"])
        return cls(data["sheet"], data["header_row"], columns)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says about one sheet: the row of the header (0: none) and the field of each column by letter.

    Columns that are not named keep what was detected for them.
    """

    sheet: str = ""
    header_row: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)


def correction_for(corrections: Sequence[Correction], sheet: str) -> Correction | None:
    """What was said about a sheet, or None."""
    return next((one for one in corrections if one.sheet == sheet), None)
