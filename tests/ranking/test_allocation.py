"""Prizes from ranks: grades, ties, cuts, divisions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.contests.awards import Prize, Prizes
from quiz.contests.groups import Division
from quiz.ranking.allocation import Contender, award, grades_of, planned, prize_lists
from quiz.ranking.rules import places
from tests.factories.attempts import RULES

ONE_TWO_FIVE = (Prize("Giải Nhất", 1, points=10), Prize("Giải Nhì", 2, points=8), Prize("Giải Ba", 5, points=6))


def front(keys: str) -> list[Contender]:
    """People 1, 2, 3 … with one letter each for the key."""
    return [Contender(number, letter.encode(), 0) for number, letter in enumerate(keys, start=1)]


def given_prizes(keys: str, counts: tuple[int, ...] = (1, 2, 5)) -> list[list[int]]:
    """The people with each grade."""
    return [[winner.person_id for winner in grade.winners] for grade in award(front(keys), ONE_TWO_FIVE, counts, "")]


def test_prizes_follow_ranks() -> None:
    assert given_prizes("abcdefgh") == [[1], [2, 3], [4, 5, 6, 7, 8]]


def test_who_shares_a_rank_gets_the_same_grade_and_fewer_are_left_for_the_next() -> None:
    assert given_prizes("aabcdefg") == [[1, 2], [3], [4, 5, 6, 7, 8]]
    assert given_prizes("abbbcdef") == [[1], [2, 3, 4], [5, 6, 7, 8]]
    assert given_prizes("aaaa") == [[1, 2, 3, 4], [], []]


def test_more_than_planned_is_flagged_and_so_is_everybody_whose_tie_runs_over_the_edge_of_a_grade() -> None:
    grades = award(front("abbbcdef"), ONE_TWO_FIVE, (1, 2, 5), "")
    assert [grade.is_exceeded for grade in grades] == [False, True, False]
    assert [winner.is_tied for grade in grades for winner in grade.winners] == [False] + [True] * 3 + [False] * 4


def test_a_tie_within_one_grade_is_nobodys_trouble() -> None:
    grades = award(front("abbcdefg"), ONE_TWO_FIVE, (1, 2, 5), "")
    assert not any(grade.is_exceeded for grade in grades)
    assert not any(winner.is_tied for grade in grades for winner in grade.winners)


def test_a_tie_at_the_last_prize_gives_it_to_all_of_them_and_flags_them() -> None:
    grades = award(front("abcdefgghi"), ONE_TWO_FIVE, (1, 2, 4), "")
    assert [winner.person_id for winner in grades[2].winners] == [4, 5, 6, 7, 8]
    assert [winner.is_tied for winner in grades[2].winners] == [False, False, False, True, True]


def test_fewer_people_than_prizes() -> None:
    assert given_prizes("ab") == [[1], [2], []]
    assert given_prizes("") == [[], [], []]


@pytest.mark.parametrize(
    ("people", "percent", "expected"),
    [
        (100, None, [1, 2, 5]),
        (16, 50, [1, 2, 5]),
        (15, 50, [1, 2, 4]),
        (6, 50, [1, 2, 0]),
        (5, 50, [1, 1, 0]),
        (1, 50, [0, 0, 0]),
        (0, 50, [0, 0, 0]),
    ],
)
def test_at_most_a_share_of_the_people_gets_prizes_and_the_lowest_grades_are_cut_first(
    people: int, percent: int | None, expected: list[int]
) -> None:
    assert planned(ONE_TWO_FIVE, people, percent) == expected


@given(st.lists(st.sampled_from("abcd"), max_size=20).map(sorted), st.lists(st.integers(0, 4), min_size=1, max_size=4))
def test_grades_are_what_the_words_say(keys: list[str], counts: list[int]) -> None:
    ranks = places([key.encode() for key in keys], 1, 0)
    for rank, grade in zip(ranks, grades_of(ranks, counts), strict=True):
        before = sum(counts[:grade]) if grade is not None else sum(counts)
        assert before < rank
        assert grade is None or rank <= before + counts[grade]


def test_points_are_those_of_the_grade() -> None:
    winners = [winner for grade in award(front("abbc"), ONE_TWO_FIVE, (1, 2, 5), "A") for winner in grade.winners]
    assert [(winner.points, winner.rank, winner.division) for winner in winners] == [
        (10, 1, "A"),
        (8, 2, "A"),
        (8, 2, "A"),
        (6, 4, "A"),
    ]


def test_a_division_has_its_own_prizes_or_those_of_all() -> None:
    own, common = (Prize("Giải riêng", 1),), Prizes(each_round=ONE_TWO_FIVE, total=ONE_TWO_FIVE[:1])
    pupils, others = Division("A", "Học sinh", each_round=own), Division("B", "Cán bộ")
    rules = replace(RULES, prizes=common, divisions=(pupils, others))
    assert prize_lists(rules, is_total=False) == [(pupils, own), (others, ONE_TWO_FIVE)]
    assert prize_lists(rules, is_total=True) == [(pupils, ONE_TWO_FIVE[:1]), (others, ONE_TWO_FIVE[:1])]
    assert prize_lists(replace(RULES, prizes=common), is_total=True) == [(None, ONE_TWO_FIVE[:1])]
