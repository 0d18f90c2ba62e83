"""How far the cells of a worksheet reach.

A reader keeps a place for every cell from the first to the last one. A file of one kilobyte with one cell at
XFD1048576 would make it ask for gigabytes, so the reach is measured first, without keeping anything.
"""

from __future__ import annotations

import re
from xml.parsers import expat

MAX_ROWS, MAX_COLUMNS = 50_000, 200
MAX_CELLS = 3_000_000
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_CONTENT = frozenset({"v", "is", "f"})


class TooFar(ValueError):
    """A cell with content stands beyond the limits, or there are too many cells."""


class UnusableXml(ValueError):
    """The part is no well-formed XML, or has a document type, which no spreadsheet program writes."""


class Extent:
    """Reads one worksheet part and raises as soon as a limit is passed; empty cells far out do not count."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = 0

    def read(self, xml: bytes) -> None:
        """Measure a worksheet; raises TooFar or UnusableXml."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise UnusableXml(str(error)) from error

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self._place(attributes.get("r"))
        elif local == "row":
            self._row = _number(attributes.get("r"), self._row + 1)
            self._column = 0
        elif local in _CONTENT:
            self._use()

    def _place(self, reference: str | None) -> None:
        """Where a cell stands; without a reference right of the one before."""
        if reference is None:
            self._column += 1
            return
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise UnusableXml(reference)
        self._row, self._column = int(found[2]), column_number(found[1])

    def _use(self) -> None:
        self.rows = max(self.rows, self._row)
        self.columns = max(self.columns, self._column)
        if self.rows > MAX_ROWS or self.columns > MAX_COLUMNS or self.rows * self.columns > MAX_CELLS:
            raise TooFar


def column_number(letters: str) -> int:
    """The number of a column, from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _number(text: str | None, default: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal()):
        raise UnusableXml(text)
    return int(text[:9])


def _refuse_doctype(*_: object) -> None:
    raise UnusableXml("doctype")
