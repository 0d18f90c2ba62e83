"""Whether somebody may enter, ranked or not, and in which divisions: what follows from rules and person. Plain Python.

Ages are in whole years on one day. Of a birth known by its year alone every age is considered that it may stand for on
that day, and the one that is kinder to the person counts: whoever may be old enough is, whoever may be young enough is,
and a group that sits without a rank takes in only those who surely belong to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quiz.contests.groups import Division, Group, Staff
from quiz.contests.rules import ContestRules
from quiz.core.vietnamese import fold


class Ground(StrEnum):
    """Why somebody may not enter, or sits without a rank."""

    LOGIN = "login"
    STAFF = "staff"
    NO_UNIT = "no_unit"
    BIRTH_UNKNOWN = "birth_unknown"
    UNITS = "units"
    KINDS = "kinds"
    POSTS = "posts"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    GROUP = "group"
    NO_DIVISION = "no_division"


@dataclass(frozen=True)
class Applicant:
    """What the rules may ask of a person, as it stands when they ask.

    `units` are the codes of the own unit and of all above it, `kinds` their kinds; both empty without a unit. `posts`
    are folded. `birth` is an ISO date, a bare year or "". `is_staff`: organises the contest or worked on its questions.
    """

    login_name: str
    units: frozenset[str]
    kinds: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    birth: str = ""
    is_staff: bool = False


@dataclass(frozen=True)
class Verdict:
    """What the rules say to a person: refused on a ground, or not ranked on a ground, and the divisions that fit."""

    refusal: Ground | None = None
    unranked: Ground | None = None
    divisions: tuple[Division, ...] = ()


def judge(rules: ContestRules, applicant: Applicant, day: date, *, is_placed: bool = False) -> Verdict:
    """Apply the rules to a person, ages being those on `day`; who `is_placed` has a division already and keeps it."""
    asked = () if is_placed else rules.divisions
    refusal = _refusal(rules, applicant, day) or _undecided(rules, asked, applicant, day)
    if refusal is not None:
        return Verdict(refusal)
    fitting = tuple(one for one in asked if _obstacle(one.who, applicant, day) is None)
    if asked and not fitting:
        return Verdict(Ground.NO_DIVISION)
    return Verdict(None, _unranked(rules, applicant, day), fitting)


def _refusal(rules: ContestRules, applicant: Applicant, day: date) -> Ground | None:
    entrants = rules.entrants
    if applicant.login_name in entrants.barred_logins:
        return Ground.LOGIN
    if applicant.is_staff and entrants.staff is Staff.BARRED:
        return Ground.STAFF
    if not applicant.units:
        return Ground.NO_UNIT
    return _obstacle(entrants.who, applicant, day)


def _undecided(rules: ContestRules, divisions: tuple[Division, ...], applicant: Applicant, day: date) -> Ground | None:
    """A birth that is unknown where the age alone would decide over a division, or over being ranked."""
    groups = [division.who for division in divisions]
    if rules.entrants.unranked is not None:
        groups.append(rules.entrants.unranked)
    unknown = any(_obstacle(group, applicant, day) is Ground.BIRTH_UNKNOWN for group in groups)
    return Ground.BIRTH_UNKNOWN if unknown else None


def _unranked(rules: ContestRules, applicant: Applicant, day: date) -> Ground | None:
    entrants = rules.entrants
    if applicant.is_staff and entrants.staff is Staff.UNRANKED:
        return Ground.STAFF
    if applicant.login_name in entrants.unranked_logins:
        return Ground.LOGIN
    group = entrants.unranked
    if group is not None and not group.is_everybody and _obstacle(group, applicant, day, surely=True) is None:
        return Ground.GROUP
    return None


def _obstacle(group: Group, applicant: Applicant, day: date, *, surely: bool = False) -> Ground | None:
    """The first condition of a group that the person does not meet; `surely`: a year alone must leave no doubt."""
    if group.units and not applicant.units.intersection(group.units):
        return Ground.UNITS
    if group.kinds and not applicant.kinds.intersection(group.kinds):
        return Ground.KINDS
    if group.posts and not applicant.posts.intersection(map(fold, group.posts)):
        return Ground.POSTS
    if group.min_age is None and group.max_age is None:
        return None
    if not applicant.birth:
        return Ground.BIRTH_UNKNOWN
    youngest, oldest = ages(applicant.birth, day)
    for_minimum, for_maximum = (youngest, oldest) if surely else (oldest, youngest)
    if group.min_age is not None and for_minimum < group.min_age:
        return Ground.TOO_YOUNG
    return Ground.TOO_OLD if group.max_age is not None and for_maximum > group.max_age else None


def ages(birth: str, day: date) -> tuple[int, int]:
    """The youngest and the oldest that somebody born then may be on that day, in whole years."""
    year, *rest = (int(part) for part in birth.split("-"))
    first, last = ((rest[0], rest[1]), (rest[0], rest[1])) if rest else ((1, 1), (12, 31))
    return _age(year, last, day), _age(year, first, day)


def _age(year: int, birthday: tuple[int, int], day: date) -> int:
    return max(0, day.year - year - ((day.month, day.day) < birthday))
