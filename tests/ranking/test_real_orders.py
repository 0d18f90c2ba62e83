"""Orders of places of real contests, small fields, and places worked out by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from quiz.contests.groups import Division
from quiz.contests.rules import Criterion, Meaning, Prediction
from quiz.ranking.board import decide
from quiz.ranking.outcomes import SCALE
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.ranking.conftest import ArenaMaker, fold
from tests.ranking.deciding import approve, over, ranks

SCORE, PREDICTION, DURATION = Criterion.SCORE, Criterion.PREDICTION, Criterion.DURATION
SUBMITTED, STARTED = Criterion.SUBMITTED_AT, Criterion.STARTED_AT
Sitting = tuple[str, int, int | None, int, int]
"""Name, points of 10, prediction, minute of the start, seconds taken; a name again is a further attempt."""


def held(arena: Arena, *sittings: Sitting) -> None:
    """Write the attempts of a first round."""
    numbers: dict[str, int] = {}
    for name, score, guess, minute, seconds in sittings:
        numbers[name] = numbers.get(name, 0) + 1
        arena.sit(
            name,
            score=100 * score,
            prediction_value=None if guess is None else guess * SCALE,
            started_at=arena.opens_at[1] + timedelta(minutes=minute),
            duration_ms=1000 * seconds,
            number=numbers[name],
        )


def asks(meaning: Meaning) -> dict[str, Any]:
    """Rules with a prediction question and attempts without limit."""
    return {"prediction": Prediction("Câu hỏi dự đoán", meaning), "attempts_allowed": None}


def test_vcnet_all_right_then_the_nearest_prediction_then_the_earliest(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    """Five reach every point, so 5 is exact; the one with 9 points and an exact prediction has no place."""
    order = (SCORE, PREDICTION, SUBMITTED)
    arena = new_arena(tie_break=order, full_scores_only=True, **asks(Meaning.FULL_SCORES))
    held(
        arena,
        ("Lệch hai", 10, 7, 0, 60),
        ("Đúng, nộp sau", 10, 5, 30, 60),
        ("Đúng, nộp trước", 10, 9, 5, 60),
        ("Đúng, nộp trước", 10, 5, 20, 60),
        ("Thiếu điểm", 9, 5, 1, 60),
        ("Lệch hai phía dưới", 10, 3, 2, 60),
        ("Không dự đoán", 10, None, 0, 10),
    )
    over(frozen)
    assert approve(arena, frozen).actual == 5 * SCALE
    assert ranks(arena) == [
        (1, "Đúng, nộp trước"),
        (2, "Đúng, nộp sau"),
        (3, "Lệch hai"),
        (4, "Lệch hai phía dưới"),
        (5, "Không dự đoán"),
    ]


def test_quang_nam_2022_score_prediction_duration_start_and_number_of_full_scores(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    """Six people take part; every pair of neighbours differs first in the next criterion of the list."""
    order = (SCORE, PREDICTION, DURATION, STARTED, Criterion.FULL_SCORE_ATTEMPTS)
    arena = new_arena(tie_break=order, **{**asks(Meaning.PEOPLE), "attempts_allowed": 2})
    held(
        arena,
        ("Điểm thấp", 9, 6, 0, 1),
        ("Đoán xa", 10, 8, 0, 1),
        ("Chậm", 10, 5, 0, 500),
        ("Bắt đầu sau", 10, 7, 9, 300),
        ("Một lần đủ điểm", 10, 5, 3, 300),
        ("Một lần đủ điểm", 8, 5, 30, 900),
        ("Hai lần đủ điểm", 10, 5, 3, 300),
        ("Hai lần đủ điểm", 10, 5, 30, 900),
    )
    over(frozen)
    assert approve(arena, frozen).actual == 6 * SCALE
    assert ranks(arena) == [
        (1, "Hai lần đủ điểm"),
        (2, "Một lần đủ điểm"),
        (3, "Bắt đầu sau"),
        (4, "Chậm"),
        (5, "Đoán xa"),
        (6, "Điểm thấp"),
    ]


def test_bac_tra_my_score_duration_prediction_and_then_the_board_by_division(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    """Five people: 4 and 6 are equally near. The higher of two attempts counts."""
    order = (SCORE, DURATION, PREDICTION, Criterion.BOARD)
    divisions = (Division("A", "Cán bộ"), Division("B", "Học sinh"))
    arena = new_arena(tie_break=order, divisions=divisions, **{**asks(Meaning.PEOPLE), "attempts_allowed": 2})
    for name, code in (("An", "A"), ("Bình", "A"), ("Chi", "A"), ("Dũng", "B"), ("Em", "B")):
        arena.person(name, division=code)
    held(
        arena,
        ("An", 8, 4, 0, 100),
        ("Bình", 5, 5, 0, 10),
        ("Bình", 8, 6, 5, 100),
        ("Chi", 8, 9, 0, 100),
        ("Dũng", 8, 4, 0, 101),
        ("Em", 10, None, 0, 900),
    )
    over(frozen)
    approve(arena, frozen)
    assert ranks(arena) == [(1, "Em"), (2, "An"), (2, "Bình"), (4, "Chi"), (5, "Dũng")]
    assert ranks(arena, division="A") == [(1, "An"), (1, "Bình"), (3, "Chi")]
    assert ranks(arena, division="B") == [(1, "Em"), (2, "Dũng")]
    people = [arena.people["Bình"], arena.people["An"]]
    decide(None, arena.contest_id, 1, people, "15/QĐ-BTC", "Biên bản họp ngày 02/11", frozen.moment)
    assert ranks(arena, division="A") == [(1, "Bình"), (2, "An"), (3, "Chi")]


def test_myaloha_score_duration_and_the_moment_of_taking_part(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    """One attempt each; whoever starts first of two equally quick ones stands above, also if handing in comes later."""
    arena = new_arena(tie_break=(SCORE, DURATION, STARTED))
    held(
        arena,
        ("Chín điểm", 9, None, 0, 30),
        ("Mười điểm, chậm", 10, None, 0, 301),
        ("Mười điểm, vào sau", 10, None, 8, 300),
        ("Mười điểm, vào trước", 10, None, 7, 300),
        ("Cùng lúc hai", 9, None, 0, 30),
    )
    over(frozen)
    fold(arena, frozen)
    assert ranks(arena) == [
        (1, "Mười điểm, vào trước"),
        (2, "Mười điểm, vào sau"),
        (3, "Mười điểm, chậm"),
        (4, "Chín điểm"),
        (4, "Cùng lúc hai"),
    ]


def test_thanh_hoa_all_right_the_prediction_of_people_and_the_earliest(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    """Five people take part with eight attempts; of several attempts that with the exact prediction counts."""
    order = (PREDICTION, SUBMITTED)
    arena = new_arena(tie_break=order, full_scores_only=True, **{**asks(Meaning.PEOPLE), "attempts_allowed": 20})
    held(
        arena,
        ("Nhiều lượt", 7, 5, 0, 60),
        ("Nhiều lượt", 10, 100, 10, 60),
        ("Nhiều lượt", 10, 5, 50, 60),
        ("Sớm nhất", 10, 5, 40, 60),
        ("Xa", 10, 1000, 1, 60),
        ("Gần", 10, 4, 90, 60),
        ("Chưa đủ điểm", 9, 5, 0, 60),
        ("Chưa đủ điểm", 8, 5, 5, 60),
    )
    over(frozen)
    fold(arena, frozen)
    assert ranks(arena) == [(1, "Xa"), (2, "Nhiều lượt"), (3, "Sớm nhất"), (4, "Gần")], "the earliest, so far"
    assert approve(arena, frozen).actual == 5 * SCALE
    assert ranks(arena) == [(1, "Sớm nhất"), (2, "Nhiều lượt"), (3, "Gần"), (4, "Xa")]
