"""Moments as organisers write them, and as they are read back to them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.contests.moments import parse_moment, spoken, written

MINUTES = st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("02/03/2026 08:00", (2026, 3, 2, 1, 0)),
        ("2/3/2026 8:00", (2026, 3, 2, 1, 0)),
        ("02/03/2026 8h00", (2026, 3, 2, 1, 0)),
        ("  02/03/2026   08:00 ", (2026, 3, 2, 1, 0)),
        ("08:00 ngày 02/03/2026", (2026, 3, 2, 1, 0)),
        ("8h00 02/03/2026", (2026, 3, 2, 1, 0)),
        ("02/03/2026 06:59", (2026, 3, 1, 23, 59)),
        ("02/03/2026 00:00", (2026, 3, 1, 17, 0)),
    ],
)
def test_a_vietnamese_time_is_vietnams(text: str, moment: tuple[int, ...]) -> None:
    assert parse_moment(text) == datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("11/01/2026 24:00", (2026, 1, 11, 17, 0)),
        ("28/02/2026 24:00", (2026, 2, 28, 17, 0)),
        ("28/02/2028 24:00", (2028, 2, 28, 17, 0)),
        ("29/02/2028 24:00", (2028, 2, 29, 17, 0)),
        ("31/12/2026 24:00", (2026, 12, 31, 17, 0)),
        ("2026-01-11T24:00", (2026, 1, 11, 17, 0)),
        ("2026-01-11T24:00:00Z", (2026, 1, 12, 0, 0)),
    ],
)
def test_24_hours_is_the_end_of_the_day_also_of_a_month_and_a_year(text: str, moment: tuple[int, ...]) -> None:
    assert parse_moment(text) == datetime(*moment, tzinfo=UTC)


def test_the_end_of_a_day_is_the_beginning_of_the_next() -> None:
    assert parse_moment("28/02/2028 24:00") == parse_moment("29/02/2028 00:00")
    assert parse_moment("29/02/2028 24:00") == parse_moment("01/03/2028 00:00")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T08:00", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ("2026-03-02 08:00:05", datetime(2026, 3, 2, 1, 0, 5, tzinfo=UTC)),
        ("2026-03-02T01:00:00Z", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ("2026-03-02T01:00:00.250Z", datetime(2026, 3, 2, 1, 0, 0, 250_000, tzinfo=UTC)),
        ("2026-03-02T08:00:00+07:00", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ("2026-03-01T20:00-0500", datetime(2026, 3, 2, 1, tzinfo=UTC)),
    ],
)
def test_an_iso_time_keeps_its_zone(text: str, moment: datetime) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm nay",
        "02/03/2026",
        "2026-03-02",
        "29/02/2026 08:00",
        "29/02/2100 08:00",
        "31/04/2026 08:00",
        "00/03/2026 08:00",
        "02/13/2026 08:00",
        "02/03/26 08:00",
        "02/03/2026 24:01",
        "02/03/2026 25:00",
        "02/03/2026 08:60",
        "02/03/1999 08:00",
        "2026-03-02T24:00:01",
        "2026-03-02T08:00+25:00",
        "02/03/2026 08:00 và hơn nữa",
    ],
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert parse_moment(text) is None


def test_a_time_is_spoken_in_vietnams_zone() -> None:
    assert spoken(datetime(2026, 3, 12, 10, 0, tzinfo=UTC)) == "17:00 ngày 12/03/2026"
    assert spoken(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)) == "00:00 ngày 01/01/2027"


def test_an_end_at_midnight_is_24_hours_of_the_day_before() -> None:
    midnight = datetime(2028, 2, 29, 17, 0, tzinfo=UTC)
    assert spoken(midnight, is_end=True) == "24:00 ngày 29/02/2028"
    assert spoken(midnight) == "00:00 ngày 01/03/2028"
    assert written(midnight, is_end=True) == "29/02/2028 24:00"


def test_a_time_with_seconds_says_them() -> None:
    assert spoken(datetime(2026, 3, 12, 10, 0, 7, tzinfo=UTC)) == "17:00:07 ngày 12/03/2026"


@given(moment=MINUTES, is_end=st.booleans())
def test_what_is_written_reads_back(moment: datetime, is_end: bool) -> None:
    assert parse_moment(written(moment, is_end=is_end)) == moment


@given(moment=MINUTES, is_end=st.booleans())
def test_what_is_spoken_reads_back(moment: datetime, is_end: bool) -> None:
    assert parse_moment(spoken(moment, is_end=is_end)) == moment
