"""Assigning tasks to units."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plans_assigning", __name__, url_prefix="/admin/plans")
