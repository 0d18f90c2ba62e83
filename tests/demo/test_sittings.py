"""The plan of who sits when: within the window, the same each time, with one tie."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from quiz.core import clock
from quiz.demo.names import invented_birth, invented_name
from quiz.demo.sittings import AFTERWARDS, FULL_SKILL, SHORTEST, Window, plan
from tests.conftest import START

LIMIT = timedelta(minutes=15)
WEEK = Window(START, START + timedelta(days=7))


@pytest.mark.parametrize("minutes", [4, 16, 30, 90])
def test_no_sitting_leaves_a_tight_window(minutes: int) -> None:
    window = Window(START, START + timedelta(minutes=minutes))
    planned = plan(100, 1.0, window, LIMIT, "tight")
    assert all(window.start <= one.started_at for one in planned)
    assert all(one.ended_at + AFTERWARDS <= window.end for one in planned)


def test_in_no_time_nobody_sits() -> None:
    assert plan(50, 1.0, Window(START, START), LIMIT, "none") == []


def test_the_same_round_is_planned_the_same_and_another_one_otherwise() -> None:
    assert plan(40, 0.5, WEEK, LIMIT, "a") == plan(40, 0.5, WEEK, LIMIT, "a")
    assert plan(40, 0.5, WEEK, LIMIT, "a") != plan(40, 0.5, WEEK, LIMIT, "b")


@pytest.mark.parametrize(("share", "people"), [(1.0, 80), (0.5, 40), (0.0, 0)])
def test_the_wanted_share_of_the_crowd_sits(share: float, people: int) -> None:
    assert len({one.member for one in plan(80, share, WEEK, LIMIT, "share")}) == people


def test_nobody_sits_longer_than_the_limit_or_shorter_than_can_be() -> None:
    lengths = [one.duration for one in plan(200, 1.0, WEEK, LIMIT, "length")]
    assert max(lengths) == LIMIT
    assert min(lengths) >= SHORTEST
    assert timedelta(minutes=5) < sum(lengths, timedelta()) / len(lengths) < timedelta(minutes=11)


def test_second_sittings_follow_the_first() -> None:
    window = Window(START, START + timedelta(hours=1))
    planned = plan(100, 1.0, window, LIMIT, "second")
    ends = {one.member: one.ended_at for one in planned if one.number == 1}
    seconds = [one for one in planned if one.number == 2]
    assert seconds
    assert all(one.started_at > ends[one.member] for one in seconds)


def test_exactly_two_people_sit_in_the_same_moments() -> None:
    planned = plan(100, 1.0, WEEK, LIMIT, "tie")
    moments = [(one.started_at, one.duration) for one in planned]
    twins = [one for one in planned if moments.count((one.started_at, one.duration)) > 1]
    assert len({one.member for one in twins}) == len(twins) == 2
    assert {one.skill for one in twins} == {FULL_SKILL}


def test_more_people_sit_by_day_than_by_night() -> None:
    hours = [clock.local(one.started_at).hour for one in plan(300, 1.0, WEEK, LIMIT, "hours")]
    night = sum(hour < 6 for hour in hours)
    assert night < len(hours) / 20


def test_invented_names_have_two_to_five_words_and_births_are_years() -> None:
    rng = random.Random(5)
    names = [invented_name(rng) for _ in range(500)]
    assert all(2 <= len(name.split()) <= 5 and "_" not in name for name in names)
    assert all(word[0].isupper() for name in names for word in name.split())
    assert len(set(names)) > 400
    assert all(1950 <= int(invented_birth(rng)) <= 2010 for _ in range(200))
