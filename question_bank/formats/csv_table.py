"""CSV: the same table as Excel, as text. Rows count as a spreadsheet counts them, so places are cells here too."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from question_bank.assembly import assemble
from question_bank.formats.encoding import decode_text
from question_bank.formats.tables import Grid, read_grids
from question_bank.formats.tables.finding import find_header
from question_bank.formats.tables.grid import address
from question_bank.formats.tables.layout import columns_for
from question_bank.formats.tables.tcexam import is_tcexam, read_tcexam
from question_bank.item import Item
from question_bank.limits import Limits
from question_bank.problem import Unreadable
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading

NAME = "csv"
_DELIMITERS = ",;\t|"
_LOOKED_AT = 65_536
_DECLARED = re.compile(r"sep=(.)\n?", re.IGNORECASE)
# Texts that a spreadsheet would take for a formula, also behind blanks, quotes and separators, and in full width.
_FORMULA = re.compile(r"[\s;,\"']*[=+\-@＝＋－＠]|'*[\t\r\n]")
_GUARD = "'"


def read_csv(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read a table with commas, semicolons or tabs between its cells; places are cells such as "B7".

    Raises Unreadable for a file in an unknown encoding, with a quotation mark that is never closed, or beyond the
    limits.
    """
    decoded = decode_text(data)
    text = decoded.text
    declared = _DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
    delimiter = declared[1] if declared else _delimiter(text, options.limits)
    rows = _rows(text, delimiter, options.limits, first_line=2 if declared else 1)
    if is_tcexam(rows):
        return assemble(NAME, read_tcexam(rows), decoded.problems, options)
    return read_grids(NAME, [Grid("", rows)], options, decoded.problems)


def write_csv(items: Sequence[Item]) -> bytes:
    """Write the header and a row an item, in UTF-8 with a byte order mark, which is how Excel knows it for UTF-8.

    What a spreadsheet would take for a formula gets an apostrophe in front, which reading takes away again. Pictures
    and HTML are not held.
    """
    target = io.StringIO(newline="")
    columns = columns_for(items)
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(["STT", *(column.title for column in columns)])
    for number, item in enumerate(items, start=1):
        writer.writerow([number, *(_guarded(column.value(item)) for column in columns)])
    return target.getvalue().encode("utf-8-sig")


def _guarded(text: str) -> str:
    return _GUARD + text if _FORMULA.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith(_GUARD) and _FORMULA.match(text[1:]) else text


def _delimiter(text: str, limits: Limits) -> str:
    """The sign that makes a table with a header of the beginning, or else the one that makes the most cells."""
    start = text[:_LOOKED_AT]
    start = start if len(start) == len(text) else start[: start.rfind("\n") + 1]
    cells = {}
    for delimiter in _DELIMITERS:
        rows = list(_parsed(start, delimiter, is_strict=False))
        if is_tcexam(rows) or find_header(Grid("", rows)):
            return delimiter
        cells[delimiter] = sum(map(len, rows)) if len(rows) <= limits.rows else 0
    return max(cells, key=lambda delimiter: cells[delimiter])


def _rows(text: str, delimiter: str, limits: Limits, first_line: int) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in _parsed(text, delimiter, is_strict=True, first_line=first_line):
        if len(rows) == limits.rows or len(row) > limits.columns:
            message = f"Bảng có ô nằm ngoài {limits.rows} dòng, {limits.columns} cột; hãy tách thành nhiều tệp."
            raise Unreadable(
                "too_large", message, address(len(rows), limits.columns if len(row) > limits.columns else 0)
            )
        rows.append([_unguarded(cell) for cell in row])
    return rows


def _parsed(text: str, delimiter: str, *, is_strict: bool, first_line: int = 1) -> Iterator[list[str]]:
    """The rows, empty ones too, so that they count as in a spreadsheet."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=is_strict)
    while True:
        line = first_line + rows.line_num
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            message = "Dấu ngoặc kép ở dòng này không khép lại hoặc đứng sai chỗ; hãy mở tệp bằng Excel và lưu lại."
            raise Unreadable("damaged", message, f"dòng {line}") from None
