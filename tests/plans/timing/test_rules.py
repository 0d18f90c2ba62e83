"""From rules to days, and to words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from quiz.plans.timing.rules import as_day, due_after, is_dated, month_end, months_after, occurrences
from quiz.plans.timing.wording import words

RELATIVE = {"kind": "relative", "to": "hội nghị toàn tỉnh", "event": "provincial_conference", "months": 1}


def days(rule: dict[str, Any], *years: int) -> list[tuple[str, str]]:
    return [(one.period, str(one.due_on)) for one in occurrences(rule, years or (2026,))]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"kind": "fixed", "on": "2026-02-15"}, [("", "2026-02-15")]),
        ({"kind": "fixed", "on": "2026-02-15", "before": True}, [("", "2026-02-14")]),
        ({"kind": "fixed", "on": date(2024, 3, 1), "before": True}, [("", "2024-02-29")]),
        ({"kind": "fixed", "on": "2026-01-01", "before": True}, [("", "2025-12-31")]),
        ({"kind": "month", "year": 2024, "month": 2}, [("", "2024-02-29")]),
        ({"kind": "month", "year": 2026, "month": 12}, [("", "2026-12-31")]),
        ({"kind": "quarter", "year": 2026, "quarter": 2}, [("", "2026-06-30")]),
        ({"kind": "recurring", "every": "year"}, [("2026", "2026-12-31")]),
        ({"kind": "recurring", "every": "year", "month": 2}, [("2026", "2026-02-28")]),
        ({"kind": "recurring", "every": "year", "quarter": 4, "year_offset": -1}, [("2026", "2025-12-31")]),
        ({"kind": "recurring", "every": "year", "years": [2027]}, []),
        ({"kind": "recurring", "every": "year", "except_years": [2026]}, []),
        ({"kind": "recurring", "every": "year", "from_year": 2026}, [("2026", "2026-12-31")]),
        ({"kind": "recurring", "every": "year", "from_year": 2027}, []),
        ({"kind": "ongoing"}, [("", "None")]),
        ({}, [("", "None")]),
        (RELATIVE, [("", "None")]),
    ],
)
def test_a_rule_gives_its_days(rule: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert days(rule) == expected


def test_a_monthly_and_a_quarterly_rhythm_end_with_each_period() -> None:
    months = days({"kind": "recurring", "every": "month"})
    assert (len(months), months[1], months[-1]) == (12, ("2026-02", "2026-02-28"), ("2026-12", "2026-12-31"))
    assert days({"kind": "recurring", "every": "quarter"}) == [
        ("2026-Q1", "2026-03-31"),
        ("2026-Q2", "2026-06-30"),
        ("2026-Q3", "2026-09-30"),
        ("2026-Q4", "2026-12-31"),
    ]


def test_years_speak_of_the_calendar_year_in_which_a_task_falls_due() -> None:
    rule = {"kind": "recurring", "every": "year", "quarter": 4, "year_offset": -1}
    assert days({**rule, "from_year": 2022}, 2021, 2022, 2023, 2024) == [("2023", "2022-12-31"), ("2024", "2023-12-31")]
    assert days({**rule, "years": [2022]}, 2021, 2022, 2023) == [("2023", "2022-12-31")]
    assert days({**rule, "except_years": [2022]}, 2022, 2023, 2024) == [("2024", "2023-12-31")]


def test_nothing_is_due_before_the_first_year_of_a_plan_of_several_years() -> None:
    rule = {"kind": "recurring", "every": "year", "quarter": 4, "year_offset": -1}
    assert days(rule, 2021, 2022, 2023) == [("2022", "2021-12-31"), ("2023", "2022-12-31")]


def test_years_in_any_order_give_days_in_order() -> None:
    assert [period for period, _day in days({"kind": "recurring", "every": "year"}, 2027, 2025, 2026)] == [
        "2025",
        "2026",
        "2027",
    ]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_a_month_after_a_day_is_the_same_day_or_the_months_last(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == due_after(day, months) == expected


def test_an_event_without_a_span_gives_no_day() -> None:
    assert due_after(date(2026, 1, 1), None) is None
    assert [one.awaits for one in occurrences({**RELATIVE, "months": None}, [2026])] == ["provincial_conference"]


def test_only_ongoing_says_no_day_at_all() -> None:
    assert is_dated({"kind": "relative"})
    assert not is_dated({"kind": "ongoing"})
    assert not is_dated({})
    assert (month_end(2100, 2), as_day("2026-01-02")) == (date(2100, 2, 28), date(2026, 1, 2))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"kind": "fixed", "on": "2026-02-15", "before": True}, "trước ngày 15/02/2026"),
        ({"kind": "fixed", "on": "2026-05-19", "note": "tùy tình hình"}, "ngày 19/05/2026 (tùy tình hình)"),
        ({"kind": "month", "year": 2026, "month": 3}, "trong tháng 03/2026"),
        ({"kind": "quarter", "year": 2026, "quarter": 1}, "trong quý I/2026"),
        ({"kind": "recurring", "every": "month"}, "hằng tháng"),
        ({"kind": "recurring", "every": "quarter"}, "hằng quý"),
        ({"kind": "recurring", "every": "year"}, "trong năm"),
        ({"kind": "recurring", "every": "year", "year_offset": -1}, "trong năm trước đó"),
        ({"kind": "recurring", "every": "year", "month": 12}, "tháng 12 hằng năm"),
        ({"kind": "recurring", "every": "year", "month": 11, "year_offset": -1}, "tháng 11 của năm trước đó"),
        ({"kind": "recurring", "every": "year", "quarter": 4}, "quý IV hằng năm"),
        (
            {"kind": "recurring", "every": "year", "quarter": 4, "year_offset": -1, "from_year": 2022},
            "quý IV của năm trước đó, từ năm 2022 trở đi",
        ),
        ({"kind": "recurring", "every": "year", "years": [2026, 2027]}, "trong năm, các năm 2026, 2027"),
        ({"kind": "recurring", "every": "year", "years": [2026]}, "trong năm 2026"),
        ({"kind": "recurring", "every": "year", "month": 2, "except_years": [2021]}, "tháng 02 hằng năm, trừ năm 2021"),
        (
            {"kind": "recurring", "every": "month", "from_year": 2026, "except_years": [2027]},
            "hằng tháng, từ năm 2026 trở đi, trừ năm 2027",
        ),
        (RELATIVE, "chậm nhất 01 tháng sau hội nghị toàn tỉnh"),
        ({**RELATIVE, "months": 0, "to": "tuần sinh hoạt đầu khóa"}, "vào dịp tuần sinh hoạt đầu khóa"),
        ({**RELATIVE, "months": None, "to": "hướng dẫn của Trung ương"}, "sau khi có hướng dẫn của Trung ương"),
        ({"kind": "ongoing"}, "thường xuyên"),
        ({}, "thường xuyên"),
    ],
)
def test_a_rule_is_said_as_people_say_it(app: Flask, rule: dict[str, Any], text: str) -> None:
    assert words(rule) == text
