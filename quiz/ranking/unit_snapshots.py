"""The units' part of what the projector shows: the top of every band, or of the units that compete."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from quiz.contests.rules import ContestRules
from quiz.ranking.unit_queries import comparable_units
from quiz.ranking.unit_rows import UnitRow

TOP = 20


def board_units(contest_id: int, round_number: int, rules: ContestRules) -> list[dict[str, Any]]:
    """The best units with a rank, so many of each band, one band after another."""
    rows = [row for row in comparable_units(contest_id, round_number, rules) if row.rank is not None]
    bands = groupby(rows, key=lambda row: row.band)
    return [_unit(row) for _band, group in bands for row in list(group)[:TOP]]


def _unit(row: UnitRow) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "name": row.name,
        "band": row.band,
        "people": row.people,
        "attempts": row.attempts,
        "rate": row.rate,
        "mean_score": row.mean_score,
        "full_scores": row.full_scores,
        "top_mean": row.top_mean,
        "prize_points": row.prize_points,
        "points": row.points,
        "quota": row.quota.share if row.quota else None,
    }
