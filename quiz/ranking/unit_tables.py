"""The unit table of a round or total: grouped once by the unit people belong to, summed up the frozen tree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from quiz.contests.models import RoundUnit
from quiz.core.db import db
from quiz.ranking.folding import of_stage
from quiz.ranking.frames import Frame, Stage
from quiz.ranking.headcounts import corrected
from quiz.ranking.models import Standing, UnitStanding
from quiz.ranking.unit_bands import forget
from quiz.ranking.unit_prizes import points_by_position
from quiz.ranking.unit_tops import Scores, Top, best_of, subtree_tops
from quiz.ranking.writing import upsert

SUMS = ("people", "attempts", "score_sum", "full_scores", "prize_points")
_COLUMNS = [column.name for column in UnitStanding.__table__.columns]
_OF_PEOPLE = (*SUMS, "top_sum", "top_count")
_OF_TREE = [name for name in _COLUMNS[2:] if name not in _OF_PEOPLE]
Leaf = tuple[int, ...]


class SubtreeSums:
    """Sums over any stretch of depth-first positions, from one running sum a column."""

    def __init__(self, rows: Sequence[Leaf]) -> None:
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
    rows = _rows(frame, stage)
    forget(frame.contest_id, stage.number)
    stored = _stored(frame.contest_id, stage.number)
    changed = [row for unit_id, row in rows.items() if stored.get(unit_id) != row]
    upsert(UnitStanding, [dict(zip(_COLUMNS, row, strict=True)) for row in changed])
    gone = [unit_id for unit_id in stored if unit_id not in rows]
    if gone:
        here = sa.and_(UnitStanding.contest_id == frame.contest_id, UnitStanding.round_number == stage.number)
        db.session.execute(sa.delete(UnitStanding).where(here, UnitStanding.unit_id.in_(gone)))


def _rows(frame: Frame, stage: Stage) -> dict[int, tuple[Any, ...]]:
    """Every unit's row in the order of the table's columns, by unit."""
    units = _frozen_units(stage.tree_round_id)
    leaves, scores = _leaves(frame.contest_id, stage)
    sums = SubtreeSums(leaves)
    limit = stage.rules.unit_scheme.top_k
    tops = subtree_tops([(unit["position"], unit["last_position"]) for unit in units], scores, limit)
    made = {}
    for unit in units:
        first, last = unit["position"], unit["last_position"]
        values = {
            "contest_id": frame.contest_id,
            "round_number": stage.number,
            **unit,
            **sums.between(first, last),
            **tops.get(first, Top())._asdict(),
        }
        made[unit["unit_id"]] = tuple(values[name] for name in _COLUMNS)
    return made


def _leaves(contest_id: int, stage: Stage) -> tuple[list[Leaf], dict[int, Scores]]:
    """By position, ordered: the values of SUMS of the people who belong there, and their best scores."""
    prizes = points_by_position(contest_id, stage)
    leaves: list[Leaf] = []
    scores: dict[int, Scores] = {}
    for position, group in groupby(_by_score(contest_id, stage.number), key=itemgetter(0)):
        rows = [row[1:] for row in group]
        people, attempts, full_scores = (sum(row[index] for row in rows) for index in (1, 2, 3))
        score_sum = sum(score * count for score, count, *_rest in rows)
        leaves.append((position, people, attempts, score_sum, full_scores, prizes.get(position, 0)))
        scores[position] = best_of([row[:2] for row in rows], stage.rules.unit_scheme.top_k)
    return leaves, scores


def _by_score(contest_id: int, number: int) -> list[tuple[int, ...]]:
    """One grouped read of all standings: position, score, and with it people, attempts and full scores."""
    query = (
        sa.select(
            Standing.unit_position,
            Standing.score,
            sa.func.count(),
            sa.func.sum(Standing.attempts),
            sa.func.sum(Standing.full_scores),
        )
        .where(*of_stage(contest_id, number))
        .group_by(Standing.unit_position, Standing.score)
        .order_by(Standing.unit_position, Standing.score.desc())
    )
    return [tuple(int(value) for value in row) for row in db.session.execute(query)]


def _frozen_units(tree_round_id: int | None) -> Sequence[Mapping[str, Any]]:
    """The frozen units with the head counts that decisions have put right since."""
    query = sa.select(*(getattr(RoundUnit, name) for name in _OF_TREE)).where(RoundUnit.round_id == tree_round_id)
    rights = corrected(tree_round_id)
    units = db.session.execute(query.order_by(RoundUnit.position)).mappings()
    return [{**unit, **rights[unit["unit_id"]]} if unit["unit_id"] in rights else dict(unit) for unit in units]


def _stored(contest_id: int, number: int) -> dict[int, tuple[Any, ...]]:
    here = (UnitStanding.contest_id == contest_id, UnitStanding.round_number == number)
    rows = db.session.execute(sa.select(UnitStanding.__table__).where(*here))
    return {row.unit_id: tuple(row) for row in rows}
