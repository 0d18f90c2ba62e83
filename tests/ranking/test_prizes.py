"""Prize winners from the standings: rounds, totals, divisions, one prize a person, a share of the people."""

from __future__ import annotations

from typing import Any

import pytest

from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.groups import Division
from quiz.contests.rules import Counted, Criterion, Meaning, Prediction, Total
from quiz.contests.unit_scheme import UnitCriterion
from quiz.core.db import db
from quiz.ranking import service
from quiz.ranking.models import UnitStanding
from quiz.ranking.outcomes import SCALE
from quiz.ranking.preview import preview_of
from quiz.ranking.prize_rows import prize_rows
from quiz.ranking.prizes import prize_tables, prize_winners
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.ranking.conftest import ArenaMaker, derived, fold
from tests.ranking.deciding import approve, over, stored_round

FIRST, SECOND = Prize("Giải Nhất", 1, "2.000.000 đồng", points=10), Prize("Giải Nhì", 2, points=8)
PRIZES = Prizes(each_round=(FIRST, SECOND), total=(Prize("Giải Đặc biệt", 1, points=20),))


def sit_in_order(arena: Arena, names: str, round_number: int = 1) -> None:
    """People of one letter each, the best first; the same letter twice is nobody new."""
    for index, name in enumerate(names):
        arena.sit(name, round_number=round_number, score=900 - 10 * index)


def won(arena: Arena, number: int = 1) -> list[tuple[str, str]]:
    """Names and grades of a round's winners."""
    return [(row.name, row.grade) for row in prize_rows(arena.contest_id, number)]


def test_the_best_get_the_prizes_of_the_round(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(prizes=PRIZES)
    sit_in_order(arena, "ABCDE")
    fold(arena, frozen)
    assert won(arena) == [("A", "Giải Nhất"), ("B", "Giải Nhì"), ("C", "Giải Nhì")]
    winners = prize_winners(arena.contest_id, 1)
    assert [(one.person_id, one.points, one.unit_position, one.grade) for one in winners] == [
        (arena.people["A"], 10, 2, 0),
        (arena.people["B"], 8, 2, 1),
        (arena.people["C"], 8, 2, 1),
    ]


def test_without_prizes_or_without_a_total_nobody_wins(arena: Arena, frozen: FrozenClock) -> None:
    sit_in_order(arena, "AB")
    fold(arena, frozen)
    assert prize_winners(arena.contest_id, 1) == []
    assert prize_winners(arena.contest_id, 0) == []
    assert prize_tables(arena.contest_id, 0) == []
    assert prize_tables(arena.contest_id, 7) == []


def test_everybody_at_a_shared_rank_wins_though_there_are_more_than_planned(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    arena = new_arena(prizes=PRIZES, tie_break=(Criterion.SCORE,))
    for name in "ABCDEFG":
        arena.sit(name, score=900 if name < "E" else 100)
    fold(arena, frozen)
    rows = prize_rows(arena.contest_id, 1)
    assert [(row.name, row.grade, row.is_tied, row.is_exceeded) for row in rows] == [
        (name, "Giải Nhất", True, True) for name in "ABCD"
    ]


def test_rules_may_give_one_prize_a_person_and_the_next_in_line_moves_up(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    prizes = Prizes(each_round=PRIZES.each_round, total=PRIZES.total, one_per_person=OnePerPerson.FIRST)
    arena = new_arena(rounds=2, contest_total=Total.SUM, prizes=prizes)
    sit_in_order(arena, "ABCDEFG", 1)
    sit_in_order(arena, "ADBECFG", 2)
    frozen.move(weeks=2)
    service.refresh(frozen.moment)
    assert won(arena, 1) == [("A", "Giải Nhất"), ("B", "Giải Nhì"), ("C", "Giải Nhì")]
    assert won(arena, 2) == [("D", "Giải Nhất"), ("E", "Giải Nhì"), ("F", "Giải Nhì")]
    assert won(arena, 0) == [("G", "Giải Đặc biệt")]


def highest(new_arena: ArenaMaker, **changes: Any) -> Arena:
    """A contest of two rounds in which a person keeps the highest prize alone."""
    prizes = Prizes(each_round=PRIZES.each_round, one_per_person=OnePerPerson.HIGHEST, **changes)
    return new_arena(rounds=2, contest_total=Total.SUM, prizes=prizes, unit_order=(UnitCriterion.PRIZE_POINTS,))


def test_rules_may_leave_a_person_the_highest_prize_and_the_next_in_line_moves_up_in_the_others(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    arena = highest(new_arena)
    sit_in_order(arena, "ABCDEFG", 1)
    fold(arena, frozen)
    assert won(arena, 1) == [("A", "Giải Nhất"), ("B", "Giải Nhì"), ("C", "Giải Nhì")]
    sit_in_order(arena, "BADCEFG", 2)
    frozen.move(weeks=2)
    service.refresh(frozen.moment)
    assert won(arena, 1) == [("A", "Giải Nhất"), ("C", "Giải Nhì"), ("D", "Giải Nhì")]
    assert won(arena, 2) == [("B", "Giải Nhất"), ("E", "Giải Nhì"), ("F", "Giải Nhì")]


def test_of_equal_grades_that_of_the_whole_contest_is_kept_then_that_of_the_earlier_round(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    arena = highest(new_arena, total=PRIZES.total)
    sit_in_order(arena, "ABCDEFG", 1)
    sit_in_order(arena, "ABCDEFG", 2)
    frozen.move(weeks=2)
    service.refresh(frozen.moment)
    assert won(arena, 0) == [("A", "Giải Đặc biệt")]
    assert won(arena, 1) == [("B", "Giải Nhất"), ("D", "Giải Nhì"), ("E", "Giải Nhì")]
    assert won(arena, 2) == [("C", "Giải Nhất"), ("F", "Giải Nhì"), ("G", "Giải Nhì")]


def test_nobody_is_left_with_a_lower_prize_than_one_that_went_to_somebody_behind(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    """B is second twice and moves up to the first prize of round 2, which A leaves for that of round 1."""
    arena = highest(new_arena)
    sit_in_order(arena, "ABCDE", 1)
    sit_in_order(arena, "ABXYZ", 2)
    frozen.move(weeks=2)
    service.refresh(frozen.moment)
    assert won(arena, 1) == [("A", "Giải Nhất"), ("C", "Giải Nhì"), ("D", "Giải Nhì")]
    assert won(arena, 2) == [("B", "Giải Nhất"), ("X", "Giải Nhì"), ("Y", "Giải Nhì")]


def test_prize_points_of_units_follow_when_a_later_round_takes_a_prize_of_an_earlier_one_away(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    arena = highest(new_arena)
    for index, (name, unit) in enumerate((("A", "A1"), ("B", "B"), ("C", "A1"), ("D", "A1"))):
        arena.sit(name, unit, 1, score=900 - 10 * index)
    fold(arena, frozen)
    service.refresh(frozen.moment)
    assert prize_points(arena, 1) == {"A1": 18, "B": 8}
    arena.sit("B", "B", 2, score=900)
    frozen.move(weeks=2)
    service.refresh(frozen.moment)
    assert prize_points(arena, 1) == {"A1": 26, "B": 0}
    assert prize_points(arena, 2) == {"A1": 0, "B": 10}
    assert prize_points(arena, 0) == {"A1": 26, "B": 10}


def prize_points(arena: Arena, number: int) -> dict[str, int]:
    """The prize points of two units in a round or the total."""
    rows = db.session.query(UnitStanding).filter_by(contest_id=arena.contest_id, round_number=number)
    points = {row.code: row.prize_points for row in rows if row.code in {"A1", "B"}}
    db.session.rollback()
    return points


def test_otherwise_the_same_person_wins_again_and_again(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM, prizes=PRIZES)
    for number in (1, 2):
        sit_in_order(arena, "ABCD", number)
    frozen.move(weeks=2)
    service.refresh(frozen.moment)
    assert won(arena, 2)[0] == ("A", "Giải Nhất")
    assert won(arena, 0) == [("A", "Giải Đặc biệt")]


def test_divisions_have_winners_of_their_own(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    own = Division("B", "Bảng B – Học sinh", each_round=(Prize("Giải Học sinh", 1),))
    arena = new_arena(prizes=PRIZES, divisions=(Division("A", "Bảng A – Cán bộ"), own))
    for name, code in (("An", "A"), ("Bình", "B"), ("Chi", "B"), ("Dũng", "A"), ("Em", "A"), ("Gia", "A")):
        arena.person(name, division=code)
    arena.person("Không bảng")
    for index, name in enumerate(("Không bảng", "Bình", "An", "Chi", "Dũng", "Em", "Gia")):
        arena.sit(name, score=900 - 10 * index)
    fold(arena, frozen)
    rows = prize_rows(arena.contest_id, 1)
    assert [(row.division, row.name, row.grade, row.rank) for row in rows] == [
        ("Bảng A – Cán bộ", "An", "Giải Nhất", 1),
        ("Bảng A – Cán bộ", "Dũng", "Giải Nhì", 2),
        ("Bảng A – Cán bộ", "Em", "Giải Nhì", 3),
        ("Bảng B – Học sinh", "Bình", "Giải Học sinh", 1),
    ]


def test_at_most_half_of_the_people_of_a_division_win(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    prizes = Prizes(each_round=(FIRST, SECOND), most_percent=50)
    arena = new_arena(prizes=prizes, divisions=(Division("A", "A"), Division("B", "B")), full_scores_only=True)
    for name in "ABCDEF":
        arena.person(name, division="A" if name < "E" else "B")
        arena.sit(name, score=900 if name == "D" else 1000, duration_ms=ord(name) * 1000)
    fold(arena, frozen)
    assert [(row.division, row.name, row.grade) for row in prize_rows(arena.contest_id, 1)] == [
        ("A", "A", "Giải Nhất"),
        ("A", "B", "Giải Nhì"),
        ("B", "E", "Giải Nhất"),
    ]


def test_whoever_has_no_place_wins_nothing(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(prizes=PRIZES, full_scores_only=True)
    arena.sit("Đủ điểm", score=1000)
    arena.sit("Thiếu điểm", score=990)
    fold(arena, frozen)
    assert won(arena) == [("Đủ điểm", "Giải Nhất")]


@pytest.mark.parametrize("counted", Counted)
def test_a_preview_shows_what_the_approval_then_brings_and_writes_nothing(
    new_arena: ArenaMaker, frozen: FrozenClock, counted: Counted
) -> None:
    order = (Criterion.SCORE, Criterion.PREDICTION, Criterion.LOTS)
    prediction = Prediction("?", Meaning.ATTEMPTS)
    arena = new_arena(
        prizes=PRIZES, tie_break=order, prediction=prediction, attempts_allowed=2, counted_attempt=counted
    )
    for index, name in enumerate("ABCDEFGH"):
        for number in (1, 2):
            guess = (index * 7 + number * 5) % 19 * SCALE
            arena.sit(name, number=number, score=1000, prediction_value=guess if index % 3 else None)
    over(frozen)
    service.refresh(frozen.moment)
    before, expected = derived(), preview_of(stored_round(arena))
    foreseen = [(one.person_id, one.rank, one.grade) for table in expected.tables for one in table.winners]
    assert derived() == before
    figures = approve(arena, frozen)
    assert (expected.figures, expected.placed) == (figures, 8)
    winners = [(one.person_id, one.rank, one.grade) for one in prize_winners(arena.contest_id, 1)]
    assert winners == foreseen
    after = preview_of(stored_round(arena))
    assert after.figures == figures
    assert [(one.person_id, one.rank, one.grade) for table in after.tables for one in table.winners] == winners
