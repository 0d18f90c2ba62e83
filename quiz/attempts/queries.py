"""What other rooms may know of a person's attempts in rounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from quiz.attempts.models import Attempt
from quiz.contests.models import Round
from quiz.core.clock import to_ms
from quiz.core.db import db


def attempts_used(round_ids: Sequence[int], person_id: int) -> dict[int, int]:
    """How many attempts of its own kind, practice or not, a person has opened in each of these rounds, if any."""
    query = (
        sa.select(Attempt.round_id, sa.func.count())
        .join(Round, sa.and_(Round.id == Attempt.round_id, Round.is_practice == Attempt.is_practice))
        .where(Attempt.round_id.in_(round_ids), Attempt.person_id == person_id)
        .group_by(Attempt.round_id)
    )
    return dict(db.session.execute(query).all())


def open_attempts(round_ids: Sequence[int], person_id: int) -> dict[int, int]:
    """The person's open attempt in each of these rounds, where there is one."""
    query = sa.select(Attempt.round_id, Attempt.id).where(
        Attempt.round_id.in_(round_ids), Attempt.person_id == person_id, Attempt.submitted_at.is_(None)
    )
    return dict(db.session.execute(query).all())


def stamped_units(round_ids: Sequence[int], person_id: int) -> dict[int, int]:
    """The unit a person was stamped with in each of these rounds, where there is an attempt."""
    query = (
        sa.select(Attempt.round_id, sa.func.min(Attempt.unit_id))
        .where(Attempt.round_id.in_(round_ids), Attempt.person_id == person_id)
        .group_by(Attempt.round_id)
    )
    return dict(db.session.execute(query).all())


def is_sat(round_id: int, now: datetime) -> bool:
    """Whether an attempt of a round still runs, or stands still for a pause."""
    runs = sa.type_coerce(Attempt.deadline_at, sa.BigInteger) + Attempt.grace_ms >= to_ms(now)
    query = sa.select(Attempt.id).where(
        Attempt.round_id == round_id, Attempt.submitted_at.is_(None), runs | Attempt.paused_at.is_not(None)
    )
    return db.session.scalar(query.limit(1)) is not None
