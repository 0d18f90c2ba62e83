"""What was understood of a sheet, for a person to look at and to correct."""

from __future__ import annotations

from itertools import islice

from question_bank.columns import Column, Table
from question_bank.formats.tables.grid import Grid, column_name
from question_bank.formats.tables.header import Header
from question_bank.text import clean_line

_SAMPLES = 3
_ROWS_SHOWN = 12
_COLUMNS_SHOWN = 60
_LONGEST = 80


def describe(grid: Grid, header: Header | None, *, template: str = "", is_read: bool = True) -> Table:
    """The table as found; without a header its columns have no titles and no fields."""
    below = header.first if header else 0
    fields = {column: name for name, column in header.columns.items()} if header else {}
    used = max(fields, default=-1) + 1
    return Table(
        sheet=grid.name,
        header_row=header.row + 1 if header and header.depth else 0,
        columns=tuple(
            Column(
                column_name(column),
                _short(header.titles.get(column, "") if header else ""),
                fields.get(column, ""),
                tuple(_short(text) for text in islice(grid.below(below, column), _SAMPLES)),
            )
            for column in range(max(used, min(grid.width(), _COLUMNS_SHOWN)))
        ),
        header_rows=header.depth if header else 0,
        template=template,
        is_read=is_read and header is not None,
        head=tuple(tuple(map(_short, row[:_COLUMNS_SHOWN])) for row in grid.rows[:_ROWS_SHOWN]),
    )


def _short(text: str) -> str:
    line = clean_line(text[: 4 * _LONGEST])
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
