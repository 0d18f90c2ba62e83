"""What the keys of a whole file betray, and what is only chance."""

from __future__ import annotations

import random

import pytest

from question_bank.item import Item, Kind
from question_bank.key_patterns import check_keys, chi_square
from question_bank.problem import WHOLE_FILE
from tests.question_bank.items import codes, item, options


def single(key: int, texts: list[str] | None = None, number: int = 0) -> Item:
    """A single-choice item with the key at a place."""
    offered = texts or [f"phương án {place}" for place in range(4)]
    starred = ("*" + text if place == key else text for place, text in enumerate(offered))
    return item(stem=f"Câu số {number}?", options=options(*starred))


def test_keys_always_in_one_place_are_told_with_the_counts() -> None:
    [problem] = check_keys([single(2, number=number) for number in range(8)])
    assert (problem.code, problem.place, problem.severity) == ("key_place", WHOLE_FILE, "warning")
    assert "C: 8" in problem.message


def test_keys_mostly_in_one_place_are_told_once_chance_cannot_explain_it() -> None:
    assert codes(check_keys([single(number % 4 if number < 20 else 1) for number in range(40)])) == ["key_place"]
    assert check_keys([single(number % 4) for number in range(40)]) == []


def test_a_handful_of_questions_proves_nothing() -> None:
    assert check_keys([single(0) for _ in range(5)]) == []
    assert check_keys([single(number % 2) for number in range(12)]) == []


def test_only_single_choice_items_count() -> None:
    several = item(kind=Kind.MULTIPLE, options=options("*một", "*hai", "ba"))
    truths = item(kind=Kind.TRUE_FALSE, options=options("*Đúng", "Sai"))
    assert check_keys([several] * 30 + [truths] * 30) == []


def test_a_key_that_is_nearly_always_longest_is_told() -> None:
    texts = ["ngắn", "ngắn nữa", "rất dài so với các phương án kia", "vừa"]
    betraying = [single(2 if number % 5 else 1, texts) for number in range(30)]
    assert "key_longest" in codes(check_keys(betraying))
    honest = [single(number % 4, texts) for number in range(32)]
    assert check_keys(honest) == []


def test_files_drawn_by_chance_are_seldom_accused() -> None:
    rng = random.Random(11)
    accused = 0
    for _ in range(300):
        texts = [["chữ " * rng.randint(1, 9) for _ in range(4)] for _ in range(60)]
        accused += bool(check_keys([single(rng.randrange(4), [f"{t}{p}" for p, t in enumerate(one)]) for one in texts]))
    assert accused <= 3  # chance alone: 0.6 of 300 expected, more than 3 less than once in 300 such tests


@pytest.mark.parametrize(("counts", "figure"), [([10, 10, 10, 10], 0), ([20, 10, 5, 5], 15), ([0, 0], 0)])
def test_the_figure_is_pearson_s(counts: list[int], figure: float) -> None:
    assert chi_square(counts) == figure
