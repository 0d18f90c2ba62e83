"""When a round rests although its window is open: closed hours of every day, closed weekdays, closed days.

Plain Python. Hours are Vietnam's, which has known no other offset than +07:00 since 1975.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
DAY_MINUTES = 24 * 60
LONGEST_LOOK = 400
"""How many days ahead an opening is looked for; no window is longer."""


@dataclass(frozen=True, order=True)
class Hours:
    """A stretch of a day in minutes after midnight, [start, end); 1440 is 24:00."""

    start: int
    end: int


@dataclass(frozen=True)
class Schedule:
    """Closed hours of every day (each within one day), closed weekdays (1 Monday to 7 Sunday), closed days."""

    closed_hours: tuple[Hours, ...] = ()
    closed_weekdays: tuple[int, ...] = ()
    closed_days: tuple[date, ...] = ()

    @property
    def is_always_open(self) -> bool:
        """Whether nothing is ever closed."""
        return not (self.closed_hours or self.closed_weekdays or self.closed_days)


def closed_until(schedule: Schedule, moment: datetime) -> datetime | None:
    """The moment in UTC at which the rest that holds at `moment` ends; None where nothing is closed then.

    The far end of the look-ahead where it never ends.
    """
    end = None
    for start, stop in _rests(schedule, moment):
        if start > (end or moment):
            break
        if stop > (end or moment):
            end = stop
    return end


def next_closing(schedule: Schedule, moment: datetime) -> datetime | None:
    """The first moment in UTC after `moment` at which a rest begins; None where there is none to come."""
    return next((start for start, _stop in _rests(schedule, moment) if start > moment), None)


def _rests(schedule: Schedule, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The rests from the day of `moment` on, by their beginning; those that follow each other are not joined."""
    if schedule.is_always_open:
        return
    first = moment.astimezone(VIETNAM).date()
    for offset in range(LONGEST_LOOK):
        day = first + timedelta(days=offset)
        midnight = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
        for hours in _closed_on(schedule, day):
            yield midnight + timedelta(minutes=hours.start), midnight + timedelta(minutes=hours.end)


def _closed_on(schedule: Schedule, day: date) -> tuple[Hours, ...]:
    if day.isoweekday() in schedule.closed_weekdays or day in schedule.closed_days:
        return (Hours(0, DAY_MINUTES),)
    return tuple(sorted(schedule.closed_hours))
