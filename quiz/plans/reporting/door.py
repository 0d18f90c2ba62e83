"""The blueprint of the pages of reports, for every file of views to hang its addresses on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plans_reporting", __name__, url_prefix="/admin/plans")
