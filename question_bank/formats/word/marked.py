"""Text that remembers how each of its signs is formatted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """How a sign looks. Colours are hex digits, "" for the ordinary; `automatic` is a list number."""

    bold: bool = False
    underline: bool = False
    colour: str = ""
    highlight: str = ""
    automatic: bool = False


PLAIN = Marks()
AUTOMATIC = Marks(automatic=True)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the marks of each of its signs, both of the same length."""

    text: str = ""
    marks: tuple[Marks, ...] = ()

    @classmethod
    def of(cls, text: str, marks: Marks = PLAIN) -> Marked:
        """A text formatted alike throughout."""
        return cls(text, (marks,) * len(text))

    @classmethod
    def join(cls, parts: Iterable[Marked]) -> Marked:
        """Texts one behind the other."""
        parts = list(parts)
        return cls("".join(part.text for part in parts), tuple(mark for part in parts for mark in part.marks))

    def cut(self, start: int, end: int | None = None) -> Marked:
        """The part between two positions."""
        return Marked(self.text[start:end], self.marks[start:end])


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document. `opens` is False after a line break inside a paragraph.

    `flags` name what the line holds besides text ("picture", "formula", "legacy_font", …).
    """

    content: Marked
    flags: frozenset[str] = frozenset()
    opens: bool = True

    @property
    def text(self) -> str:
        """The bare text."""
        return self.content.text

    def after(self, position: int) -> Line:
        """The same line without its beginning."""
        return Line(self.content.cut(position), self.flags, self.opens)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: for each row and cell its lines."""

    rows: tuple[tuple[tuple[Line, ...], ...], ...]

    def lines(self) -> list[Line]:
        """The lines in reading order."""
        return [line for row in self.rows for cell in row for line in cell]

    def texts(self) -> list[list[str]]:
        """The text of each cell."""
        return [[" ".join(line.text for line in cell).strip() for cell in row] for row in self.rows]
