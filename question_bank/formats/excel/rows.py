"""The rows under a header, each to one draft."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from question_bank.draft import Draft, DraftOption
from question_bank.formats.excel.cells import address
from question_bank.formats.excel.header import Header, read_header
from question_bank.formats.excel.sheets import Sheet
from question_bank.item import Kind
from question_bank.keys import read_key
from question_bank.kinds import UnknownKindError, is_true_word, parse_kind
from question_bank.letters import letter

_FILLED_DOWN = ("level", "topic", "source")
_TWO_DIGITS = re.compile(r"[1-8],[1-8]")


def read_rows(sheet: Sheet, grid: list[list[str]], header: Header, prefix: str) -> Iterator[Draft]:
    """One draft for each row that holds a question; `prefix` stands before every place."""
    _fill_merged(sheet, grid, header)
    section = ""
    for index in range(header.row + 1, len(grid)):
        row = _Row(sheet, grid[index], header, index, prefix)
        filled = [column for column, text in enumerate(grid[index]) if text.strip()]
        if not filled or row.holds_number_only() or read_header(index, grid[index]).is_complete:
            continue
        if row.is_section(filled):
            section = grid[index][filled[0]]
            continue
        draft = row.draft()
        draft.topic = draft.topic or section
        yield draft


def _fill_merged(sheet: Sheet, grid: list[list[str]], header: Header) -> None:
    """A value merged down a column belongs to every row it spans."""
    columns = {header.columns[name] for name in _FILLED_DOWN if name in header.columns}
    for (top, left), (bottom, _) in sheet.merged:
        if left in columns and header.row < top < len(grid):
            for row in range(top, min(bottom + 1, len(grid))):
                grid[row][left] = grid[top][left]


class _Row:
    def __init__(self, sheet: Sheet, cells: list[str], header: Header, index: int, prefix: str) -> None:
        self.sheet, self.cells, self.header, self.index, self.prefix = sheet, cells, header, index, prefix

    def place(self, column: int) -> str:
        return f"{self.prefix}{address(self.index, column)}"

    def text(self, name: str) -> str:
        column = self.header.columns.get(name)
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    def holds_number_only(self) -> bool:
        used = [column for name, column in self.header.columns.items() if name != "number"]
        used += self.header.options.values()
        return not any(column < len(self.cells) and self.cells[column].strip() for column in used) and (
            not self.text("number").strip() or self.text("number").strip().isdecimal()
        )

    def is_section(self, filled: list[int]) -> bool:
        """A title between the rows: one cell, and not in a column of its own meaning."""
        return len(filled) == 1 and filled[0] not in (
            self.header.columns["stem"],
            self.header.columns["key"],
            *self.header.options.values(),
        )

    def draft(self) -> Draft:
        draft = Draft(
            place=self.place(self.header.columns["stem"]),
            stem=self.text("stem"),
            id=self.text("id"),
            level=self.text("level"),
            topic=self.text("topic"),
            explanation=self.text("explanation"),
            source=self.text("source"),
            marks=self.text("marks"),
        )
        self._read_options(draft)
        self._read_kind(draft)
        self._read_key(draft)
        self._look_at_values(draft)
        return draft

    def _read_options(self, draft: Draft) -> None:
        columns = [self.header.options.get(position) for position in range(max(self.header.options) + 1)]
        texts = ["" if column is None else self.cells[column] for column in columns]
        while texts and not texts[-1].strip():
            texts.pop()
        draft.options = [DraftOption(text) for text in texts]

    def _read_kind(self, draft: Draft) -> None:
        try:
            draft.kind = parse_kind(self.text("kind"))
        except UnknownKindError as problem:
            draft.error("unsupported_kind", str(problem), self.place(self.header.columns["kind"]))
        if not draft.options and is_true_word(self.text("key")) is not None and draft.kind in (None, Kind.TRUE_FALSE):
            draft.options = [DraftOption("Đúng"), DraftOption("Sai")]
            draft.note(
                "true_false_implied", "Câu không ghi phương án, đáp án là Đúng/Sai nên được đọc là câu đúng/sai."
            )

    def _read_key(self, draft: Draft) -> None:
        column = self.header.columns["key"]
        text = self.cells[column].strip()
        if not text or not draft.options:
            return
        if isinstance(self.sheet.rows[self.index][column], float) and _TWO_DIGITS.fullmatch(text):
            draft.note("key_as_number", f"Excel lưu đáp án thành số {text}; đã đọc là {text[0]} và {text[2]}.")
        key = read_key(text, [option.text for option in draft.options])
        if key.code:
            draft.error(key.code, key.message, self.place(column))
            return
        if key.by_text:
            draft.note("key_by_text", f"Đáp án ghi bằng nội dung, khớp với phương án {letter(key.indexes[0])}.")
        draft.mark_keys(key.indexes)
        draft.several_named = len(key.indexes) > 1

    def _look_at_values(self, draft: Draft) -> None:
        """Excel may have changed what the author typed: say where that could be."""
        for column in (self.header.columns["stem"], self.header.columns["key"], *self.header.options.values()):
            value = self.sheet.rows[self.index][column]
            if (self.index, column) in self.sheet.errors:
                draft.error("cell_error", "Ô báo lỗi công thức; hãy nhập lại nội dung.", self.place(column))
            elif isinstance(value, dt.date | dt.time | dt.timedelta):
                message = f"Excel lưu ô này là ngày giờ, đã đọc thành “{self.cells[column]}”; hãy kiểm tra lại."
                draft.warning("cell_is_date", message, self.place(column))
