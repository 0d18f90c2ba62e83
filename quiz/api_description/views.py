"""The description as one JSON document."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, Response, jsonify

from quiz.core.permissions import public

blueprint = Blueprint("api_description", __name__, url_prefix="/api/v1")
FOLDER = Path(__file__).parent / "document"
MAIN = "main.yaml"
Document = dict[str, Any]


@cache
def document() -> Document:
    """The whole document: the main part, with the paths and components of every other part taken in."""
    whole = _read(FOLDER / MAIN)
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name != MAIN:
            part = _read(path)
            whole["paths"].update(part["paths"])
            whole["components"]["schemas"].update(part["schemas"])
    return whole


def _read(path: Path) -> Document:
    found: Document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@blueprint.get("/openapi.json")
@public
def show() -> Response:
    """The OpenAPI document."""
    answer = jsonify(document())
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
