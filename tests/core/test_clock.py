"""The one clock: whole milliseconds, one moment a request, Vietnam's time for people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from quiz.core import clock
from tests.conftest import START, FrozenClock

MOMENTS = st.datetimes(
    min_value=datetime(1900, 1, 1),
    max_value=datetime(2200, 1, 1),
    timezones=st.just(UTC),
)


def test_within_a_request_the_time_stands_still(app: Flask, frozen: FrozenClock) -> None:
    with app.test_request_context():
        first = clock.now()
        frozen.move(seconds=5)
        assert clock.now() == first == START
    assert clock.now() == START + timedelta(seconds=5)


def test_moments_are_cut_to_milliseconds_and_never_rounded_up(frozen: FrozenClock) -> None:
    frozen.moment = datetime(2026, 3, 1, 12, 0, 0, 999999, tzinfo=UTC)
    assert clock.now().microsecond == 999000


@given(MOMENTS)
def test_milliseconds_and_moments_are_two_spellings_of_one_thing(moment: datetime) -> None:
    milliseconds = clock.to_ms(moment)
    assert clock.to_ms(clock.from_ms(milliseconds)) == milliseconds
    assert timedelta(0) <= moment - clock.from_ms(milliseconds) < timedelta(milliseconds=1)


@given(MOMENTS)
def test_the_written_form_can_be_read_again(moment: datetime) -> None:
    text = clock.iso(moment)
    assert len(text) == 24
    assert datetime.fromisoformat(text) == clock.from_ms(clock.to_ms(moment))


@pytest.mark.parametrize(
    ("day", "hour", "minute", "utc"),
    [
        (date(2026, 3, 2), 8, 0, "2026-03-02T01:00:00.000Z"),
        (date(2026, 3, 2), 0, 0, "2026-03-01T17:00:00.000Z"),
        (date(2026, 3, 2), 24, 0, "2026-03-02T17:00:00.000Z"),
        (date(2028, 2, 29), 24, 0, "2028-02-29T17:00:00.000Z"),
        (date(2026, 12, 31), 24, 0, "2026-12-31T17:00:00.000Z"),
        (date(2026, 1, 1), 6, 59, "2025-12-31T23:59:00.000Z"),
    ],
)
def test_a_vietnamese_wall_clock_time_is_seven_hours_ahead(day: date, hour: int, minute: int, utc: str) -> None:
    assert clock.iso(clock.at_local(day, hour, minute)) == utc


def test_people_see_the_time_of_vietnam() -> None:
    assert clock.local(START).strftime("%H:%M %d/%m/%Y %z") == "08:00 02/03/2026 +0700"
