"""Whom of many the rules let in, and who of them would sit without a rank, as conditions of one statement.

The same meaning as `eligibility.judge`, for lists of thousands. Two differences, both for the sake of somebody who can
still come: a birth that is not known keeps nobody out here, for it can be given at the door; and who has accepted these
rules stays in whatever a unit or a post has become since.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from quiz.accounts.models import Membership, Person, RoleGrant
from quiz.bank.authors import workers_on
from quiz.contests import queries
from quiz.contests.applicants import banks_of
from quiz.contests.groups import Group, Staff
from quiz.contests.models import Contest, Entry
from quiz.contests.rules import ContestRules
from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Role
from quiz.core.vietnamese import fold
from quiz.units.models import OrgUnit

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Invited:
    """Conditions over Person, over OrgUnit as the own unit, and over Entry, outer joined by `entry`."""

    entry: Condition
    may_enter: Condition
    is_unranked: Condition


def invited(contest: Contest, rules: ContestRules, day: date, now: datetime) -> Invited:
    """The conditions of a contest, ages being those on `day`, posts those of today."""
    reader = _Reader(contest, rules, day, now)
    belongs = sa.func.coalesce(Entry.rules_version, 0) == contest.rules_version
    is_out = sa.func.coalesce(Entry.is_disqualified, sa.false())
    return Invited(
        entry=sa.and_(Entry.person_id == Person.id, Entry.contest_id == contest.id),
        may_enter=sa.and_(~is_out, sa.or_(belongs, reader.may_enter())),
        is_unranked=sa.case((belongs, ~sa.func.coalesce(Entry.is_ranked, sa.true())), else_=reader.is_unranked()),
    )


class _Reader:
    """The rules of one contest, put as conditions."""

    def __init__(self, contest: Contest, rules: ContestRules, day: date, now: datetime) -> None:
        self._contest, self._rules, self._day, self._today = contest, rules, day, clock.local(now).date()

    def may_enter(self) -> Condition:
        """Not barred, within the entrants, and in a division where there are any."""
        entrants = self._rules.entrants
        conditions = [Person.login_name.not_in(entrants.barred_logins), self._fits(entrants.who)]
        if entrants.staff is Staff.BARRED:
            conditions.append(~self._is_staff())
        if self._rules.divisions:
            codes = [one.code for one in self._rules.divisions]
            is_placed = sa.func.coalesce(Entry.division, "").in_(codes)
            conditions.append(sa.or_(is_placed, *(self._fits(one.who) for one in self._rules.divisions)))
        return sa.and_(*conditions)

    def is_unranked(self) -> Condition:
        """Staff, a login or a group that the rules name; a group takes in only those who surely belong to it."""
        entrants = self._rules.entrants
        conditions: list[Condition] = [Person.login_name.in_(entrants.unranked_logins)]
        if entrants.staff is Staff.UNRANKED:
            conditions.append(self._is_staff())
        if entrants.unranked is not None and not entrants.unranked.is_everybody:
            conditions.append(self._fits(entrants.unranked, surely=True))
        return sa.or_(*conditions)

    def _fits(self, group: Group, *, surely: bool = False) -> Condition:
        conditions: list[Condition] = [sa.true()]
        if group.units:
            conditions.append(_is_below(OrgUnit.code, group.units))
        if group.kinds:
            conditions.append(_is_below(OrgUnit.kind, group.kinds))
        if group.posts:
            conditions.append(self._holds(group.posts))
        if group.min_age is not None or group.max_age is not None:
            conditions.append(self._is_of_age(group, surely=surely))
        return sa.and_(*conditions)

    def _holds(self, posts: Collection[str]) -> Condition:
        """Compared without marks, which the database cannot: so the spellings in use are looked through first."""
        wanted = {fold(post) for post in posts}
        spellings = [post for post in db.session.scalars(sa.select(Membership.post).distinct()) if fold(post) in wanted]
        held = aliased(Membership)  # any of the person's, besides the one that the statement is about
        return sa.exists().where(
            held.person_id == Person.id,
            held.post.in_(spellings),
            sa.func.coalesce(held.from_on, self._today) <= self._today,
            sa.func.coalesce(held.to_on, self._today) >= self._today,
        )

    def _is_of_age(self, group: Group, *, surely: bool) -> Condition:
        """Of a year alone the day that is kinder to the person counts, or with `surely` the other one."""
        is_year = sa.func.length(Person.birth) == len("1990")
        first = sa.case((is_year, Person.birth + "-01-01"), else_=Person.birth)
        last = sa.case((is_year, Person.birth + "-12-31"), else_=Person.birth)
        for_minimum, for_maximum = (last, first) if surely else (first, last)
        conditions: list[Condition] = []
        if group.min_age is not None:
            conditions.append(for_minimum <= self._born_before(group.min_age))
        if group.max_age is not None:
            conditions.append(for_maximum > self._born_before(group.max_age + 1))
        known = sa.and_(Person.birth != "", *conditions)
        return known if surely else sa.or_(Person.birth == "", known)

    def _born_before(self, age: int) -> str:
        """The last day of birth of those who have this age on the day; compared as text, so it need not exist."""
        return f"{self._day.year - age:04d}-{self._day:%m-%d}"

    def _is_staff(self) -> Condition:
        position, unit = queries.owner_position(self._contest), aliased(OrgUnit)
        over: list[Condition] = [RoleGrant.unit_id.is_(None)]
        if position is not None:
            over.append(sa.and_(unit.position <= position, unit.last_position >= position))
        organise = (
            sa.select(RoleGrant.person_id)
            .outerjoin(unit, unit.id == RoleGrant.unit_id)
            .where(RoleGrant.role.in_([Role.ORGANISER, Role.ADMINISTRATOR]), sa.or_(*over))
        )
        return sa.or_(Person.id.in_(organise), Person.id.in_(workers_on(banks_of(self._rules))))


def _is_below(column: InstrumentedAttribute[str], values: Collection[str]) -> Condition:
    """Whether the own unit, or one above it, has one of the values; the units that fit are found once."""
    own, above = aliased(OrgUnit), aliased(OrgUnit)
    within = own.position.between(above.position, above.last_position)
    fitting = sa.select(own.id).join(above, within).where(getattr(above, column.key).in_(values))
    return OrgUnit.id.in_(fitting)
