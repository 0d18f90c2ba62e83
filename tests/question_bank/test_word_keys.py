"""Word: the key is told by difference or in writing, and never guessed."""

from __future__ import annotations

import pytest

from question_bank.item import Kind
from tests.question_bank.items import codes
from tests.question_bank.word_files import Styled, WordFile, ask, keys

CITIES = ["Huế", "Hà Nội", "Vinh", "Cần Thơ"]
LOOKS = ["bold", "underline", "C00000", "highlight"]


def looks(*letter_and_text: tuple[tuple[str, ...], tuple[str, ...]], stem: str = "Câu 1. Thủ đô?") -> WordFile:
    """A question whose options have the given looks, the letter's and the text's."""
    file = WordFile(stem)
    for letter, text, (of_letter, of_text) in zip("ABCD", CITIES, letter_and_text, strict=False):
        file.line(Styled(f"{letter}.", *of_letter), Styled(f" {text}", *of_text))
    return file


NONE = ((), ())
STRUCK = (("strike",), ("strike",))


@pytest.mark.parametrize("look", LOOKS)
def test_a_whole_option_that_looks_different_is_the_key(look: str) -> None:
    assert keys(looks(NONE, NONE, ((look,), (look,)), NONE).read()) == ["C"]


@pytest.mark.parametrize("look", LOOKS)
def test_a_letter_alone_that_looks_different_is_the_key(look: str) -> None:
    assert keys(looks(NONE, ((look,), ()), NONE, NONE).read()) == ["B"]


@pytest.mark.parametrize("look", LOOKS)
def test_a_text_that_looks_different_is_the_key_even_if_every_letter_has_that_look(look: str) -> None:
    assert keys(looks(((look,), ()), ((look,), ()), ((look,), ()), ((look,), (look,))).read()) == ["D"]


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_that_all_options_share_tells_nothing(look: str) -> None:
    reading = looks(*[((look,), (look,))] * 4).read()
    assert codes(reading.errors) == ["undecided_key"]
    assert reading.items == ()
    assert "Không xác định được đáp án" in reading.errors[0].message


def test_a_star_at_every_option_tells_nothing_either() -> None:
    assert codes(ask("*A. Huế", "*B. Hà Nội").read().errors) == ["undecided_key"]


def test_under_a_shared_look_another_one_still_tells() -> None:
    bold, both = (("bold",), ("bold",)), (("bold", "underline"), ("bold", "underline"))
    assert keys(looks(bold, both, bold, bold).read()) == ["B"]


def test_among_coloured_options_the_one_of_another_colour_is_the_key() -> None:
    blue, red = (("0000FF",), ("0000FF",)), (("C00000",), ("C00000",))
    assert keys(looks(blue, blue, red, blue).read()) == ["C"]


def test_two_colours_in_equal_shares_tell_nothing() -> None:
    blue, red = (("0000FF",), ("0000FF",)), (("C00000",), ("C00000",))
    assert codes(looks(blue, blue, red, red).read().errors) == ["undecided_key"]


@pytest.mark.parametrize("colour", ["000000", "0D0D0D", "262626"])
def test_black_and_nearly_black_are_no_colour(colour: str) -> None:
    assert codes(looks(NONE, ((colour,), (colour,)), NONE, NONE).read().errors) == ["undecided_key"]


def test_signs_that_disagree_are_told_and_not_chosen_between() -> None:
    reading = looks((("bold",), ("bold",)), NONE, (("underline",), ("underline",)), NONE).read()
    assert codes(reading.errors) == ["undecided_key"]
    assert "in đậm: A" in reading.errors[0].message
    assert "gạch chân: C" in reading.errors[0].message


def test_a_mark_on_part_of_an_option_is_emphasis_and_no_key() -> None:
    file = WordFile("Câu 1. Thủ đô?", "A. Huế")
    file.line("B. Hà ", Styled("Nội", "bold"))
    assert codes(file.read().errors) == ["undecided_key"]


def test_one_option_in_italics_is_the_key_where_nothing_else_tells_and_is_warned_of() -> None:
    reading = looks(NONE, (("italic",), ("italic",)), NONE, NONE).read()
    assert keys(reading) == ["B"]
    assert "key_by_italics" in codes(reading.problems, "warning")


def test_italics_beside_another_sign_are_only_emphasis() -> None:
    reading = looks(NONE, (("italic",), ("italic",)), (("bold",), ("bold",)), NONE).read()
    assert (keys(reading), codes(reading.errors)) == (["C"], [])
    assert "key_by_italics" not in codes(reading.problems)


def test_several_options_in_italics_tell_nothing() -> None:
    reading = looks((("italic",), ("italic",)), (("italic",), ("italic",)), NONE, NONE).read()
    assert codes(reading.errors) == ["undecided_key"]


def test_the_only_option_that_is_not_struck_through_is_the_key_with_a_warning() -> None:
    reading = looks(STRUCK, NONE, STRUCK, STRUCK).read()
    assert keys(reading) == ["B"]
    assert "key_by_strike" in codes(reading.problems, "warning")


def test_one_option_struck_through_could_mean_either_and_is_refused() -> None:
    assert codes(looks(NONE, STRUCK, NONE, NONE).read().errors) == ["undecided_key"]


def test_a_key_that_is_struck_through_is_refused() -> None:
    struck_key = (("strike", "bold"), ("strike", "bold"))
    assert codes(looks(NONE, struck_key, NONE, NONE).read().errors) == ["key_conflict"]


def test_a_struck_wrong_option_is_warned_of() -> None:
    reading = looks(STRUCK, NONE, (("bold",), ("bold",)), NONE).read()
    assert keys(reading) == ["C"]
    assert "struck_option" in codes(reading.problems, "warning")


def test_a_look_from_a_style_counts_like_one_set_by_hand() -> None:
    file = ask("A. Huế", "C. thừa")
    file.document.paragraphs[-1].clear()
    run = file.document.paragraphs[-1].add_run("B. Hà Nội")
    run.style = "Strong"
    assert keys(file.read()) == ["B"]


@pytest.mark.parametrize(
    "option",
    [
        "*B. Hà Nội",
        "* B. Hà Nội",
        "B*. Hà Nội",
        "B. Hà Nội*",
        "B. Hà Nội *",
        "B. Hà Nội (đúng)",
        "B. Hà Nội [Đúng]",
        "✓B. Hà Nội",
    ],
)
def test_a_star_or_a_word_of_approval_marks_the_key_and_leaves_the_text(option: str) -> None:
    reading = ask("A. Huế", option, "C. Vinh").read()
    assert keys(reading) == ["B"]
    assert reading.items[0].options[1].text == "Hà Nội"


@pytest.mark.parametrize(
    "line",
    [
        "Đáp án: B",
        "ĐÁP ÁN: B",
        "Đáp án đúng: B",
        "Đáp án B",
        "Chọn B",
        "=> Chọn đáp án B.",
        "Answer: B",
        "Đáp án: b",
        "Đáp án: B. Hà Nội",
    ],
)
def test_the_key_in_a_line_of_its_own_is_read(line: str) -> None:
    assert keys(ask("A. Huế", "B. Hà Nội", "C. Vinh", line).read()) == ["B"]


def test_the_key_as_text_is_read_with_a_note() -> None:
    reading = ask("A. Huế", "B. Hà Nội", "Đáp án: Hà Nội").read()
    assert keys(reading) == ["B"]
    assert "key_by_text" in codes(reading.problems, "note")


def test_a_key_that_names_no_option_is_refused_once() -> None:
    reading = ask("A. Huế", "B. Hà Nội", "Đáp án: E").read()
    assert codes(reading.errors) == ["key_unknown"]
    assert reading.errors[0].place == "Câu 1"


def test_a_written_key_that_contradicts_the_look_is_refused() -> None:
    file = looks((("bold",), ("bold",)), NONE)
    file.line("Đáp án: B")
    reading = file.read()
    assert codes(reading.errors) == ["key_conflict"]
    assert "A và B" in reading.errors[0].message


def test_a_written_key_that_agrees_with_the_look_is_taken() -> None:
    file = looks((("bold",), ("bold",)), NONE)
    file.line("Đáp án: A")
    assert keys(file.read()) == ["A"]


def test_a_written_key_decides_where_looks_tell_nothing() -> None:
    file = looks(*[(("bold",), ("bold",))] * 3)
    file.line("Đáp án: C")
    assert keys(file.read()) == ["C"]


def test_several_marks_in_a_single_are_an_error() -> None:
    reading = ask("*A. Huế", "*B. Hà Nội", "C. Vinh").read()
    assert codes(reading.errors) == ["several_keys"]


@pytest.mark.parametrize("stem", ["Câu 1. Những đâu? (chọn nhiều đáp án)", "Câu 1. Chọn các đáp án đúng."])
def test_several_marks_are_right_where_the_question_asks_for_several(stem: str) -> None:
    reading = ask("*A. Huế", "*B. Hà Nội", "C. Vinh", stem=stem).read()
    assert (keys(reading), reading.items[0].kind) == (["AB"], Kind.MULTIPLE)


@pytest.mark.parametrize("line", ["Đáp án: A, C", "Đáp án: A và C", "Đáp án: AC"])
def test_a_line_with_several_letters_makes_a_multiple(line: str) -> None:
    reading = ask("A. Huế", "B. Hà Nội", "C. Vinh", line).read()
    assert (keys(reading), reading.items[0].kind) == (["AC"], Kind.MULTIPLE)


def test_a_declared_kind_decides() -> None:
    several = ask("*A. Huế", "B. Hà Nội", "Loại: nhiều đáp án").read()
    assert (keys(several), several.items[0].kind) == (["A"], Kind.MULTIPLE)
    assert codes(ask("A. Huế", "B. Hà Nội", "Đáp án: A, B", "Loại: một đáp án").read().errors) == ["several_keys"]
    assert codes(ask("*A. Huế", "B. Hà Nội", "Loại: tự luận").read().errors) == ["unsupported_kind"]


def test_a_question_without_any_sign_is_refused() -> None:
    assert codes(ask("A. Huế", "B. Hà Nội").read().errors) == ["undecided_key"]


def test_only_the_unclear_question_is_refused() -> None:
    reading = WordFile("Câu 1. A?", "A. x", "B. y", "Câu 2. B?", "A. x", "*B. y").read()
    assert [item.place for item in reading.items] == ["Câu 2"]
    assert [problem.place for problem in reading.errors] == ["Câu 1"]
