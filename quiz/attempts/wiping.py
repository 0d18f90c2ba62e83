"""Attempts of a rehearsal: whether anybody has handed in, and how all of them go when it is wiped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from quiz.attempts.models import Attempt
from quiz.contests.models import Contest
from quiz.contests.queries import rounds_of
from quiz.core.db import db


def wipe(_contest_id: int, round_ids: Sequence[int]) -> int:
    """Delete every attempt of these rounds; how many there were. The caller's transaction commits it."""
    query = sa.delete(Attempt).where(Attempt.round_id.in_(round_ids))
    return int(getattr(db.session.execute(query), "rowcount", 0))


def steps(contest: Contest, _now: datetime) -> Iterator[tuple[int, str, bool, str, str]]:
    """Sitting as a step of a rehearsal: done once anybody has handed in."""
    ids = [one.id for one in rounds_of(contest.id)]
    handed_in = sa.select(Attempt.id).where(Attempt.round_id.in_(ids), Attempt.submitted_at.is_not(None))
    is_done = db.session.scalar(handed_in.limit(1)) is not None
    address = url_for("contests.contest", slug=contest.slug)
    help_text = _("Làm bài trên điện thoại và máy tính; thử mất mạng, tải lại trang, hết giờ.")
    yield 20, _("Làm bài và nộp bài"), is_done, address, help_text
