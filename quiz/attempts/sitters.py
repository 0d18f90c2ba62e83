"""Who sits in a round just now, and whom a decision about time can be made for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person
from quiz.accounts.queries import current, people_within_reach
from quiz.attempts.clocks import Target, running
from quiz.attempts.models import Attempt
from quiz.attempts.support import fits
from quiz.contests.models import Entry, Round, RoundUnit
from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor
from quiz.units.models import OrgUnit

MOST_FOUND = 20


@dataclass(frozen=True)
class Sitter:
    """An open attempt: whose, from where, until when, how much time is left, and whether the clock stands still."""

    person_id: int
    name: str
    login_name: str
    unit_name: str
    deadline_at: datetime
    left: timedelta
    extra_minutes: float
    is_paused: bool


@dataclass(frozen=True)
class Found:
    """A person found by typing, with the unit of today."""

    person_id: int
    name: str
    login_name: str
    unit_name: str


def sitting(target: Target, now: datetime, page: int) -> Page[Sitter]:
    """The open attempts of a target whose time is not over, those that end first at the front."""
    where = (target.condition, running(now))
    total = db.session.scalar(sa.select(sa.func.count(Attempt.id)).where(*where)) or 0
    here = sa.and_(RoundUnit.round_id == Attempt.round_id, RoundUnit.unit_id == Attempt.unit_id)
    query = (
        sa.select(Attempt, Person.name, Person.login_name, RoundUnit.name)
        .join(Person, Person.id == Attempt.person_id)
        .outerjoin(RoundUnit, here)
        .where(*where)
        .order_by(Attempt.deadline_at, Attempt.id)
    )
    found = db.session.execute(query.offset(offset(page)).limit(PER_PAGE))
    return Page([_sitter(attempt, name, login, unit or "", now) for attempt, name, login, unit in found], page, total)


def _sitter(attempt: Attempt, name: str, login: str, unit: str, now: datetime) -> Sitter:
    left = max(timedelta(0), attempt.deadline_at - (attempt.paused_at or now))
    extra = attempt.extra_ms / 60_000
    paused = attempt.paused_at is not None
    return Sitter(attempt.person_id, name, login, unit, attempt.deadline_at, left, extra, paused)


def find_people(actor: Actor, contest_round: Round, text: str) -> Sequence[Found]:
    """People of the contest, or within the organiser's reach, whose name, login name or phone fits."""
    entered = sa.select(Entry.person_id).where(Entry.contest_id == contest_round.contest_id)
    within = Person.id.in_(entered) | Person.id.in_(people_within_reach(actor))
    query = _people().where(fits(text), within).order_by(Person.name_folded, Person.id).limit(MOST_FOUND)
    return [Found(*row) for row in db.session.execute(query)]


def person_of(actor: Actor, contest_round: Round, person_id: int) -> Found | None:
    """A person by number, under the same conditions."""
    entered = sa.select(Entry.person_id).where(Entry.contest_id == contest_round.contest_id)
    within = Person.id.in_(entered) | Person.id.in_(people_within_reach(actor))
    row = db.session.execute(_people().where(Person.id == person_id, within)).first()
    return Found(*row) if row is not None else None


def _people() -> sa.Select[int, str, str, str]:
    membership = sa.and_(Membership.person_id == Person.id, current())
    return (
        sa.select(Person.id, Person.name, Person.login_name, sa.func.coalesce(OrgUnit.name, ""))
        .outerjoin(Membership, membership)
        .outerjoin(OrgUnit, OrgUnit.id == Membership.unit_id)
    )
