"""Excel files of units for the tests."""

from __future__ import annotations

from typing import Any

from quiz.documents.workbook import Column, Sheet, workbook

HEADER = ("Mã", "Tên đơn vị", "Loại", "Mã đơn vị cấp trên", "Số người", "Ngày chốt", "Nguồn số liệu", "Tên khác")


def units_file(*rows: tuple[Any, ...], header: tuple[str, ...] = HEADER) -> bytes:
    """A workbook with a heading above the table; short rows are filled up."""
    columns = [Column(title, kind="number") for title in header]
    filled = [(*row, *[None] * (len(header) - len(row))) for row in rows]
    return workbook([Sheet("Đơn vị", columns, filled)], heading=("DANH SÁCH ĐƠN VỊ",))
