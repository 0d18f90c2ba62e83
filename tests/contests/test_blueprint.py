"""The blueprint against the bank's counts."""

from __future__ import annotations

import pytest

from quiz.contests.blueprint import compare, covers
from quiz.contests.rules import Cell

COUNTS = {("Lịch sử", "recognition"): 4, ("Lịch sử", "application"): 1, ("Địa lý", "recognition"): 2, ("Địa lý", ""): 3}


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        (Cell("Lịch sử", "recognition", 4), 4),
        (Cell("Lịch sử", "*", 4), 5),
        (Cell("*", "recognition", 4), 6),
        (Cell("*", "*", 4), 10),
        (Cell("Văn học", "*", 4), 0),
        (Cell("Địa lý", "high_application", 1), 0),
    ],
)
def test_a_cell_counts_what_it_covers(cell: Cell, held: int) -> None:
    (found,) = compare([cell], COUNTS)
    assert found.held == held
    assert found.is_short == (held < cell.count)


def test_a_cell_covers_its_topic_and_level_alone() -> None:
    cell = Cell("Lịch sử", "recognition", 1)
    assert covers(cell, "Lịch sử", "recognition")
    assert not covers(cell, "Lịch sử", "application")
    assert not covers(cell, "Địa lý", "recognition")


def test_a_short_cell_speaks_vietnamese() -> None:
    short, any_topic, any_level = compare(
        [Cell("Lịch sử", "application", 4), Cell("*", "comprehension", 2), Cell("Văn học", "*", 1)], COUNTS
    )
    assert str(short) == "Chủ đề “Lịch sử”, mức độ Vận dụng: cần 4, có 1"
    assert str(any_topic) == "Mọi chủ đề, mức độ Thông hiểu: cần 2, có 0"
    assert str(any_level) == "Chủ đề “Văn học”, mọi mức độ: cần 1, có 0"
