"""Options that speak of other options keep their places, and so do those they name."""

from __future__ import annotations

import pytest

from question_bank.pins import find_pins, named_letters, speaks_of_others


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cả A và B", (0, 1)),
        ("A và C đúng", (0, 2)),
        ("Cả A, B, C đều sai.", (0, 1, 2)),
        ("Chỉ A đúng", (0,)),
        ("Cả hai đáp án A và C", (0, 2)),
        ("Đáp án A và đáp án B", (0, 1)),
        ("Cả a và b đều đúng", (0, 1)),
        ("Both A and B", (0, 1)),
        ("Neither A nor C is correct", (0, 2)),
        ("A, B", (0, 1)),
    ],
)
def test_letters_that_an_option_names_are_found(text: str, expected: tuple[int, ...]) -> None:
    assert named_letters(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A",
        "AB",
        "Vitamin A và B",
        "Hạng A",
        "Huân chương Độc lập hạng A",
        "Hà Nội và Huế",
        "Có cả à và ạ",
        "b < c",
        "A = B",
        "",
    ],
)
def test_letters_with_a_meaning_of_their_own_are_left_alone(text: str) -> None:
    assert named_letters(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Tất cả các phương án trên",
        "Tất cả các đáp án trên đều đúng",
        "Tất cả các nhiệm vụ nêu trên.",
        "Cả ba đáp án trên",
        "Cả 3 phương án trên",
        "Cả ba đều đúng",
        "Tất cả đều sai",
        "Các phương án trên đều sai",
        "Không có đáp án nào đúng",
        "Không phương án nào trong các phương án trên",
        "Đáp án khác",
        "All of the above",
        "None of the above.",
        "TẤT CẢ CÁC Ý TRÊN",
    ],
)
def test_options_about_all_or_none_of_the_others_are_found(text: str) -> None:
    assert speaks_of_others(text)


@pytest.mark.parametrize(
    "text",
    ["Tất cả các dân tộc trên đất nước Việt Nam", "Ba năm trên chiến trường", "Hai phương án", "Cả nước", "Không có"],
)
def test_ordinary_options_are_not_taken_for_them(text: str) -> None:
    assert not speaks_of_others(text)


def test_an_option_naming_letters_is_kept_together_with_those_it_names() -> None:
    pins = find_pins(["1930", "1945", "1954", "Cả A và C"])
    assert pins.pinned == {0, 2, 3}
    assert pins.notes == ["Phương án D nhắc đến phương án khác nên được giữ nguyên vị trí khi trộn, cùng với A, C."]


def test_all_of_the_above_at_the_end_only_stays_last() -> None:
    pins = find_pins(["1930", "1945", "1954", "Tất cả các phương án trên"])
    assert pins.pinned == {3}
    assert len(pins.notes) == 1


def test_two_such_options_at_the_end_both_stay_and_the_others_are_free() -> None:
    pins = find_pins(["1930", "1945", "Tất cả các phương án trên", "Không có phương án nào đúng"])
    assert pins.pinned == {2, 3}
    assert len(pins.notes) == 2


def test_all_of_the_above_in_the_middle_keeps_what_stands_above_it() -> None:
    assert find_pins(["1930", "1945", "Cả hai phương án trên", "1954"]).pinned == {0, 1, 2}


def test_a_number_of_options_that_does_not_fit_is_doubted_and_nothing_moves() -> None:
    pins = find_pins(["1930", "1945", "1954", "Cả hai phương án trên"])
    assert pins.pinned == {0, 1, 2, 3}
    assert "2 phương án nhưng phía trên có 3" in pins.doubts[0]


@pytest.mark.parametrize("text", ["Cả A và E", "Cả A và D"])
def test_a_letter_that_names_no_other_option_is_doubted(text: str) -> None:
    pins = find_pins(["1930", "1945", "1954", text])
    assert {0, 3} <= pins.pinned
    assert len(pins.doubts) == 1


def test_ordinary_options_are_all_free() -> None:
    pins = find_pins(["1930", "1945", "1954"])
    assert (pins.pinned, pins.notes, pins.doubts) == (set(), [], [])
