"""The unit table of a round or total: grouped once by the unit people belong to, summed up the frozen tree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import sqlalchemy as sa

from quiz.contests.models import RoundUnit
from quiz.core.db import db
from quiz.ranking.folding import of_stage
from quiz.ranking.frames import Frame, Stage
from quiz.ranking.models import Standing, UnitStanding
from quiz.ranking.writing import upsert

SUMS = ("people", "attempts", "score_sum", "full_scores")
_COLUMNS = [column.name for column in UnitStanding.__table__.columns]
_OF_PEOPLE = (*SUMS, "top_sum", "top_count", "prize_points")
_OF_TREE = [name for name in _COLUMNS[2:] if name not in _OF_PEOPLE]


class SubtreeSums:
    """Sums over any stretch of depth-first positions, from one running sum a column."""

    def __init__(self, rows: Sequence[tuple[int, ...]]) -> None:
        """Each row: a position, then the values of SUMS; ordered by position, each position once."""
        self._positions = [row[0] for row in rows]
        columns = list(zip(*rows, strict=True))[1:] or [()] * len(SUMS)
        self._running = [[0, *accumulate(column)] for column in columns]

    def between(self, first: int, last: int) -> dict[str, int]:
        """The sums over the positions from `first` to `last`, both included."""
        start, end = bisect_left(self._positions, first), bisect_right(self._positions, last)
        return {name: running[end] - running[start] for name, running in zip(SUMS, self._running, strict=True)}


def build(frame: Frame, stage: Stage) -> None:
    """Bring the unit table up to its standings; only rows that changed are written."""
    sums = SubtreeSums(_by_position(frame.contest_id, stage.number))
    rows = {unit.unit_id: _row(frame, stage, unit, sums) for unit in _frozen_units(stage.tree_round_id)}
    stored = _stored(frame.contest_id, stage.number)
    changed = [row for unit_id, row in rows.items() if stored.get(unit_id) != row]
    upsert(UnitStanding, [dict(zip(_COLUMNS, row, strict=True)) for row in changed])
    gone = [unit_id for unit_id in stored if unit_id not in rows]
    if gone:
        here = sa.and_(UnitStanding.contest_id == frame.contest_id, UnitStanding.round_number == stage.number)
        db.session.execute(sa.delete(UnitStanding).where(here, UnitStanding.unit_id.in_(gone)))


def _by_position(contest_id: int, number: int) -> list[tuple[int, ...]]:
    query = (
        sa.select(
            Standing.unit_position,
            sa.func.count(),
            sa.func.sum(Standing.attempts),
            sa.func.sum(Standing.score),
            sa.func.sum(Standing.full_scores),
        )
        .where(*of_stage(contest_id, number))
        .group_by(Standing.unit_position)
        .order_by(Standing.unit_position)
    )
    return [tuple(int(value) for value in row) for row in db.session.execute(query)]


def _frozen_units(tree_round_id: int | None) -> Sequence[Any]:
    query = sa.select(*(getattr(RoundUnit, name) for name in _OF_TREE)).where(RoundUnit.round_id == tree_round_id)
    return db.session.execute(query).all()


def _row(frame: Frame, stage: Stage, unit: Any, sums: SubtreeSums) -> tuple[Any, ...]:
    """A unit's row in the order of the table's columns."""
    values = {
        "contest_id": frame.contest_id,
        "round_number": stage.number,
        **unit._mapping,
        **sums.between(unit.position, unit.last_position),
        "top_sum": 0,
        "top_count": 0,
        "prize_points": 0,
    }
    return tuple(values[name] for name in _COLUMNS)


def _stored(contest_id: int, number: int) -> dict[int, tuple[Any, ...]]:
    here = (UnitStanding.contest_id == contest_id, UnitStanding.round_number == number)
    rows = db.session.execute(sa.select(UnitStanding.__table__).where(*here))
    return {row.unit_id: tuple(row) for row in rows}
