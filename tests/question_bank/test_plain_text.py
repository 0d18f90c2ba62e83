"""Plain text: the shapes of a Word bank, each place with its line."""

from __future__ import annotations

import unicodedata

import pytest

from question_bank.formats import Reading, read
from question_bank.levels import Level
from tests.question_bank.items import codes
from tests.question_bank.word_files import WordFile, keys

QUESTION = ("Thủ đô của nước ta?", "A. Huế", "B. Hà Nội", "C. Vinh")


def text(*lines: str) -> Reading:
    return read("\n".join(lines).encode(), "de.txt", format="text")


def test_numbered_questions_are_found_by_number_and_line() -> None:
    reading = text("ĐỀ THI", "", "Câu 1. Thủ đô?", "A. Huế", "*B. Hà Nội", "Câu 2: Cố đô?", "A. Huế", "B. Vinh")
    assert [item.place for item in reading.items] == ["Câu 1 (dòng 3)"]
    assert [problem.place for problem in reading.errors] == ["Câu 2 (dòng 6)"]
    assert reading.format == "text"


@pytest.mark.parametrize("start", ["Câu 1.", "Câu 1:", "1.", "1)", "Câu hỏi 1:", "Question 1."])
@pytest.mark.parametrize("key", ["Đáp án: B", "ANSWER: B", "Chọn B", "(Đáp án: B)", "ĐÁP ÁN: B", "• B. Hà Nội;"])
def test_every_usual_start_and_key_line_is_known(start: str, key: str) -> None:
    assert keys(text(f"{start} {QUESTION[0]}", *QUESTION[1:], key)) == ["B"]


def test_an_answer_list_and_explanations_behind_it_are_read() -> None:
    reading = text(
        "Câu 1. A?", "A. x", "B. y", "Câu 2. B?", "A. x\tB. y", "HẾT", "1.B2. A", "LỜI GIẢI CHI TIẾT", "Câu 1. Vì y."
    )
    assert (keys(reading), [item.explanation for item in reading.items]) == (["B", "A"], ["Vì y.", ""])


def test_windows_line_ends_a_byte_order_mark_and_decomposed_letters_are_read() -> None:
    lines = unicodedata.normalize("NFD", "\r\n".join(["Câu 1.\u00a0Thủ đô?", "A. Huế", "*B. Hà Nội"]))
    reading = read(b"\xef\xbb\xbf" + lines.encode(), "de.txt", format="text")
    assert (reading.items[0].stem, keys(reading)) == ("Thủ đô?", ["B"])
    assert "text_normalised" in codes(reading.problems, "note")


def test_blocks_with_levels_in_figures_keys_bullets_and_explanations_are_read() -> None:
    reading = text(
        *("[1] Thủ đô?", "A. Huế", "B. Hà Nội", "•\tB. Hà Nội;", "Theo Hiến pháp.", "Thêm nữa.", ""),
        *("[2] Cố đô?", "*A. Huế", "B. Vinh", ""),
        *("[3] Quốc khánh?", "A. 2/9", "B. 1/5", "ANSWER: A"),
    )
    assert [item.level for item in reading.items] == [Level.RECOGNITION, Level.COMPREHENSION, Level.APPLICATION]
    assert [item.place for item in reading.items] == ["dòng 1", "dòng 8", "dòng 12"]
    assert (keys(reading), reading.errors) == (["B", "A", "A"], ())
    assert reading.items[0].explanation == "Theo Hiến pháp.\nThêm nữa."
    assert {"level_by_number", "key_by_repeat", "explanation_implied"} <= set(codes(reading.problems, "note"))


def test_blocks_parted_by_blank_lines_need_no_level_and_may_have_long_stems() -> None:
    reading = text(
        *("Thủ đô?", "A. Huế", "*B. Hà Nội", "", "LỊCH SỬ", "", "Đọc đoạn sau", "rồi trả lời:", "A. x", "*B. y", ""),
        *("Giải thích: Vì thế.", "", "Cuối cùng?", "", "*A. x", "B. y"),
    )
    assert [item.stem for item in reading.items] == ["Thủ đô?", "Đọc đoạn sau\nrồi trả lời:", "Cuối cùng?"]
    assert [item.topic for item in reading.items] == ["", "LỊCH SỬ", "LỊCH SỬ"]
    assert keys(reading) == ["B", "B", "A"]
    assert reading.items[1].explanation == "Vì thế."


def test_a_single_line_between_key_and_options_is_the_next_stem() -> None:
    reading = text("Một?", "A. x", "B. y", "ANSWER: B", "Hai?", "A. x", "B. y", "ANSWER: A")
    assert ([item.stem for item in reading.items], keys(reading)) == (["Một?", "Hai?"], ["B", "A"])


def test_where_explanation_and_stem_cannot_be_told_apart_the_question_is_refused() -> None:
    reading = text("Một?", "A. x", "B. y", "ANSWER: B", "Vì thế.", "Hai?", "A. x", "B. y", "ANSWER: A")
    assert keys(reading) == ["B"]
    [problem] = reading.errors
    assert (problem.place, problem.code) == ("dòng 6", "stem_unclear")
    assert "dòng trống" in problem.message


def test_a_bullet_line_that_says_another_text_than_its_option_is_refused() -> None:
    assert codes(text("[1] Thủ đô?", "A. Huế", "B. Hà Nội", "• B. Hải Phòng;").errors) == ["key_conflict"]


def test_a_bullet_line_and_a_key_line_that_disagree_are_refused() -> None:
    assert codes(text("[1] Thủ đô?", "A. Huế", "B. Hà Nội", "ANSWER: A", "• B. Hà Nội").errors) == ["key_conflict"]


def test_a_bullet_line_without_a_letter_repeats_an_option_by_its_text() -> None:
    assert keys(text("[1] Thủ đô?", "A. Huế", "B. Hà Nội", "• Hà Nội.")) == ["B"]


def test_the_same_blocks_are_read_in_word_and_found_by_their_words() -> None:
    file = WordFile("[2] Thủ đô của nước ta là gì?", "A. Huế", "B. Hà Nội", "•\tB. Hà Nội;", "Vì thế.", "")
    for line in ("Cố đô?", "*A. Huế", "B. Vinh"):
        file.line(line)
    reading = file.read()
    assert [item.place for item in reading.items] == ["Câu thứ 1 (“Thủ đô của nước ta là”)", "Câu thứ 2 (“Cố đô?”)"]
    assert (keys(reading), reading.items[0].explanation) == (["B", "A"], "Vì thế.")


def test_a_text_longer_than_anyone_writes_is_refused() -> None:
    assert codes(text("Câu 1. x" * 10, *["A. x"] * 20_001).problems) == ["too_large"]


def test_private_letters_never_stand_for_pictures() -> None:
    assert text("Câu 1. Thủ\U000f0000 đô?", "*A. x", "B. y").items[0].stem == "Thủ đô?"
