"""A workbook to drafts."""

from __future__ import annotations

from question_bank.assembly import assemble
from question_bank.draft import Draft
from question_bank.formats.excel.cells import column_name, shown
from question_bank.formats.excel.header import Header, find_header
from question_bank.formats.excel.rows import read_rows
from question_bank.formats.excel.sheets import Sheet, open_sheets
from question_bank.formats.package import open_package
from question_bank.problem import Problem, Unreadable, note, warning
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading

NAME = "xlsx"


def read_excel(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read every visible sheet that has a header; places are cells such as "B7".

    Raises Unreadable if the file is damaged or unsafe, or if no sheet has a header with a key column.
    """
    sheets = open_sheets(open_package(data, options.limits), options.limits)
    grids = [(sheet, _grid(sheet)) for sheet in sheets if any(map(any, sheet.rows))]
    found = [(sheet, grid, find_header(grid)) for sheet, grid in grids]
    tables = [(sheet, grid, header) for sheet, grid, header in found if header and sheet.is_visible]
    if not tables:
        raise Unreadable(
            "no_header",
            "Không tìm thấy dòng tiêu đề; bảng cần có các cột “Câu hỏi”, “Đáp án A”, “Đáp án B”, …, “Đáp án đúng”.",
        )
    drafts: list[Draft] = []
    problems: list[Problem] = [
        note(sheet.name, "sheet_skipped", "Trang tính bị ẩn hoặc không có dòng tiêu đề nên được bỏ qua.")
        for sheet, _, header in found
        if not (header and sheet.is_visible)
    ]
    for sheet, grid, header in tables:
        prefix = f"{sheet.name}!" if len(tables) > 1 else ""
        problems += _about_header(header, grid, prefix)
        drafts += read_rows(sheet, grid, header, prefix)
    return assemble(NAME, drafts, problems, options)


def _grid(sheet: Sheet) -> list[list[str]]:
    return [
        [shown(value, (row, column) in sheet.percents) for column, value in enumerate(values)]
        for row, values in enumerate(sheet.rows)
    ]


def _about_header(header: Header, grid: list[list[str]], prefix: str) -> list[Problem]:
    row = header.row + 1
    if "key" not in header.columns:
        raise Unreadable(
            "no_key_column", "Dòng tiêu đề thiếu cột “Đáp án đúng”; hãy thêm cột này.", f"{prefix}dòng {row}"
        )
    unknown = [
        note(
            f"{prefix}{column_name(column)}{row}",
            "unknown_column",
            f"Cột “{grid[header.row][column].strip()}” không dùng đến nên được bỏ qua.",
        )
        for column in header.unknown
    ]
    repeated = [
        warning(
            f"{prefix}{column_name(column)}{row}",
            "repeated_column",
            f"Cột “{grid[header.row][column].strip()}” lặp lại; chỉ cột đầu tiên được đọc.",
        )
        for column in header.repeated
    ]
    return [*unknown, *repeated]
