"""A table of texts with what is odd about its cells, and the addresses that people know cells by."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

Spot = tuple[int, int]
"""Row and column of a cell, from 0."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_COLUMN = re.compile(r"[A-Z]{1,3}")


class Oddity(StrEnum):
    """Why the text of a cell may not be what its author typed."""

    NUMBER = "number"
    DATE = "date"
    ERROR = "error"
    NO_VALUE = "no_value"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is formatted; "" and False are the ordinary. Colours only serve to be compared."""

    fill: str = ""
    colour: str = ""
    bold: bool = False
    underline: bool = False


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Area:
    """A merged range: its first and last row and column, from 0, both inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """One sheet. `rows` begin at A1 and may differ in length; `name` is "" for a file that has only one table.

    `dates` are the days that cells hold which Excel keeps as dates; `pictures` are cells where a picture stands.
    """

    name: str
    rows: list[list[str]]
    is_visible: bool = True
    odd: dict[Spot, Oddity] = field(default_factory=dict)
    dates: dict[Spot, dt.date] = field(default_factory=dict)
    looks: dict[Spot, Look] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    pictures: frozenset[Spot] = frozenset()

    def text(self, row: int, column: int) -> str:
        """The text of a cell; "" outside of the grid."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""

    def filled(self, row: int) -> list[int]:
        """The columns of a row that hold something, hidden ones left out."""
        return [
            column
            for column, text in enumerate(self.rows[row])
            if text and not text.isspace() and column not in self.hidden_columns
        ]

    def below(self, row: int, column: int) -> Iterator[str]:
        """The texts in a column from a row on, without the empty ones."""
        for cells in self.rows[row:]:
            if column < len(cells) and cells[column].strip():
                yield cells[column]

    def width(self) -> int:
        """How many columns the longest row has."""
        return max(map(len, self.rows), default=0)


def column_name(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_index(name: str) -> int | None:
    """The column, from 0, that letters name; None if they name none."""
    if not _COLUMN.fullmatch(name):
        return None
    column = 0
    for sign in name:
        column = column * 26 + ord(sign) - ord("A") + 1
    return column - 1


def address(row: int, column: int) -> str:
    """The address of a cell counted from 0, as in "B7"."""
    return f"{column_name(column)}{row + 1}"


def position(reference: str) -> Spot | None:
    """Row and column, from 0, of an address; None if it is none."""
    found = _REFERENCE.fullmatch(reference)
    column = column_index(found[1]) if found else None
    if found is None or column is None or not int(found[2]):
        return None
    return int(found[2]) - 1, column
