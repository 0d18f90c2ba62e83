"""Workbooks: what people get to see in Excel, and what can never become a formula."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest

from quiz.documents.workbook import Column, Sheet, Value, workbook

COLUMNS = (
    Column("Họ và tên", 30),
    Column("Số lượt", 10, "number"),
    Column("Điểm trung bình", 10, "decimal"),
    Column("Tỷ lệ", 10, "percent"),
    Column("Nộp lúc", 18, "moment"),
    Column("Ngày", 12, "day"),
)
MOMENT = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
ROW: tuple[Value, ...] = ("Lò Thị Ún", 1234, 87.654, 0.5, MOMENT, date(2026, 3, 2))


def sheet_of(content: bytes, number: int = 0) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[number]


def make(*rows: tuple[Value, ...], **more: Any) -> bytes:
    return workbook([Sheet("Bảng xếp hạng", COLUMNS, rows)], **more)


def test_the_heading_stands_above_the_table_and_the_footnotes_below() -> None:
    page = sheet_of(make(ROW, heading=("BẢNG XẾP HẠNG", "Vòng 1"), footnotes=("Dữ liệu minh họa",)))
    first = [page.cell(row, 1).value for row in range(1, 8)]
    assert first == ["BẢNG XẾP HẠNG", "Vòng 1", None, "Họ và tên", "Lò Thị Ún", None, "Dữ liệu minh họa"]


def test_the_header_stays_in_sight_and_is_printed_on_every_page() -> None:
    page = sheet_of(make(ROW, heading=("Bảng",)))
    assert page.freeze_panes == "A4"
    assert page.print_title_rows == "$3:$3"


def test_pages_are_a4_and_as_wide_as_the_table() -> None:
    page = sheet_of(make(ROW))
    assert page.page_setup.paperSize == 9
    assert page.page_setup.fitToHeight == 0
    assert page.sheet_properties.pageSetUpPr.fitToPage


def test_a_wide_sheet_lies_on_its_side() -> None:
    page = sheet_of(workbook([Sheet("Rộng", COLUMNS, [ROW], landscape=True)]))
    assert page.page_setup.orientation == "landscape"


def test_numbers_shares_and_times_are_values_with_formats() -> None:
    cells = sheet_of(make(ROW))[2]
    assert [cell.value for cell in cells[1:4]] == [1234, 87.654, 0.5]
    assert [cell.number_format for cell in cells[1:4]] == ["#,##0", "#,##0.00", "0.00%"]
    assert cells[4].value == datetime(2026, 3, 2, 8, 5)
    assert cells[4].number_format == "hh:mm dd/mm/yyyy"
    assert cells[5].value == datetime(2026, 3, 2)


def test_an_absent_value_is_an_empty_cell() -> None:
    cells = sheet_of(make(("An", None, None, None, None, None)))[2]
    assert [cell.value for cell in cells] == ["An", None, None, None, None, None]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://x","y")',
        "+84912345678",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "＝1+1",
        "'=1",
        "{=1}",
        "http://x.vn",
    ],
)
def test_what_a_person_typed_never_becomes_a_formula_or_a_link(text: str) -> None:
    content = make((text, None, None, None, None, None))
    cell = sheet_of(content).cell(2, 1)
    assert cell.value == text
    assert cell.data_type == "s"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    assert b"hyperlink" not in xml


def test_a_text_in_a_column_of_numbers_stays_a_text() -> None:
    cell = sheet_of(make(("An", "=1+1", None, None, None, None))).cell(2, 2)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_text_longer_than_excel_allows_is_cut_not_lost() -> None:
    assert len(sheet_of(make(("a" * 40_000, None, None, None, None, None))).cell(2, 1).value) == 32767


def test_titles_of_tabs_are_made_legal_and_different() -> None:
    titles = ["Xã A/B: [2026]", "Đơn vị " * 10, "đơn vị " * 10, "", "'"]
    content = workbook([Sheet(title, COLUMNS[:1], [["An"]]) for title in titles])
    names = openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert names[0] == "Xã A B   2026"
    assert names[3:] == ["Bảng 4", "Bảng 5"]
    assert all(len(name) <= 31 for name in names)
    assert len({name.casefold() for name in names}) == 5


def test_the_same_input_gives_the_same_bytes() -> None:
    assert make(ROW) == make(ROW)


def test_a_sheet_without_rows_still_has_its_header() -> None:
    page = sheet_of(make())
    assert [cell.value for cell in page[1]] == [column.title for column in COLUMNS]


def test_a_row_of_the_wrong_length_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="shorter"):
        make(("An",))
