"""Numbers as the person sees them in their cell: 1, 0,5, 50%, 1.234.567, 02/09/1945, 07:30."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DATE_SIGNS = re.compile(r"[dyhs]|m", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"(#,##)?(0+)(?:\.(0+))?(%?)")
_DAY = dt.timedelta(days=1)
_LAST_1900, _LAST_1904 = 2_958_465, 2_957_003  # 31/12/9999
_MOST_DECIMALS = 10


def shown_number(value: float, format: str, is_1904: bool = False) -> tuple[str, dt.date | None]:
    """The text of a number under a number format, and the day it stands for where the format shows one."""
    code = _bare(format)
    if _is_date(code):
        return _shown_date(value, code, is_1904)
    found = _PLAIN_NUMBER.fullmatch(code)
    if found and value == value and abs(value) < 1e15:  # neither NaN nor beyond what is exact
        return _grouped(value, found), None
    return (f"{general(value * 100)}%" if "%" in code else general(value)), None


def general(value: float) -> str:
    """A number without a format of its own, with the decimal comma; beyond 21 digits with an exponent."""
    digits = f"{value:.0f}" if 1e15 <= abs(value) < 1e21 else f"{value:.15g}"
    return digits.replace(".", ",")


@lru_cache(maxsize=512)
def _bare(format: str) -> str:
    """The part for positive numbers, without literals, colours and conditions."""
    return _LITERAL.sub("", format.partition(";")[0]).strip()


@lru_cache(maxsize=512)
def _is_date(code: str) -> bool:
    return bool(_DATE_SIGNS.search(code)) and not any(sign in code for sign in "0#?%") and "general" not in code.lower()


def _grouped(value: float, found: re.Match[str]) -> str:
    """Vietnamese signs: a point between thousands, a comma before decimals, zeros as the format asks for them."""
    scaled = value * 100 if found[4] else value
    decimals = min(len(found[3] or ""), _MOST_DECIMALS)
    if not found[3] and scaled != round(scaled) and found[4]:
        return f"{general(scaled)}%"  # 0.125 under "0%" is rounded on the screen, and that is not what was meant
    text = f"{abs(scaled):{',' if found[1] else ''}.{decimals}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    whole, comma, rest = text.partition(",")
    sign = "-" if scaled < 0 and text.strip("0.,") else ""
    return f"{sign}{whole.zfill(len(found[2]))}{comma}{rest}{found[4]}"


def _shown_date(value: float, code: str, is_1904: bool) -> tuple[str, dt.date | None]:
    if _ELAPSED.search(code):
        return _elapsed(value, code), None
    signs = code.lower()
    shows_time = "h" in signs or "s" in signs
    shows_date = "d" in signs or "y" in signs or not shows_time
    moment = _moment(value, is_1904)
    if moment is None:
        return general(value), None
    clock = f"{moment:%H:%M:%S}" if "s" in signs else f"{moment:%H:%M}"
    if not shows_date:
        return clock, None
    shown = (("d", f"{moment:%d}"), ("m", f"{moment:%m}"), ("y", f"{moment.year:04}"))
    parts = [text for sign, text in shown if sign in signs]
    day = "29/02/1900" if not is_1904 and 60 <= value < 61 else "/".join(parts)
    return (f"{day} {clock}" if shows_time else day), moment.date()


def _moment(value: float, is_1904: bool) -> dt.datetime | None:
    """The moment of a serial number, rounded to seconds; Excel counts a 29/02/1900 that never was."""
    last = _LAST_1904 if is_1904 else _LAST_1900
    if not 0 <= value < last + 1:
        return None
    if is_1904:
        start = dt.datetime(1904, 1, 1)
    else:
        start = dt.datetime(1899, 12, 31) if value < 60 else dt.datetime(1899, 12, 30)
    return start + dt.timedelta(seconds=min(round(value * 86_400), (last + 1) * 86_400 - 1))


def _elapsed(value: float, code: str) -> str:
    if not 0 <= value < 100_000:
        return general(value)
    seconds = round(value * 86_400)
    clock = f"{seconds // 3600}:{seconds // 60 % 60:02}"
    return f"{clock}:{seconds % 60:02}" if "s" in code.lower() else clock
