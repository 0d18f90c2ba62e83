"""Duties on the console: one with its history and evidence, and the list of those to decide about."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from quiz.core.permissions import roles
from quiz.plans.authority import STAFF
from quiz.plans.duties import answering, listing

blueprint = Blueprint("plans_duties", __name__, url_prefix="/admin/plans/duties")
LAYOUT = "admin.html"


@blueprint.get("/")
@roles(*STAFF)
def index() -> ResponseReturnValue:
    """What waits for a confirmation, narrowed by plan, unit, module, state and words."""
    return listing.show(LAYOUT)


@blueprint.post("/confirm")
@roles(*STAFF)
def confirm() -> ResponseReturnValue:
    """Confirm the duties that were ticked, and tell what was refused."""
    return listing.confirm(LAYOUT)


@blueprint.get("/<int:duty_id>")
@roles(*STAFF)
def duty(duty_id: int) -> ResponseReturnValue:
    """A duty with what to do now."""
    return answering.show(LAYOUT, duty_id)


@blueprint.post("/<int:duty_id>")
@roles(*STAFF)
def step(duty_id: int) -> ResponseReturnValue:
    """Take the duty to another state."""
    return answering.step(LAYOUT, duty_id)


@blueprint.post("/<int:duty_id>/evidence")
@roles(*STAFF)
def add_evidence(duty_id: int) -> ResponseReturnValue:
    """Add files, a link or a piece of the store."""
    return answering.add_evidence(LAYOUT, duty_id)


@blueprint.post("/<int:duty_id>/evidence/<int:evidence_id>/drop")
@roles(*STAFF)
def drop_evidence(duty_id: int, evidence_id: int) -> ResponseReturnValue:
    """Take a piece from the duty."""
    return answering.drop_evidence(duty_id, evidence_id)
