"""Excel workbooks for people: heading lines, a frozen header, A4 pages, numbers and times in Vietnamese order.

What comes from people is written as text, so that nothing in it can become a formula or a link.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from xlsxwriter import Workbook

from quiz.core import clock

Kind = Literal["text", "number", "decimal", "seconds", "percent", "moment", "instant", "day"]
Value = str | int | float | datetime | date | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of an Excel workbook."""
FONT = {"font_name": "Times New Roman", "font_size": 12}
NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",
    "number": "#,##0",
    "decimal": "#,##0.00",
    "seconds": "#,##0.000",
    "percent": "0.00%",
    "moment": "hh:mm dd/mm/yyyy",
    "instant": "hh:mm:ss.000 dd/mm/yyyy",
    "day": "dd/mm/yyyy",
}
MAX_TEXT = 32767
MAX_TITLE = 31
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Column:
    """A column: its title, its width in characters, what its cells hold.

    Of `percent` cells the value is a share (0.5 shows 50,00%), of `moment` and `instant` (with thousandths) an aware
    time, shown in Vietnam's time.
    """

    title: str
    width: float = 14
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet:
    """A sheet: its title on the tab, its columns, its rows with a value for each column (None: empty), read once."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    landscape: bool = False


@dataclass
class _Look:
    """The formats of one workbook."""

    book: Workbook
    made: dict[str, Any] = field(default_factory=dict)

    def of(self, name: str, **properties: Any) -> Any:
        if name not in self.made:
            self.made[name] = self.book.add_format({**FONT, **properties})
        return self.made[name]

    def cell(self, kind: Kind) -> Any:
        layout = {"text_wrap": True, "valign": "top"} if kind == "text" else {"valign": "top"}
        return self.of(kind, num_format=NUMBER_FORMATS[kind], border=1, **layout)


def workbook(
    sheets: Sequence[Sheet], heading: Sequence[str] = (), footnotes: Sequence[str] = (), made_at: datetime | None = None
) -> bytes:
    """The bytes of an .xlsx file; `heading` stands above and `footnotes` below the table of every sheet.

    The same input gives the same bytes; `made_at` goes into the file's properties.
    """
    buffer = io.BytesIO()
    _fill(Workbook(buffer, {**_OPTIONS, "in_memory": True}), sheets, heading, footnotes, made_at)
    return buffer.getvalue()


def write_workbook(
    path: Path,
    sheets: Sequence[Sheet],
    heading: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    made_at: datetime | None = None,
) -> None:
    """The same as a file, for lists of any length: every row leaves the memory once it is written."""
    _fill(Workbook(str(path), {**_OPTIONS, "constant_memory": True}), sheets, heading, footnotes, made_at)


def _fill(
    book: Workbook, sheets: Sequence[Sheet], heading: Sequence[str], footnotes: Sequence[str], made_at: datetime | None
) -> None:
    book.set_properties({"created": (made_at or clock.EPOCH).astimezone(UTC).replace(tzinfo=None)})
    look, titles = _Look(book), _tab_titles([sheet.title for sheet in sheets])
    for sheet, title in zip(sheets, titles, strict=True):
        page = book.add_worksheet(title)
        _set_up_page(page, sheet)
        _write(page, sheet, look, heading, footnotes)
    book.close()


def _tab_titles(titles: Sequence[str]) -> list[str]:
    """Titles as Excel allows them: 31 characters, no []:*?/\\, none twice."""
    used: list[str] = []
    for number, title in enumerate(titles, 1):
        name = _NO_TITLE.sub(" ", title).strip(" '")[:MAX_TITLE] or f"Bảng {number}"
        if name.casefold() in {other.casefold() for other in used}:
            name = f"{name[: MAX_TITLE - 5]} ({number})"
        used.append(name)
    return used


def _set_up_page(page: Any, sheet: Sheet) -> None:
    page.set_paper(9)  # A4
    page.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P/&N")
    if sheet.landscape:
        page.set_landscape()
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)


def _write(page: Any, sheet: Sheet, look: _Look, heading: Sequence[str], footnotes: Sequence[str]) -> None:
    for row, line in enumerate(heading):
        page.write_string(row, 0, line[:MAX_TEXT], look.of(f"heading{row > 0}", bold=row == 0))
    top = len(heading) + 1 if heading else 0
    title = look.of("title", bold=True, border=1, text_wrap=True, align="center", valign="vcenter", bg_color="#E8EEF4")
    for index, column in enumerate(sheet.columns):
        page.write_string(top, index, column.title, title)
    last = top
    for last, values in enumerate(sheet.rows, top + 1):
        for index, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
            _write_cell(page, last, index, value, column.kind, look)
    below = last + 2
    for row, line in enumerate(footnotes, below):
        page.write_string(row, 0, line[:MAX_TEXT], look.of("footnote", italic=True))
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    if last > top:
        page.autofilter(top, 0, last, len(sheet.columns) - 1)


def _write_cell(page: Any, row: int, index: int, value: Value, kind: Kind, look: _Look) -> None:
    if value is None:
        page.write_blank(row, index, None, look.cell(kind))
    elif kind == "text" or isinstance(value, str):
        page.write_string(row, index, str(value)[:MAX_TEXT], look.cell("text"))
    elif isinstance(value, datetime):
        page.write_datetime(row, index, clock.local(value).replace(tzinfo=None), look.cell(kind))
    elif isinstance(value, date):
        page.write_datetime(row, index, value, look.cell(kind))
    else:
        page.write_number(row, index, value, look.cell(kind))
