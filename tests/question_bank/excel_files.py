"""Workbooks for the tests, built cell by cell with XlsxWriter."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from question_bank.formats import Reading, read

HEADER = [
    "STT", "Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án D", "Đáp án đúng",
    "Mức độ", "Chủ đề", "Điểm", "Giải thích", "Căn cứ",
]  # fmt: skip
ROW = [1, "Thủ đô?", "Huế", "Hà Nội", "Vinh", "Cần Thơ", "B", "Nhận biết", "Địa lý", 1, "Vì thế.", "Điều 13"]


class ExcelFile:
    """A workbook with one sheet to start with."""

    def __init__(self, *rows: Sequence[Any], top: int = 0, left: int = 0, name: str = "Câu hỏi") -> None:
        self._target = io.BytesIO()
        self.book = xlsxwriter.Workbook(self._target, {"in_memory": True})
        self._date = self.book.add_format({"num_format": "dd/mm/yyyy"})
        self.sheet = self.add(*rows, top=top, left=left, name=name)

    def add(self, *rows: Sequence[Any], top: int = 0, left: int = 0, name: str) -> Any:
        """Another sheet with these rows; texts are texts, numbers are numbers, None leaves a cell empty."""
        sheet = self.book.add_worksheet(name)
        for row, values in enumerate(rows, start=top):
            for column, value in enumerate(values, start=left):
                self._put(sheet, row, column, value)
        return sheet

    def _put(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, str):
            sheet.write_string(row, column, value)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), self._date)
        else:
            sheet.write(row, column, value)

    def bytes(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self._target.getvalue()

    def read(self) -> Reading:
        """What the library makes of it."""
        return read(self.bytes(), "de.xlsx")


def row(**changes: Any) -> list[Any]:
    """The usual row with some columns changed: stem, a, b, c, d, key, level, topic, marks, why, source."""
    names = ["number", "stem", "a", "b", "c", "d", "key", "level", "topic", "marks", "why", "source"]
    return [changes.get(name, value) for name, value in zip(names, ROW, strict=True)]
