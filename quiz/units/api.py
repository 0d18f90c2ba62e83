"""Finding a unit while typing."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from quiz.core import clock
from quiz.core.permissions import public
from quiz.units.queries import search

blueprint = Blueprint("units_api", __name__, url_prefix="/api/v1")
MAX_QUERY = 100


@blueprint.get("/units")
@public
def find() -> Response:
    """The first units that `q` may mean: [{code, name, path}], the likeliest first."""
    hits = search(request.args.get("q", "")[:MAX_QUERY], clock.now())
    answer = jsonify([{"code": hit.code, "name": hit.name, "path": hit.path} for hit in hits])
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
