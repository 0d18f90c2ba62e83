"""The rows under a header: which of them are questions, and which only stand between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from question_bank.draft import Draft
from question_bank.formats.tables.grid import Grid
from question_bank.formats.tables.header import Header
from question_bank.formats.tables.question import draft_of
from question_bank.formats.tables.sheet import Sheet

_FILLED_DOWN = ("level", "topic", "source")
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2})\s*\)?")
_SECTION_SIGN = re.compile(r"(?:[IVXLC]{1,7}|[A-Z])\s*[.)]?")
_OWN_MEANING = ("stem", "key", "options")


@dataclass(slots=True)
class _Block:
    """The rows of one question (several where each option has a row of its own) under its section's title."""

    rows: list[int] = field(default_factory=list)
    section: str = ""


def read_rows(sheet: Sheet) -> Iterator[Draft]:
    """One draft for each question of a sheet."""
    _fill_merged(sheet.grid, sheet.header)
    for block in _blocks(sheet):
        draft = draft_of(sheet, block.rows)
        draft.topic = draft.topic or block.section or sheet.template.topic
        yield draft


def _fill_merged(grid: Grid, header: Header) -> None:
    """A value merged down a column belongs to every row it spans."""
    columns = {header.columns[name] for name in _FILLED_DOWN if name in header.columns}
    reached: dict[int, int] = {}
    for area in sorted(grid.merged, key=lambda area: area.top):
        text = grid.text(area.top, area.left)
        if area.left not in columns or area.top < max(header.first, reached.get(area.left, 0)) or not text:
            continue
        reached[area.left] = area.bottom + 1
        for cells in grid.rows[area.top : area.bottom + 1]:
            cells += [""] * (area.left + 1 - len(cells))
            cells[area.left] = text


def _blocks(sheet: Sheet) -> Iterator[_Block]:
    grid, header = sheet.grid, sheet.header
    block = _Block()
    wide = {area.top for area in grid.merged if _spans_question(area.left, area.right, header)}
    for row in range(header.first, len(grid.rows)):
        filled = [] if row in grid.hidden_rows else grid.filled(row)
        if not filled or _is_between(sheet, row, filled):
            continue
        if _is_section(sheet, row, filled, wide):
            if block.rows:
                yield block
            block = _Block(section=grid.rows[row][filled[-1]])
        elif block.rows and _continues(sheet, row):
            block.rows.append(row)
        else:
            if block.rows:
                yield block
            block = _Block([row], block.section)
    if block.rows:
        yield block


def _spans_question(left: int, right: int, header: Header) -> bool:
    spanned = sum(left <= column <= right for column in header.columns.values())
    return left <= header.columns["stem"] <= right and spanned > 1


def _is_between(sheet: Sheet, row: int, filled: list[int]) -> bool:
    """True for a row that holds a number alone, column numbers, the header again, or a product's instructions."""
    grid, header = sheet.grid, sheet.header
    used = {column for name, column in header.columns.items() if name != "number"}
    if not used & set(filled):
        number = grid.text(row, header.columns["number"]).strip() if "number" in header.columns else ""
        return not number or number.isdecimal()
    if sheet.template.is_instruction(grid, header, row):
        return True
    if row == header.first and _are_column_numbers([grid.rows[row][column] for column in filled]):
        return True
    return len(filled) > 1 and any(_repeats(grid, above, row, filled) for above in range(header.row, header.first))


def _repeats(grid: Grid, above: int, row: int, filled: list[int]) -> bool:
    return all(grid.text(above, column).strip() == grid.rows[row][column].strip() for column in filled)


def _are_column_numbers(texts: list[str]) -> bool:
    """True for the row (1) (2) (3) … that official tables have below their titles."""
    found = [_COLUMN_NUMBER.fullmatch(text.strip()) for text in texts]
    numbers = [int(one[1]) for one in found if one]
    return len(numbers) == len(texts) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_section(sheet: Sheet, row: int, filled: list[int], wide: set[int]) -> bool:
    """A title between the rows: one cell outside of the question's own columns, or merged across them.

    "I" in the number's column and a title in the question's is one too.
    """
    columns = sheet.header.columns
    if len(filled) == 1:
        own = {columns[name] for name in _OWN_MEANING if name in columns} | set(sheet.header.options.values())
        return filled[0] not in own or row in wide
    number, stem = columns.get("number"), columns.get("stem")
    return filled == [number, stem] and bool(_SECTION_SIGN.fullmatch(sheet.grid.rows[row][filled[0]].strip()))


def _continues(sheet: Sheet, row: int) -> bool:
    """True for a further option of the question above, in a table with a row an option."""
    columns, grid = sheet.header.columns, sheet.grid
    if "options" not in columns or not grid.text(row, columns["options"]).strip():
        return False
    return not any(grid.text(row, columns[name]).strip() for name in ("stem", "number", "id") if name in columns)
