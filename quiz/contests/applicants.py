"""Reading of a person what the rules of a contest ask, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person
from quiz.accounts.queries import actor_for, current
from quiz.bank.authors import has_worked_on
from quiz.contests import queries
from quiz.contests.eligibility import Applicant
from quiz.contests.groups import Group, Staff
from quiz.contests.models import Contest
from quiz.contests.rules import ContestRules
from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Role
from quiz.core.vietnamese import fold
from quiz.units.models import OrgUnit


def applicant_of(contest: Contest, rules: ContestRules, person_id: int, now: datetime) -> Applicant:
    """A person as the rules see them: the unit in the tree of today, posts of memberships that hold today."""
    query = (
        sa.select(Person.login_name, Person.birth, OrgUnit.code, OrgUnit.position)
        .outerjoin(Membership, sa.and_(Membership.person_id == Person.id, current()))
        .outerjoin(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(Person.id == person_id)
    )
    login_name, birth, code, position = db.session.execute(query).one()
    groups = list(_groups(rules))
    units, kinds = frozenset([code] if code else []), frozenset[str]()
    if code and any(group.units or group.kinds for group in groups):
        units, kinds = _line(position)
    posts = _posts(person_id, now) if any(group.posts for group in groups) else frozenset()
    asks_staff = rules.entrants.staff is not Staff.RANKED
    return Applicant(login_name, units, kinds, posts, birth, asks_staff and _is_staff(contest, rules, person_id))


def _groups(rules: ContestRules) -> Iterator[Group]:
    yield rules.entrants.who
    if rules.entrants.unranked is not None:
        yield rules.entrants.unranked
    yield from (division.who for division in rules.divisions)


def _line(position: int) -> tuple[frozenset[str], frozenset[str]]:
    """Codes and kinds of a unit and of all above it."""
    above = sa.select(OrgUnit.code, OrgUnit.kind).where(OrgUnit.position <= position, OrgUnit.last_position >= position)
    codes, kinds = zip(*db.session.execute(above).all(), strict=True)
    return frozenset(codes), frozenset(kinds)


def _posts(person_id: int, now: datetime) -> frozenset[str]:
    today = clock.local(now).date()
    holds = (
        Membership.person_id == person_id,
        Membership.post != "",
        sa.func.coalesce(Membership.from_on, today) <= today,
        sa.func.coalesce(Membership.to_on, today) >= today,
    )
    return frozenset(fold(post) for post in db.session.scalars(sa.select(Membership.post).where(*holds)))


def _is_staff(contest: Contest, rules: ContestRules, person_id: int) -> bool:
    """Whether the person organises the contest, or worked on the questions of a bank it draws from."""
    actor = actor_for(person_id)
    if actor is not None and actor.grants and actor.covers(queries.owner_position(contest), Role.ORGANISER):
        return True
    return has_worked_on(banks_of(rules), person_id)


def banks_of(rules: ContestRules) -> set[str]:
    """The banks that any round draws from."""
    return {rules.bank, *(changes["bank"] for changes in rules.overrides.values() if "bank" in changes)}
