"""Standings, unit tables and boards of a contest that is wiped."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from quiz.core.db import db
from quiz.ranking.models import Basis, Fold, Snapshot, Standing, UnitStanding


def wipe(contest_id: int, round_ids: Sequence[int]) -> int:
    """Delete all that was made of its attempts; how many rows. The caller's transaction commits it."""
    of_contest = (sa.delete(table).where(table.contest_id == contest_id) for table in (Standing, UnitStanding, Basis))
    statements = (
        *of_contest,
        sa.delete(Snapshot).where(Snapshot.contest_id == contest_id),
        sa.delete(Fold).where(Fold.round_id.in_(round_ids)),
    )
    return sum(int(getattr(db.session.execute(one), "rowcount", 0)) for one in statements)
