"""What the projector shows, made once for everybody: the top of people and of comparable units, and the totals."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from quiz.core.db import db
from quiz.ranking.folding import of_stage
from quiz.ranking.frames import Frame, Stage
from quiz.ranking.models import Snapshot, Standing
from quiz.ranking.rules import places
from quiz.ranking.unit_queries import superior_names
from quiz.ranking.unit_snapshots import board_units
from quiz.ranking.writing import upsert

BOARD = "board"
TOP = 20


def make_board(frame: Frame, stage: Stage, now: datetime) -> None:
    """Write the board of a round or total anew."""
    payload = {
        "totals": _totals(frame.contest_id, stage.number),
        "people": _top_people(frame.contest_id, stage.number),
        "units": board_units(frame.contest_id, stage.number, stage.rules),
    }
    row = {
        "contest_id": frame.contest_id,
        "round_number": stage.number,
        "name": BOARD,
        "made_at": now,
        "payload": json.dumps(payload, ensure_ascii=False),
    }
    upsert(Snapshot, [row])


def _totals(contest_id: int, number: int) -> dict[str, int]:
    query = sa.select(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(Standing.attempts), 0),
        sa.func.coalesce(sa.func.sum(Standing.full_scores), 0),
    ).where(*of_stage(contest_id, number))
    people, attempts, full_scores = db.session.execute(query).one()
    return {"people": int(people), "attempts": int(attempts), "full_scores": int(full_scores)}


def _top_people(contest_id: int, number: int) -> list[dict[str, Any]]:
    query = (
        sa.select(Standing.sort_key, Standing.name, Standing.unit_code, Standing.unit_name, Standing.score)
        .where(*of_stage(contest_id, number))
        .order_by(Standing.sort_key, Standing.name_key, Standing.person_id)
        .limit(TOP)
    )
    rows = db.session.execute(query).all()
    ranks = places([row.sort_key for row in rows], 1, 0)
    superior = superior_names(contest_id, number, {row.unit_code for row in rows})
    units = [", ".join(filter(None, (row.unit_name, superior.get(row.unit_code)))) for row in rows]
    return [
        {"rank": rank, "name": row.name, "unit": unit, "score": row.score}
        for rank, row, unit in zip(ranks, rows, units, strict=True)
    ]
