"""Moments as organisers write and read them: 17:30 on 11/01/2026 in Vietnam's time, 24:00 being the end of a day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from quiz.core import clock

_DAY = r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"
_TIME = r"(?P<hour>\d{1,2})[:h](?P<minute>\d{2})"
_VIETNAMESE = (re.compile(rf"{_DAY}\s+{_TIME}"), re.compile(rf"{_TIME}\s+(?:ngày\s+)?{_DAY}"))
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[T ](?P<hour>\d{2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:\.(?P<fraction>\d{1,6}))?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
YEARS = range(2000, 2100)


def parse_moment(text: str) -> datetime | None:
    """The moment in UTC that "11/01/2026 24:00", "24:00 ngày 11/01/2026" or an ISO time stands for; None if none.

    Without a zone the time is Vietnam's. Hour 24 is taken with minute 00 alone: the end of that day.
    """
    text = text.strip()
    found = next((match for form in (*_VIETNAMESE, _ISO) if (match := form.fullmatch(text))), None)
    if found is None or int(found["year"]) not in YEARS:
        return None
    try:
        return _moment(found.groupdict())
    except ValueError:
        return None


def parse_day(text: str) -> date | None:
    """The day that "30/04/2026" or "2026-04-30" stands for; None if none."""
    found = re.fullmatch(_DAY, text.strip()) or _ISO_DAY.fullmatch(text.strip())
    if found is None or int(found["year"]) not in YEARS:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _moment(parts: dict[str, str | None]) -> datetime:
    day = date(int(parts["year"] or 0), int(parts["month"] or 0), int(parts["day"] or 0))
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise ValueError("no such time of day")
    milliseconds = int((parts.get("fraction") or "0").ljust(3, "0")[:3])
    extra = timedelta(seconds=second, milliseconds=milliseconds)
    zone = parts.get("zone")
    if zone is None:
        return clock.at_local(day, hour, minute) + extra
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return start + timedelta(hours=hour, minutes=minute) + extra - _offset(zone)


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta(0)
    digits = zone[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise ValueError("no such zone")
    length = timedelta(hours=hours, minutes=minutes)
    return -length if zone[0] == "-" else length


def spoken(moment: datetime, *, is_end: bool = False) -> str:
    """ "17:00 ngày 12/03/2026" in Vietnam's time; an end at midnight is 24:00 of the day before."""
    local = clock.local(moment)
    if is_end and (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
        return f"24:00 ngày {local - timedelta(days=1):%d/%m/%Y}"
    return local.strftime("%H:%M:%S ngày %d/%m/%Y" if local.second else "%H:%M ngày %d/%m/%Y")


def written(moment: datetime, *, is_end: bool = False) -> str:
    """The same as `parse_moment` reads it back, day first: "11/01/2026 24:00"; to the minute."""
    time, _, day = spoken(moment.replace(second=0, microsecond=0), is_end=is_end).partition(" ngày ")
    return f"{day} {time}"
