"""What authors write in the place of the key, and which kind of question that makes."""

from __future__ import annotations

import pytest

from question_bank.item import Kind
from question_bank.keys import read_key
from question_bank.kinds import UnknownKindError, are_true_and_false, decide_kind, parse_kind, says_multiple

CITIES = ["Huế", "Hà Nội", "Đà Nẵng", "Cần Thơ"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("B", (1,)),
        (" b. ", (1,)),
        ("2", (1,)),
        ("A, C", (0, 2)),
        ("C;A", (0, 2)),
        ("A và C", (0, 2)),
        ("AC", (0, 2)),
        ("1,3", (0, 2)),
        ("A, A", (0,)),
        ("B. Hà Nội", (1,)),
        ("hà nội.", (1,)),
    ],
)
def test_every_way_of_writing_a_key_is_read(text: str, expected: tuple[int, ...]) -> None:
    key = read_key(text, CITIES)
    assert (key.indexes, key.code) == (expected, "")


@pytest.mark.parametrize("text", ["E", "5", "A, F", "Hải Phòng", "bad", "A-C", "0", "Z. Huế"])
def test_a_key_that_names_no_option_is_refused(text: str) -> None:
    key = read_key(text, CITIES)
    assert (key.indexes, key.code) == ((), "key_unknown")
    assert "A đến D" in key.message


def test_a_letter_with_the_text_of_another_option_is_a_conflict() -> None:
    assert read_key("A. Hà Nội", CITIES).code == "key_conflict"


@pytest.mark.parametrize(
    ("text", "offered"), [("1", ["3", "1", "2"]), ("AB", ["A", "B", "AB", "O"]), ("A", ["B", "A"])]
)
def test_a_key_with_two_meanings_is_not_chosen_between(text: str, offered: list[str]) -> None:
    key = read_key(text, offered)
    assert (key.indexes, key.code) == ((), "key_ambiguous")


def test_a_key_with_two_meanings_that_agree_is_read() -> None:
    assert read_key("2", ["1", "2", "3"]).indexes == (1,)


def test_a_key_by_text_says_so() -> None:
    assert read_key("Huế", CITIES).by_text
    assert not read_key("A", CITIES).by_text


@pytest.mark.parametrize(
    "stem",
    [
        "Những ai? (chọn nhiều đáp án)",
        "Chọn các đáp án đúng",
        "Hãy chọn tất cả các phương án đúng:",
        "Chọn hai câu trả lời",
        "Câu nào đúng (có thể chọn nhiều)",
        "Select all that apply",
    ],
)
def test_a_stem_that_asks_for_several_options_says_so(stem: str) -> None:
    assert says_multiple(stem)


@pytest.mark.parametrize(
    "stem",
    [
        "Chọn đáp án đúng nhất",
        "Chọn một trong các phương án sau",
        "Câu trắc nghiệm nhiều phương án lựa chọn",
        "Ai đã chọn nhiều nơi làm căn cứ?",
    ],
)
def test_other_stems_do_not(stem: str) -> None:
    assert not says_multiple(stem)


def test_the_kind_follows_from_options_stem_and_key() -> None:
    assert decide_kind("x", ["Đúng", "Sai"], several_named=False) is Kind.TRUE_FALSE
    assert decide_kind("x", ["Sai.", "đúng"], several_named=False) is Kind.TRUE_FALSE
    assert decide_kind("x", ["a", "b"], several_named=True) is Kind.MULTIPLE
    assert decide_kind("Chọn các đáp án đúng", ["a", "b"], several_named=False) is Kind.MULTIPLE
    assert decide_kind("x", ["a", "b"], several_named=False) is Kind.SINGLE


def test_words_that_only_look_like_true_without_marks_are_not_true() -> None:
    assert not are_true_and_false(["Dùng", "Sai"])
    assert not are_true_and_false(["Đúng", "Sai", "Khác"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một đáp án", Kind.SINGLE),
        ("nhiều đáp án", Kind.MULTIPLE),
        ("Đúng/Sai", Kind.TRUE_FALSE),
        ("Checkbox", Kind.MULTIPLE),
        ("Trắc nghiệm", None),
        ("", None),
    ],
)
def test_declared_kinds_are_known(text: str, expected: Kind | None) -> None:
    assert parse_kind(text) is expected


@pytest.mark.parametrize("text", ["Tự luận", "Điền khuyết", "Ghép đôi"])
def test_a_kind_that_a_contest_does_not_use_is_refused(text: str) -> None:
    with pytest.raises(UnknownKindError, match=text):
        parse_kind(text)
