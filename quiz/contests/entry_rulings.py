"""Rulings of the organiser about people's entries, as they are read again."""

from __future__ import annotations

import sqlalchemy as sa

from quiz.contests.models import Entry, Ruling
from quiz.core.db import db

RANKED, UNRANKED = "ranked", "unranked"
DISQUALIFIED, RESTORED = "disqualified", "restored"
PLACED = "division"
RANKING = (RANKED, UNRANKED)
ABOUT_ENTRIES = (*RANKING, DISQUALIFIED, RESTORED, PLACED)


def has_ruling(entry: Entry, kinds: tuple[str, ...]) -> bool:
    """Whether the organiser ever ruled so about an entry."""
    return bool(db.session.scalar(sa.select(_of(entry, kinds).exists())))


def rulings_about(entry: Entry) -> list[Ruling]:
    """What the organiser ruled about an entry, the newest first."""
    return list(db.session.scalars(_of(entry, ABOUT_ENTRIES).order_by(Ruling.id.desc())))


def _of(entry: Entry, kinds: tuple[str, ...]) -> sa.Select[Ruling]:
    return sa.select(Ruling).where(
        Ruling.contest_id == entry.contest_id, Ruling.person_id == entry.person_id, Ruling.kind.in_(kinds)
    )
