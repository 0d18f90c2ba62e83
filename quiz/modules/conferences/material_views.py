"""The documents of a conference: adding links and files in the console, and handing a file to who may see it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import DomainError
from quiz.core.messages import message_of, show_error
from quiz.core.permissions import acting, login_required, roles
from quiz.modules.conferences import materials, ownership, queries
from quiz.modules.conferences.forms import MaterialForm
from quiz.modules.conferences.own_views import blueprint as own_blueprint
from quiz.modules.conferences.rules import ConferenceState
from quiz.modules.conferences.views import ONE, blueprint, run
from quiz.plans.authority import STAFF

SANDBOX = "default-src 'none'; sandbox"
"""A file that somebody sent runs nothing and loads nothing, wherever it is opened."""


@blueprint.post(f"{ONE}/materials")
@roles(*STAFF)
def add_material(conference_id: int) -> ResponseReturnValue:
    """Add a link to a document."""
    run(conference_id)
    form = MaterialForm()
    if form.validate():
        try:
            materials.add_material(acting(), conference_id, form.title.data, form.url.data, clock.now())
            flash(_("Đã thêm tài liệu."))
            return redirect(url_for(".show", conference_id=conference_id), 303)
        except DomainError as error:
            show_error(form, error, "url")
    found = run(conference_id)
    return render_template("conferences/material.html", form=form, found=found), 422


@blueprint.post(f"{ONE}/materials/<int:material_id>/remove")
@roles(*STAFF)
def remove_material(conference_id: int, material_id: int) -> ResponseReturnValue:
    """Take a link away."""
    materials.remove_material(acting(), conference_id, material_id)
    flash(_("Đã bỏ tài liệu khỏi hội nghị."))
    return redirect(url_for(".show", conference_id=conference_id), 303)


@blueprint.post(f"{ONE}/files")
@roles(*STAFF)
def add_files(conference_id: int) -> ResponseReturnValue:
    """Add files; those that cannot be taken are told, the others are kept."""
    run(conference_id)
    try:
        taken = materials.add_files(acting(), conference_id, request.files.getlist("files"), clock.now())
    except DomainError as error:
        flash(message_of(error), "error")
        return redirect(url_for(".show", conference_id=conference_id), 303)
    for refused in taken.refused:
        flash(message_of(refused), "error")
    if taken.ids:
        flash(_("Đã thêm %(count)s tệp.", count=len(taken.ids)))
    return redirect(url_for(".show", conference_id=conference_id), 303)


@blueprint.post(f"{ONE}/files/<int:evidence_id>/remove")
@roles(*STAFF)
def remove_file(conference_id: int, evidence_id: int) -> ResponseReturnValue:
    """Take a file away from the conference."""
    materials.remove_file(acting(), conference_id, evidence_id, clock.now())
    flash(_("Đã bỏ tài liệu khỏi hội nghị."))
    return redirect(url_for(".show", conference_id=conference_id), 303)


@own_blueprint.get("/<int:conference_id>/files/<int:evidence_id>")
@login_required
def file(conference_id: int, evidence_id: int) -> ResponseReturnValue:
    """A file, to who is invited, who runs the conference, and the contacts of invited units."""
    found = queries.whole(conference_id)
    row = queries.participant(conference_id, acting().person_id)
    if row is None or found.row.state == ConferenceState.PLANNED:
        ownership.require_concern(acting(), found)
    piece, path = materials.file_of(conference_id, evidence_id)
    answer = send_file(path, piece.media_type, as_attachment=True, download_name=piece.file_name, etag=False)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
