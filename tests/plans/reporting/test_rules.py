"""Periods and their days, the states of a report, numbers as people type them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from quiz.plans.reporting.rules import (
    PARTS,
    PeriodKind,
    Standing,
    changed,
    days_of,
    days_of_year,
    hundredths,
    parts_of,
    questions_of,
    standing_of,
    taken_over,
    working_days_after,
)
from quiz.plans.timing.workdays import WorkingCalendar

TODAY = date(2026, 4, 6)


@dataclass(frozen=True)
class Quarter:
    """A period."""

    from_on: date = date(2026, 1, 1)
    due_on: date | None = date(2026, 4, 7)


@pytest.mark.parametrize(
    ("kind", "number", "key", "first", "last"),
    [
        (PeriodKind.MONTH, 2, "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (PeriodKind.QUARTER, 4, "2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        (PeriodKind.HALF, 1, "2024-H1", date(2024, 1, 1), date(2024, 6, 30)),
        (PeriodKind.HALF, 2, "2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
        (PeriodKind.YEAR, 1, "2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_period_has_its_key_and_both_its_days(
    kind: PeriodKind, number: int, key: str, first: date, last: date
) -> None:
    days = days_of(kind, 2024, number)
    assert (days.key, days.from_on, days.to_on) == (key, first, last)


def test_a_year_s_periods_follow_one_another_without_a_gap() -> None:
    for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR):
        days = days_of_year(kind, 2024)
        assert sum((one.to_on - one.from_on).days + 1 for one in days) == 366
        assert len({one.key for one in days}) == len(days)


@pytest.mark.parametrize("number", [0, 5])
def test_a_period_the_year_does_not_have_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="no number"):
        days_of(PeriodKind.QUARTER, 2024, number)


def test_working_days_pass_over_weekends_and_holidays() -> None:
    calendar = WorkingCalendar({date(2026, 4, 6): False, date(2026, 4, 11): True})
    assert working_days_after(date(2026, 3, 31), 5, calendar) == date(2026, 4, 8)
    assert working_days_after(date(2026, 4, 10), 1, calendar) == date(2026, 4, 11)
    assert working_days_after(date(2026, 3, 31), 0, calendar) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("state", "day", "expected"),
    [
        (None, date(2025, 12, 31), Standing.AHEAD),
        (None, TODAY, Standing.MISSING),
        (None, date(2026, 4, 7), Standing.MISSING),
        (None, date(2026, 4, 8), Standing.LATE),
        ("draft", TODAY, Standing.DRAFT),
        ("draft", date(2026, 4, 8), Standing.LATE),
        ("returned", date(2026, 4, 8), Standing.RETURNED),
        ("submitted", date(2026, 5, 1), Standing.SUBMITTED),
        ("accepted", date(2026, 5, 1), Standing.ACCEPTED),
    ],
)
def test_how_a_report_looks_from_above(state: str | None, day: date, expected: Standing) -> None:
    assert standing_of(state, Quarter(), day) is expected


def test_who_has_nothing_to_do_in_the_plan_is_not_missing() -> None:
    assert standing_of(None, Quarter(), date(2026, 5, 1), is_expected=False) is Standing.NOT_ASKED


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 1200), ("1.234", 123_400), ("1.234,5", 123_450), ("8,5", 850), ("8.5", 850), ("8,05", 805), ("-3", -300)],
)
def test_a_number_is_read_as_people_type_it(text: str, value: int) -> None:
    assert hundredths(text) == value


@pytest.mark.parametrize("text", ["", "chín", "1,2,3", "12.34.5", "1e5", "٣", "9" * 20])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        hundredths(text)


def test_a_question_keeps_its_answer_when_others_come_and_go() -> None:
    before, after = questions_of("Một?\nHai?"), questions_of("Ba?\n\nHai?")
    assert next(key for key, text in before.items() if text == "Hai?") in after
    assert list(parts_of("Một?").values()) == [*PARTS.values(), "Một?"]


def test_the_same_text_is_taken_over_once() -> None:
    once = taken_over("Của xã.", "Chi bộ", "Làm tốt.")
    assert once == "Của xã.\n\nChi bộ: Làm tốt."
    assert taken_over(once, "Chi bộ", "Làm tốt.") == once


def test_figures_that_came_or_went_have_changed() -> None:
    assert changed({"a": 1, "b": 2}, {"b": 2, "c": 3}) == {"a": (1, 0), "c": (0, 3)}
