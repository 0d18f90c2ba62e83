"""Items to a workbook that an organiser can go on working in."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from question_bank.formats.tables.layout import MARKS, WrittenColumn, columns_for
from question_bank.item import Item

DEFAULT_TITLE = "NGÂN HÀNG CÂU HỎI TRẮC NGHIỆM"
_MADE = dt.datetime(2025, 1, 1)  # the same items always make the same text


def write_excel(items: Sequence[Item], *, title: str = "") -> bytes:
    """Write a title row, the header, and a row an item. Every text is a string cell, never a formula.

    Pictures and HTML are not held.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(target, options)
    workbook.set_properties({"created": _MADE})
    sheet = workbook.add_worksheet("Câu hỏi")
    columns = columns_for(items)
    heading = workbook.add_format({"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"})
    head = workbook.add_format(
        {"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter", "bg_color": "#DDEBF7"}
    )
    body = workbook.add_format({"text_wrap": True, "border": 1, "valign": "top"})
    sheet.merge_range(0, 0, 0, len(columns), "", heading)
    sheet.write_string(0, 0, title or DEFAULT_TITLE, heading)
    sheet.set_row(0, 28)
    _write_header(sheet, columns, head)
    for number, item in enumerate(items, start=1):
        _write_row(sheet, number, item, columns, body)
    sheet.freeze_panes(2, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    workbook.close()
    return target.getvalue()


def _write_header(sheet: Any, columns: list[WrittenColumn], style: Any) -> None:
    sheet.set_column(0, 0, 6)
    sheet.write_string(1, 0, "STT", style)
    for index, column in enumerate(columns, start=1):
        sheet.set_column(index, index, column.width)
        sheet.write_string(1, index, column.title, style)


def _write_row(sheet: Any, number: int, item: Item, columns: list[WrittenColumn], style: Any) -> None:
    sheet.write_number(number + 1, 0, number, style)
    for index, column in enumerate(columns, start=1):
        if column.title == MARKS:
            sheet.write_number(number + 1, index, float(item.marks), style)
        else:
            sheet.write_string(number + 1, index, column.value(item), style)
