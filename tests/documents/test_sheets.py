"""Tables read from Excel files: the header wherever it stands, values as people mean them, places to find them by."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pytest

from quiz.core.errors import Invalid
from quiz.documents.sheets import Table, Wanted, read_table, shown
from tests.documents.files import saved, tidy

COLUMNS = (
    Wanted("name", ("Họ và tên", "Họ tên"), required=True),
    Wanted("phone", ("Số điện thoại", "Điện thoại"), digits=10),
    Wanted("code", ("Mã đơn vị",), required=True),
)
HEADER = ["Họ và tên", "Số điện thoại", "Mã đơn vị"]


def read(*rows: list[object], skip_rows: int = 0, skip_columns: int = 0) -> Table:
    return read_table(tidy(rows, skip_rows, skip_columns), COLUMNS)


def refusal(content: bytes) -> Invalid:
    with pytest.raises(Invalid) as caught:
        read_table(content, COLUMNS)
    return caught.value


def test_rows_are_read_with_the_place_of_every_cell() -> None:
    table = read(HEADER, ["Nguyễn Văn An", "0912345678", "CB01"])
    row = table.rows[0]
    assert [row[key].text for key in ("name", "phone", "code")] == ["Nguyễn Văn An", "0912345678", "CB01"]
    assert [row[key].place for key in ("name", "phone", "code")] == ["A2", "B2", "C2"]
    assert row.place == "dòng 2"


def test_the_header_is_found_below_a_title_and_away_from_the_edge() -> None:
    table = read(["DANH SÁCH THÍ SINH"], [], HEADER, ["An", "", "CB01"], skip_rows=2, skip_columns=1)
    assert [(row.number, row["code"].place) for row in table.rows] == [(6, "D6")]


@pytest.mark.parametrize(
    "header",
    [
        ["MÃ ĐƠN VỊ", "họ và tên", "số điện thoại"],
        ["Ma don vi", "Ho va ten", "So dien thoai"],
        ["Mã đơn vị (*)", "Họ tên", "Điện thoại (nếu có)"],
        ["Mã\nđơn vị", "Họ  và tên:", "Số điện thoại"],
    ],
)
def test_titles_are_found_in_any_order_case_and_spelling(header: list[object]) -> None:
    table = read(header, ["CB01", "An", "0912345678"])
    assert table.rows[0]["name"].text == "An"
    assert table.rows[0]["code"].text == "CB01"
    assert table.found == {"name", "phone", "code"}


def test_a_phone_number_gets_back_the_zero_that_excel_dropped() -> None:
    table = read(HEADER, ["An", 912345678, "CB01"])
    assert table.rows[0]["phone"].text == "0912345678"


def test_a_number_in_another_column_is_not_filled_up() -> None:
    assert read(HEADER, ["An", "", 12]).rows[0]["code"].text == "12"


def test_a_text_of_digits_keeps_its_zeros() -> None:
    assert read(HEADER, ["An", "", "0012"]).rows[0]["code"].text == "0012"


def test_a_column_that_is_not_in_the_file_gives_empty_cells_at_the_row() -> None:
    table = read(["Họ và tên", "Mã đơn vị"], ["An", "CB01"])
    assert table.found == {"name", "code"}
    assert (table.rows[0]["phone"].text, table.rows[0]["phone"].place) == ("", "dòng 2")


def test_empty_rows_between_are_skipped_and_counted() -> None:
    table = read(HEADER, ["An", "", "CB01"], [], ["", "  ", None], ["Bình", "", "CB02"])
    assert [row.number for row in table.rows] == [2, 5]


def test_text_comes_in_one_form_without_invisible_characters() -> None:
    table = read(HEADER, ["Nguye\u0302\u0303n\u00a0 Va\u0306n\u200b A\u0301n ", "", "CB01"])
    assert table.rows[0]["name"].text == "Nguyễn Văn Án"


def test_the_table_may_stand_on_any_visible_sheet() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"] = "Hướng dẫn"
    hidden, shown_page = book.create_sheet("Cũ"), book.create_sheet("Danh sách")
    for sheet, name in ((hidden, "Người cũ"), (shown_page, "Người mới")):
        sheet.append(HEADER)
        sheet.append([name, "", "CB01"])
    hidden.sheet_state = "hidden"
    table = read_table(saved(book), COLUMNS)
    assert (table.sheet, table.rows[0]["name"].text) == ("Danh sách", "Người mới")


def test_formulas_are_not_computed() -> None:
    table = read(HEADER, ["=1+1", "", "CB01"])
    assert table.rows[0]["name"].text == ""


def test_a_missing_column_is_named() -> None:
    error = refusal(tidy([["Họ và tên", "Số điện thoại"], ["An", "0912345678"]]))
    assert error.code == "no_header"
    assert "“Mã đơn vị”" in error.message()
    assert "Họ và tên" not in error.message()


def test_a_column_that_stands_twice_is_refused_at_its_place() -> None:
    error = refusal(tidy([[*HEADER, "Họ tên"], ["An", "", "CB01", "Bình"]]))
    assert error.code == "column_twice"
    assert "D1" in error.message()


def test_a_header_with_nothing_below_is_refused() -> None:
    assert refusal(tidy([HEADER])).code == "no_rows"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (12.5, "12,5"),
        (0.1 + 0.2, "0,3"),
        (True, "có"),
        (date(2026, 9, 2), "02/09/2026"),
        (datetime(2026, 9, 2), "02/09/2026"),
        (datetime(2026, 9, 2, 8, 5), "08:05 02/09/2026"),
        (1e20, "1e+20"),
        ("", ""),
    ],
)
def test_values_are_shown_as_people_read_them(value: float | str | date, text: str) -> None:
    assert shown(value) == text
