"""Whom the rules let in, as what, and in which divisions: conditions, ages of bare years, lists of logins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from quiz.contests.eligibility import Applicant, Ground, Verdict, ages, judge
from quiz.contests.groups import Division, Entrants, Group, Staff
from quiz.contests.rules import Cell, ContestRules

DAY = date(2026, 3, 2)
RULES = ContestRules(bank="b", blueprint=(Cell("A", "recognition", 5),), time_limit_seconds=600)
AN = Applicant(
    "an.nv",
    units=frozenset({"A1", "A", "T"}),
    kinds=frozenset({"branch", "commune", "province"}),
    posts=frozenset({"bi thu chi bo"}),
    birth="1990-03-02",
)
PUPILS = Division("A", "Bảng A", Group(max_age=17))
CADRES = Division("B", "Bảng B", Group(kinds=("commune",)))
BRANCHES = Division("C", "Bảng C", Group(kinds=("branch",)))


def verdict(applicant: Applicant = AN, divisions: tuple[Division, ...] = (), **entrants: Any) -> Verdict:
    """What rules with these entrants and divisions say."""
    return judge(replace(RULES, entrants=Entrants(**entrants), divisions=divisions), applicant, DAY)


def test_without_conditions_everybody_with_a_unit_may_enter() -> None:
    assert verdict() == Verdict()
    assert verdict(replace(AN, units=frozenset(), kinds=frozenset())).refusal is Ground.NO_UNIT


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (Group(units=("A",)), None),
        (Group(units=("B", "T")), None),
        (Group(units=("A2",)), Ground.UNITS),
        (Group(kinds=("commune",)), None),
        (Group(kinds=("school",)), Ground.KINDS),
        (Group(posts=("Bí thư chi bộ",)), None),
        (Group(posts=("BÍ THƯ  Chi Bộ", "Khác")), None),
        (Group(posts=("Bí thư",)), Ground.POSTS),
        (Group(units=("A",), kinds=("school",)), Ground.KINDS),
        (Group(min_age=36), None),
        (Group(min_age=37), Ground.TOO_YOUNG),
        (Group(max_age=36), None),
        (Group(max_age=35), Ground.TOO_OLD),
    ],
)
def test_every_condition_must_hold(who: Group, refusal: Ground | None) -> None:
    assert verdict(who=who).refusal is refusal


@pytest.mark.parametrize(
    ("birth", "youngest", "oldest"),
    [
        ("1990-03-02", 36, 36),
        ("1990-03-03", 35, 35),
        ("1990-03-01", 36, 36),
        ("1990", 35, 36),
        ("2026", 0, 0),
    ],
)
def test_ages_are_in_whole_years_and_a_year_alone_leaves_two(birth: str, youngest: int, oldest: int) -> None:
    assert ages(birth, DAY) == (youngest, oldest)


def test_who_was_born_on_a_leap_day_is_older_from_the_first_of_march() -> None:
    assert ages("2012-02-29", date(2026, 2, 28)) == (13, 13)
    assert ages("2012-02-29", date(2026, 3, 1)) == (14, 14)


def test_on_the_last_day_of_the_year_a_bare_year_is_certain_and_on_the_first_nearly() -> None:
    assert ages("1990", date(2026, 12, 31)) == (36, 36)
    assert ages("1990", date(2026, 1, 1)) == (35, 36)


def test_a_bare_year_counts_in_the_way_kinder_to_the_person() -> None:
    maybe_14 = replace(AN, birth="2012")
    assert verdict(maybe_14, who=Group(min_age=14)).refusal is None
    assert verdict(maybe_14, who=Group(min_age=15)).refusal is Ground.TOO_YOUNG
    assert verdict(maybe_14, who=Group(max_age=13)).refusal is None
    assert verdict(maybe_14, who=Group(max_age=12)).refusal is Ground.TOO_OLD
    assert verdict(maybe_14, unranked=Group(max_age=13)).unranked is None
    assert verdict(maybe_14, unranked=Group(max_age=14)).unranked is Ground.GROUP
    assert verdict(maybe_14, unranked=Group(min_age=14)).unranked is None
    assert verdict(maybe_14, unranked=Group(min_age=13)).unranked is Ground.GROUP


def test_an_unknown_birth_is_asked_for_wherever_the_age_decides_and_nowhere_else() -> None:
    unknown = replace(AN, birth="")
    assert verdict(unknown).refusal is None
    assert verdict(unknown, who=Group(min_age=14)).refusal is Ground.BIRTH_UNKNOWN
    assert verdict(unknown, who=Group(units=("B",), min_age=14)).refusal is Ground.UNITS
    assert verdict(unknown, unranked=Group(max_age=13)).refusal is Ground.BIRTH_UNKNOWN
    assert verdict(unknown, unranked=Group(units=("B",), max_age=13)).refusal is None
    assert verdict(unknown, divisions=(PUPILS, CADRES)).refusal is Ground.BIRTH_UNKNOWN
    assert (
        verdict(unknown, divisions=(Division("A", "A", Group(kinds=("school",), max_age=17)), CADRES)).refusal is None
    )


def test_barred_logins_and_barred_staff_are_refused() -> None:
    assert verdict(barred_logins=("an.nv",)).refusal is Ground.LOGIN
    assert verdict(barred_logins=("an",)).refusal is None
    assert verdict(replace(AN, is_staff=True), staff=Staff.BARRED).refusal is Ground.STAFF
    assert verdict(staff=Staff.BARRED).refusal is None


def test_staff_and_named_people_and_groups_sit_without_a_rank() -> None:
    staff = replace(AN, is_staff=True)
    assert verdict(staff).unranked is Ground.STAFF
    assert verdict(staff, staff=Staff.RANKED) == Verdict()
    assert verdict(unranked_logins=("an.nv",)).unranked is Ground.LOGIN
    assert verdict(unranked=Group(kinds=("commune",))).unranked is Ground.GROUP
    assert verdict(unranked=Group(kinds=("school",))).unranked is None


def test_an_unranked_group_without_conditions_is_nobody() -> None:
    assert verdict(unranked=Group()).unranked is None


def test_the_divisions_that_fit_are_told() -> None:
    assert verdict(divisions=(PUPILS, CADRES)).divisions == (CADRES,)
    assert verdict(divisions=(PUPILS, CADRES, BRANCHES)).divisions == (CADRES, BRANCHES)
    assert verdict(divisions=(PUPILS,)) == Verdict(Ground.NO_DIVISION)


def test_who_has_a_division_already_is_asked_for_none() -> None:
    rules = replace(RULES, divisions=(PUPILS,), entrants=Entrants(who=Group(min_age=14)))
    assert judge(rules, AN, DAY, is_placed=True) == Verdict()
    assert judge(rules, replace(AN, birth="2020"), DAY, is_placed=True).refusal is Ground.TOO_YOUNG
