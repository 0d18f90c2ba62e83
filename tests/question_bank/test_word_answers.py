"""Word: answer lists and explanations behind the questions."""

from __future__ import annotations

import pytest

from question_bank.item import Kind
from tests.question_bank.items import codes
from tests.question_bank.word_files import WordFile, keys


def paper(count: int = 4, *, ending: str = "HẾT") -> WordFile:
    """A paper of unmarked questions."""
    file = WordFile()
    for number in range(1, count + 1):
        for line in (f"Câu {number}. Hỏi {number}?", "A. một", "B. hai", "C. ba", "D. bốn"):
            file.line(line)
    if ending:
        file.line(ending)
    return file


@pytest.mark.parametrize(
    "lines",
    [
        ["1-A", "2-B", "3-C", "4-D"],
        ["1.A 2.B 3.C 4.D"],
        ["1a 2b 3c 4d"],
        ["1.A2. B3.C4.D"],
        ["1A; 2B; 3C; 4D"],
        ["Câu 1: A", "Câu 2: B", "Câu 3: C", "Câu 4: D"],
        ["Câu\t1\t2\t3\t4", "Đáp án\tA\tB\tC\tD"],
        ["1. A\t2. B\t3. C\t4. D"],
        ["1 – A, 2 – B, 3 – C, 4 – D"],
    ],
)
@pytest.mark.parametrize("heading", ["BẢNG ĐÁP ÁN", "ĐÁP ÁN", "Đáp án", "PHẦN ĐÁP ÁN:", ""])
def test_an_answer_list_is_read_in_every_usual_form(heading: str, lines: list[str]) -> None:
    file = paper()
    for line in [heading, *lines]:
        file.line(line)
    assert keys(file.read()) == ["A", "B", "C", "D"]


def test_an_answer_list_is_known_without_the_end_mark() -> None:
    file = paper(ending="")
    file.line("1.A 2.B 3.C 4.D")
    reading = file.read()
    assert keys(reading) == ["A", "B", "C", "D"]
    assert reading.items[-1].options[-1].text == "bốn"


@pytest.mark.parametrize(
    "rows",
    [
        [["Câu", "1", "2", "3", "4"], ["Đáp án", "A", "B", "C", "D"]],
        [["Câu", "Đáp án"], ["1", "A"], ["2", "B"], ["3", "C"], ["4", "D"]],
        [["1", "A", "3", "C"], ["2", "B", "4", "D"]],
        [["1-A", "2-B"], ["3-C", "4-D"]],
        [["1.A", "2.B", "3.C", "4.D", ""]],
    ],
)
def test_an_answer_table_is_read_in_every_direction(rows: list[list[str]]) -> None:
    file = paper()
    file.line("BẢNG ĐÁP ÁN")
    file.table(*rows)
    assert keys(file.read()) == ["A", "B", "C", "D"]


def test_an_answer_table_needs_no_heading() -> None:
    file = paper(ending="")
    file.table(["1", "2", "3", "4"], ["D", "C", "B", "A"])
    assert keys(file.read()) == ["D", "C", "B", "A"]


def test_a_labelled_table_of_one_answer_is_an_answer_table() -> None:
    file = paper(1)
    file.table(["Câu", "1"], ["Đáp án", "A, C"])
    assert keys(file.read()) == ["AC"]


def test_a_question_that_the_table_leaves_out_is_refused() -> None:
    file = paper(3)
    file.line("1.A 2.B")
    reading = file.read()
    assert keys(reading) == ["A", "B"]
    assert [(problem.place, problem.code) for problem in reading.errors] == [("Câu 3", "undecided_key")]


def test_an_answer_for_no_question_is_warned_of() -> None:
    file = paper(2)
    file.line("1.A 2.B 3.C")
    assert "key_without_question" in codes(file.read().problems, "warning")


def test_two_answers_for_one_question_refuse_it() -> None:
    file = paper(2)
    file.line("1.A 2.B 1.C")
    assert [(problem.place, problem.code) for problem in file.read().errors] == [("Câu 1", "key_conflict")]


def test_a_table_that_contradicts_the_marks_refuses_the_question() -> None:
    file = WordFile("Câu 1. Hỏi?", "*A. một", "B. hai", "Câu 2. Hỏi nữa?", "A. một", "*B. hai", "HẾT", "1.B 2.B")
    reading = file.read()
    assert [(problem.place, problem.code) for problem in reading.errors] == [("Câu 1", "key_conflict")]
    assert keys(reading) == ["B"]


def test_several_letters_in_the_table_make_a_multiple() -> None:
    file = paper(2)
    file.table(["Câu", "1", "2"], ["Đáp án", "A, C", "B"])
    reading = file.read()
    assert keys(reading) == ["AC", "B"]
    assert [item.kind for item in reading.items] == [Kind.MULTIPLE, Kind.SINGLE]


def test_numbers_that_start_again_are_answered_by_section() -> None:
    file = WordFile()
    for section in ("Phần I. Một", "Phần II. Hai"):
        for line in (section, "Câu 1. Hỏi?", "A. một", "B. hai", "Câu 2. Hỏi nữa?", "A. ba", "B. bốn"):
            file.line(line)
    for line in ("HẾT", "ĐÁP ÁN", "PHẦN I", "1.A 2.A", "PHẦN II", "1.B 2.B"):
        file.line(line)
    assert keys(file.read()) == ["A", "A", "B", "B"]


def test_a_number_that_two_questions_bear_is_not_answered_by_a_list_without_sections() -> None:
    file = WordFile()
    for section in ("Phần I. Một", "Phần II. Hai"):
        for line in (section, "Câu 1. Hỏi?", "A. một", "B. hai"):
            file.line(line)
    file.line("BẢNG ĐÁP ÁN")
    file.line("1.A")
    assert codes(file.read().errors) == ["undecided_key", "undecided_key"]


def test_explanations_behind_the_list_go_to_their_questions() -> None:
    file = paper(2)
    for line in ("BẢNG ĐÁP ÁN", "1.A 2.B", "LỜI GIẢI CHI TIẾT", "Câu 1. Vì một.", "Thêm nữa.", "Câu 2: Vì hai."):
        file.line(line)
    reading = file.read()
    assert [item.explanation for item in reading.items] == ["Vì một.\nThêm nữa.", "Vì hai."]
    assert keys(reading) == ["A", "B"]


def test_a_question_behind_a_stray_heading_is_not_swallowed() -> None:
    file = WordFile("Câu 1. Hỏi?", "A. một", "B. hai", "Đáp án", "Câu 2. Hỏi nữa?", "A. một", "*B. hai")
    reading = file.read()
    assert keys(reading) == ["B"]
    assert [problem.place for problem in reading.errors] == ["Câu 1"]


def test_other_words_in_the_answer_part_are_noted() -> None:
    file = paper(1)
    for line in ("1.A", "Người lập: Ban tổ chức"):
        file.line(line)
    reading = file.read()
    assert keys(reading) == ["A"]
    assert "line_ignored" in codes(reading.problems, "note")
