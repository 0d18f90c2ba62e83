"""Marks of attempts from a CSV file: header, an optional line of highest marks, then an attempt a line.

What cannot be understood in one way only is named with its line and column; nothing is computed from half a file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from question_bank.formats.encoding import decode_text
from question_bank.mark_table import MarkTable
from question_bank.problem import Problem, Severity, Unreadable, error, note

DELIMITERS = {",": "dấu phẩy", ";": "dấu chấm phẩy", "\t": "dấu tab", "|": "dấu gạch đứng"}
MAX_LINE, TOTAL_COLUMN = "max", "total"
MAX_MARK, MAX_PLACES = Decimal(10) ** 7, 20
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,2})?")
_LIKE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")
_MOST_PROBLEMS = 50
Line = tuple[int, list[str]]
"""A line's number in the file and its cells."""


@dataclass
class MarkReading:
    """The table, or None where something keeps it from being understood; and what there is to say."""

    table: MarkTable | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether one of the problems is an error."""
        return any(one.severity is Severity.ERROR for one in self.problems)


def read_marks(data: bytes) -> MarkReading:
    """Read a CSV file of marks (SURFACE: first column the attempt's name, then a column an item)."""
    reading = MarkReading()
    try:
        decoded = decode_text(data)
    except Unreadable as refusal:
        reading.problems.append(refusal.problem)
        return reading
    reading.problems += decoded.problems
    lines = _lines(decoded.text, reading.problems)
    if lines and not reading.is_refused:
        table = _Columns(lines[0][1], reading.problems).table(lines[1:])
        reading.table = None if reading.is_refused else table
    del reading.problems[_MOST_PROBLEMS:]
    return reading


def _lines(text: str, problems: list[Problem]) -> list[Line]:
    """The lines that hold something, cut at the delimiter that gives every line as many cells as the header."""
    cut = {one: list(_cut(text, one)) for one in DELIMITERS}
    if not cut[","]:
        problems.append(error("cả tệp", "empty", "Tệp không có dòng nào. Dòng đầu phải là dòng tiêu đề."))
        return []
    even = [one for one, lines in cut.items() if len(lines[0][1]) > 1 and _uneven(lines) is None]
    chosen = max(even or DELIMITERS, key=lambda one: len(cut[one][0][1]))
    lines, uneven = cut[chosen], _uneven(cut[chosen])
    if len(lines[0][1]) < 2:
        text = "Dòng tiêu đề chỉ có một cột. Cần cột tên lượt thi rồi mỗi câu một cột, cách nhau bằng dấu phẩy."
        problems.append(error(f"dòng {lines[0][0]}", "no_columns", text))
    elif uneven is not None:
        number, cells = uneven
        text = f"Dòng có {len(cells)} ô, còn dòng tiêu đề có {len(lines[0][1])} ô. Hãy thêm hoặc bỏ ô cho khớp."
        problems.append(error(f"dòng {number}", "uneven", text))
    elif chosen != ",":
        problems.append(note("cả tệp", "delimiter", f"Các cột được tách bằng {DELIMITERS[chosen]}."))
    return lines


def _cut(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(text.split("\n"), delimiter=delimiter)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error:
        yield reader.line_num, []  # never as long as the header, so that this line is named


def _uneven(lines: Sequence[Line]) -> Line | None:
    """The first line that has not as many cells as the header."""
    return next((line for line in lines if len(line[1]) != len(lines[0][1])), None)


class _Columns:
    """The header, and what is said of the lines below it."""

    def __init__(self, header: Sequence[str], problems: list[Problem]) -> None:
        self._has_total = header[-1].casefold() == TOTAL_COLUMN
        names = header[1:-1] if self._has_total else header[1:]
        self._items = tuple(name or f"Cột {index}" for index, name in enumerate(names, start=2))
        self._header = (header[0], *self._items, *header[len(header) - self._has_total :])
        self._problems = problems
        self._has_comma = False

    def table(self, lines: Sequence[Line]) -> MarkTable:
        """The table of all lines below the header; what is wrong with them goes to the problems."""
        cells = [cell for _number, row in lines for cell in row[1:]]
        self._has_comma = any("," in cell and not _LIKE_THOUSANDS.fullmatch(cell) for cell in cells)
        if self._has_comma:
            self._say(note("cả tệp", "decimal_comma", "Dấu phẩy trong số được hiểu là dấu thập phân."))
        maxima, attempts = self._maxima(lines)
        marks = tuple(self._marks(number, row) for number, row in attempts)
        if not attempts:
            self._say(note("cả tệp", "no_attempts", "Tệp chưa có lượt thi nào nên chưa có số liệu."))
        self._check_range(attempts, marks, maxima)
        totals = self._totals(attempts, marks) if self._has_total else None
        return MarkTable(self._items, maxima, marks, totals)

    def _maxima(self, lines: Sequence[Line]) -> tuple[tuple[Decimal, ...], Sequence[Line]]:
        number, row = lines[0] if lines else (0, [""])
        if row[0] != MAX_LINE:
            if row[0].casefold() == MAX_LINE:
                text = f"“{row[0]}” được hiểu là tên một lượt thi; dòng điểm tối đa phải ghi đúng chữ “{MAX_LINE}”."
                self._say(note(f"dòng {number}", "not_max", text))
            return tuple(Decimal(1) for _ in self._items), lines
        maxima = tuple(
            Decimal(1) if cell == "" else self._mark(number, index, cell)
            for index, cell in enumerate(row[1 : len(self._items) + 1], start=1)
        )
        for index, maximum in enumerate(maxima, start=1):
            if maximum < 0:
                self._say(error(self._place(number, index), "negative_maximum", "Điểm tối đa không thể âm."))
        return maxima, lines[1:]

    def _marks(self, number: int, row: Sequence[str]) -> tuple[Decimal, ...]:
        return tuple(
            Decimal(0) if cell == "" else self._mark(number, index, cell)
            for index, cell in enumerate(row[1 : len(self._items) + 1], start=1)
        )

    def _totals(self, attempts: Sequence[Line], marks: Sequence[tuple[Decimal, ...]]) -> tuple[Decimal, ...]:
        last, totals = len(self._header) - 1, []
        for (number, row), own in zip(attempts, marks, strict=True):
            if row[last] == "":
                text = "Ô tổng điểm để trống nên lấy tổng điểm các câu."
                self._say(note(self._place(number, last), "no_total", text))
            totals.append(self._mark(number, last, row[last]) if row[last] else sum(own, Decimal(0)))
        return tuple(totals)

    def _mark(self, number: int, index: int, cell: str) -> Decimal:
        """A cell as a number; 0 beside an error where it is none."""
        if not _NUMBER.fullmatch(cell) and not _LIKE_THOUSANDS.fullmatch(cell):
            text = f"“{cell[:40]}” không phải là số. Hãy ghi điểm bằng chữ số, hoặc để trống nếu không trả lời."
            return self._refuse(number, index, "not_a_number", text)
        if not self._has_comma and _LIKE_THOUSANDS.fullmatch(cell):
            text = f"“{cell[:40]}” có thể là số thập phân hoặc số nghìn. Hãy ghi dấu thập phân bằng dấu chấm."
            return self._refuse(number, index, "ambiguous", text)
        if cell.count(",") > 1:
            return self._refuse(number, index, "not_a_number", f"“{cell[:40]}” có nhiều dấu phẩy nên không phải là số.")
        mark = Decimal(cell.replace(",", "."))
        exponent = mark.as_tuple().exponent
        if abs(mark) >= MAX_MARK or (isinstance(exponent, int) and exponent < -MAX_PLACES):
            text = "Số quá lớn hoặc có quá nhiều chữ số thập phân (nhận đến 20 chữ số)."
            return self._refuse(number, index, "out_of_range", text)
        return mark

    def _refuse(self, number: int, index: int, code: str, text: str) -> Decimal:
        self._say(error(self._place(number, index), code, text))
        return Decimal(0)

    def _check_range(
        self, attempts: Sequence[Line], marks: Sequence[tuple[Decimal, ...]], maxima: Sequence[Decimal]
    ) -> None:
        """Marks above the highest are counted as they stand, but told: mostly the line `max` is missing."""
        over = [
            (number, index)
            for (number, _row), row in zip(attempts, marks, strict=True)
            for index, (mark, maximum) in enumerate(zip(row, maxima, strict=True), start=1)
            if mark > maximum
        ]
        if over:
            text = f"{len(over)} ô có điểm lớn hơn điểm tối đa của câu; nếu câu không tính 1 điểm, hãy thêm dòng “max”."
            self._say(note(self._place(*over[0]), "above_maximum", text))

    def _place(self, number: int, index: int) -> str:
        return f"dòng {number}, cột {index + 1} (“{self._header[index]}”)"

    def _say(self, problem: Problem) -> None:
        self._problems.append(problem)
