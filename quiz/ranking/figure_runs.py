"""When figures are counted anew: wherever a board is newer than they are, by the runner or, without one, at a look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import aliased

from quiz.core.db import db, transaction
from quiz.core.jobs import lease
from quiz.ranking.figures import FIGURES, make_figures
from quiz.ranking.frames import frame_of
from quiz.ranking.models import Snapshot
from quiz.ranking.snapshots import BOARD

STALE = timedelta(minutes=3)
"""How old figures may be before somebody who looks at them has them counted; the runner does so every minute."""
LEASE_LENGTH = timedelta(minutes=2)


def make_due(now: datetime) -> None:
    """The periodic work: count anew whatever is older than its board."""
    due: dict[int, list[int]] = {}
    for contest_id, number in db.session.execute(_due()):
        due.setdefault(contest_id, []).append(number)
    for contest_id, numbers in due.items():
        _make(contest_id, numbers, now)


def freshen(contest_id: int, now: datetime) -> None:
    """Count because somebody looks, where no runner has done so for a while."""
    numbers = [row[1] for row in db.session.execute(_due(now - STALE)) if row[0] == contest_id]
    if numbers:
        _make(contest_id, numbers, now)


def _due(older_than: datetime | None = None) -> sa.Select[int, int]:
    """Contests and round numbers whose figures are older than the board (and than a moment)."""
    board, figures = aliased(Snapshot), aliased(Snapshot)
    same = (figures.contest_id == board.contest_id, figures.round_number == board.round_number)
    query = (
        sa.select(board.contest_id, board.round_number)
        .outerjoin(figures, sa.and_(*same, figures.name == FIGURES))
        .where(board.name == BOARD, figures.made_at.is_(None) | (figures.made_at < board.made_at))
    )
    if older_than is not None:
        query = query.where(figures.made_at.is_(None) | (figures.made_at < older_than))
    return query.order_by(board.contest_id, board.round_number)


def _make(contest_id: int, numbers: Sequence[int], now: datetime) -> None:
    """Count some rounds of a contest, unless another one does; a failure is noted and costs nobody the page."""
    name = f"figures-{contest_id}"
    if not lease.acquire(name, LEASE_LENGTH):
        return
    try:
        frame = frame_of(contest_id)
        for stage in frame.stages:
            if stage.number in numbers:
                with transaction():
                    make_figures(frame, stage, now)
    except Exception:
        db.session.rollback()
        current_app.logger.exception("ranking: figures of contest %s not counted", contest_id)
    finally:
        lease.release(name)
