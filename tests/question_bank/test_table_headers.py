"""Headers of question tables: their names, one row or two, merged or not, and what a person says instead."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.columns import Correction
from question_bank.formats import Reading, read
from question_bank.formats.tables.names import meanings
from question_bank.read_options import ReadOptions
from tests.question_bank.excel_files import HEADER, ROW, ExcelFile, row
from tests.question_bank.items import codes, options

ASKED = ("Thủ đô?", options("Huế", "*Hà Nội", "Vinh", "Cần Thơ"))


def essence(reading: Reading) -> list[tuple[Any, ...]]:
    assert reading.errors == ()
    return [(found.stem, found.options) for found in reading.items]


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Nội dung câu hỏi", "stem"),
        ("CÂU HỎI (*)", "stem"),
        ("Question - max 120 characters", "stem"),
        ("Phương án A", "option_a"),
        ("Đáp án 4", "option_d"),
        ("Answer 2 – max 75 characters", "option_b"),
        ("Option 5", "option_e"),
        ("h", "option_h"),
        ("Đáp án đúng (A/B/C/D)", "key"),
        ("Correct answer(s) - choose at least one", "key"),
        ("ĐA đúng", "key"),
        ("Các phương án trả lời", "options"),
        ("Đúng A", "right_a"),
        ("Phương án C đúng", "right_c"),
        ("Nhận xét B", "feedback_b"),
        ("Mức độ nhận thức", "level"),
        ("Hạng mục", "topic"),
        ("Căn cứ pháp lý:", "source"),
        ("Giữ nguyên vị trí", "pinned"),
        ("Image Link", "image"),
        ("Số TT", "number"),
    ],
)
def test_titles_are_known_however_they_are_written(title: str, field: str) -> None:
    assert meanings(title)[:1] == (field,)


@pytest.mark.parametrize("title", ["Ghi chú", "Đáp án X", "Khối", "Time limit (sec) – 5, 10, 20", "", "9"])
def test_other_titles_mean_nothing(title: str) -> None:
    assert meanings(title) == ()


def test_a_header_of_two_rows_with_merged_groups_is_read() -> None:
    file = ExcelFile(
        ["STT", "Câu hỏi", "Phương án trả lời", None, None, None, "Đáp án đúng"],
        [None, None, "A", "B", "C", "D", None],
        ROW[:7],
    )
    file.sheet.merge_range(0, 2, 0, 5, "Phương án trả lời")
    for column, title in ((0, "STT"), (1, "Câu hỏi"), (6, "Đáp án đúng")):
        file.sheet.merge_range(0, column, 1, column, title)
    reading = file.read()
    assert essence(reading) == [ASKED]
    assert (reading.tables[0].header_row, reading.tables[0].header_rows, reading.items[0].place) == (1, 2, "B3")
    assert codes(reading.problems) == ["no_source"]


def test_a_header_of_two_rows_needs_no_merged_cells() -> None:
    text = "STT,Câu hỏi,Phương án,,,,Đáp án\n,,1,2,3,4,\n1,Thủ đô?,Huế,Hà Nội,Vinh,Cần Thơ,B\n"
    assert essence(read(text.encode(), "a.csv")) == [ASKED]


def test_places_for_marks_under_a_title_for_the_key() -> None:
    file = ExcelFile(
        ["Câu hỏi", "Phương án", None, None, None, "Đáp án đúng", None, None, None],
        [None, "A", "B", "C", "D", "A", "B", "C", "D"],
        ["Thủ đô?", "Huế", "Hà Nội", "Vinh", "Cần Thơ", None, "x", None, None],
    )
    assert essence(file.read()) == [ASKED]


def test_one_title_merged_over_the_options_names_them_all() -> None:
    file = ExcelFile(["Câu hỏi", None, None, None, None, "Đáp án đúng"], [*ROW[1:7]])
    file.sheet.merge_range(0, 1, 0, 4, "Các phương án trả lời")
    assert essence(file.read()) == [ASKED]


def test_the_row_of_column_numbers_below_a_header_is_no_question() -> None:
    numbers = [f"({number})" for number in range(1, len(HEADER) + 1)]
    assert essence(ExcelFile(HEADER, numbers, ROW).read()) == [ASKED]
    assert essence(ExcelFile(HEADER, list(range(1, len(HEADER) + 1)), ROW).read()) == [ASKED]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["STT", "Câu hỏi", "Đáp án", "Đáp án đúng"], [1, "Thủ đô?", "A. Huế\nB. Hà Nội\nC. Vinh\nD. Cần Thơ", "B"]),
        (
            ["STT", "Hạng mục", "Nội dung", "Phương án trả lời", "Đáp án"],
            [1, "Địa lý", "Thủ đô?", "A. Huế\nB. Hà Nội\nC. Vinh\nD. Cần Thơ", "B"],
        ),
        (["Câu", "A", "B", "C", "D", "ĐA"], ["Thủ đô?", "Huế", "Hà Nội", "Vinh", "Cần Thơ", "B"]),
        (["Câu hỏi", "Nội dung", *"ABCD", "ĐA"], ["Câu 1", "Thủ đô?", "Huế", "Hà Nội", "Vinh", "Cần Thơ", "B"]),
    ],
)
def test_names_with_two_meanings_are_told_by_their_neighbours(header: list[str], cells: list[Any]) -> None:
    assert essence(ExcelFile(header, cells).read()) == [ASKED]


def test_of_two_columns_for_the_question_the_one_that_holds_texts_is_read_and_the_other_named() -> None:
    reading = ExcelFile(["Câu hỏi", "Nội dung", *"AB", "ĐA"], ["Thủ đô?", "Địa lý", "Huế", "Hà Nội", "B"]).read()
    assert reading.items[0].stem == "Thủ đô?"
    assert [(found.place, found.severity) for found in reading.problems if found.code == "repeated_column"] == [
        ("B1", "warning")
    ]


@settings(deadline=None, max_examples=30)
@given(st.permutations(range(len(HEADER))))
def test_columns_in_any_order_give_the_same_items(order: list[int]) -> None:
    rows = [HEADER, ROW, row(stem="Hai?", key="A, C")]
    mixed = ExcelFile(*([cells[index] for index in order] for cells in rows)).read()
    assert mixed.items == ExcelFile(*rows).read().items


def test_what_was_found_is_described_for_every_sheet() -> None:
    file = ExcelFile(["NGÂN HÀNG"], [*HEADER, "Ghi chú"], [*ROW, "xem lại"])
    file.add(["Họ tên", "Đơn vị"], ["x", "y"], name="Danh sách")
    file.add(HEADER, ROW, name="Nháp").hide()
    questions, people, draft = file.read().tables
    assert (questions.sheet, questions.header_row, questions.header_rows, questions.is_read) == ("Câu hỏi", 2, 1, True)
    assert [(one.letter, one.title, one.field) for one in questions.columns][-2:] == [
        ("L", "Căn cứ", "source"),
        ("M", "Ghi chú", ""),
    ]
    assert questions.columns[1].samples == ("Thủ đô?",)
    assert questions.head[0] == ("NGÂN HÀNG",)
    assert (people.header_row, people.header_rows, people.is_read) == (0, 0, False)
    assert [(one.letter, one.field, one.samples) for one in people.columns] == [
        ("A", "", ("Họ tên", "x")),
        ("B", "", ("Đơn vị", "y")),
    ]
    assert (draft.header_row, draft.is_read) == (1, False)


def test_a_file_without_a_header_is_described_all_the_same() -> None:
    reading = ExcelFile(["Hỏi", "Một", "Hai", "Trả"], ["Thủ đô?", "Huế", "Hà Nội", "B"]).read()
    assert codes(reading.problems) == ["no_header"]
    assert reading.tables[0].columns[0].samples == ("Hỏi", "Thủ đô?")


def corrected(file: ExcelFile, *corrections: Correction) -> Reading:
    return read(file.bytes(), "a.xlsx", options=ReadOptions(corrections=corrections))


def test_a_person_says_what_columns_hold() -> None:
    file = ExcelFile(["Hỏi", "Một", "Hai", "Trả"], ["Thủ đô?", "Huế", "Hà Nội", "B"])
    fields = {"A": "stem", "B": "option_a", "C": "option_b", "D": "key"}
    reading = corrected(file, Correction("Câu hỏi", 1, fields))
    assert essence(reading) == [("Thủ đô?", options("Huế", "*Hà Nội"))]
    assert [one.field for one in reading.tables[0].columns] == ["stem", "option_a", "option_b", "key"]


def test_without_a_header_the_questions_begin_in_the_first_row() -> None:
    file = ExcelFile(["Thủ đô?", "A. Huế\nB. Hà Nội", "B"], ["Cố đô?", "A. Huế\nB. Hà Nội", "A"])
    reading = corrected(file, Correction("Câu hỏi", 0, {"A": "stem", "B": "options", "C": "key"}))
    assert [(found.place, found.key_indexes) for found in reading.items] == [("A1", (1,)), ("A2", (0,))]


def test_what_a_person_says_wins_over_what_was_detected() -> None:
    header = [*HEADER, "Đáp án chính thức"]
    reading = corrected(ExcelFile(header, [*ROW, "C"]), Correction("Câu hỏi", 1, {"M": "key", "I": ""}))
    assert (reading.items[0].key_indexes, reading.items[0].topic) == ((2,), "")


def test_columns_that_are_not_named_keep_what_was_detected() -> None:
    reading = corrected(ExcelFile(HEADER, ROW), Correction("Câu hỏi", 1, {"H": ""}))
    assert essence(reading) == [ASKED]
    assert (reading.items[0].level, reading.items[0].topic) == (None, "Địa lý")


def test_a_person_chooses_among_two_headers() -> None:
    file = ExcelFile(HEADER, row(stem="Mẫu?"), [], HEADER, ROW)
    assert [found.place for found in file.read().items] == ["B2", "B5"]
    again = ExcelFile(HEADER, row(stem="Mẫu?"), [], HEADER, ROW)
    assert [found.place for found in corrected(again, Correction("Câu hỏi", 4)).items] == ["B5"]


def test_a_hidden_sheet_or_column_that_a_person_names_is_read_and_a_sheet_left_out_is_not() -> None:
    file = ExcelFile(HEADER, ROW)
    file.add(HEADER, row(stem="Hai?"), name="Nháp").hide()
    reading = corrected(file, Correction("Nháp", 1), Correction("Câu hỏi", left_out=True))
    assert [found.stem for found in reading.items] == ["Hai?"]
    assert [table.is_read for table in reading.tables] == [False, True]
    file = ExcelFile(HEADER, ROW)
    file.sheet.set_column(6, 6, 8, None, {"hidden": True})
    assert essence(corrected(file, Correction("Câu hỏi", 1, {"G": "key"}))) == [ASKED]


@pytest.mark.parametrize(
    "correction",
    [
        Correction("Câu hỏi", 99),
        Correction("Câu hỏi", -1),
        Correction("Câu hỏi", 1, {"A1": "stem"}),
        Correction("Câu hỏi", 1, {"A": "tên"}),
    ],
)
def test_a_correction_that_cannot_be_obeyed_is_refused(correction: Correction) -> None:
    assert codes(corrected(ExcelFile(HEADER, ROW), correction).problems) == ["bad_correction"]


def test_a_correction_without_a_question_or_key_column_says_which_is_missing() -> None:
    assert codes(corrected(ExcelFile(HEADER, ROW), Correction("Câu hỏi", 1, {"B": ""})).problems) == ["no_header"]
    assert codes(corrected(ExcelFile(HEADER, ROW), Correction("Câu hỏi", 1, {"G": ""})).problems) == ["no_key_column"]


FIELDS_OF_HEADER = dict(
    zip("BCDEFG", ["stem", "option_a", "option_b", "option_c", "option_d", "key"], strict=True)
)  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(st.permutations(list("BCDEFG")))
def test_corrections_win_over_every_header(letters: list[str]) -> None:
    """The titles say one thing and the person another: what the person says is read."""
    said = dict(zip(letters, FIELDS_OF_HEADER.values(), strict=True))
    cells = {"A": "1"} | dict(zip(letters, ["Thủ đô?", "Huế", "Hà Nội", "Vinh", "Cần Thơ", "B"], strict=True))
    file = ExcelFile(HEADER[:7], [cells[letter] for letter in "ABCDEFG"])
    assert essence(corrected(file, Correction("Câu hỏi", 1, said))) == [ASKED]
