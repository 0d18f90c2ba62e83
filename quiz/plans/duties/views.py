"""Duties on the console, with their history and evidence."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plans_duties", __name__, url_prefix="/admin/plans/duties")
