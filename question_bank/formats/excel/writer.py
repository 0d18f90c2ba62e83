"""Items to a workbook that an organiser can go on working in."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from question_bank.item import Item, Kind
from question_bank.keys import read_key
from question_bank.kinds import decide_kind
from question_bank.letters import letter, letters
from question_bank.markup import to_plain

DEFAULT_TITLE = "NGÂN HÀNG CÂU HỎI TRẮC NGHIỆM"
_FEWEST_OPTION_COLUMNS = 4
_MADE = dt.datetime(2025, 1, 1)  # the same items always make the same text
_NAMES_OF_KINDS = {Kind.SINGLE: "Một đáp án", Kind.MULTIPLE: "Nhiều đáp án", Kind.TRUE_FALSE: "Đúng/Sai"}


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    width: int
    value: Callable[[Item], str]


def write_excel(items: Sequence[Item], *, title: str = "") -> bytes:
    """Write a title row, the header, and a row an item. Every text is a string cell, never a formula.

    Pins, images, option feedback and HTML are not held.
    """
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    workbook.set_properties({"created": _MADE})
    sheet = workbook.add_worksheet("Câu hỏi")
    columns = _columns(items)
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


def _write_header(sheet: Any, columns: list[_Column], style: Any) -> None:
    sheet.set_column(0, 0, 6)
    sheet.write_string(1, 0, "STT", style)
    for index, column in enumerate(columns, start=1):
        sheet.set_column(index, index, column.width)
        sheet.write_string(1, index, column.name, style)


def _write_row(sheet: Any, number: int, item: Item, columns: list[_Column], style: Any) -> None:
    sheet.write_number(number + 1, 0, number, style)
    for index, column in enumerate(columns, start=1):
        if column.name == "Điểm":
            sheet.write_number(number + 1, index, float(item.marks), style)
        else:
            sheet.write_string(number + 1, index, column.value(item), style)


def _columns(items: Sequence[Item]) -> list[_Column]:
    most = max([_FEWEST_OPTION_COLUMNS, *(len(item.options) for item in items)])
    columns = [_Column("Câu hỏi", 50, lambda item: _plain(item, item.stem))]
    columns += [_Column(f"Đáp án {letter(index)}", 26, _option(index)) for index in range(most)]
    columns.append(_Column("Đáp án đúng", 10, _key))
    if any(_must_declare(item) for item in items):
        columns.append(_Column("Loại", 13, lambda item: _NAMES_OF_KINDS[item.kind]))
    if any(item.id for item in items):
        columns.append(_Column("Mã", 12, lambda item: item.id))
    columns += [
        _Column("Mức độ", 14, lambda item: item.level.label if item.level else ""),
        _Column("Chủ đề", 22, lambda item: item.topic),
        _Column("Điểm", 7, lambda item: ""),
        _Column("Giải thích", 45, lambda item: _plain(item, item.explanation)),
        _Column("Căn cứ", 35, lambda item: item.source),
    ]
    return columns


def _plain(item: Item, text: str) -> str:
    return to_plain(text) if item.markup == "html" else text


def _option(index: int) -> Callable[[Item], str]:
    return lambda item: _plain(item, item.options[index].text) if index < len(item.options) else ""


def _key(item: Item) -> str:
    """Letters; with the text beside it where a letter alone could also be another option's text."""
    named = letters(item.key_indexes)
    texts = [_plain(item, option.text) for option in item.options]
    if len(item.key_indexes) == 1 and read_key(named, texts).code:
        return f"{named}. {texts[item.key_indexes[0]]}"
    return named


def _must_declare(item: Item) -> bool:
    texts = [option.text for option in item.options]
    return decide_kind(item.stem, texts, len(item.key_indexes) > 1) is not item.kind
