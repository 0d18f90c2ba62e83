"""What stands in a cell, as a number or a day; Invalid where it is none."""

from __future__ import annotations

import re
from datetime import date, datetime

from quiz.core.errors import Invalid
from quiz.documents.sheets import Cell

_WHOLE = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d{1,12}")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def whole_number(cell: Cell) -> int | None:
    """A whole number, also as people write it (1.234 or 1 234); None where the cell is empty."""
    if not cell.text:
        return None
    readable = isinstance(cell.raw, int | float) or _WHOLE.fullmatch(cell.text)
    digits = (cell.text if readable else "").replace(".", "").replace(" ", "")
    if not digits.isdecimal():
        raise Invalid("“%(value)s” không phải là số nguyên.", code="not_a_number", value=cell.text)
    return int(digits)


def day(cell: Cell) -> date | None:
    """A day, from a date cell or from text as dd/mm/yyyy; None where the cell is empty."""
    if not cell.text:
        return None
    if isinstance(cell.raw, datetime):
        return cell.raw.date()
    if isinstance(cell.raw, date):
        return cell.raw
    found = _DAY.fullmatch(cell.text)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise Invalid("“%(value)s” không phải là ngày dạng ngày/tháng/năm.", code="not_a_day", value=cell.text)
