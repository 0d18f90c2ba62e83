"""Measurements of the rounds of a contest that is wiped."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from quiz.analysis.models import Analysis, ItemAnalysis
from quiz.core.db import db


def wipe(_contest_id: int, round_ids: Sequence[int]) -> int:
    """Delete what was measured in these rounds; how many rows. The caller's transaction commits it."""
    statements = (
        sa.delete(ItemAnalysis).where(ItemAnalysis.round_id.in_(round_ids)),
        sa.delete(Analysis).where(Analysis.round_id.in_(round_ids)),
    )
    return sum(int(getattr(db.session.execute(one), "rowcount", 0)) for one in statements)
