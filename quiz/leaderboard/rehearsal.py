"""The boards as steps of a rehearsal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from quiz.contests.models import Contest
from quiz.core.db import db
from quiz.ranking.models import Snapshot, Standing


def steps(contest: Contest, _now: datetime) -> Iterator[tuple[int, str, bool, str, str]]:
    """Looking at the places, done once somebody has one; and at the projector, done once it has something to show."""
    is_ranked = _any(sa.select(Standing.person_id).where(Standing.contest_id == contest.id))
    is_shown = is_ranked and _any(sa.select(Snapshot.contest_id).where(Snapshot.contest_id == contest.id))
    standings = url_for("leaderboard.standings", slug=contest.slug)
    yield 50, _("Xem xếp hạng thí sinh và đơn vị"), is_ranked, standings, ""
    yield 60, _("Mở màn hình trình chiếu"), is_shown, url_for("board.show", slug=contest.slug), ""


def _any(query: sa.Select[int]) -> bool:
    return db.session.scalar(query.limit(1)) is not None
