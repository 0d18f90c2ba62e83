"""Text that remembers how each of its signs is formatted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Marks:
    """How a sign looks. Colours are hex digits, "" for the ordinary; `automatic` is a list number."""

    bold: bool = False
    underline: bool = False
    italic: bool = False
    struck: bool = False
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

    def runs(self) -> Iterator[Marked]:
        """The parts that are formatted alike."""
        start = 0
        for at in range(1, len(self.text) + 1):
            if at == len(self.text) or self.marks[at] != self.marks[start]:
                yield self.cut(start, at)
                start = at

    def keep(self, positions: Sequence[int]) -> Marked:
        """The signs at these positions."""
        return Marked("".join(self.text[at] for at in positions), tuple(self.marks[at] for at in positions))


class Flag(NamedTuple):
    """What a line holds besides text, or what was done to it, by name ("shape", "footnote"); `detail` in words."""

    name: str
    detail: str = ""


HEADING = Flag("heading")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document. `opens` is False after a line break inside a paragraph.

    `number` is its line in a text file, from 1, and 0 in a Word document, where nobody could count.
    """

    content: Marked
    flags: frozenset[Flag] = frozenset()
    opens: bool = True
    number: int = 0

    @property
    def text(self) -> str:
        """The bare text."""
        return self.content.text

    def has(self, name: str) -> bool:
        """True if one of the flags has this name."""
        return any(flag.name == name for flag in self.flags)

    def with_content(self, content: Marked, *flags: Flag) -> Line:
        """The same line with another content, and more flags."""
        return Line(content, self.flags.union(flags), self.opens, self.number)

    def with_flags(self, *flags: Flag) -> Line:
        """The same line with more flags."""
        return self.with_content(self.content, *flags)

    def after(self, position: int) -> Line:
        """The same line without its beginning."""
        return self.with_content(self.content.cut(position))


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
