"""Grids to a reading: which of them hold questions, what each was taken for, and its rows as drafts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from question_bank.assembly import assemble
from question_bank.columns import Correction, Table, correction_for
from question_bank.draft import Draft
from question_bank.formats.tables.described import describe
from question_bank.formats.tables.finding import corrected_header, find_header
from question_bank.formats.tables.grid import Grid, column_index, column_name
from question_bank.formats.tables.header import Header
from question_bank.formats.tables.rows import read_rows
from question_bank.formats.tables.sheet import Sheet
from question_bank.formats.tables.templates import template_of
from question_bank.problem import Problem, Unreadable, error, note, warning
from question_bank.read_options import ReadOptions
from question_bank.reading import Reading

_MOST_NAMED = 10


@dataclass(slots=True)
class _Found:
    """What was found in all grids: the sheets with questions, all of them described, and what there is to say."""

    sheets: list[Sheet] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_grids(format: str, grids: Sequence[Grid], options: ReadOptions, problems: Sequence[Problem] = ()) -> Reading:
    """Read every visible grid that has a header; places are cells such as "B7", with the sheet where there are several.

    `problems` are findings about the file that were made before. Without any header the reading has the reason as its
    only other problem, and all tables for a person to correct.
    """
    found = _look_at(grids, options.corrections)
    if not found.sheets:
        reasons = [problem for problem in found.problems if problem.code in ("no_header", "no_key_column")]
        return Reading(format, (), (*problems, reasons[0] if reasons else _no_header()), tables=tuple(found.tables))
    return assemble(format, _drafts(found.sheets), [*problems, *found.problems], options, found.tables)


def _look_at(grids: Sequence[Grid], corrections: Sequence[Correction]) -> _Found:
    found = _Found()
    seen = [(grid, _header_of(grid, correction_for(corrections, grid.name))) for grid in grids]
    several = sum(header is not None for _, header in seen) > 1
    for grid, header in seen:
        prefix = f"{grid.name}!" if several else ""
        template = template_of(grid, header) if header else None
        sheet = Sheet(grid, header, template, prefix) if header and template else None
        if sheet and not sheet.tells_keys:
            found.problems.append(_no_key(sheet))
            sheet = None
        elif sheet:
            found.sheets.append(sheet)
            found.problems += _about(sheet)
        elif any(grid.filled(row) for row in range(len(grid.rows))):
            message = "Trang tính bị ẩn hoặc không có dòng tiêu đề nên được bỏ qua."
            found.problems.append(note(grid.name or "cả tệp", "sheet_skipped", message))
        shown = header or (None if grid.is_visible else find_header(grid))
        name = template.name if template else ""
        found.tables.append(describe(grid, shown, template=name, is_read=sheet is not None))
    return found


def _header_of(grid: Grid, correction: Correction | None) -> Header | None:
    """The header of a grid that is to be read; a column that a person named is no longer hidden."""
    if correction is None:
        return find_header(grid) if grid.is_visible else None
    if correction.left_out:
        return None
    named = {column_index(letters) for letters, name in correction.fields.items() if name}
    grid.hidden_columns -= named
    return corrected_header(grid, correction)


def _no_header() -> Problem:
    return Unreadable(
        "no_header",
        "Không tìm thấy dòng tiêu đề; bảng cần có các cột “Câu hỏi”, “Đáp án A”, “Đáp án B”, …, “Đáp án đúng”.",
    ).problem


def _no_key(sheet: Sheet) -> Problem:
    place = f"{sheet.prefix}dòng {sheet.header.row + 1}"
    if "stem" not in sheet.header.columns:
        return error(place, "no_header", "Chưa có cột nào được chọn làm “Câu hỏi”; hãy chọn cột này.")
    return error(place, "no_key_column", "Dòng tiêu đề thiếu cột “Đáp án đúng”; hãy thêm cột này.")


def _about(sheet: Sheet) -> Iterator[Problem]:
    """Columns that are not read, and rows and columns that nobody sees."""
    grid, header, row = sheet.grid, sheet.header, sheet.header.first
    for column in header.unknown:
        message = f"Cột “{header.titles[column].strip()}” không dùng đến nên được bỏ qua."
        yield note(f"{sheet.prefix}{column_name(column)}{row}", "unknown_column", message)
    for column in header.repeated:
        message = f"Cột “{header.titles[column].strip()}” lặp lại; chỉ cột đầu tiên được đọc."
        yield warning(f"{sheet.prefix}{column_name(column)}{row}", "repeated_column", message)
    rows = [
        index for index in sorted(grid.hidden_rows) if index >= row and index < len(grid.rows) and grid.filled(index)
    ]
    if rows:
        named = ", ".join(str(index + 1) for index in rows[:_MOST_NAMED]) + (", …" if len(rows) > _MOST_NAMED else "")
        message = f"{len(rows)} dòng bị ẩn ({named}) không được đọc; hãy bỏ ẩn hoặc bỏ lọc nếu cần nạp."
        yield warning(f"{sheet.prefix}dòng {rows[0] + 1}", "hidden_rows", message)
    columns = [column for column in sorted(grid.hidden_columns) if any(grid.below(header.row, column))]
    if columns:
        named = ", ".join(map(column_name, columns[:_MOST_NAMED]))
        message = f"Cột bị ẩn ({named}) không được đọc; hãy bỏ ẩn nếu cần nạp."
        yield warning(f"{sheet.prefix}cột {column_name(columns[0])}", "hidden_columns", message)


def _drafts(sheets: Sequence[Sheet]) -> Iterator[Draft]:
    for sheet in sheets:
        yield from read_rows(sheet)
