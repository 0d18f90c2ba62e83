"""Unit tables as JSON: anybody may read them, null stands for what is hidden."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from quiz.core import clock
from quiz.core.permissions import public
from quiz.core.points import in_points
from quiz.leaderboard import shapes
from quiz.leaderboard.api import blueprint, fresh_scope
from quiz.ranking.gate import Gate
from quiz.ranking.queries import as_of
from quiz.ranking.unit_queries import unit_rows
from quiz.ranking.unit_rows import UnitRow


@blueprint.get("/units", defaults={"number": None})
@blueprint.get("/rounds/<int:number>/units")
@public
def units(slug: str, number: int | None) -> ResponseReturnValue:
    """The direct children of the unit `parent` (none: the roots), or the units of a `band`; of one `kind` or all."""
    scope = fresh_scope(slug, number, clock.now())
    parent, kind, band = (request.args.get(name) or None for name in ("parent", "kind", "band"))
    rows = unit_rows(scope.contest.id, scope.number, scope.rules, parent, kind, band)
    made = as_of(scope.contest.id, scope.number)
    shaped = [unit_shape(row, scope.gate) for row in rows]
    return jsonify({**shapes.head(scope, made), "rows": shaped, "hidden": shapes.hidden(scope.gate)})


def unit_shape(row: UnitRow, gate: Gate) -> shapes.Shape:
    """One unit with its subtree."""
    quota = row.quota
    shape = {
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "band": row.band,
        "people": row.people,
        "attempts": row.attempts,
        "headcount": row.headcount,
        "headcount_source": row.headcount_source,
        "headcount_on": row.headcount_on.isoformat() if row.headcount_on else None,
        "rate": row.rate,
        "mean_score": None if row.mean_score is None else in_points(row.mean_score),
        "full_scores": row.full_scores,
        "top_mean": None if row.top_mean is None else in_points(row.top_mean),
        "prize_points": row.prize_points,
        "points": None if row.points is None else round(row.points, 4),
        "quota": {"asked": quota.asked, "reached": quota.reached, "share": quota.share} if quota else None,
        "rank": row.rank,
        "ranked": row.rank is not None,
        "unranked_reason": row.reason.value if row.reason else None,
    }
    return {name: None if name in gate.hidden else value for name, value in shape.items()}
