"""Units and accounts that a draft names: each must be there when it is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.contests.draft import Mistake, mistake
from quiz.contests.rules import ContestRules
from quiz.core.db import db
from quiz.units.queries import by_codes


def unknown_names(rules: ContestRules) -> Iterator[Mistake]:
    """A mistake for every code of a unit and every login name that nobody has."""
    units = dict(_listed(_units(rules)))
    known = by_codes(set(units.values()))
    for place, code in units.items():
        if code not in known:
            yield mistake(place, "không có đơn vị nào mang mã “%(code)s”", code=code)
    logins = dict(_listed(_logins(rules)))
    accounts = set(db.session.scalars(sa.select(Person.login_name).where(Person.login_name.in_(logins.values()))))
    for place, login in logins.items():
        if login not in accounts:
            yield mistake(place, "không có tài khoản nào tên là “%(login)s”", login=login)


def _units(rules: ContestRules) -> Iterator[tuple[str, Sequence[str]]]:
    yield "entrants.units", rules.entrants.who.units
    yield "entrants.unranked.units", rules.entrants.unranked.units if rules.entrants.unranked else ()
    for place, division in enumerate(rules.divisions):
        yield f"divisions[{place}].units", division.who.units
    for place, band in enumerate(rules.unit_scheme.bands):
        yield f"unit_scheme.bands[{place}].units", band.units
    for place, quota in enumerate(rules.unit_scheme.quotas):
        yield f"unit_scheme.quotas[{place}].units", quota.units


def _logins(rules: ContestRules) -> Iterator[tuple[str, Sequence[str]]]:
    yield "entrants.unranked.logins", rules.entrants.unranked_logins
    yield "entrants.barred.logins", rules.entrants.barred_logins


def _listed(lists: Iterator[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, str]]:
    """Each name of some lists with its place."""
    for place, names in lists:
        yield from ((f"{place}[{index}]", name) for index, name in enumerate(names))
