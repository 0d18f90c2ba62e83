"""CHECKS I11: numbers and dates in cells are what a person sees there, or are refused with the cell."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from question_bank.formats import Reading, read, write
from question_bank.text import clean
from tests.question_bank.archives import with_part
from tests.question_bank.excel_files import ExcelFile
from tests.question_bank.items import codes, item

HEADER = ["Mã", "Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án đúng", "Điểm"]
TEXTS = (
    "0", "-1", "+1", "007", "012", "0123456789", "00", "1e309", "1E5", "1e-400", "NaN", "nan", "Infinity", "-inf",
    "9223372036854775808", "18446744073709551616", "1" * 40, "0.1", "0,1", "1.000.000", "1,000,000", "1/2", "½",
    "１２", "٣", "²", "Ⅳ", "0x1F", "0b11", "1_000", "30/02", "30/02/2024", "31/04/2025", "29/02/1900", "00/00/0000",
    "1/1/1900", "1904-01-01", "2024-13-01", "9999-12-31", "12-2024", "3-4", "1-2-3", "10:30", "25:61", "7h30",
    "ngày 30 tháng 4", "12%", "1.3", "1,3", "-0", "--1", "1 000", "1\u00a0000", "2^63", "TRUE",
    "FALSE", "=1+1", "5e", "e5", ".5", "5.", "10₫", "€5",
)  # fmt: skip
WRONG_MARKS = (
    "0",
    "-1",
    "NaN",
    "Infinity",
    "-inf",
    "1e309",
    "1e9999999",
    "9223372036854775808",
    "30/02",
    "hai",
    "1/2",
    "0x1F",
)
RIGHT_MARKS = {"1": "1", "0,5": "0.5", "0.25": "0.25", "2 điểm": "2", "1e2": "100", "１２": "12", "1000": "1000"}
NUMBERS = ("NaN", "Infinity", "-Infinity", "1e309", "-1e309", "1e400", "abc", "", "0x10", "1,5", "9" * 400)
TABLES = ["xlsx", "csv"]


def as_table(format: str, *row: str) -> Reading:
    """What is read from a sheet of one question whose cells are texts."""
    if format == "xlsx":
        return ExcelFile(HEADER, list(row)).read()
    target = io.StringIO()
    csv.writer(target).writerows([HEADER, row])
    return read(target.getvalue().encode(), "de.csv")


def test_enough_is_tried() -> None:
    assert len({*TEXTS, *WRONG_MARKS, *RIGHT_MARKS, *NUMBERS}) >= 60


@pytest.mark.parametrize("format", TABLES)
@pytest.mark.parametrize("text", TEXTS)
def test_a_number_or_date_that_is_text_stays_as_it_is(format: str, text: str) -> None:
    reading = as_table(format, text, f"Là {text}?", text, "khác hẳn", "B", "1")
    [found] = reading.items
    assert (found.id, found.stem, found.options[0].text) == (clean(text), clean(f"Là {text}?"), clean(text))


@pytest.mark.parametrize("format", TABLES)
@pytest.mark.parametrize("marks", WRONG_MARKS)
def test_marks_that_are_no_usable_number_are_refused(format: str, marks: str) -> None:
    reading = as_table(format, "q1", "Gì?", "một", "hai", "B", marks)
    assert (codes(reading.errors), reading.items) == (["bad_marks"], ())
    assert all(problem.place for problem in reading.errors)


@pytest.mark.parametrize("format", TABLES)
@pytest.mark.parametrize("marks", sorted(RIGHT_MARKS))
def test_marks_are_read_exactly(format: str, marks: str) -> None:
    assert as_table(format, "q1", "Gì?", "một", "hai", "B", marks).items[0].marks == Decimal(RIGHT_MARKS[marks])


def with_cell(cell: str) -> Reading:
    """What is read where cell C3, an option, is this one."""

    def change(content: bytes) -> bytes:
        start = content.index(b'<c r="C3"')
        return content[:start] + cell.encode() + content[content.index(b"</c>", start) + 4 :]

    return read(with_part(write([item()], "xlsx"), "xl/worksheets/sheet1.xml", change), "a.xlsx")


@pytest.mark.parametrize("value", NUMBERS)
def test_a_number_that_is_none_never_becomes_one(value: str) -> None:
    reading = with_cell(f'<c r="C3"><v>{value}</v></c>')
    shown = [option.text for found in reading.items for option in found.options]
    assert reading.items or reading.errors
    assert not any(re.fullmatch(r"-?(?:inf|nan|infinity)", text, re.IGNORECASE) for text in shown if text != value)


@pytest.mark.parametrize(
    ("value", "shown"), [("0", "0"), ("-1", "-1"), ("1975", "1975"), ("1.0", "1"), ("1E3", "1000")]
)
def test_a_number_is_shown_without_a_tail(value: str, shown: str) -> None:
    assert with_cell(f'<c r="C3"><v>{value}</v></c>').items[0].options[0].text == shown


def dated(write_cells: Callable[[xlsxwriter.Workbook, Worksheet], None], epoch_1904: bool) -> Reading:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "date_1904": epoch_1904})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["q1", "Ngày nào?", "", "khác", "B", 1])
    write_cells(book, sheet)
    book.close()
    return read(target.getvalue(), "a.xlsx")


@pytest.mark.parametrize("epoch_1904", [False, True])
@pytest.mark.parametrize("day", [dt.date(1975, 4, 30), dt.date(1945, 9, 2), dt.date(2024, 2, 29), dt.date(1930, 2, 3)])
def test_a_date_is_the_same_day_in_both_calendars_of_excel(day: dt.date, epoch_1904: bool) -> None:
    def cells(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        moment = dt.datetime.combine(day, dt.time())
        sheet.write_datetime(1, 2, moment, book.add_format({"num_format": "dd/mm/yyyy"}))

    assert dated(cells, epoch_1904).items[0].options[0].text == f"{day:%d/%m/%Y}"


@pytest.mark.parametrize("serial", [-1, 0, 59, 60, 61, 2_958_465, 2_958_466, 1e12])
def test_a_date_that_no_calendar_has_does_not_break_the_reader(serial: float) -> None:
    def cells(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_number(1, 2, serial, book.add_format({"num_format": "dd/mm/yyyy"}))

    reading = dated(cells, epoch_1904=False)
    assert reading.items or reading.errors
    assert all(problem.place for problem in reading.problems)
