"""One worksheet as a grid: its cells as a person sees them, with bounds that hold while it is read."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field

from question_bank.formats.excel.parts import Attributes, listen, local, too_large
from question_bank.formats.excel.shown import shown_number
from question_bank.formats.excel.strings import unescaped
from question_bank.formats.excel.styles import Style
from question_bank.formats.tables.grid import PLAIN, Area, Grid, Oddity, Spot, address, position
from question_bank.limits import Limits
from question_bank.problem import Unreadable

_MOST_CELLS = 400_000
_MOST_MERGED = 60_000
_LONGEST_TEXT = 32_767  # of a cell in Excel
_SHOWN_OF_TOO_LONG = 80
_NO_STYLE = Style()
_ON = ("1", "true")


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share."""

    strings: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    is_1904: bool = False


@dataclass(slots=True)
class _Cell:
    """A cell while it is being read; `value` is None until there is one."""

    spot: Spot
    kind: str
    style: Style
    value: list[str] | None = None
    is_formula: bool = False


class _Worksheet:
    """Puts cells into a grid as they come; `drawing` is the relation of the sheet's pictures."""

    def __init__(self, name: str, is_visible: bool, book: Book, limits: Limits) -> None:
        self.grid = Grid(name, [], is_visible)
        self.drawing = ""
        self._book, self._limits = book, limits
        self._cell: _Cell | None = None
        self._row, self._column = -1, -1
        self._cells, self._signs = 0, 0
        self._into_value = False
        self._aside = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        name = local(tag)
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name in ("v", "t") and self._cell is not None:
            self._into_value = not self._aside
            if self._cell.value is None:
                self._cell.value = []
        elif name == "rPh":
            self._aside += 1
        elif name == "f" and self._cell is not None:
            self._cell.is_formula = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in _ON:
            self._hide_columns(attributes)
        elif name == "drawing":
            self.drawing = next((value for key, value in attributes.items() if local(key) == "id"), "")

    def data(self, text: str) -> None:
        if self._into_value and self._cell is not None and self._cell.value is not None:
            self._cell.value.append(text)

    def end(self, tag: str) -> None:
        name = local(tag)
        if name in ("v", "t"):
            self._into_value = False
        elif name == "rPh":
            self._aside -= 1
        elif name == "c" and self._cell is not None:
            self._put(self._cell)
            self._cell = None

    def close(self) -> None:
        """Nothing to do."""

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        if number and not (number.isdecimal() and len(number) < len("100000000")):
            raise self._too_far(number)
        self._row = int(number) - 1 if number else self._row + 1
        self._column = -1
        if attributes.get("hidden") in _ON and self._row < self._limits.rows:
            self.grid.hidden_rows |= {self._row}

    def _start_cell(self, attributes: Attributes) -> None:
        self._cells += 1
        if self._cells > _MOST_CELLS:
            raise too_large("ô")
        reference = attributes.get("r", "")
        spot = position(reference) if reference else (max(self._row, 0), self._column + 1)
        if spot is None:
            raise self._too_far(reference)
        self._row, self._column = spot
        style = attributes.get("s", "")
        index = int(style) if style.isdecimal() else -1
        known = 0 <= index < len(self._book.styles)
        self._cell = _Cell(spot, attributes.get("t", "n"), self._book.styles[index] if known else _NO_STYLE)

    def _put(self, cell: _Cell) -> None:
        row, column = cell.spot
        if cell.value is None and not cell.is_formula:
            return
        if row >= self._limits.rows or column >= self._limits.columns:
            raise self._too_far(address(row, column))
        text = self._text(cell)
        rows = self.grid.rows
        while len(rows) <= row:
            rows.append([])
        cells = rows[row]
        if len(cells) <= column:
            cells += [""] * (column + 1 - len(cells))
        self._signs += len(text)
        if self._signs > self._limits.xml_bytes:
            raise too_large("chữ")
        if len(text) > _LONGEST_TEXT:
            self.grid.odd[cell.spot] = Oddity.TOO_LONG
            text = text[:_SHOWN_OF_TOO_LONG]
        cells[column] = text
        if cell.style.look != PLAIN:
            self.grid.looks[cell.spot] = cell.style.look

    def _text(self, cell: _Cell) -> str:
        value = "".join(cell.value or ())
        if cell.is_formula and (cell.value is None or (not value and cell.kind != "str")):
            self.grid.odd[cell.spot] = Oddity.NO_VALUE
        elif cell.kind == "s":
            if not (value.strip().isdecimal() and int(value) < len(self._book.strings)):
                raise Unreadable("damaged", "Bảng tính bị hỏng; hãy mở bằng Excel và lưu lại.")
            return self._book.strings[int(value)]
        elif cell.kind == "b":
            return "Đúng" if value.strip() in _ON else "Sai"
        elif cell.kind == "e":
            self.grid.odd[cell.spot] = Oddity.ERROR
        elif cell.kind == "d":
            return self._iso_day(cell.spot, value)
        elif cell.kind == "n":
            return self._number(cell, value)
        return unescaped(value)

    def _number(self, cell: _Cell, value: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        if not math.isfinite(number):
            return value
        text, day = shown_number(number, cell.style.number, self._book.is_1904)
        is_time = day is None and ":" in text
        self.grid.odd[cell.spot] = Oddity.DATE if day or is_time else Oddity.NUMBER
        if day:
            self.grid.dates[cell.spot] = day
        return text

    def _iso_day(self, spot: Spot, value: str) -> str:
        try:
            day = dt.datetime.fromisoformat(value.strip())
        except ValueError:
            return value
        self.grid.odd[spot] = Oddity.DATE
        self.grid.dates[spot] = day.date()
        return f"{day:%d/%m/}{day.year:04}" if day.time() == dt.time() else f"{day:%d/%m/}{day.year:04} {day:%H:%M}"

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, bottom = position(first), position(last or first)
        if len(self.grid.merged) == _MOST_MERGED:
            raise too_large("ô gộp")
        if top and bottom:
            self.grid.merged.append(Area(*top, *bottom))

    def _hide_columns(self, attributes: Attributes) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal():
            hidden = range(int(first) - 1, min(int(last), self._limits.columns))
            self.grid.hidden_columns |= set(hidden)

    def _too_far(self, where: str) -> Unreadable:
        rows, columns = self._limits.rows, self._limits.columns
        message = f"Bảng tính có ô nằm ngoài {rows} dòng, {columns} cột; hãy xóa các ô thừa rồi nạp lại."
        return Unreadable("too_large", message, where[:40])


def read_worksheet(data: bytes, name: str, is_visible: bool, book: Book, limits: Limits) -> tuple[Grid, str]:
    """A worksheet, and the id of the relation to its pictures ("" for none). Raises Unreadable beyond the limits."""
    listener = _Worksheet(name, is_visible, book, limits)
    listen(data, listener)
    return listener.grid, listener.drawing
