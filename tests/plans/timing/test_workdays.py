"""The working calendar: weekends, fixed holidays, what was entered by hand."""

from __future__ import annotations

from datetime import date

import pytest

from quiz.plans.timing.workdays import WorkingCalendar

TET = {date(2026, 2, day): False for day in range(16, 21)}
CALENDAR = WorkingCalendar({**TET, date(2026, 2, 14): True})


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 2, 13), True),
        (date(2026, 2, 14), True),  # a Saturday worked to make up
        (date(2026, 2, 15), False),
        (date(2026, 2, 16), False),
        (date(2026, 2, 21), False),
        (date(2026, 2, 23), True),
        (date(2027, 1, 1), False),
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), False),
        (date(2026, 9, 2), False),
        (date(2026, 9, 3), True),  # until the second day is announced
    ],
)
def test_days_are_worked_or_not(day: date, is_working: bool) -> None:
    assert CALENDAR.is_working(day) is is_working


def test_days_move_over_a_whole_holiday() -> None:
    day = date(2026, 2, 18)
    assert CALENDAR.moved(day, "keep") == day
    assert CALENDAR.moved(day, "next") == date(2026, 2, 23)
    assert CALENDAR.moved(day, "before") == date(2026, 2, 14)
    assert CALENDAR.hint(day) == date(2026, 2, 14)


def test_a_working_day_stays_and_needs_no_hint() -> None:
    day = date(2026, 2, 13)
    assert [CALENDAR.moved(day, way) for way in ("keep", "next", "before")] == [day] * 3
    assert CALENDAR.hint(day) is None


def test_a_calendar_without_a_working_day_leaves_the_day_alone() -> None:
    never = WorkingCalendar({date.fromordinal(date(2026, 1, 1).toordinal() + n): False for n in range(-80, 80)})
    assert never.next_working(date(2026, 1, 1)) == date(2026, 1, 1)
