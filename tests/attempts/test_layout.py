"""Layouts, option ids, and answers packed into one byte a position."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.attempts import layout as layouts
from quiz.core.errors import Invalid

SECRET = b"k" * 32
LAYOUT = "dbF"
IDS = layouts.option_ids(SECRET, 77, LAYOUT)


def test_a_letter_tells_the_number_of_options_and_whether_several_may_be_chosen() -> None:
    assert [layouts.option_count(letter) for letter in LAYOUT] == [4, 2, 6]
    assert [layouts.takes_several(letter) for letter in LAYOUT] == [False, False, True]
    assert layouts.letter("single", 4) + layouts.letter("true_false", 2) + layouts.letter("multiple", 6) == LAYOUT


@pytest.mark.parametrize("options", [0, 1, 9])
def test_an_item_has_two_to_eight_options(options: int) -> None:
    with pytest.raises(ValueError, match="2 to 8 options"):
        layouts.letter("single", options)


def test_option_ids_differ_between_attempts_and_secrets() -> None:
    assert [len(position) for position in IDS] == [4, 2, 6]
    assert not {*IDS[0]} & {*layouts.option_ids(SECRET, 78, LAYOUT)[0]}
    assert not {*IDS[0]} & {*layouts.option_ids(b"x" * 32, 77, LAYOUT)[0]}
    assert layouts.option_ids(SECRET, 77, LAYOUT) == IDS


def test_equal_ids_within_a_position_are_noticed() -> None:
    assert layouts.are_distinct([["a", "b"], ["a", "b"]])
    assert not layouts.are_distinct([["a", "b"], ["c", "c"]])


def test_a_missing_position_is_blank() -> None:
    assert layouts.pack({"2": [IDS[1][1]]}, LAYOUT, IDS) == bytes([0, 2, 0])


def test_several_options_make_one_mask() -> None:
    assert layouts.pack({"3": [IDS[2][5], IDS[2][0]]}, LAYOUT, IDS) == bytes([0, 0, 0b100001])


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        (None, "answers"),
        ([], "answers"),
        ({"0": []}, "answers"),
        ({"4": []}, "answers"),
        ({"x": []}, "answers"),
        ({"１": []}, "answers"),
        ({"-1": []}, "answers"),
        ({"9999": []}, "answers"),
        ({"1": "abcdef"}, "answers.1"),
        ({"1": None}, "answers.1"),
        ({"1": [7]}, "answers.1"),
        ({"1": ["nothing"]}, "answers.1"),
        ({"1": [IDS[1][0]]}, "answers.1"),
        ({"1": [IDS[0][0], IDS[0][1]]}, "answers.1"),
        ({"3": [IDS[2][0]] * 9}, "answers.3"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_its_place(answers: object, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        layouts.pack(answers, LAYOUT, IDS)
    assert caught.value.field == field


@given(masks=st.tuples(st.sampled_from([0, 1, 2, 4, 8]), st.sampled_from([0, 1, 2]), st.integers(0, 63)))
def test_what_is_packed_comes_out_again(masks: tuple[int, int, int]) -> None:
    stored = bytes(masks)
    assert layouts.pack(layouts.unpack(stored, IDS), LAYOUT, IDS) == stored
