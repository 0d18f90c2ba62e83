"""Messages of a conference to the people invited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from quiz.core import clock, inbox
from quiz.core.db import db
from quiz.modules.conferences.models import Attendance, Conference, Participant
from quiz.modules.conferences.queries import first_sessions, is_counted, joined


def invited_people(conference_id: int) -> list[int]:
    """Who is invited and not replaced by somebody else."""
    query = sa.select(Participant.person_id).where(Participant.conference_id == conference_id, is_counted())
    return list(db.session.scalars(query))


def absent_people(conference_id: int) -> list[int]:
    """Who is invited and has attended no session so far."""
    query = joined(sa.select(Participant.person_id)).where(
        Participant.conference_id == conference_id, is_counted(), Attendance.id.is_(None)
    )
    return [int(row[0]) for row in db.session.execute(query)]


def call(row: Conference, people: Sequence[int], now: datetime) -> int:
    """Invite people; how many were told now, for nobody is told twice."""
    session = first_sessions([row.id])[row.id]
    begins = clock.local(session.starts_at).strftime("%H:%M %d/%m/%Y")
    text = "Mời quý vị dự hội nghị “%(title)s” lúc %(moment)s."
    return send(row, people, "call", text, {"title": row.title, "moment": begins}, now)


def send(
    row: Conference, people: Sequence[int], about: str, text: str, params: Mapping[str, str], now: datetime
) -> int:
    """A message about the conference to people, once for each thing it is about."""
    key, url = f"conference:{row.id}:{about}", f"/conferences/{row.id}"
    return inbox.send([inbox.Note(person_id, key, text, url, params) for person_id in people], now)
