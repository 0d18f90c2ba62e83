"""Word: questions in the rows of a table, and options in its cells."""

from __future__ import annotations

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from question_bank.levels import Level
from tests.question_bank.items import codes
from tests.question_bank.word_files import Styled, WordFile, ask, keys

HEADER = ["STT", "Câu hỏi", "A", "B", "C", "Đáp án"]
ROWS = [["1", "Thủ đô?", "Huế", "Hà Nội", "Vinh", "B"], ["2", "Cố đô?", "Huế", "Hà Nội", "Vinh", "A"]]


def in_table(*rows: list[str], before: tuple[str, ...] = ()) -> WordFile:
    file = WordFile(*before)
    file.table(*rows)
    return file


def test_a_question_in_each_row_is_read() -> None:
    reading = in_table(HEADER, *ROWS).read()
    assert [(item.place, item.stem) for item in reading.items] == [("Câu 1", "Thủ đô?"), ("Câu 2", "Cố đô?")]
    assert keys(reading) == ["B", "A"]
    assert [option.text for option in reading.items[0].options] == ["Huế", "Hà Nội", "Vinh"]
    assert reading.errors == ()


@pytest.mark.parametrize(
    "header",
    [
        ["TT", "Nội dung câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án đúng"],
        ["Câu", "NỘI DUNG", "Phương án A", "Phương án B", "Phương án C", "ĐÁP ÁN"],
        ["Số TT", "Câu hỏi", "PA A", "PA B", "PA C", "Đáp án"],
    ],
)
def test_the_headings_of_such_a_table_vary(header: list[str]) -> None:
    assert keys(in_table(header, *ROWS).read()) == ["B", "A"]


def test_a_heading_repeated_on_the_next_page_and_empty_rows_are_no_questions() -> None:
    reading = in_table(HEADER, ROWS[0], HEADER, [""] * 6, ROWS[1]).read()
    assert (keys(reading), reading.errors) == (["B", "A"], ())


def test_the_key_of_a_row_may_be_the_look_of_a_cell() -> None:
    file = in_table(HEADER[:-1], ["1", "Thủ đô?", "Huế", Styled("Hà Nội", "bold"), "Vinh"])
    assert keys(file.read()) == ["B"]


def test_the_ground_of_a_cell_is_a_look() -> None:
    file = WordFile("Câu 1. Thủ đô?")
    table = file.table(["A. Huế", "B. Hà Nội"], ["C. Vinh", "D. Cần Thơ"])
    shading = OxmlElement("w:shd")
    shading.set(qn("w:fill"), "FFFF00")
    table.cell(1, 0)._tc.get_or_add_tcPr().append(shading)
    assert keys(file.read()) == ["C"]


def test_further_columns_fill_the_fields() -> None:
    file = in_table(
        [*HEADER, "Mức độ", "Giải thích", "Căn cứ"],
        [*ROWS[0], "Thông hiểu", "Vì thế.", "Hiến pháp, Điều 13"],
    )
    [item] = file.read().items
    assert (item.level, item.explanation) == (Level.COMPREHENSION, "Vì thế.")
    assert item.source == "Hiến pháp, Điều 13"


def test_all_options_may_stand_in_one_cell() -> None:
    rows = [["STT", "Câu hỏi", "Phương án trả lời", "Đáp án"], ["1", "Thủ đô?", "A. Huế\nB. Hà Nội\nC. Vinh", "B"]]
    reading = in_table(*rows).read()
    assert (keys(reading), len(reading.items[0].options)) == (["B"], 3)


def test_the_options_may_stand_below_the_question_in_its_cell() -> None:
    rows = [["STT", "Nội dung câu hỏi", "Đáp án"], ["1", "Thủ đô?\nA. Huế\nB. Hà Nội", "B"]]
    assert keys(in_table(*rows).read()) == ["B"]


def test_a_row_without_a_key_is_refused_by_its_number() -> None:
    reading = in_table(HEADER, ROWS[0], ["2", "Cố đô?", "Huế", "Hà Nội", "Vinh", ""]).read()
    assert [(problem.place, problem.code) for problem in reading.errors] == [("Câu 2", "undecided_key")]


def test_rows_without_numbers_are_counted() -> None:
    rows = [row[1:] for row in (HEADER, *ROWS)]
    assert [item.place for item in in_table(*rows).read().items] == ["Câu 1", "Câu 2"]


def test_a_title_across_the_table_is_a_section() -> None:
    title = ["Phần II. Địa lý", "", "", "", "", ""]
    assert [item.topic for item in in_table(HEADER, ROWS[0], title, ROWS[1]).read().items] == ["", "Địa lý"]


@pytest.mark.parametrize(
    "rows",
    [
        [["A. Huế", "B. Hà Nội", "C. Vinh", "D. Cần Thơ"]],
        [["A. Huế"], ["B. Hà Nội"], ["C. Vinh"], ["D. Cần Thơ"]],
        [["A. Huế", "B. Hà Nội"], ["C. Vinh", "D. Cần Thơ"]],
        [["A.", "Huế", "B.", "Hà Nội"], ["C.", "Vinh", "D.", "Cần Thơ"]],
        [["A", "Huế", "B", "Hà Nội"], ["C", "Vinh", "D", "Cần Thơ"]],
        [["A", "Huế"], ["B", "Hà Nội"], ["C", "Vinh"], ["D", "Cần Thơ"]],
        [["Phương án", "Nội dung"], ["A", "Huế"], ["B", "Hà Nội"], ["C", "Vinh"], ["D", "Cần Thơ"]],
        [["A", "B", "C", "D"], ["Huế", "Hà Nội", "Vinh", "Cần Thơ"]],
    ],
)
def test_options_in_cells_are_read_in_every_arrangement(rows: list[list[str]]) -> None:
    file = WordFile("Câu 1. Thủ đô?")
    file.table(*rows)
    file.line("Đáp án: B")
    reading = file.read()
    assert [option.text for option in reading.items[0].options] == ["Huế", "Hà Nội", "Vinh", "Cần Thơ"]
    assert (keys(reading), "table_flattened" in codes(reading.problems)) == (["B"], False)


def test_a_bold_letter_in_a_cell_of_its_own_is_the_key() -> None:
    file = WordFile("Câu 1. Thủ đô?")
    file.table(["A", "Huế"], [Styled("B", "bold"), "Hà Nội"])
    assert keys(file.read()) == ["B"]


def test_a_table_of_figures_is_not_taken_for_options() -> None:
    file = WordFile("Câu 1. Theo bảng sau, năm nào đông nhất?")
    file.table(["Năm", "A", "B"], ["2020", "5", "6"])
    for line in ("A. 2020", "*B. 2021"):
        file.line(line)
    reading = file.read()
    assert (keys(reading), len(reading.items[0].options)) == (["B"], 2)
    assert "table_flattened" in codes(reading.problems, "warning")


def test_a_table_of_true_and_false_statements_is_refused() -> None:
    file = WordFile("Câu 1. Xét các phát biểu:")
    file.table(["Phát biểu", "Đúng", "Sai"], ["a) Huế là cố đô", "x", ""], ["b) Vinh giáp biển", "", "x"])
    assert "unsupported_kind" in codes(file.read().errors)


def test_statements_called_right_and_wrong_are_refused() -> None:
    assert codes(ask("a) Huế là cố đô (Đ)", "b) Vinh là thủ đô (S)").read().errors) == ["unsupported_kind"]
