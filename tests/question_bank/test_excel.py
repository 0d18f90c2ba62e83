"""Excel: the header wherever it stands, and cells as the person sees them."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from question_bank.formats import read, write
from question_bank.item import Kind
from question_bank.levels import Level
from tests.question_bank.excel_files import HEADER, ROW, ExcelFile, row
from tests.question_bank.items import codes, item, options


def test_the_usual_sheet_is_read() -> None:
    [found] = ExcelFile(HEADER, ROW).read().items
    assert (found.stem, found.options) == ("Thủ đô?", options("Huế", "*Hà Nội", "Vinh", "Cần Thơ"))
    assert (found.level, found.topic, found.marks) == (Level.RECOGNITION, "Địa lý", Decimal(1))
    assert (found.explanation, found.source, found.place) == ("Vì thế.", "Điều 13", "B2")


@pytest.mark.parametrize(("top", "left", "place"), [(0, 0, "B2"), (5, 0, "B7"), (3, 2, "D5"), (40, 30, "AF42")])
def test_the_header_is_found_wherever_it_stands(top: int, left: int, place: str) -> None:
    file = ExcelFile(HEADER, ROW, top=top, left=left)
    if top:
        file.sheet.write_string(0, 0, "NGÂN HÀNG CÂU HỎI")
    assert [found.place for found in file.read().items] == [place]


def test_columns_may_stand_in_any_order_and_some_may_be_missing() -> None:
    header = ["Đáp án đúng", "Phương án B", "Nội dung câu hỏi", "Phương án A", "Ghi chú"]
    reading = ExcelFile(header, ["A", "Huế", "Thủ đô?", "Hà Nội", "xem lại"]).read()
    assert reading.items[0].options == options("*Hà Nội", "Huế")
    assert [(found.place, found.code) for found in reading.problems if found.code == "unknown_column"] == [
        ("E1", "unknown_column")
    ]


@pytest.mark.parametrize(
    "names",
    [
        ["CAU HOI", "DAP AN A", "dap an b", "Dap An Dung"],
        ["Câu hỏi (*)", "A", "B", "Key"],
        ["Question", "Option 1", "Option 2", "Correct answer"],
    ],
)
def test_header_names_are_read_without_marks_and_signs(names: list[str]) -> None:
    assert ExcelFile(names, ["Thủ đô?", "Huế", "Hà Nội", "B"]).read().items[0].key_indexes == (1,)


@pytest.mark.parametrize(
    ("key", "expected"), [("A, C", (0, 2)), ("AC", (0, 2)), ("a;c", (0, 2)), ("1,3", (0, 2)), (1.3, (0, 2))]
)
def test_several_letters_make_a_multiple(key: object, expected: tuple[int, ...]) -> None:
    [found] = ExcelFile(HEADER, row(key=key)).read().items
    assert (found.kind, found.key_indexes) == (Kind.MULTIPLE, expected)


@pytest.mark.parametrize(("key", "expected"), [("B", 1), (" b ", 1), (2, 1), ("2", 1), ("B.", 1), ("Hà Nội", 1)])
def test_every_form_of_one_key_is_read(key: object, expected: int) -> None:
    assert ExcelFile(HEADER, row(key=key)).read().items[0].key_indexes == (expected,)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1945, "1945"),
        (2.0, "2"),
        (0.5, "0,5"),
        (0.1 + 0.2, "0,3"),
        (1e15, "1000000000000000"),
        (-7, "-7"),
        (True, "Đúng"),
        ("012", "012"),
        ("1.0", "1.0"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_cell_is_read_as_the_person_sees_it(value: object, shown: str) -> None:
    assert ExcelFile(HEADER, row(a=value)).read().items[0].options[0].text == shown


def test_percentages_stay_percentages() -> None:
    file = ExcelFile(HEADER, row(stem="Tỷ lệ?"))
    percent, fine = file.book.add_format({"num_format": "0%"}), file.book.add_format({"num_format": "0.0%"})
    for column, (value, style) in enumerate([(0.5, percent), (1, percent), (0.875, fine), (0.07, percent)], start=2):
        file.sheet.write_number(1, column, value, style)
    assert [option.text for option in file.read().items[0].options] == ["50%", "100%", "87,5%", "7%"]


def test_a_date_is_written_out_with_a_warning_at_its_cell() -> None:
    reading = ExcelFile(HEADER, row(b=dt.date(1945, 9, 2))).read()
    assert reading.items[0].options[1].text == "02/09/1945"
    [problem] = [found for found in reading.problems if found.code == "cell_is_date"]
    assert (problem.place, problem.severity) == ("D2", "warning")


def test_a_formula_is_never_evaluated_and_its_error_is_named() -> None:
    file = ExcelFile(HEADER, row())
    file.sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    reading = file.read()
    assert ("cell_error", "D2") in [(problem.code, problem.place) for problem in reading.errors]


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"key": "E"}, "key_unknown", "G2"),
        ({"key": "Hải Phòng"}, "key_unknown", "G2"),
        ({"key": dt.date(2025, 3, 1)}, "key_unknown", "G2"),
        ({"key": ""}, "no_key", "B2"),
        ({"stem": ""}, "empty_stem", "B2"),
        ({"c": "", "d": "x"}, "empty_option", "B2"),
        ({"a": "Hà  nội"}, "equal_options", "B2"),
        ({"b": "", "c": "", "d": "", "key": "A"}, "too_few_options", "B2"),
        ({"marks": "nhiều"}, "bad_marks", "B2"),
        ({"a": "2", "b": "1", "key": 1}, "key_ambiguous", "G2"),
        ({"stem": "C©u hỏi vÒ §¶ng"}, "legacy_text", "B2"),
    ],
)
def test_what_cannot_be_used_is_named_at_its_cell(changes: dict[str, Any], code: str, place: str) -> None:
    reading = ExcelFile(HEADER, row(**changes)).read()
    assert [(problem.code, problem.place) for problem in reading.errors] == [(code, place)]
    assert reading.items == ()


def test_one_wrong_row_does_not_hold_up_the_others() -> None:
    reading = ExcelFile(HEADER, row(), row(stem="Hai?", key="Z"), row(stem="Ba?")).read()
    assert [found.place for found in reading.items] == ["B2", "B4"]
    assert [problem.place for problem in reading.errors] == ["G3"]


def test_a_declared_kind_decides() -> None:
    header = [*HEADER, "Loại"]
    reading = ExcelFile(
        header, [*row(), "Nhiều đáp án"], [*row(stem="Hai?", key="A, B"), "Một đáp án"], [*row(stem="Ba?"), "Tự luận"]
    ).read()
    assert [found.kind for found in reading.items] == [Kind.MULTIPLE]
    assert [(problem.code, problem.place) for problem in reading.errors] == [
        ("several_keys", "B3"),
        ("unsupported_kind", "M4"),
    ]


@pytest.mark.parametrize("key", ["Đúng", "Sai", True, False])
def test_a_true_false_row_may_leave_its_options_out(key: object) -> None:
    [found] = ExcelFile(HEADER, row(a=None, b=None, c=None, d=None, key=key)).read().items
    assert found.kind is Kind.TRUE_FALSE
    assert found.key_indexes == (0 if key in ("Đúng", True) else 1,)


def test_up_to_eight_options_are_read() -> None:
    header = ["Câu hỏi", *[f"Đáp án {letter}" for letter in "ABCDEFGH"], "Đáp án đúng"]
    [found] = ExcelFile(header, ["Hỏi?", *"12345678", "H"]).read().items
    assert (len(found.options), found.key_indexes) == (8, (7,))


def test_empty_rows_numbers_alone_and_a_repeated_header_are_passed_over() -> None:
    reading = ExcelFile(HEADER, row(), [], [2], HEADER, row(stem="Hai?")).read()
    assert [found.place for found in reading.items] == ["B2", "B6"]
    assert reading.errors == ()


def test_a_title_between_the_rows_becomes_the_topic_of_those_without_one() -> None:
    reading = ExcelFile(HEADER, ["I. Lịch sử"], row(topic=None), row(stem="Hai?")).read()
    assert [found.topic for found in reading.items] == ["I. Lịch sử", "Địa lý"]


def test_a_topic_merged_down_several_rows_belongs_to_all_of_them() -> None:
    file = ExcelFile(HEADER, row(topic=None), row(stem="Hai?", topic=None), row(stem="Ba?", topic=None))
    file.sheet.merge_range(1, 8, 2, 8, "Lịch sử")
    assert [found.topic for found in file.read().items] == ["Lịch sử", "Lịch sử", ""]


def test_places_name_the_sheet_where_several_have_questions() -> None:
    file = ExcelFile(HEADER, row(), name="Một")
    file.add(HEADER, row(stem="Hai?"), name="Hai")
    assert [found.place for found in file.read().items] == ["Một!B2", "Hai!B2"]


def test_hidden_and_other_sheets_are_passed_over_with_a_note() -> None:
    file = ExcelFile(HEADER, row())
    file.add(["Hướng dẫn nhập"], name="Hướng dẫn")
    file.add(HEADER, row(stem="Nháp?"), name="Nháp").hide()
    reading = file.read()
    assert [found.stem for found in reading.items] == ["Thủ đô?"]
    assert [problem.place for problem in reading.problems if problem.code == "sheet_skipped"] == ["Hướng dẫn", "Nháp"]


@pytest.mark.parametrize(
    ("header", "code"), [(["Họ tên", "Đơn vị"], "no_header"), (["Câu hỏi", "Đáp án A", "Đáp án B"], "no_key_column")]
)
def test_a_sheet_without_a_usable_header_is_refused_whole(header: list[str], code: str) -> None:
    reading = ExcelFile(header, ["x", "y", "z"]).read()
    assert (codes(reading.problems), reading.items) == ([code], ())


def test_a_repeated_column_is_warned_of_and_the_first_is_read() -> None:
    reading = ExcelFile([*HEADER, "Chủ đề"], [*row(), "Khác"]).read()
    assert reading.items[0].topic == "Địa lý"
    assert [problem.place for problem in reading.problems if problem.code == "repeated_column"] == ["M1"]


def test_a_written_sheet_has_a_title_the_header_and_only_texts() -> None:
    made = [item(stem="=1+1", options=options("+84", "*-1", "@x", "=cmd|' /C calc'!A1"))]
    sheet = openpyxl.load_workbook(io.BytesIO(write(made, "xlsx", title="Đề thử"))).active
    assert sheet is not None
    assert sheet["A1"].value == "Đề thử"
    assert [cell.value for cell in sheet[2]] == HEADER
    assert [(cell.value, cell.data_type) for cell in sheet[3][1:7]] == [
        ("=1+1", "s"), ("+84", "s"), ("-1", "s"), ("@x", "s"), ("=cmd|' /C calc'!A1", "s"), ("B", "s"),
    ]  # fmt: skip
    assert sheet["B3"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width > 40
    assert read(write(made, "xlsx"), "de.xlsx").items == tuple(made)


def test_kind_and_id_columns_appear_only_where_they_are_needed() -> None:
    plain = openpyxl.load_workbook(io.BytesIO(write([item()], "xlsx"))).active
    full = openpyxl.load_workbook(io.BytesIO(write([item(id="x", kind=Kind.MULTIPLE)], "xlsx"))).active
    assert plain is not None
    assert full is not None
    assert {"Loại", "Mã"} & {cell.value for cell in plain[2]} == set()
    assert {"Loại", "Mã"} <= {cell.value for cell in full[2]}
