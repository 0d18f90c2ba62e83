"""The doors of this part: the console, and pages of people without a role."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plans_timing", __name__, url_prefix="/admin/plans")
own_blueprint = Blueprint("plans_own_timing", __name__, url_prefix="/tasks")
