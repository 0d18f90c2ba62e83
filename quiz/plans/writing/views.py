"""Plans and their tasks on the console."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plans_writing", __name__, url_prefix="/admin/plans")
