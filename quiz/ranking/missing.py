"""Who of a unit has not sat yet, of those who may: counts by unit, names by page; inside the own subtree alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person
from quiz.accounts.queries import current
from quiz.attempts.models import Attempt
from quiz.contests.invited import Invited
from quiz.contests.models import Entry
from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.units.models import OrgUnit
from quiz.units.rules import search_words


@dataclass(frozen=True)
class Members:
    """People with an account in a unit whom the contest is for, and how many of them have not sat."""

    accounts: int = 0
    missing: int = 0


@dataclass(frozen=True)
class MissingPerson:
    """Somebody who has not sat but may, ranked or not; the phone is empty for whoever may not see it."""

    name: str
    unit: str
    phone: str
    is_ranked: bool = True


def members_by_position(unit: OrgUnit, round_ids: Sequence[int], invited: Invited) -> dict[int, Members]:
    """By the position of the own unit, within a subtree: people whom the contest is for, and those who have not sat.

    Whoever has sat counts, whatever the rules say now.
    """
    has_sat = _has_sat(round_ids)
    query = (
        _people(unit, invited, OrgUnit.position, sa.func.count(), sa.func.sum(sa.case((has_sat, 0), else_=1)))
        .where(sa.or_(has_sat, invited.may_enter))
        .group_by(OrgUnit.position)
    )
    return {row[0]: Members(row[1], int(row[2])) for row in db.session.execute(query)}


def _people(unit: OrgUnit, invited: Invited, *columns: Any) -> sa.Select[Any]:
    """Everybody with an account in a subtree, with the own unit and the entry where there is one."""
    return (
        sa.select(*columns)
        .select_from(Person)
        .join(Membership, sa.and_(Membership.person_id == Person.id, current()))
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .outerjoin(Entry, invited.entry)
        .where(Person.is_active, OrgUnit.position.between(unit.position, unit.last_position))
    )


def _has_sat(round_ids: Sequence[int]) -> sa.ColumnElement[bool]:
    """Ranked or not: whoever has sat need not be reminded."""
    return sa.exists().where(
        Attempt.person_id == Person.id,
        Attempt.round_id.in_(round_ids),
        ~Attempt.is_practice,
        Attempt.score.is_not(None),
    )


def missing_people(
    unit: OrgUnit,
    round_ids: Sequence[int],
    invited: Invited,
    text: str,
    number: int,
    *,
    shows_phone: bool,
    per_page: int = PER_PAGE,
) -> Page[MissingPerson]:
    """A page of those of a subtree who may sit and have not, by given name; `text` are words of a name.

    The phone can only be seen, never searched by.
    """
    is_unranked = invited.is_unranked.label("is_unranked")
    query = _people(unit, invited, Person.name, OrgUnit.name.label("unit"), Person.phone, is_unranked)
    query = query.where(~_has_sat(round_ids), invited.may_enter)
    for word in search_words(text):
        query = query.where((" " + Person.name_folded).contains(f" {word}", autoescape=True))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    rows = db.session.execute(
        query.order_by(Person.name_key, Person.id).limit(per_page).offset(offset(number, per_page))
    )
    people = [
        MissingPerson(row.name, row.unit, (row.phone or "") if shows_phone else "", not row.is_unranked) for row in rows
    ]
    return Page(people, number, total, per_page)
