"""The working calendar, events and more time for duties."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plans_timing", __name__, url_prefix="/admin/plans")
