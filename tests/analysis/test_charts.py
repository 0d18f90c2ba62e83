"""What charts are made of, and what figures are called."""

from __future__ import annotations

import pytest
from flask import Flask

from question_bank.statistics import score_figures
from quiz.analysis.charts import MOST_COLUMNS, facility_bars, index_bars, index_place, is_stepped, score_bars
from quiz.analysis.figures import ItemRecord, RoundFigures
from quiz.analysis.labels import alarm_text, facility_hint, index_hint, letters
from quiz.analysis.queries import ItemRow
from quiz.analysis.rules import Alarm


def item(facility: float | None, index: float | None) -> ItemRow:
    """An item with these two figures."""
    record = ItemRecord(100, 1, facility, None, index, None, None, 0.25, (), ())
    return ItemRow(1, "C-1", "Câu hỏi?", "cau hoi?", "single", "", "", 1, 100, record)


def scores(*rows: tuple[int, int, int]) -> RoundFigures:
    """A round with these scores."""
    maxima = {highest for _score, highest, _count in rows}
    highest = maxima.pop() if len(maxima) == 1 else None
    return RoundFigures(False, highest, score_figures({}), rows)


def test_few_scores_have_a_column_each() -> None:
    figures = scores((0, 500, 2), (150, 500, 1), (500, 500, 4))
    assert not is_stepped(figures)
    assert [(bar.label, bar.value) for bar in score_bars(figures)] == [("0", 2), ("1,5", 1), ("5", 4)]


def test_many_scores_and_papers_of_different_height_are_put_into_tenths() -> None:
    many = scores(*((score * 100, 2000, 1) for score in range(21)))
    assert len(many.scores) > MOST_COLUMNS
    assert [bar.value for bar in score_bars(many)] == [2, 2, 2, 2, 2, 2, 2, 2, 2, 3]
    mixed = scores((100, 200, 1), (100, 400, 1), (400, 400, 1), (0, 0, 1))
    assert is_stepped(mixed)
    assert [bar.value for bar in score_bars(mixed)] == [1, 0, 1, 0, 0, 1, 0, 0, 0, 1]


def test_every_item_stands_in_one_column() -> None:
    rows = [item(share / 20, index) for share in range(21) for index in (-30.0, 0.0, 9.9, 10.0, 49.0, 50.0, 100.0)]
    assert sum(bar.value for bar in facility_bars(rows)) == len(rows)
    assert [bar.value for bar in index_bars(rows)] == [21, 42, 21, 0, 0, 21, 42]
    assert [bar.value for bar in facility_bars([item(0.3, None), item(0.7, None), item(None, None)])] == [
        *(0, 0, 0, 1, 0, 0, 0, 1, 0, 0)
    ]
    assert sum(bar.value for bar in index_bars([item(0.3, None)])) == 0


def test_the_plane_puts_better_items_higher_and_cuts_off_the_worst() -> None:
    assert (index_place(100), index_place(-50), index_place(-90)) == (0, 100, 100)
    assert index_place(0) == pytest.approx(200 / 3)


@pytest.mark.parametrize(
    ("facility", "n", "text"),
    [
        (0.95, 100, "rất dễ"),
        (0.9, 100, "rất dễ"),
        (0.8, 100, "dễ"),
        (0.5, 100, "vừa"),
        (0.31, 100, "vừa"),
        (0.3, 100, "gần mức đoán mò"),
        (0.0, 100, "gần mức đoán mò"),
        (0.95, 29, ""),
        (None, 100, ""),
    ],
)
def test_facilities_in_words(app: Flask, facility: float | None, n: int, text: str) -> None:
    with app.test_request_context():
        assert facility_hint(facility, 0.25, n).text == text


def test_a_hard_item_without_a_guess_is_hard(app: Flask) -> None:
    with app.test_request_context():
        assert facility_hint(0.1, None, 100).text == "khó"


@pytest.mark.parametrize(
    ("index", "text"), [(45, "phân biệt tốt"), (25, "phân biệt khá"), (3, "phân biệt yếu"), (-1, "âm, cần xem lại")]
)
def test_discrimination_in_words(app: Flask, index: float, text: str) -> None:
    with app.test_request_context():
        assert index_hint(index, 30).text == text
        assert index_hint(index, 29).text == ""


def test_alarms_say_what_to_check_and_over_how_many(app: Flask) -> None:
    assert letters(0b1010) == "B, D"
    with app.test_request_context():
        negative = alarm_text(Alarm("negative", 1234, index=-23.45), 0b0001)
        assert "Độ phân biệt -23,4% (n = 1.234)" in negative or "Độ phân biệt -23,5% (n = 1.234)" in negative
        assert "đối chiếu đáp án A với căn cứ" in negative
        lure = alarm_text(Alarm("distractor", 40, mask=0b0010, chosen=30, right=4), 0b0001)
        assert "(n = 40) có 30 lượt chọn B, chỉ 4 lượt chọn đáp án A" in lure
