"""Grading, the text form of a paper, and predictions as people type them."""

from __future__ import annotations

from collections import namedtuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.attempts.rules import Drawn, grade, read_paper, read_prediction, revision_ids, write_paper
from quiz.contests.rules import Meaning

Key = namedtuple("Key", ["mask", "marks"])
KEYS = {10: Key(0b0001, 100), 20: Key(0b0110, 150), 30: Key(0b10, 50)}


def test_a_paper_is_read_as_it_was_written() -> None:
    paper = [Drawn(15, (2, 0, 1, 3)), Drawn(7, (0, 1))]
    assert write_paper(paper) == "15:2013 7:01"
    assert read_paper("15:2013 7:01") == paper
    assert revision_ids("15:2013 7:01") == [15, 7]


def test_full_marks_for_exactly_the_key() -> None:
    assert grade([10, 20, 30], bytes([1, 6, 2]), KEYS, None) == (300, 300)


@pytest.mark.parametrize("mask", [0, 0b0010, 0b0100, 0b1110, 0b1001])
def test_an_item_with_several_keys_is_all_or_nothing(mask: int) -> None:
    assert grade([20], bytes([mask]), KEYS, None) == (0, 150)


def test_points_of_the_contest_replace_the_marks_of_the_items() -> None:
    assert grade([10, 20, 30], bytes([1, 0, 2]), KEYS, 10) == (2000, 3000)


def test_a_vector_of_another_length_is_a_defect_not_a_grade() -> None:
    with pytest.raises(ValueError, match="shorter"):
        grade([10, 20], bytes([1]), KEYS, None)


@given(masks=st.lists(st.integers(0, 15), min_size=3, max_size=3))
def test_a_score_lies_between_nothing_and_everything(masks: list[int]) -> None:
    score, highest = grade([10, 20, 30], bytes(masks), KEYS, None)
    assert 0 <= score <= highest == 300


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.345", 12345),
        ("12345", 12345),
        (" 12 345 ", 12345),
        ("1.234.567", 1234567),
        ("0", 0),
        ("999.999.999.999", 999_999_999_999),
        ("999999999999", 999_999_999_999),
        ("1.000.000.000.000", None),
        ("1000000000000", None),
        ("12,5", None),
        ("12.34", None),
        ("-3", None),
        ("1e5", None),
        ("khoảng 500", None),
        ("", None),
    ],
)
def test_a_head_count_is_read_as_vietnamese_write_it(text: str, value: int | None) -> None:
    assert read_prediction(text, Meaning.PEOPLE) == (None if value is None else value * 100_000)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("87,65", 8_765_000),
        ("87.65", 8_765_000),
        ("87,65432", 8_765_432),
        ("87 %", 8_700_000),
        ("100", 10_000_000),
        ("100,1", None),
        ("87,654321", None),
        ("không rõ", None),
    ],
)
def test_a_percentage_takes_a_comma_and_five_decimals(text: str, value: int | None) -> None:
    assert read_prediction(text, Meaning.FULL_SCORE_PERCENT) == value
