"""Reports of periods and difficulties."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plans_reporting", __name__, url_prefix="/admin/plans")
