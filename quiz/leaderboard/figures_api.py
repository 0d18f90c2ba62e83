"""Figures as JSON: the same for everybody, free of cookies, kept by caches; 304 while nothing has changed."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from quiz.core import clock
from quiz.core.permissions import public
from quiz.leaderboard.api import fresh_scope
from quiz.leaderboard.figures import Figure, figures_of
from quiz.ranking.figure_runs import freshen
from quiz.ranking.scope import Scope

blueprint = Blueprint("figures_api", __name__, url_prefix="/api/v1/contests/<slug>")
MAX_AGE_SECONDS = 30


@blueprint.get("/figures", defaults={"number": None})
@blueprint.get("/rounds/<int:number>/figures")
@public
def figures(slug: str, number: int | None) -> ResponseReturnValue:
    """Figures of a round; without a round of the total, or else of the latest round."""
    g.actor = None  # the answer is the same for everybody: whoever asks is not asked for
    now = clock.now()
    scope = fresh_scope(slug, number, now)
    freshen(scope.contest.id, now)
    with force_locale("vi"):
        response = jsonify(_shape(scope))
    response.cache_control.public, response.cache_control.max_age = True, MAX_AGE_SECONDS
    response.set_etag(sha256(response.get_data()).hexdigest()[:32])
    return response.make_conditional(request)


def _shape(scope: Scope) -> dict[str, Any]:
    page = figures_of(scope)
    return {
        "as_of": clock.iso(page.made_at) if page.made_at else None,
        "provisional": scope.is_provisional,
        "figures": [_figure(one, scope) for one in page.figures],
    }


def _figure(one: Figure, scope: Scope) -> dict[str, Any]:
    """A figure with its rows; null and the reason instead while it is a secret."""
    rows = [{"key": row.key, "label": row.label, "value": row.value} for row in one.rows]
    return {
        "code": one.code,
        "title": one.title,
        "unit": one.unit,
        "summary": one.summary,
        "rows": None if one.is_hidden else rows,
        "hidden": gettext(scope.gate.reason) if one.is_hidden and scope.gate.reason else None,
    }
