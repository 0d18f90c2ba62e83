"""Weeks as unit contacts report them."""

from __future__ import annotations

from quiz.core import clock
from quiz.ranking.weeks import week_of, weeks_between
from tests.conftest import FrozenClock


def test_weeks_run_from_monday_to_sunday_in_vietnam(frozen: FrozenClock) -> None:
    week = week_of(frozen.moment)
    assert (clock.iso(week.start), clock.iso(week.end)) == ("2026-03-01T17:00:00.000Z", "2026-03-08T17:00:00.000Z")
    assert [one.monday.day for one in weeks_between(week.start, week.before.end)] == [2]
    assert [one.monday.day for one in weeks_between(frozen.moment, week.end)] == [9, 2]
