"""A person's own duty, and what a leading post decides, outside of the console; and the files of evidence."""

from __future__ import annotations

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue

from quiz.core.errors import NotFound
from quiz.core.permissions import acting, login_required
from quiz.core.vietnamese import clean
from quiz.plans.duties import answering, listing, store
from quiz.plans.duties.evidence import seen_piece

blueprint = Blueprint("plans_own_duties", __name__, url_prefix="/tasks")
LAYOUT = "base.html"
SANDBOX = "default-src 'none'; sandbox"


@blueprint.get("/confirm")
@login_required
def index() -> ResponseReturnValue:
    """What waits for whoever holds a leading post."""
    return listing.show(LAYOUT)


@blueprint.post("/confirm")
@login_required
def confirm() -> ResponseReturnValue:
    """Confirm the duties that were ticked, and tell what was refused."""
    return listing.confirm(LAYOUT)


@blueprint.get("/duties/<int:duty_id>")
@login_required
def duty(duty_id: int) -> ResponseReturnValue:
    """A duty with what to do now."""
    return answering.show(LAYOUT, duty_id)


@blueprint.post("/duties/<int:duty_id>")
@login_required
def step(duty_id: int) -> ResponseReturnValue:
    """Take the duty to another state."""
    return answering.step(LAYOUT, duty_id)


@blueprint.post("/duties/<int:duty_id>/evidence")
@login_required
def add_evidence(duty_id: int) -> ResponseReturnValue:
    """Add files, a link or a piece of the store."""
    return answering.add_evidence(LAYOUT, duty_id)


@blueprint.post("/duties/<int:duty_id>/evidence/<int:evidence_id>/drop")
@login_required
def drop_evidence(duty_id: int, evidence_id: int) -> ResponseReturnValue:
    """Take a piece from the duty."""
    return answering.drop_evidence(duty_id, evidence_id)


@blueprint.get("/evidence/<int:evidence_id>")
@login_required
def piece(evidence_id: int) -> ResponseReturnValue:
    """The file, always to be saved and never run in the browser."""
    kept = seen_piece(acting(), evidence_id)
    path = store.path_of(kept.stored)
    name = clean(kept.file_name)
    return _guarded(send_file(path, kept.media_type, as_attachment=True, download_name=name, etag=False))


@blueprint.get("/evidence/<int:evidence_id>/picture")
@login_required
def picture(evidence_id: int) -> ResponseReturnValue:
    """The small picture of a photo; it was made here, so it may be shown in a page."""
    kept = seen_piece(acting(), evidence_id)
    if not kept.media_type.startswith("image/"):
        raise NotFound("Không tìm thấy ảnh này.")
    return _guarded(send_file(store.path_of(kept.stored, small=True), "image/jpeg", etag=False))


def _guarded(answer: Response) -> Response:
    """Neither run nor kept by the browser: the right to see it may end."""
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
