"""Closed hours, weekdays and days, against a model that looks at every single minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.contests.schedule import (
    DAY_MINUTES,
    LONGEST_LOOK,
    VIETNAM,
    Hours,
    Schedule,
    closed_until,
    next_closing,
    opens_within,
)

FIRST = datetime(2028, 2, 26, tzinfo=VIETNAM)
"""A Saturday before a 29th of February."""
LOOK = 21 * DAY_MINUTES
MINUTE = timedelta(minutes=1)
NOON = Schedule((Hours(690, 810),))


def is_closed(schedule: Schedule, moment: datetime) -> bool:
    """The meaning itself: what holds in the minute of this moment."""
    local = moment.astimezone(VIETNAM)
    minute = local.hour * 60 + local.minute
    return (
        local.isoweekday() in schedule.closed_weekdays
        or local.date() in schedule.closed_days
        or any(hours.start <= minute < hours.end for hours in schedule.closed_hours)
    )


def reopening(schedule: Schedule, moment: datetime) -> datetime | None:
    """The first open minute at or after a minute, None where none comes in the time looked at."""
    ahead = (moment + MINUTE * step for step in range(LOOK))
    return next((minute for minute in ahead if not is_closed(schedule, minute)), None)


def closing(schedule: Schedule, moment: datetime) -> datetime | None:
    """The first closed minute after an open one, later than this one."""
    ahead = (moment + MINUTE * step for step in range(1, LOOK))
    return next((m for m in ahead if is_closed(schedule, m) and not is_closed(schedule, m - MINUTE)), None)


MINUTES = st.one_of(st.sampled_from([0, 1, 360, 690, 1320, 1439]), st.integers(0, DAY_MINUTES - 1))
ENDS = st.one_of(st.sampled_from([1, 360, 810, 1439, 1440]), st.integers(1, DAY_MINUTES))
SPANS = st.tuples(MINUTES, ENDS).filter(lambda span: span[0] < span[1]).map(lambda span: Hours(*span))
DAYS = st.integers(0, 8).map(lambda offset: (FIRST + timedelta(days=offset)).date())
SCHEDULES = st.builds(
    Schedule,
    st.lists(SPANS, max_size=3).map(tuple),
    st.lists(st.integers(1, 7), max_size=4, unique=True).map(tuple),
    st.lists(DAYS, max_size=4, unique=True).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(SCHEDULES, st.integers(0, 6 * DAY_MINUTES))
def test_every_minute_is_judged_as_looking_at_each_minute_judges_it(schedule: Schedule, minute: int) -> None:
    moment = (FIRST + timedelta(minutes=minute)).astimezone(UTC)
    until, begins = closed_until(schedule, moment), next_closing(schedule, moment)
    assert (until is not None) is is_closed(schedule, moment)
    if until is not None and until < moment + timedelta(days=20):
        assert until == reopening(schedule, moment)
    expected = closing(schedule, moment)
    if expected is not None or (begins is not None and begins < moment + timedelta(days=20)):
        assert begins == expected


@settings(max_examples=100, deadline=None)
@given(SCHEDULES, st.integers(0, 5 * DAY_MINUTES), st.integers(-5, 3000))
def test_a_stretch_has_an_open_moment_exactly_where_one_of_its_minutes_is_open(
    schedule: Schedule, minute: int, length: int
) -> None:
    begin = FIRST + timedelta(minutes=minute)
    is_open = any(not is_closed(schedule, begin + MINUTE * step) for step in range(length))
    assert opens_within(schedule, begin, begin + MINUTE * length) is is_open


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("2026-03-02T11:29:59.999", None),
        ("2026-03-02T11:30:00", "2026-03-02T13:30:00"),
        ("2026-03-02T13:29:59.999", "2026-03-02T13:30:00"),
        ("2026-03-02T13:30:00", None),
    ],
)
def test_a_rest_holds_from_its_first_millisecond_to_the_last(text: str, until: str | None) -> None:
    moment = datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    expected = datetime.fromisoformat(until).replace(tzinfo=VIETNAM) if until else None
    assert closed_until(NOON, moment) == expected


def test_a_weekend_is_joined_with_the_nights_around_it() -> None:
    nights = Schedule((Hours(0, 450), Hours(1050, 1440)), (6, 7))
    friday = datetime(2026, 3, 6, 17, 30, tzinfo=VIETNAM)
    assert closed_until(nights, friday) == datetime(2026, 3, 9, 7, 30, tzinfo=VIETNAM)
    assert next_closing(nights, friday - MINUTE) == friday
    assert next_closing(nights, friday) == datetime(2026, 3, 9, 17, 30, tzinfo=VIETNAM)


def test_answers_are_in_utc_whatever_zone_is_asked_in() -> None:
    noon = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
    answer = closed_until(NOON, noon)
    assert answer == datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    assert answer is not None
    assert answer.tzinfo is UTC


def test_what_never_opens_is_closed_to_the_end_of_the_look_ahead() -> None:
    never = Schedule(closed_weekdays=(1, 2, 3, 4, 5, 6, 7))
    begin = datetime(2026, 3, 2, tzinfo=VIETNAM)
    assert closed_until(never, begin) == begin + timedelta(days=LONGEST_LOOK)
    assert next_closing(never, begin) is None


def test_without_a_schedule_nothing_is_closed() -> None:
    assert Schedule().is_always_open
    assert closed_until(Schedule(), FIRST) is None
    assert next_closing(Schedule(), FIRST) is None
    assert not Schedule(closed_days=(date(2026, 4, 30),)).is_always_open
