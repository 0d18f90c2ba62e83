"""Days of the calendar from a pasted list or a small Excel file: all that can be read, or every mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from quiz.core.errors import Invalid
from quiz.core.vietnamese import clean, fold
from quiz.documents.sheets import Wanted, read_table

MOST_DAYS = 400
COLUMNS = (
    Wanted("day", ("Ngày",), required=True),
    Wanted("title", ("Tên ngày", "Tên"), required=True),
    Wanted("kind", ("Loại",)),
)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")
Days = dict[date, tuple[str, bool]]


def days_of_text(text: str) -> Days:
    """Days of a list, one a line: day; title; "nghỉ" (also where nothing is said) or "làm bù"."""
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        if parts := [clean(part) for part in re.split(r"[;\t]", line) if clean(part)]:
            rows.append((f"dòng {number}", [*parts, "", ""][:3]))
    return _days(rows, "text")


def days_of_workbook(content: bytes) -> Days:
    """Days of an Excel file with the columns Ngày, Tên ngày, Loại."""
    rows = []
    for row in read_table(content, COLUMNS).rows:
        raw = row["day"].raw
        day = raw.strftime("%d/%m/%Y") if isinstance(raw, (date, datetime)) else row["day"].text
        rows.append((row.place, [day, row["title"].text, row["kind"].text]))
    return _days(rows, "file")


def _days(rows: Iterable[tuple[str, list[str]]], field: str) -> Days:
    found: Days = {}
    wrong: list[str] = []
    for place, (written, title, kind) in rows:
        day, is_working = _day(written), _is_working(kind)
        if day is None or not title or is_working is None or day in found:
            wrong.append(place)
        else:
            found[day] = title[:100], is_working
    if wrong:
        text = "Chưa đọc được %(places)s: mỗi dòng cần ngày, tên ngày, loại (nghỉ hoặc làm bù) và không trùng nhau."
        raise Invalid(text, field=field, places=", ".join(wrong[:10]))
    if not found:
        raise Invalid("Chưa có ngày nào trong danh sách.", field=field)
    if len(found) > MOST_DAYS:
        raise Invalid("Mỗi lần nhập nhiều nhất %(most)s ngày.", field=field, most=MOST_DAYS)
    return found


def _day(written: str) -> date | None:
    try:
        if parts := _DAY.fullmatch(written):
            return date(int(parts[3]), int(parts[2]), int(parts[1]))
        if parts := _ISO.fullmatch(written):
            return date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        return None
    return None


def _is_working(kind: str) -> bool | None:
    folded = fold(kind)
    if folded in {"", "nghi", "nghi le", "nghi bu", "nghi le, nghi bu"}:
        return False
    return True if folded in {"lam bu", "lam", "lam viec"} else None
