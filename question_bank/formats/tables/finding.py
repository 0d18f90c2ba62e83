"""Which header a sheet has: what a person said, or else what its first rows look like."""

from __future__ import annotations

from itertools import islice

from question_bank.columns import FIELDS, OPTION_FIELDS, RIGHT_FIELDS, Correction
from question_bank.formats.tables.grid import Grid, column_index
from question_bank.formats.tables.header import Header, headers_of, read_header
from question_bank.formats.tables.marks import is_marked
from question_bank.formats.tables.names import meanings, name_of
from question_bank.formats.tables.one_cell import cut_stem
from question_bank.kinds import is_true_word
from question_bank.problem import Unreadable

_LOOKED_AT = 200


def find_header(grid: Grid) -> Header | None:
    """The first row, or pair of rows, that can be the header of questions; None if there is none."""
    for header in headers_of(grid):
        _settle(grid, header)
        if header.is_complete or (header.names_question_and_key and _needs_no_options(grid, header)):
            return header
    return None


def corrected_header(grid: Grid, correction: Correction) -> Header:
    """The header that a person described; columns that were not named keep what was detected for them.

    Raises Unreadable for a row, a column or a field that is not there.
    """
    row = correction.header_row - 1
    if correction.header_row < 0 or row >= len(grid.rows):
        raise _wrong(correction, f"dòng {correction.header_row}")
    header = read_header(grid, row, correction.header_rows) if correction.header_row else Header(0, 0)
    _settle(grid, header)
    said: dict[int, str] = {}
    for letters, name in correction.fields.items():
        column = column_index(letters)
        if column is None or name not in FIELDS:
            raise _wrong(correction, f"cột {letters[:10]}")
        said[column] = name
    kept = {name: column for name, column in header.columns.items() if column not in said}
    header.columns = kept | {name: column for column, name in said.items() if name}
    header.unknown = [column for column in header.unknown if column not in said]
    header.repeated = [column for column in header.repeated if column not in said]
    return header


def _wrong(correction: Correction, what: str) -> Unreadable:
    return Unreadable(
        "bad_correction",
        f"Trang “{correction.sheet}” không có {what} như đã chọn, hoặc cách hiểu cột không hợp lệ; hãy chọn lại.",
    )


def _settle(grid: Grid, header: Header) -> None:
    """Decide by what stands below where titles alone leave a doubt."""
    number, stem = header.columns.get("number"), header.columns.get("stem")
    name = name_of(header.titles.get(number, "")) if number is not None else ""
    if number is not None and name in ("cau", "cau hoi") and not _holds_numbers(grid, header, number):
        if stem is not None:
            header.repeated.append(stem)
        del header.columns["number"]
        header.columns["stem"] = number
    for column in list(header.repeated):
        found = meanings(header.titles[column].rpartition(" ")[2]) or meanings(header.titles[column])
        if found and found[0] in OPTION_FIELDS and _holds_marks(grid, header, column):
            name = RIGHT_FIELDS[OPTION_FIELDS.index(found[0])]
            if name not in header.columns:
                header.columns[name] = column
                header.repeated.remove(column)


def _holds_numbers(grid: Grid, header: Header, column: int) -> bool:
    texts = islice(grid.below(header.first, column), _LOOKED_AT)
    return all(any(sign.isdigit() for sign in text) and len(text.strip()) <= len("Câu 10000.") for text in texts)


def _holds_marks(grid: Grid, header: Header, column: int) -> bool:
    marks = [is_marked(text) for text in islice(grid.below(header.first, column), _LOOKED_AT)]
    return None not in marks and True in marks


def _needs_no_options(grid: Grid, header: Header) -> bool:
    """True for a sheet of true/false questions, and for one whose options stand in the question's own cell."""
    if "key" in header.columns:
        keys = [is_true_word(text) for text in islice(grid.below(header.first, header.columns["key"]), _LOOKED_AT)]
        if keys and None not in keys:
            return True
    return any(cut_stem(text) for text in islice(grid.below(header.first, header.columns["stem"]), _LOOKED_AT))
