"""The rule of a deadline as a file or a form states it: is it complete, and how is it kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from quiz.plans.files.mistakes import Mistake, mistake
from quiz.plans.timing.rules import EVENTS

YEARS = range(1950, 2151)
LONGEST_SPAN = 60
"""How many months after an event a task may be due."""
KEYS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "fixed": (frozenset({"on"}), frozenset({"before"})),
    "month": (frozenset({"year", "month"}), frozenset()),
    "quarter": (frozenset({"year", "quarter"}), frozenset()),
    "recurring": (
        frozenset({"every"}),
        frozenset({"month", "quarter", "year_offset", "years", "from_year", "except_years"}),
    ),
    "relative": (frozenset({"to", "event", "months"}), frozenset()),
    "ongoing": (frozenset(), frozenset()),
}
"""Of each kind of deadline the keys it must have and those it may have, beside `kind` and `note`."""
Told = tuple[str, dict[str, object]]
Check = Callable[[Any], Told | None]


def check_deadline(rule: object) -> list[Mistake]:
    """What is wrong with a rule; its days may be days or ISO text. Empty: the rule can be kept."""
    if not isinstance(rule, Mapping):
        return [mistake((), "phải là một nhóm khóa, ví dụ {kind: month, year: 2026, month: 3}")]
    kind = rule.get("kind")
    if not isinstance(kind, str) or kind not in KEYS:
        return [mistake(("kind",), "phải là một trong: %(known)s", known=", ".join(KEYS))]
    must, may = KEYS[kind]
    found = [
        mistake((str(key),), "không phải là khóa của thời hạn loại %(kind)s", kind=kind)
        for key in rule
        if key not in must | may | {"kind", "note"}
    ]
    found += [
        mistake((key,), "thời hạn loại %(kind)s còn thiếu khóa này", kind=kind) for key in sorted(must - set(rule))
    ]
    for key, check in CHECKS.items():
        if key in rule and (key in must or key in may or key == "note") and (told := check(rule[key])):
            found.append(mistake((key,), told[0], **told[1]))
    return found + (_contradictions(rule) if kind == "recurring" and not found else [])


def stored_deadline(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A checked rule as it is kept: days as ISO text, nothing that says nothing."""
    kept: dict[str, Any] = {}
    for key, value in rule.items():
        if key == "on":
            kept[key] = value.isoformat() if isinstance(value, date) else str(value)
        elif isinstance(value, (list, tuple)):
            kept[key] = sorted(value)
        elif key == "months" or not (value is None or value is False or value == ""):
            kept[key] = value
    return kept


def _contradictions(rule: Mapping[str, Any]) -> list[Mistake]:
    found: list[Mistake] = []
    if rule["every"] != "year":
        found += [
            mistake((key,), "chỉ dùng được cùng every: year")
            for key in ("month", "quarter")
            if rule.get(key) is not None
        ]
    elif rule.get("month") is not None and rule.get("quarter") is not None:
        found.append(mistake(("quarter",), "đã có month thì không ghi thêm quarter"))
    if "years" in rule and ("from_year" in rule or "except_years" in rule):
        found.append(mistake(("years",), "đã liệt kê năm ở years thì không ghi from_year hoặc except_years"))
    return found


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _between(low: int, high: int) -> Check:
    def check(value: Any) -> Told | None:
        if _is_whole(value) and low <= value <= high:
            return None
        return "phải là số nguyên từ %(low)s đến %(high)s", {"low": low, "high": high}

    return check


def _years(value: Any) -> Told | None:
    fine = isinstance(value, (list, tuple)) and len(value) > 0 and all(_is_whole(one) and one in YEARS for one in value)
    return None if fine else ("phải là danh sách năm, ví dụ [2026, 2027]", {})


def _day(value: Any) -> Told | None:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    fine = isinstance(value, date) and value.year in YEARS
    return None if fine else ("phải là một ngày có thật, viết dạng năm-tháng-ngày như 2026-02-15", {})


def _words(value: Any) -> Told | None:
    return None if isinstance(value, str) and value.strip() else ("phải ghi bằng chữ", {})


def _note(value: Any) -> Told | None:
    return None if value is None or isinstance(value, (str, int, float, date)) else ("phải là chữ", {})


def _event(value: Any) -> Told | None:
    fine = isinstance(value, str) and value in EVENTS
    return None if fine else ("phải là một trong: %(known)s", {"known": ", ".join(EVENTS)})


def _months(value: Any) -> Told | None:
    fine = value is None or (_is_whole(value) and 0 <= value <= LONGEST_SPAN)
    text = "phải là số tháng từ 0 đến %(most)s, hoặc null khi văn bản không nêu khoảng thời gian"
    return None if fine else (text, {"most": LONGEST_SPAN})


def _before(value: Any) -> Told | None:
    return None if isinstance(value, bool) else ("phải là true hoặc false", {})


def _every(value: Any) -> Told | None:
    fine = isinstance(value, str) and value in {"month", "quarter", "year"}
    return None if fine else ("phải là month, quarter hoặc year", {})


CHECKS: dict[str, Check] = {
    "on": _day,
    "before": _before,
    "year": _between(YEARS[0], YEARS[-1]),
    "month": _between(1, 12),
    "quarter": _between(1, 4),
    "every": _every,
    "year_offset": _between(-1, 0),
    "years": _years,
    "except_years": _years,
    "from_year": _between(YEARS[0], YEARS[-1]),
    "to": _words,
    "event": _event,
    "months": _months,
    "note": _note,
}
"""What is wrong with the value of a key, in words; None where nothing is."""
