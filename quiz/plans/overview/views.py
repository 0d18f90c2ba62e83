"""The grid, the timeline, the to-do list of the console, search."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plans_overview", __name__, url_prefix="/admin/plans")
