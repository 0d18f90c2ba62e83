"""A person's own duty, and what a leading post decides, outside of the console."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plans_own_duties", __name__, url_prefix="/tasks")
