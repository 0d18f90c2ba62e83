"""Closed hours, weekdays and days of a contest file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from quiz.contests.fields import Fields
from quiz.contests.moments import parse_day
from quiz.contests.schedule import DAY_MINUTES, Hours, Schedule
from quiz.core.vietnamese import fold

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BY_WORDS = {
    **{word: number for words in (WEEKDAYS, _ENGLISH) for number, word in enumerate(map(fold, words), start=1)},
    **{f"{form}{number + 1}": number for number in range(1, 7) for form in ("t", "thu ")},
    "thu bay": 6,
    "cn": 7,
}
_TIME = r"(\d{1,2})(?:[:hg](\d{2})?)?"
_HOURS = re.compile(rf"{_TIME}\s*(?:-|–|—|đến)\s*{_TIME}", re.ASCII)


def read_schedule(fields: Fields) -> Schedule:
    """The schedule of a contest or round; the word "none" and a missing key both mean that nothing is closed."""
    one = None if fields.is_none("schedule") else fields.child("schedule")
    if one is None:
        return Schedule()
    found = Schedule(_closed_hours(one), _weekdays(one), _days(one))
    one.finish()
    return found


def _closed_hours(fields: Fields) -> tuple[Hours, ...]:
    closed, opened = _all_hours(fields, "closed_hours"), _all_hours(fields, "open_hours")
    if closed and opened:
        fields.wrong("open_hours", "chỉ ghi một trong hai: closed_hours hoặc open_hours")
    if sum(one.end - one.start for one in closed) >= DAY_MINUTES:
        fields.wrong("closed_hours", "đóng cả ngày nên không lúc nào thi được")
    return _rest_of_day(opened) if opened else closed


def _all_hours(fields: Fields, name: str) -> tuple[Hours, ...]:
    """Stretches of a day by their beginning; a single one needs no list."""
    is_single = isinstance(fields.data.get(name), str) and fields.has(name)
    found: list[Hours] = []
    for key, text in ({name: fields.text(name, 40)} if is_single else fields.items(name, 40)).items():
        hours = _hours(fields, key, text)
        if hours is None:
            continue
        if any(hours.start < other.end and other.start < hours.end for other in found):
            fields.wrong(key, "khoảng giờ “%(value)s” trùng lên khoảng đã ghi ở trên", value=text)
        found.append(hours)
    return tuple(sorted(found))


def _hours(fields: Fields, key: str, text: str) -> Hours | None:
    found = _HOURS.fullmatch(text.lower())
    start, end = (_minutes(found[1], found[2]), _minutes(found[3], found[4])) if found else (None, None)
    if start is None or end is None:
        form = "phải là khoảng giờ dạng “11:30-13:30” (hoặc 24:00 cho cuối ngày), không phải “%(value)s”"
        fields.wrong(key, form, value=text)
        return None
    if start >= end:
        form = (
            "giờ kết thúc phải sau giờ bắt đầu; khoảng qua nửa đêm hãy ghi thành hai, ví dụ “22:00-24:00” và "
            "“00:00-06:00”"
        )
        fields.wrong(key, form)
        return None
    return Hours(start, end)


def _minutes(hour: str, minute: str | None) -> int | None:
    """Minutes after midnight; None for what no clock shows."""
    total = int(hour) * 60 + int(minute or 0)
    return total if int(minute or 0) < 60 and total <= DAY_MINUTES else None


def _rest_of_day(opened: Sequence[Hours]) -> tuple[Hours, ...]:
    """What is left of a day besides stretches that are in order."""
    ends = [0, *(one.end for one in opened)]
    starts = [*(one.start for one in opened), DAY_MINUTES]
    return tuple(Hours(end, start) for end, start in zip(ends, starts, strict=True) if end < start)


def _weekdays(fields: Fields) -> tuple[int, ...]:
    found: list[int] = []
    for key, text in fields.items("closed_weekdays", 20).items():
        number = _BY_WORDS.get(fold(text))
        if number is None:
            names = ", ".join(WEEKDAYS)
            fields.wrong(key, "phải là một trong: %(names)s; không phải “%(value)s”", names=names, value=text)
        elif number in found:
            fields.wrong(key, "“%(value)s” đã có ở trên", value=text)
        else:
            found.append(number)
    if len(found) == len(WEEKDAYS):
        fields.wrong("closed_weekdays", "đóng cả tuần nên không lúc nào thi được")
    return tuple(sorted(found))


def _days(fields: Fields) -> tuple[date, ...]:
    found: list[date] = []
    for key, text in fields.items("closed_days", 20).items():
        day = parse_day(text)
        if day is None:
            fields.wrong(key, "phải là ngày dạng “30/04/2026”, không phải “%(value)s”", value=text)
        elif day in found:
            fields.wrong(key, "“%(value)s” đã có ở trên", value=text)
        else:
            found.append(day)
    return tuple(sorted(found))
