"""Tables (Excel, CSV): what a reader took each column for, and what a person says instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

_LETTERS = "abcdefgh"
OPTION_FIELDS = tuple(f"option_{letter}" for letter in _LETTERS)
RIGHT_FIELDS = tuple(f"right_{letter}" for letter in _LETTERS)
FEEDBACK_FIELDS = tuple(f"feedback_{letter}" for letter in _LETTERS)
FIELDS = (
    *("stem", "options", *OPTION_FIELDS, "key", *RIGHT_FIELDS, "level", "topic", "marks", "explanation", "source"),
    *("kind", "id", "number", "pinned", *FEEDBACK_FIELDS, "image", ""),
)
"""What a column can hold; "" is not used.

`option_a` to `option_h` hold one option each, `options` all of them in one cell; `key` names the right ones, a mark in
`right_a` to `right_h` says that this one is right; `pinned` holds the letters that keep their position, `feedback_a`
and so on the remark on an option, `image` the address of a picture (which is never fetched).
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its letter: its heading, what it was taken for (one of FIELDS), and a few of its values."""

    letter: str
    title: str
    field: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """How one sheet (CSV: "") was understood; `header_row` counts from 1 and is 0 where no header was found.

    `header_rows` is how many rows the header takes (0 without one), `template` the product whose sheet it is
    ("kahoot", "quizizz", "classquiz", or ""), `is_read` whether questions were looked for in it, and `head` its first
    rows, from row 1 and column A, for a person who has to say where the header stands. Long texts are cut off.
    """

    sheet: str
    header_row: int
    columns: tuple[Column, ...] = ()
    header_rows: int = 0
    template: str = ""
    is_read: bool = True
    head: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The table that `asdict` made."""
        columns = tuple(Column(**{**one, "samples": tuple(one["samples"])}) for one in data["columns"])
        return cls(**{**data, "columns": columns, "head": tuple(tuple(row) for row in data["head"])})


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says about one sheet: the row of the header (0: none) and the field of each column by letter.

    Columns that are not named keep what was detected for them; a hidden column that is named is read, and so is a
    hidden sheet. `header_rows` is how many rows the header takes (0: find out). A sheet that is `left_out` is not read.
    """

    sheet: str = ""
    header_row: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    header_rows: int = 0
    left_out: bool = False

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The correction that `asdict` made."""
        return cls(**{**data, "fields": dict(data["fields"])})


def correction_for(corrections: Sequence[Correction], sheet: str) -> Correction | None:
    """What was said about a sheet, or None."""
    return next((one for one in corrections if one.sheet == sheet), None)
