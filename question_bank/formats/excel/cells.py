"""Cell addresses, and cell values as the text that a person sees in them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def column_name(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def address(row: int, column: int) -> str:
    """The address of a cell counted from 0, as in "B7"."""
    return f"{column_name(column)}{row + 1}"


def position(reference: str) -> tuple[int, int] | None:
    """Row and column, from 0, of an address; None if it is none."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for sign in found[1]:
        column = column * 26 + ord(sign) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def shown(value: Any, is_percent: bool = False) -> str:
    """A cell value as Vietnamese text: 1, 0,5, 50%, 02/09/1945, 07:30, Đúng."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "Đúng" if value else "Sai"
    if isinstance(value, int | float):
        return f"{_number(value * 100)}%" if is_percent else _number(value)
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y}" if value.time() == dt.time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return f"{value:%H:%M}" if isinstance(value, dt.time) else str(value)


def _number(value: float) -> str:
    digits = f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"
    return digits.replace(".", ",")
