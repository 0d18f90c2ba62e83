"""A person's own tasks and inbox."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plans_own", __name__, url_prefix="/tasks")
