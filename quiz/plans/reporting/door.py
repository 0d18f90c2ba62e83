"""The blueprints of the pages of reports: the console's, for every file of views to hang its addresses on, and the own
pages of whoever leads a unit by post, without a role."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plans_reporting", __name__, url_prefix="/admin/plans")
own_blueprint = Blueprint("plans_own_reports", __name__, url_prefix="/tasks/reports")
