"""The rule of a deadline in Vietnamese words, as the plans themselves say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext

from quiz.core.vietnamese import fold
from quiz.plans.timing.rules import QUARTERS, as_day

_SAYS_NOTHING = frozenset({"truoc ngay nay"})


def words(deadline: Mapping[str, Any]) -> str:
    """The rule in words: "trước ngày 15/02/2026", "hằng tháng"; the plan's note in brackets where it says more."""
    text = _RULES.get(str(deadline.get("kind", "ongoing")), _ongoing)(deadline)
    note = str(deadline.get("note") or "")
    says_more = bool(note) and fold(note) not in fold(text) and fold(note) not in _SAYS_NOTHING
    return str(gettext("%(rule)s (%(note)s)", rule=text, note=note)) if says_more else text


def _fixed(rule: Mapping[str, Any]) -> str:
    day = as_day(rule["on"]).strftime("%d/%m/%Y")
    return str(gettext("trước ngày %(day)s", day=day) if rule.get("before") else gettext("ngày %(day)s", day=day))


def _month(rule: Mapping[str, Any]) -> str:
    return str(gettext("trong tháng %(month)s/%(year)s", month=_two(rule["month"]), year=rule["year"]))


def _quarter(rule: Mapping[str, Any]) -> str:
    return str(gettext("trong quý %(quarter)s/%(year)s", quarter=QUARTERS[rule["quarter"]], year=rule["year"]))


def _recurring(rule: Mapping[str, Any]) -> str:
    if rule["every"] == "month":
        text = gettext("hằng tháng")
    elif rule["every"] == "quarter":
        text = gettext("hằng quý")
    else:
        text = _yearly(rule)
    return _in_years(str(text), rule)


def _yearly(rule: Mapping[str, Any]) -> str:
    is_before = rule.get("year_offset", 0) == -1
    if "month" in rule:
        month = _two(rule["month"])
        if is_before:
            return str(gettext("tháng %(month)s của năm trước đó", month=month))
        return str(gettext("tháng %(month)s hằng năm", month=month))
    if "quarter" in rule:
        quarter = QUARTERS[rule["quarter"]]
        if is_before:
            return str(gettext("quý %(quarter)s của năm trước đó", quarter=quarter))
        return str(gettext("quý %(quarter)s hằng năm", quarter=quarter))
    return str(gettext("trong năm trước đó") if is_before else gettext("trong năm"))


def _in_years(text: str, rule: Mapping[str, Any]) -> str:
    if len(rule.get("years") or ()) == 1:
        return _in_one_year(text, rule)
    if rule.get("years"):
        return str(gettext("%(rule)s, các năm %(years)s", rule=text, years=_listed(rule["years"])))
    if rule.get("from_year") and rule.get("except_years"):
        return str(
            gettext(
                "%(rule)s, từ năm %(year)s trở đi, trừ năm %(years)s",
                rule=text,
                year=rule["from_year"],
                years=_listed(rule["except_years"]),
            )
        )
    if rule.get("from_year"):
        return str(gettext("%(rule)s, từ năm %(year)s trở đi", rule=text, year=rule["from_year"]))
    if rule.get("except_years"):
        return str(gettext("%(rule)s, trừ năm %(years)s", rule=text, years=_listed(rule["except_years"])))
    return text


def _in_one_year(text: str, rule: Mapping[str, Any]) -> str:
    year = rule["years"][0]
    if text == gettext("trong năm"):
        return str(gettext("trong năm %(year)s", year=year))
    return str(gettext("%(rule)s, riêng năm %(year)s", rule=text, year=year))


def _relative(rule: Mapping[str, Any]) -> str:
    event, months = rule.get("to", ""), rule.get("months")
    if months is None:
        return str(gettext("sau khi có %(event)s", event=event))
    if months == 0:
        return str(gettext("vào dịp %(event)s", event=event))
    return str(gettext("chậm nhất %(months)s tháng sau %(event)s", months=_two(months), event=event))


def _ongoing(rule: Mapping[str, Any]) -> str:
    del rule
    return str(gettext("thường xuyên"))


def _two(number: int) -> str:
    return f"{number:02d}"


def _listed(years: Sequence[int]) -> str:
    return ", ".join(str(year) for year in years)


_RULES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "fixed": _fixed,
    "month": _month,
    "quarter": _quarter,
    "recurring": _recurring,
    "relative": _relative,
    "ongoing": _ongoing,
}
