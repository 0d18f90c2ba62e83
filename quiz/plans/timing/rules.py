"""From the rule of a task's deadline to days: which periods there are, and the last day of each that is in time.

A rule is the mapping of a plan file (see quiz/plans/files); days are ISO text or dates. Plain Python.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

EVENTS: dict[str, str] = {
    "provincial_conference": "Hội nghị toàn tỉnh",
    "own_conference": "Hội nghị học tập, quán triệt đã dự",
    "course_opening_week": "Tuần sinh hoạt chính trị đầu khóa",
    "central_guidance": "Có hướng dẫn của Trung ương",
}
"""The events that deadlines may follow, and what people call them."""


QUARTERS = ("", "I", "II", "III", "IV")
"""The numbers of quarters as offices write them."""


@dataclass(frozen=True)
class Occurrence:
    """One time that a task is due: its period ("2026-03", "2026-Q1", "2026", or ""), and the last day in time.

    `awaits` is the kind of event that the day follows; `due_on` is then None until it has happened, or for good.
    """

    period: str
    due_on: date | None
    awaits: str = ""


def is_dated(deadline: Mapping[str, Any]) -> bool:
    """Whether the rule says a day or a rhythm at all."""
    return bool(deadline.get("kind", "ongoing") != "ongoing")


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def quarter_end(year: int, quarter: int) -> date:
    """The last day of a quarter."""
    return month_end(year, quarter * 3)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def occurrences(deadline: Mapping[str, Any], years: Sequence[int]) -> list[Occurrence]:
    """Every time the task is due in a plan of these years; a task without a day or rhythm is due once, undated.

    A rhythm "in the year before" would ask in the plan's first year for something that was due before the plan began;
    that time is left out, unless it is the only one.
    """
    kind = deadline.get("kind", "ongoing")
    if kind == "fixed":
        day = as_day(deadline["on"])
        return [Occurrence("", day - timedelta(days=1) if deadline.get("before") else day)]
    if kind == "month":
        return [Occurrence("", month_end(deadline["year"], deadline["month"]))]
    if kind == "quarter":
        return [Occurrence("", quarter_end(deadline["year"], deadline["quarter"]))]
    if kind == "recurring":
        found = list(_recurring(deadline, years))
        return [one for one in found if one.due_on and one.due_on.year >= min(years)] or found
    if kind == "relative":
        return [Occurrence("", None, deadline.get("event", ""))]
    return [Occurrence("", None)]


def as_day(value: object) -> date:
    """A day written as ISO text, or a day."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _recurring(deadline: Mapping[str, Any], years: Sequence[int]) -> Iterator[Occurrence]:
    offset = int(deadline.get("year_offset", 0))
    for year in sorted(years):
        due_year = year + offset
        if not _takes_place(deadline, due_year):
            continue
        if deadline["every"] == "month":
            yield from (Occurrence(f"{year}-{month:02d}", month_end(due_year, month)) for month in range(1, 13))
        elif deadline["every"] == "quarter":
            yield from (Occurrence(f"{year}-Q{quarter}", quarter_end(due_year, quarter)) for quarter in range(1, 5))
        else:
            yield Occurrence(str(year), _yearly(deadline, due_year))


def _takes_place(deadline: Mapping[str, Any], due_year: int) -> bool:
    """`years`, `from_year` and `except_years` speak of the calendar year in which the task falls due."""
    if "years" in deadline:
        return due_year in deadline["years"]
    if due_year in deadline.get("except_years", ()):
        return False
    return due_year >= int(deadline.get("from_year", 0))


def _yearly(deadline: Mapping[str, Any], year: int) -> date:
    if "month" in deadline:
        return month_end(year, deadline["month"])
    if "quarter" in deadline:
        return quarter_end(year, deadline["quarter"])
    return date(year, 12, 31)


def due_after(event_on: date, months: int | None) -> date | None:
    """The last day of a task that follows an event; None where the rule names no span."""
    return None if months is None else months_after(event_on, months)
