"""Reading a table from an .xlsx file: its header found by its titles wherever it stands, every cell with its place."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from quiz.core.errors import Invalid
from quiz.core.vietnamese import clean, fold
from quiz.documents.package import checked_workbook, not_excel

HEADER_WITHIN = 60
Raw = str | int | float | bool | date | datetime | time | timedelta
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Wanted:
    """A column to look for: the key it gets, its titles (case, accents, brackets do not matter), whether it must be.

    `digits` is the length of numbers that Excel may have cut the leading zeros of.
    """

    key: str
    titles: tuple[str, ...]
    required: bool = False
    digits: int = 0


@dataclass(frozen=True)
class Cell:
    """A cell: its place such as "B7", its text as people read it, and the value as Excel keeps it."""

    place: str
    text: str
    raw: Raw = ""


@dataclass(frozen=True)
class Row:
    """A row below the header that is not empty; `number` is Excel's. A column not in the file gives an empty cell."""

    number: int
    cells: Mapping[str, Cell]

    @property
    def place(self) -> str:
        """The row as people find it."""
        return f"dòng {self.number}"

    def __getitem__(self, key: str) -> Cell:
        return self.cells.get(key) or Cell(self.place, "")


@dataclass(frozen=True)
class Table:
    """The rows of the first visible sheet that has the header; `found` are the keys of the columns there are."""

    sheet: str
    found: frozenset[str]
    rows: Sequence[Row]


def read_table(content: bytes, columns: Sequence[Wanted]) -> Table:
    """The table under the header made of these columns, in any order, at any place.

    Raises Invalid where the file is no readable .xlsx (see `checked_workbook`), a required column is missing, a title
    stands twice, or no row follows.
    """
    best: tuple[int, list[Wanted]] = (0, [column for column in columns if column.required])
    for name, rows in _sheets(content):
        for index, values in enumerate(rows[:HEADER_WITHIN]):
            places = _header(values, columns, index)
            missing = [column for column in columns if column.required and column.key not in places]
            if places and not missing:
                return _table(name, rows, index, places, columns)
            if len(places) > best[0]:
                best = len(places), missing
    titles = ", ".join(f"“{column.titles[0]}”" for column in best[1])
    raise Invalid("Không tìm thấy cột %(titles)s trong tệp.", code="no_header", field="file", titles=titles)


def _sheets(content: bytes) -> Iterator[tuple[str, list[list[Raw]]]]:
    checked = checked_workbook(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(checked))
        for sheet in book.sheets_metadata:
            if sheet.visible == SheetVisibleEnum.Visible:
                yield sheet.name, book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise not_excel() from error


def _title(text: str) -> str:
    return " ".join(_WORD.findall(fold(_ASIDE.sub(" ", text))))


def _header(values: Sequence[Raw], columns: Sequence[Wanted], index: int) -> dict[str, int]:
    """Which column stands where in a row; Invalid where a title of the complete header stands twice."""
    wanted = {_title(title): column.key for column in columns for title in column.titles}
    places: dict[str, int] = {}
    for number, value in enumerate(values):
        key = wanted.get(_title(value)) if isinstance(value, str) else None
        if key in places:
            raise Invalid(
                "Cột “%(title)s” xuất hiện hai lần (ô %(place)s).",
                code="column_twice",
                field="file",
                title=value,
                place=_place(index, number),
            )
        if key is not None:
            places[key] = number
    return places


def _table(
    name: str, rows: list[list[Raw]], header: int, places: Mapping[str, int], columns: Sequence[Wanted]
) -> Table:
    digits = {column.key: column.digits for column in columns}
    found = []
    for index in range(header + 1, len(rows)):
        cells = {key: _cell(rows[index][at], index, at, digits[key]) for key, at in places.items()}
        if any(cell.text for cell in cells.values()):
            found.append(Row(index + 1, cells))
    if not found:
        raise Invalid("Bảng không có dòng dữ liệu nào dưới dòng tiêu đề.", code="no_rows", field="file")
    return Table(name, frozenset(places), found)


def _cell(value: Raw, row: int, column: int, digits: int) -> Cell:
    text = shown(value)
    if digits and isinstance(value, int | float) and not isinstance(value, bool) and text.isdecimal():
        text = text.zfill(digits)
    return Cell(_place(row, column), text, value)


def shown(value: Raw) -> str:
    """A value as people read it: whole numbers without a point, days as dd/mm/yyyy, text cleaned."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    if isinstance(value, datetime):
        return value.strftime("%H:%M %d/%m/%Y") if value.time() != time() else value.strftime("%d/%m/%Y")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return clean(str(value))


def _place(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
