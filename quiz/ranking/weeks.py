"""Weeks as unit contacts report them: from Monday 00:00 to Sunday 24:00 in Vietnam. Plain but for the time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from quiz.core import clock

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, order=True)
class Week:
    """A week by its Monday."""

    monday: date

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)

    @property
    def start(self) -> datetime:
        """Monday 00:00; what ends at that very moment still belongs to the week before."""
        return clock.at_local(self.monday, 0, 0)

    @property
    def end(self) -> datetime:
        """Sunday 24:00, included."""
        return clock.at_local(self.sunday, 24, 0)

    @property
    def before(self) -> Week:
        """The week before."""
        return Week(self.monday - WEEK)


def week_of(moment: datetime) -> Week:
    """The week in which a moment lies."""
    today = clock.local(moment).date()
    return Week(today - timedelta(days=today.weekday()))


def weeks_between(first: datetime, last: datetime) -> list[Week]:
    """All weeks from one moment to another, the latest first; at least that of the later one."""
    weeks = [week_of(last)]
    while weeks[-1].start > first:
        weeks.append(weeks[-1].before)
    return weeks
