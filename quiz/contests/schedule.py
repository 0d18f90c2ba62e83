"""When a round rests although its window is open: closed hours of every day, closed weekdays, closed days.

Plain Python. Hours are Vietnam's, which has known no other offset than +07:00 since 1975. A rest is [start, end);
those that overlap or follow each other without a gap are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
DAY_MINUTES = 24 * 60
LONGEST_LOOK = 400
"""How many days ahead an opening is looked for; no window is longer."""
Rest = tuple[datetime, datetime]


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
    start, stop = next(_rests(schedule, moment), (None, None))
    return stop if start is not None and stop is not None and start <= moment else None


def next_closing(schedule: Schedule, moment: datetime) -> datetime | None:
    """The first moment in UTC after `moment` at which a rest begins; None where there is none to come."""
    return next((start for start, _stop in _rests(schedule, moment) if start > moment), None)


def opens_within(schedule: Schedule, begin: datetime, end: datetime) -> bool:
    """Whether there is any moment in [begin, end) that is not closed."""
    reopening = closed_until(schedule, begin)
    return begin < end and (reopening is None or reopening < end)


def _rests(schedule: Schedule, moment: datetime) -> Iterator[Rest]:
    """The rests that have not ended at `moment`, one after the other; of the first the part of its day may be missing.

    Each is given once the next one is known not to follow it without a gap.
    """
    rest: Rest | None = None
    for start, stop in _pieces(schedule, moment):
        if stop <= moment:
            continue
        if rest is None or start > rest[1]:
            if rest is not None:
                yield rest
            rest = (start, stop)
        elif stop > rest[1]:
            rest = (rest[0], stop)
    if rest is not None:
        yield rest


def _pieces(schedule: Schedule, moment: datetime) -> Iterator[Rest]:
    """What is closed on each day from the day of `moment` on, by its beginning."""
    if schedule.is_always_open:
        return
    first = moment.astimezone(VIETNAM).date()
    daily = tuple(sorted(schedule.closed_hours))
    midnight = datetime(first.year, first.month, first.day, tzinfo=VIETNAM).astimezone(UTC)
    for offset in range(LONGEST_LOOK):
        day, start = first + timedelta(days=offset), midnight + timedelta(days=offset)
        if day.isoweekday() in schedule.closed_weekdays or day in schedule.closed_days:
            yield start, start + timedelta(days=1)
        else:
            for hours in daily:
                yield start + timedelta(minutes=hours.start), start + timedelta(minutes=hours.end)
