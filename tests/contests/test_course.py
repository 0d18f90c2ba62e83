"""May a round be started, why not, and until when does an attempt run: decisions before closed hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from quiz.contests.course import Course, Halt, RoundNow, cut_at, planned_end, round_now
from quiz.contests.rules import RoundState
from quiz.contests.schedule import Hours, Schedule

OPENS = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 8:00 in Vietnam
CLOSES = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)  # 17:30
NOON = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)  # 11:30
AGAIN = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)  # 13:30
COURSE = Course(OPENS, CLOSES, Schedule((Hours(690, 810),)))
MS = timedelta(milliseconds=1)


def test_within_its_window_a_round_is_open_but_for_its_closed_hours() -> None:
    seen = [round_now(COURSE, moment) for moment in (OPENS - MS, OPENS, NOON - MS, NOON, AGAIN - MS, AGAIN, CLOSES)]
    rest = RoundNow(RoundState.PAUSED, Halt.HOURS, AGAIN)
    open_ = RoundNow(RoundState.OPEN)
    assert seen == [RoundNow(RoundState.UPCOMING), open_, open_, rest, rest, open_, RoundNow(RoundState.CLOSED)]


def test_a_rest_that_lasts_to_the_end_names_no_reopening() -> None:
    short = replace(COURSE, closes_at=AGAIN)
    assert round_now(short, NOON) == RoundNow(RoundState.PAUSED, Halt.HOURS, None)


def test_a_decision_is_named_before_a_closed_hour_and_the_contest_before_the_round() -> None:
    by_round = replace(COURSE, paused_at=OPENS)
    by_both = replace(by_round, contest_paused_at=OPENS)
    assert round_now(by_round, NOON) == RoundNow(RoundState.PAUSED, Halt.ROUND)
    assert round_now(by_both, NOON) == RoundNow(RoundState.PAUSED, Halt.CONTEST)


def test_a_pause_before_the_opening_or_after_the_end_is_none() -> None:
    paused = replace(COURSE, contest_paused_at=OPENS - timedelta(days=1))
    assert round_now(paused, OPENS - MS).state is RoundState.UPCOMING
    assert round_now(paused, CLOSES).state is RoundState.CLOSED


def test_what_is_cancelled_or_approved_is_so_at_any_moment() -> None:
    for moment in (OPENS - MS, NOON, CLOSES):
        assert round_now(replace(COURSE, approved_at=CLOSES), moment).state is RoundState.APPROVED
        assert round_now(replace(COURSE, cancelled_at=CLOSES, approved_at=CLOSES), moment).state is RoundState.CANCELLED


def test_an_attempt_ends_with_its_limit_the_next_closing_or_the_window() -> None:
    quarter = timedelta(minutes=15)
    assert planned_end(COURSE, OPENS, 900) == OPENS + quarter
    assert planned_end(COURSE, NOON - quarter, 900) == NOON
    assert planned_end(COURSE, NOON - MS, 900) == NOON
    assert planned_end(COURSE, CLOSES - MS, 900) == CLOSES
    assert cut_at(COURSE, AGAIN) == CLOSES
