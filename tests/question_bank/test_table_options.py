"""Options of question tables: in one cell, in rows, below the question, or in columns."""

from __future__ import annotations

from typing import Any

import pytest

from question_bank.formats.tables.one_cell import cut_options, cut_stem
from question_bank.item import Kind
from tests.question_bank.excel_files import HEADER, ExcelFile, row
from tests.question_bank.items import codes, options

CITIES = ["Huế", "Hà Nội", "Vinh"]


@pytest.mark.parametrize(
    "text",
    [
        "A. Huế\nB. Hà Nội\nC. Vinh",
        "a) Huế\n b) Hà Nội\n c) Vinh",
        "A: Huế\r\nB: Hà Nội\r\nC: Vinh",
        "(A) Huế\n(B) Hà Nội\n(C) Vinh",
        "1. Huế\n2. Hà Nội\n3. Vinh",
        "A - Huế\nB - Hà Nội\nC - Vinh",
        "A. Huế;\nB. Hà Nội;\nC. Vinh",
        "A. Huế; B. Hà Nội; C. Vinh",
        "A. Huế  B. Hà Nội  C. Vinh",
        "A. Huế  B. Hà Nội\nC. Vinh",
        "Huế\nHà Nội\nVinh",
        "- Huế\n- Hà Nội\n- Vinh",
        "Huế; Hà Nội; Vinh",
        "Huế; Hà Nội; Vinh;",
        "Huế | Hà Nội | Vinh",
    ],
)
def test_a_cell_of_options_is_cut_apart(text: str) -> None:
    cut = cut_options(text)
    assert (cut.texts, cut.starred, cut.trouble) == (CITIES, [], "")


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("A. Vitamin B. Nhóm\nB. Vitamin C", ["Vitamin B. Nhóm", "Vitamin C"]),
        ("A. Một dòng\nrồi hai\nB. Xong", ["Một dòng\nrồi hai", "Xong"]),
        ("1. 1.5 triệu\n2. 2.5 triệu", ["1.5 triệu", "2.5 triệu"]),
        ("A. Từ 1/5; nghỉ\nB. Từ 2/9", ["Từ 1/5; nghỉ", "Từ 2/9"]),
        ("Đúng/Sai", ["Đúng", "Sai"]),
        ("20/11", ["20/11"]),
        ("", []),
    ],
)
def test_what_only_looks_like_the_next_option_is_left_alone(text: str, texts: list[str]) -> None:
    assert cut_options(text).texts == texts


@pytest.mark.parametrize(
    "text", ["A. Vitamin B. B. Nhóm C. Cả hai", "A. Huế C. Vinh B. Hà Nội", "A. Huế\nC. Vinh\nB. Hà"]
)
def test_where_the_next_option_could_begin_in_two_places_the_question_is_not_taken(text: str) -> None:
    reading = ExcelFile(["Câu hỏi", "Phương án trả lời", "Đáp án"], ["Gì?", text, "A"]).read()
    assert [(found.code, found.place) for found in reading.errors] == [("options_unclear", "B2")]
    assert reading.items == ()


@pytest.mark.parametrize(
    "text", ["A. Huế\n*B. Hà Nội", "A. Huế\nB. Hà Nội (đúng)", "A. Huế\nB. Hà Nội ✓", "Huế\n*Hà Nội"]
)
def test_a_star_in_the_cell_marks_the_right_option(text: str) -> None:
    reading = ExcelFile(["Câu hỏi", "Phương án trả lời"], ["Thủ đô?", text]).read()
    assert reading.items[0].options == options("Huế", "*Hà Nội")


def test_a_star_that_contradicts_the_key_is_a_conflict() -> None:
    header = ["Câu hỏi", "Phương án trả lời", "Đáp án"]
    reading = ExcelFile(header, ["Thủ đô?", "A. Huế\n*B. Hà Nội", "A"]).read()
    assert codes(reading.errors) == ["key_conflict"]


@pytest.mark.parametrize("key", ["B", "b.", 2, "Hà Nội", "B. Hà Nội"])
def test_the_key_beside_one_cell_of_options_is_read_in_every_form(key: Any) -> None:
    header = ["STT", "Hạng mục", "Nội dung", "Phương án trả lời", "Đáp án"]
    [found] = ExcelFile(header, [1, "Địa lý", "Thủ đô?", "A. Huế\nB. Hà Nội\nC. Vinh", key]).read().items
    assert (found.options, found.topic) == (options("Huế", "*Hà Nội", "Vinh"), "Địa lý")


def test_options_without_letters_are_told() -> None:
    header = ["Câu hỏi", "Phương án", "Đáp án đúng"]
    reading = ExcelFile(header, ["Thủ đô?", "Huế; Hà Nội", "B"], ["Cố đô?", "A. Huế\nB. Hà Nội", "A"]).read()
    assert [(one.place, one.severity) for one in reading.problems if one.code == "options_split"] == [("B2", "note")]


def test_options_may_stand_below_the_question_in_its_cell() -> None:
    reading = ExcelFile(["STT", "Câu hỏi", "Đáp án"], [1, "Thủ đô?\nA. Huế\nB. Hà Nội", "B"]).read()
    assert (reading.items[0].stem, reading.items[0].options) == ("Thủ đô?", options("Huế", "*Hà Nội"))
    assert "options_in_stem" in codes(reading.problems, "note")
    assert cut_stem("Cho hai dòng\nkhông có chữ cái") is None


@pytest.mark.parametrize("keys", [[None, "x", None], ["B", None, None], [None, "Đúng", None], ["Sai", "Đúng", "Sai"]])
def test_every_option_may_have_a_row_of_its_own(keys: list[Any]) -> None:
    rows = [
        [1 if not index else None, "Thủ đô?" if not index else None, f"{'ABC'[index]}. {city}", keys[index]]
        for index, city in enumerate(CITIES)
    ]
    following = [[2, "Cố đô?", "Huế", "x"], [None, None, "Vinh", None]]
    reading = ExcelFile(["STT", "Câu hỏi", "Phương án", "Đáp án"], *rows, *following).read()
    assert [(found.place, found.options) for found in reading.items] == [
        ("B2", options("Huế", "*Hà Nội", "Vinh")),
        ("B5", options("*Huế", "Vinh")),
    ]


def test_a_key_in_two_rows_of_one_question_is_refused_unless_they_are_marks() -> None:
    header = ["STT", "Câu hỏi", "Phương án", "Đáp án"]
    reading = ExcelFile(header, [1, "Thủ đô?", "Huế", "A"], [None, None, "Vinh", "B"]).read()
    assert codes(reading.errors) == ["key_unknown"]


def test_a_sheet_of_true_false_questions_needs_no_options() -> None:
    reading = ExcelFile(["STT", "Nội dung", "Đáp án"], [1, "Trời xanh.", "Đúng"], [2, "Cỏ đỏ.", "S"]).read()
    assert [(found.kind, found.key_indexes) for found in reading.items] == [
        (Kind.TRUE_FALSE, (0,)),
        (Kind.TRUE_FALSE, (1,)),
    ]


def test_a_sheet_of_questions_and_essays_is_not_taken_for_one() -> None:
    reading = ExcelFile(["Nội dung", "Đáp án"], ["Nêu ý nghĩa.", "Theo tài liệu"]).read()
    assert codes(reading.problems) == ["no_header"]


def test_a_title_across_the_row_or_beside_a_roman_number_becomes_the_topic() -> None:
    file = ExcelFile(HEADER, row(topic=None), ["I", "LỊCH SỬ"], row(stem="Hai?", topic=None), [])
    file.sheet.merge_range(4, 1, 4, 6, "Phần hai")
    file.sheet.write_row(5, 0, row(stem="Ba?", topic=None))
    reading = file.read()
    assert [found.topic for found in reading.items] == ["", "LỊCH SỬ", "Phần hai"]
    assert reading.errors == ()


def test_pins_and_remarks_have_columns_of_their_own() -> None:
    header = [*HEADER, "Giữ nguyên vị trí", "Nhận xét B"]
    [found] = ExcelFile(header, [*row(), "D", "Đúng rồi."]).read().items
    assert [option.pinned for option in found.options] == [False, False, False, True]
    assert found.options[1].feedback == "Đúng rồi."
    reading = ExcelFile(header, [*row(), "cuối", None]).read()
    assert [(one.code, one.place) for one in reading.problems if one.severity == "warning"] == [
        ("pinned_unknown", "M2")
    ]


def test_pictures_do_not_vanish_in_silence() -> None:
    reading = ExcelFile([*HEADER, "Hình ảnh"], [*row(), "https://vidu.example/a.png"], [*row(stem="Hai?"), None]).read()
    assert [(one.code, one.place) for one in reading.errors] == [("picture", "M2")]
    assert [found.stem for found in reading.items] == ["Hai?"]


def test_hidden_rows_and_columns_are_not_read_and_are_told() -> None:
    file = ExcelFile([*HEADER, "Ghi chú"], [*row(), "x"], [*row(stem="Ẩn?"), "x"], [*row(stem="Ba?"), "x"])
    file.sheet.set_row(2, 15, None, {"hidden": True})
    file.sheet.set_column(8, 8, 20, None, {"hidden": True})
    reading = file.read()
    assert [(found.stem, found.topic) for found in reading.items] == [("Thủ đô?", ""), ("Ba?", "")]
    assert [(one.code, one.place) for one in reading.problems if one.code.startswith("hidden")] == [
        ("hidden_rows", "dòng 3"),
        ("hidden_columns", "cột I"),
    ]
