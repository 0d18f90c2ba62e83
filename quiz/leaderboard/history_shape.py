"""The own way through a contest as plain values for programs."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from quiz.core import clock
from quiz.core.points import in_points
from quiz.leaderboard.shapes import standing_row
from quiz.ranking.history import History, OwnAttempt, RoundHistory

Shape = dict[str, Any]


def history_shape(history: History) -> Shape:
    """All rounds in their order, and where the best rank was."""
    best = history.best
    return {
        "rounds": [_round(one) for one in history.rounds],
        "best": {"round": best.scope.number, "rank": best.rank} if best else None,
    }


def _round(one: RoundHistory) -> Shape:
    gate, order = one.scope.gate, one.scope.rules.tie_break
    return {
        "number": one.scope.number,
        "title": one.title,
        "provisional": one.scope.is_provisional,
        "total": one.people,
        "standing": standing_row(one.row, order) if one.row and one.rank is not None else None,
        "status": {"code": one.status.code, "text": one.status.text} if one.status else None,
        "attempts": [_attempt(attempt) for attempt in one.attempts],
        "hidden": gettext(gate.reason) if gate.reason else None,
    }


def _attempt(attempt: OwnAttempt) -> Shape:
    return {
        "id": attempt.id,
        "number": attempt.number,
        "started_at": clock.iso(attempt.started_at),
        "submitted_at": clock.iso(attempt.submitted_at),
        "duration_seconds": round(attempt.duration_ms / 1000, 3),
        "score": None if attempt.score is None else in_points(attempt.score),
        "counts": attempt.counts,
    }
