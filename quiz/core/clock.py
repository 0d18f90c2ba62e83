"""The one clock. Read once per request and passed down; stored in UTC, shown in Vietnam's time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import g, has_request_context

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def use(source: Callable[[], datetime] | None) -> None:
    """Let tests set the clock; None brings the system's clock back."""
    global _source
    _source = source or _system


def now() -> datetime:
    """The present moment in UTC, cut to whole milliseconds; within a request always the same."""
    if not has_request_context():
        return _cut(_source())
    if "now" not in g:
        g.now = _cut(_source())
    moment: datetime = g.now
    return moment


def _cut(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def to_ms(moment: datetime) -> int:
    """Whole milliseconds since 1970 in UTC."""
    return (moment - EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """The moment that `to_ms` came from."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, as the API writes times."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def local(moment: datetime) -> datetime:
    """The same moment on a clock in Vietnam."""
    return moment.astimezone(VIETNAM)


def at_local(day: date, hour: int, minute: int) -> datetime:
    """The moment in UTC of a Vietnamese wall-clock time; hour 24 is the end of the day."""
    midnight = datetime.combine(day, time(0, 0), VIETNAM)
    return (midnight + timedelta(hours=hour, minutes=minute)).astimezone(UTC)
