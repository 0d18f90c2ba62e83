"""Groups of people in a contest file: who may enter, who is not ranked, who is barred, divisions."""

from __future__ import annotations

import re

from quiz.accounts.rules import login_key
from quiz.contests.fields import Fields
from quiz.contests.groups import Division, Entrants, Group, Staff
from quiz.contests.prize_fields import read_prize_list
from quiz.units.kinds import kind_of

LONGEST_CODE = 32
OLDEST = 120
MOST_DIVISIONS = 20
_CODE = re.compile(r"[\w.-]+")


def read_entrants(fields: Fields) -> Entrants:
    """Who may enter, and who of them sits without a rank."""
    one = fields.child("entrants")
    if one is None:
        return Entrants()
    unranked, barred = one.child("unranked"), one.child("barred")
    apart = read_group(unranked) if unranked else Group()
    found = Entrants(
        who=read_group(one),
        staff=one.choice("staff", Staff, Staff.UNRANKED),
        unranked=None if apart.is_everybody else apart,
        unranked_logins=_logins(unranked),
        barred_logins=_logins(barred),
    )
    for group in (unranked, barred, one):
        if group is not None:
            group.finish()
    return found


def _logins(fields: Fields | None) -> tuple[str, ...]:
    """Login names as accounts have them."""
    if fields is None:
        return ()
    found: list[str] = []
    for key, text in fields.items("logins", 64).items():
        if fields.is_new(key, login_key(text), found):
            found.append(login_key(text))
    return tuple(found)


def read_group(fields: Fields) -> Group:
    """The conditions of a group that stand among other keys."""
    found = Group(
        units=read_units(fields),
        kinds=read_kinds(fields),
        posts=fields.texts("posts", 120),
        min_age=fields.optional("min_age", 1, OLDEST),
        max_age=fields.optional("max_age", 1, OLDEST),
    )
    need_order(fields, "min_age", "max_age", found.min_age, found.max_age)
    return found


def read_units(fields: Fields) -> tuple[str, ...]:
    """Codes of units, in capitals; whether there are such units is looked up when the contest is stored."""
    found: list[str] = []
    for key, text in fields.items("units", LONGEST_CODE).items():
        if fields.is_new(key, text.upper(), found):
            found.append(text.upper())
    return tuple(found)


def read_kinds(fields: Fields) -> tuple[str, ...]:
    """Kinds of units, named by their code or their Vietnamese title."""
    found: list[str] = []
    for key, text in fields.items("kinds", 80).items():
        kind = kind_of(text)
        if kind is None:
            fields.wrong(key, "không có loại đơn vị nào tên là “%(value)s”", value=text)
        elif fields.is_new(key, kind.value, found):
            found.append(kind.value)
    return tuple(found)


def need_order(fields: Fields, least: str, most: str, low: int | None, high: int | None) -> None:
    """A mistake where a range ends before it begins."""
    if low is not None and high is not None and low > high:
        fields.wrong(most, "không được nhỏ hơn %(least)s (%(value)s)", least=least, value=low)


def read_code(fields: Fields, earlier: list[str]) -> str:
    """A short name that is used only once, such as "A"; letters, digits, dots and dashes."""
    code = fields.text("code", LONGEST_CODE, required=True)
    if code and not _CODE.fullmatch(code):
        fields.wrong("code", "chỉ gồm chữ, số, dấu chấm và dấu gạch, không có dấu cách")
    if code:
        fields.is_new("code", code, earlier)
    return code


def read_divisions(fields: Fields) -> tuple[Division, ...]:
    """The divisions in their order."""
    found: list[Division] = []
    for one in fields.groups("divisions", MOST_DIVISIONS):
        code = read_code(one, [earlier.code for earlier in found])
        title, who, prizes = one.text("title", 200, required=True), read_group(one), one.child("prizes")
        each_round = read_prize_list(prizes, "each_round") if prizes else ()
        total = read_prize_list(prizes, "total") if prizes else ()
        found.append(Division(code, title, who, each_round, total))
        for group in (prizes, one):
            if group is not None:
                group.finish()
    return tuple(found)
