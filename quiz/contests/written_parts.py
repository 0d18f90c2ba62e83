"""Schedule, people, prizes and units of a contest file as groups, lists and texts; empty where nothing is set."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.groups import Division, Entrants, Group, Staff
from quiz.contests.schedule import Hours, Schedule
from quiz.contests.schedule_fields import WEEKDAYS
from quiz.contests.unit_scheme import Band, Quota, UnitScheme, Weight

_DEFAULT = UnitScheme()


def kept(**values: Any) -> dict[str, Any]:
    """The values that say something: numbers and flags as texts, without what is empty, missing or false."""
    said = {name: value for name, value in values.items() if value or (value == 0 and value is not False)}
    return {
        name: "true" if value is True else str(value) if isinstance(value, int) else value
        for name, value in said.items()
    }


def schedule(one: Schedule) -> dict[str, Any]:
    """When a round rests."""
    return kept(
        closed_hours=[_hours(hours) for hours in one.closed_hours],
        closed_weekdays=[WEEKDAYS[number - 1] for number in one.closed_weekdays],
        closed_days=[f"{day:%d/%m}/{day.year}" for day in one.closed_days],
    )


def _hours(hours: Hours) -> str:
    return f"{_time(hours.start)}-{_time(hours.end)}"


def _time(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def group(one: Group) -> dict[str, Any]:
    """The conditions of a group of people."""
    return kept(
        units=list(one.units), kinds=list(one.kinds), posts=list(one.posts), min_age=one.min_age, max_age=one.max_age
    )


def entrants(one: Entrants) -> dict[str, Any]:
    """Who may enter, and who is not ranked."""
    return {
        **group(one.who),
        **kept(
            staff=one.staff.value if one.staff is not Staff.UNRANKED else None,
            unranked={**group(one.unranked or Group()), **kept(logins=list(one.unranked_logins))},
            barred=kept(logins=list(one.barred_logins)),
        ),
    }


def division(one: Division) -> dict[str, Any]:
    """A division with its own prizes."""
    own = kept(each_round=_prize_list(one.each_round), total=_prize_list(one.total))
    return {"code": one.code, "title": one.title, **group(one.who), **kept(prizes=own)}


def prizes(one: Prizes) -> dict[str, Any]:
    """All prizes."""
    return kept(
        each_round=_prize_list(one.each_round),
        total=_prize_list(one.total),
        units_each_round=_prize_list(one.units_each_round),
        units_total=_prize_list(one.units_total),
        one_per_person=None if one.one_per_person is OnePerPerson.NONE else one.one_per_person.value,
        most_percent=one.most_percent,
        others=list(one.others),
    )


def _prize_list(found: Sequence[Prize]) -> list[dict[str, Any]]:
    return [
        {"title": one.title, "count": str(one.count), **kept(worth=one.worth, points=one.points or None)}
        for one in found
    ]


def unit_scheme(one: UnitScheme) -> dict[str, Any]:
    """The ranking of units besides the order of criteria; what has its default is left out."""
    cap = one.rate_cap_percent
    return kept(
        weights=[_weight(weight) for weight in one.weights],
        rate_cap_percent=None if cap == _DEFAULT.rate_cap_percent else "none" if cap is None else cap,
        min_headcount=one.min_headcount or None,
        top_k=None if one.top_k == _DEFAULT.top_k else one.top_k,
        bands=[_band(band) for band in one.bands],
        quotas=[_quota(quota) for quota in one.quotas],
    )


def _weight(one: Weight) -> dict[str, str]:
    weight = f"{(Decimal(one.weight_milli) / 1000).normalize():f}"
    return {"criterion": one.criterion.value, "weight": weight, "scale": one.scale.value}


def _band(one: Band) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        **kept(
            kinds=list(one.kinds),
            units=list(one.units),
            min_headcount=one.min_headcount,
            max_headcount=one.max_headcount,
        ),
    }


def _quota(one: Quota) -> dict[str, Any]:
    return kept(
        each_round=one.each_round,
        total=one.total,
        kinds=list(one.kinds),
        units=list(one.units),
        max_headcount=one.max_headcount,
    )
