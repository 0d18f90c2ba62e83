"""Lists of conferences: those of the own subtree for the console, and those of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold
from quiz.modules.conferences import queries
from quiz.modules.conferences.models import Attendance, Conference, ConferenceSession, InvitedUnit, Participant
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Listed:
    """A conference as lists show it: who holds it, when it begins, how many are invited and came."""

    row: Conference
    unit: str
    starts_at: datetime | None
    invited: int
    attended: int


def page_of_conferences(actor: Actor, text: str, state: str, number: int) -> Page[Listed]:
    """Conferences of units the person acts for, and those to which such units are invited; the newest first."""
    own = sa.select(OrgUnit.id).where(queries.reach(actor))
    invited = sa.select(Participant.conference_id).where(Participant.unit_id.in_(own))
    named = sa.select(InvitedUnit.conference_id).where(InvitedUnit.unit_id.in_(own))
    query = sa.select(Conference).where(
        sa.or_(Conference.unit_id.in_(own), Conference.id.in_(invited), Conference.id.in_(named))
    )
    for word in fold(text).split():
        query = query.where(Conference.title_folded.contains(word, autoescape=True))
    if state:
        query = query.where(Conference.state == state)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    rows = db.session.scalars(query.order_by(Conference.id.desc()).limit(PER_PAGE).offset(offset(number))).all()
    return Page(listed(rows, own), number, total)


def listed(rows: Sequence[Conference], own: sa.Select[int]) -> list[Listed]:
    """Conferences with their numbers, counted over the units of `own` alone."""
    ids = [one.id for one in rows]
    begins = queries.first_sessions(ids)
    counts = queries.counts_of(ids, own)
    units = {
        one.id: one for one in db.session.scalars(sa.select(OrgUnit).where(OrgUnit.id.in_([c.unit_id for c in rows])))
    }
    return [
        Listed(one, units[one.unit_id].name, begins[one.id].starts_at if one.id in begins else None, *counts[one.id])
        for one in rows
    ]


@dataclass(frozen=True)
class Mine:
    """A conference as the person invited sees it in the own list."""

    row: Conference
    unit: str
    starts_at: datetime | None
    attended: bool
    excused: bool


def mine(person_id: int, number: int) -> Page[Mine]:
    """Conferences that a person is invited to or came to, the next ones and the newest first; no mere plans."""
    query = (
        queries.joined(
            sa.select(Conference, OrgUnit.name, ConferenceSession.starts_at, Attendance.id, Participant.excused_at)
        )
        .select_from(Participant)
        .join(Conference, Conference.id == Participant.conference_id)
        .join(OrgUnit, OrgUnit.id == Conference.unit_id)
        .join(
            ConferenceSession,
            sa.and_(ConferenceSession.conference_id == Conference.id, ConferenceSession.number == 1),
        )
        .where(Participant.person_id == person_id, Participant.replaced_at.is_(None), Conference.state != "planned")
    )
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    rows = db.session.execute(query.order_by(ConferenceSession.starts_at.desc()).limit(PER_PAGE).offset(offset(number)))
    return Page([Mine(row[0], row[1], row[2], row[3] is not None, row[4] is not None) for row in rows], number, total)
