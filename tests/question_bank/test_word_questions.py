"""Word: finding questions, options and named lines, however they are laid out."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from question_bank.item import Kind
from question_bank.levels import Level
from tests.question_bank.items import codes
from tests.question_bank.word_files import Styled, WordFile, ask, keys

OPTIONS = ("A. Huế", "*B. Hà Nội", "C. Vinh", "D. Cần Thơ")


@pytest.mark.parametrize(
    "start", ["Câu 1.", "Câu 1:", "CÂU 1.", "Câu hỏi 1:", "Câu 1)", "1.", "1)", "Câu 01 -", "Question 1."]
)
def test_every_usual_start_of_a_question_is_known(start: str) -> None:
    [item] = ask(*OPTIONS, stem=f"{start} Thủ đô ở đâu?").read().items
    assert (item.stem, item.place) == ("Thủ đô ở đâu?", "Câu 1")


@pytest.mark.parametrize("form", ["{}. ", "{}) ", "{}.", "({}) ", "{}/ "])
def test_every_usual_form_of_an_option_is_known(form: str) -> None:
    lines = [form.format(letter) + text for letter, text in zip("ABC", ["Huế", "Hà Nội*", "Vinh"], strict=True)]
    [item] = ask(*lines).read().items
    assert [option.text for option in item.options] == ["Huế", "Hà Nội", "Vinh"]
    assert item.key_indexes == (1,)


def test_small_letters_are_options_where_there_are_no_capital_ones() -> None:
    [item] = ask("a) Huế", "b) Hà Nội", "Đáp án: b").read().items
    assert item.key_indexes == (1,)


def test_statements_in_small_letters_belong_to_the_stem_where_options_are_capital() -> None:
    file = ask(
        "a) Huế là cố đô", "b) Vinh là thành phố", "A. Chỉ a", "*B. Cả hai phát biểu", stem="Câu 1. Cho các phát biểu:"
    )
    [item] = file.read().items
    assert item.stem == "Cho các phát biểu:\na) Huế là cố đô\nb) Vinh là thành phố"
    assert len(item.options) == 2


def test_options_on_one_line_are_parted_by_tabs() -> None:
    [item] = ask("A. Huế\tB. Hà Nội\t*C. Vinh\tD. Cần Thơ").read().items
    assert [option.text for option in item.options] == ["Huế", "Hà Nội", "Vinh", "Cần Thơ"]
    assert item.key_indexes == (2,)


def test_two_options_a_line_and_wide_gaps_of_blanks_are_read() -> None:
    [item] = ask("A. Huế          B. Hà Nội", "*C. Vinh\t\t\tD. Cần Thơ").read().items
    assert [option.text for option in item.options] == ["Huế", "Hà Nội", "Vinh", "Cần Thơ"]


def test_options_behind_soft_breaks_are_read() -> None:
    [item] = WordFile("Câu 1. Thủ đô?\nA. Huế\n*B. Hà Nội\nC. Vinh").read().items
    assert (item.stem, len(item.options), item.key_indexes) == ("Thủ đô?", 3, (1,))


def test_a_soft_break_inside_stem_and_option_keeps_the_line() -> None:
    [item] = ask("A. Huế\ncố đô", "*B. Hà Nội", stem="Câu 1. Đọc:\n“Ta về ta tắm ao ta”").read().items
    assert item.stem == "Đọc:\n“Ta về ta tắm ao ta”"
    assert item.options[0].text == "Huế\ncố đô"


def test_options_in_the_cells_of_a_table_are_read() -> None:
    file = WordFile("Câu 1. Thủ đô?")
    file.table(["A. Huế", "B. Hà Nội"], ["*C. Vinh", "D. Cần Thơ"])
    reading = file.read()
    assert [option.text for option in reading.items[0].options] == ["Huế", "Hà Nội", "Vinh", "Cần Thơ"]
    assert "table_flattened" not in codes(reading.problems)


def test_letters_in_cells_of_their_own_are_read() -> None:
    file = WordFile("Câu 1. Thủ đô?")
    file.table(["A.", "Huế"], ["*B.", "Hà Nội"])
    [item] = file.read().items
    assert ([option.text for option in item.options], item.key_indexes) == (["Huế", "Hà Nội"], (1,))


def test_a_table_inside_the_stem_is_kept_as_lines_with_a_warning() -> None:
    file = WordFile("Câu 1. Theo bảng sau:")
    file.table(["Năm", "Số dân"], ["2020", "97 triệu"])
    file.line("A. Tăng")
    file.line("*B. Giảm")
    reading = file.read()
    assert "97 triệu" in reading.items[0].stem
    assert "table_flattened" in codes(reading.problems, "warning")


def test_automatic_numbers_and_letters_are_written_out() -> None:
    file = WordFile()
    file.define_list(61, ("decimal", "Câu %1."))
    file.define_list(62, ("upperLetter", "%1."))
    file.define_list(63, restart=True, like=62)
    for list_id, stem, texts in ((62, "Thủ đô?", ["Huế", "Hà Nội*"]), (63, "Cố đô?", ["Huế*", "Hà Nội"])):
        file.list_line(stem, 61)
        for text in texts:
            file.list_line(text, list_id)
    reading = file.read()
    assert [item.place for item in reading.items] == ["Câu 1", "Câu 2"]
    assert [item.stem for item in reading.items] == ["Thủ đô?", "Cố đô?"]
    assert keys(reading) == ["B", "A"]


def test_questions_and_options_in_one_list_of_two_levels_are_read() -> None:
    file = WordFile()
    file.define_list(71, ("decimal", "%1."), ("upperLetter", "%2."))
    for stem in ("Thủ đô?", "Cố đô?"):
        file.list_line(stem, 71)
        file.list_line("Huế", 71, 1)
        file.list_line("Hà Nội*", 71, 1)
    assert keys(file.read()) == ["B", "B"]


def test_a_list_of_letters_that_runs_on_is_refused_and_not_guessed() -> None:
    file = WordFile("Câu 1. Thủ đô?")
    file.define_list(62, ("upperLetter", "%1."))
    for text in ("Huế", "Hà Nội*"):
        file.list_line(text, 62)
    file.line("Câu 2. Cố đô?")
    for text in ("Huế*", "Hà Nội"):
        file.list_line(text, 62)
    reading = file.read()
    assert [item.place for item in reading.items] == ["Câu 1"]
    assert {problem.place for problem in reading.errors} == {"Câu 2"}


def test_a_missing_letter_is_refused() -> None:
    reading = ask("A. Huế", "*B. Hà Nội", "D. Cần Thơ").read()
    assert codes(reading.errors) == ["option_letters"]
    assert "A, B, D" in reading.errors[0].message


def test_sections_become_topics() -> None:
    file = WordFile(
        "ĐỀ CƯƠNG", "Phần I. Lịch sử", "Câu 1. A?", "A. x", "*B. y", "PHẦN II", "ĐỊA LÝ", "Câu 2. B?", "A. x", "*B. y"
    )
    for line in ("III. Pháp luật", "Câu 3. C?", "A. x", "*B. y"):
        file.line(line)
    assert [item.topic for item in file.read().items] == ["Lịch sử", "ĐỊA LÝ", "Pháp luật"]


def test_a_heading_style_becomes_a_topic() -> None:
    file = ask("A. x", "*B. y")
    file.line("Truyền thống quê hương", style="Heading 2")
    file.line("Chọn phương án đúng trong mỗi câu.")
    for line in ("Câu 2. B?", "A. x", "*B. y"):
        file.line(line)
    reading = file.read()
    assert [(item.topic, len(item.options[-1].text)) for item in reading.items] == [
        ("", 1),
        ("Truyền thống quê hương", 1),
    ]
    assert "line_ignored" in codes(reading.problems, "note")


def test_numbers_that_start_again_in_a_section_have_places_of_their_own() -> None:
    file = WordFile("Phần I. Một", "Câu 1. A?", "A. x", "*B. y", "Phần II. Hai", "Câu 1. B?", "A. x", "*B. y")
    assert [item.place for item in file.read().items] == ["Câu 1", "Câu 1 (Phần II)"]


def test_named_lines_fill_the_fields() -> None:
    file = ask(*OPTIONS)
    for line in (
        "Giải thích: Vì thế.",
        "Dòng hai.",
        "Căn cứ: Điều 13",
        "Mức độ: Thông hiểu",
        "Chủ đề: Luật",
        "Điểm: 0,5",
        "Mã: HP-1",
    ):
        file.line(line)
    [item] = file.read().items
    assert (item.explanation, item.source) == ("Vì thế.\nDòng hai.", "Điều 13")
    assert (item.level, item.topic, item.marks, item.id) == (Level.COMPREHENSION, "Luật", Decimal("0.5"), "HP-1")
    assert len(item.options) == 4


@pytest.mark.parametrize("name", ["Lời giải", "Lời giải:", "HƯỚNG DẪN GIẢI:", "Giải thích chi tiết:"])
def test_an_explanation_may_begin_below_its_name(name: str) -> None:
    file = ask(*OPTIONS)
    file.line(name)
    file.line("Theo Điều 13.")
    assert file.read().items[0].explanation == "Theo Điều 13."


@pytest.mark.parametrize("stem", ["Câu 1 (NB). Thủ đô?", "Câu 1. [NB] Thủ đô?", "Câu 1: (Nhận biết) Thủ đô?"])
def test_a_level_in_brackets_leaves_the_stem(stem: str) -> None:
    [item] = ask(*OPTIONS, stem=stem).read().items
    assert (item.level, item.stem) == (Level.RECOGNITION, "Thủ đô?")


def test_other_brackets_stay_in_the_stem() -> None:
    [item] = ask(*OPTIONS, stem="Câu 1. (Chọn nhiều đáp án) Thủ đô?").read().items
    assert item.stem == "(Chọn nhiều đáp án) Thủ đô?"
    assert item.kind is Kind.MULTIPLE


def test_a_stem_may_begin_with_a_letter_or_the_word_for_question() -> None:
    file = WordFile(
        "Câu 1. C. Mác sinh năm nào?", "A. 1818", "*B. 1820", "Câu 2. Trong bài có", "Câu 5 nói về ai?", "A. x", "*B. y"
    )
    assert [item.stem for item in file.read().items] == ["C. Mác sinh năm nào?", "Trong bài có\nCâu 5 nói về ai?"]


def test_a_stem_may_begin_with_the_letter_of_the_first_option() -> None:
    [item] = ask("A. Nhà vật lý", "*B. Nhà văn", stem="Câu 1. A. Einstein là ai?").read().items
    assert (item.stem, len(item.options)) == ("A. Einstein là ai?", 2)


def test_a_numbered_list_in_a_stem_is_no_question_where_questions_are_named() -> None:
    file = WordFile(
        "Câu 1. Cho các ý:", "1. Một", "2. Hai", "A. Chỉ ý đầu", "*B. Cả hai ý", "Câu 2. B?", "A. x", "*B. y"
    )
    assert [item.stem for item in file.read().items] == ["Cho các ý:\n1. Một\n2. Hai", "B?"]


def test_a_gap_in_the_numbers_is_warned_of() -> None:
    file = WordFile("Câu 1. A?", "A. x", "*B. y", "Câu 3. B?", "A. x", "*B. y")
    [problem] = [found for found in file.read().problems if found.code == "number_gap"]
    assert (problem.place, problem.severity) == ("Câu 3", "warning")


def test_a_paragraph_without_a_letter_continues_the_option_with_a_warning() -> None:
    reading = ask("A. Huế", "*B. Hà Nội", "thủ đô nghìn năm").read()
    assert reading.items[0].options[1].text == "Hà Nội\nthủ đô nghìn năm"
    assert "line_joined" in codes(reading.problems, "warning")


def test_nothing_behind_the_end_is_taken_for_an_option() -> None:
    [item] = ask(*OPTIONS, "------ HẾT ------", "Cán bộ coi thi không giải thích gì thêm.").read().items
    assert item.options[-1].text == "Cần Thơ"


def test_decomposed_letters_and_odd_blanks_are_read_and_noted() -> None:
    lines = [unicodedata.normalize("NFD", line) for line in ("Câu\u00a01:\u00a0Thủ\u00ad đô?", "A. Huế", "*B. Hà Nội")]
    reading = WordFile(*lines).read()
    assert reading.items[0].stem == "Thủ đô?"
    assert "text_normalised" in codes(reading.problems, "note")


def test_true_and_false_options_make_a_true_false_question() -> None:
    [item] = ask("A. Đúng", "*B. Sai").read().items
    assert (item.kind, item.key_indexes) == (Kind.TRUE_FALSE, (1,))


def test_a_true_false_question_may_leave_its_options_out() -> None:
    reading = ask("Đáp án: Sai").read()
    assert [option.text for option in reading.items[0].options] == ["Đúng", "Sai"]
    assert keys(reading) == ["B"]
    assert "true_false_implied" in codes(reading.problems, "note")


def test_a_question_of_several_true_false_statements_is_refused() -> None:
    reading = ask("a) Huế ở miền Trung", "b) Vinh ở miền Nam", "Đáp án: Đ S").read()
    assert codes(reading.errors) == ["unsupported_kind"]


def test_a_styled_word_does_not_break_the_patterns() -> None:
    file = WordFile()
    file.line(Styled("Câu", "bold"), Styled(" 1", "bold"), Styled(". ", "bold"), "Thủ", " đô", "?")
    file.line("A", ". Hu", "ế")
    file.line(Styled("B", "bold"), Styled(". ", "bold"), Styled("Hà ", "bold"), Styled("Nội", "bold"))
    [item] = file.read().items
    assert (item.stem, item.options[0].text, item.key_indexes) == ("Thủ đô?", "Huế", (1,))
