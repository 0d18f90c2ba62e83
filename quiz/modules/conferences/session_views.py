"""The console pages of a conference's sessions: repeats, confirming the attendance, the QR code for the hall."""

from __future__ import annotations

from datetime import datetime

import segno
from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import DomainError
from quiz.core.messages import show_error
from quiz.core.permissions import acting, roles
from quiz.modules.conferences import attendance, queries, service
from quiz.modules.conferences.differing import differences
from quiz.modules.conferences.forms import SittingFields
from quiz.modules.conferences.rules import STEP_SECONDS
from quiz.modules.conferences.views import ONE, act, blueprint, posted_version, run
from quiz.plans.authority import STAFF

SESSION = f"{ONE}/sessions/<int:session_id>"


@blueprint.route(f"{ONE}/repeat", methods=["GET", "POST"])
@roles(*STAFF)
def repeat(conference_id: int) -> ResponseReturnValue:
    """Hold a further session for those who were absent so far."""
    found = run(conference_id)
    form = SittingFields()
    if form.validate_on_submit():
        try:
            service.repeat(acting(), conference_id, form.sitting(), clock.now())
            flash(_("Đã mở buổi bổ sung; người vắng mặt đã nhận thông báo."))
            return redirect(url_for(".show", conference_id=conference_id), 303)
        except DomainError as error:
            show_error(form, error, "day")
    form.add_lines()
    return render_template(
        "conferences/session.html", found=found, form=form, sitting=None
    ), 422 if form.errors else 200


@blueprint.route(SESSION, methods=["GET", "POST"])
@roles(*STAFF)
def session(conference_id: int, session_id: int) -> ResponseReturnValue:
    """Change time and places of a session; where somebody was faster: 409 with both versions."""
    found = run(conference_id)
    sitting = queries.sitting_of(conference_id, session_id)
    form, differing, status = SittingFields(), None, 200
    if request.method == "GET":
        form = _filled(sitting)
    elif form.validate():
        try:
            typed = form.sitting()
            service.edit_session(acting(), conference_id, session_id, form.stated_version(), typed, clock.now())
            flash(_("Đã lưu buổi này."))
            return redirect(url_for(".show", conference_id=conference_id), 303)
        except DomainError as error:
            show_error(form, error, "day")
            status = error.status
            if error.code == "stale":
                sitting = queries.sitting_of(conference_id, session_id)
                differing, form.version.data = differences(_filled(sitting), form), sitting.row.version
    else:
        status = 422
    form.add_lines()
    page = render_template("conferences/session.html", found=found, form=form, sitting=sitting, differing=differing)
    return page, status


def _filled(sitting: queries.Sitting) -> SittingFields:
    form = SittingFields(formdata=None)
    form.fill_sitting(sitting.row.starts_at, sitting.row.ends_at, sitting.places)
    form.version.data = sitting.row.version
    return form


@blueprint.post(f"{SESSION}/close")
@roles(*STAFF)
def close(conference_id: int, session_id: int) -> ResponseReturnValue:
    """Confirm who was at a session."""
    run(conference_id)
    version = posted_version()
    return act(
        conference_id,
        lambda: service.close_session(acting(), conference_id, session_id, version, clock.now()),
        _("Đã xác nhận điểm danh; các thời hạn tính từ hội nghị đã bắt đầu."),
    )


@blueprint.post(f"{SESSION}/renew")
@roles(*STAFF)
def renew(conference_id: int, session_id: int) -> ResponseReturnValue:
    """Make the QR codes anew; the old ones are worth nothing any more."""
    run(conference_id)
    version = posted_version()
    return act(
        conference_id,
        lambda: service.renew_code(acting(), conference_id, session_id, version, clock.now()),
        _("Đã đổi mã QR; mã cũ không còn dùng được."),
    )


@blueprint.get(f"{SESSION}/qr")
@roles(*STAFF)
def qr(conference_id: int, session_id: int) -> ResponseReturnValue:
    """The screen at the door: a code that changes, and how many have come."""
    found = run(conference_id)
    sitting = queries.sitting_of(conference_id, session_id)
    place = _place_asked(sitting)
    shown = _shown(found, sitting, place, clock.now())
    return render_template(
        "conferences/qr.html", found=found, sitting=sitting, place=place, shown=shown, every=STEP_SECONDS
    )


@blueprint.get(f"{SESSION}/qr.json")
@roles(*STAFF)
def qr_data(conference_id: int, session_id: int) -> ResponseReturnValue:
    """The code of this half minute as a picture, and the numbers beside it."""
    found = run(conference_id)
    sitting = queries.sitting_of(conference_id, session_id)
    return jsonify(_shown(found, sitting, _place_asked(sitting), clock.now()))


@blueprint.get(f"{SESSION}/printed")
@roles(*STAFF)
def printed(conference_id: int, session_id: int) -> ResponseReturnValue:
    """A code to print for a door without a screen; good until it is renewed."""
    found = run(conference_id)
    sitting = queries.sitting_of(conference_id, session_id)
    place = _place_asked(sitting)
    image = _image(attendance.code_of(sitting.row, place, None))
    return render_template("conferences/printed.html", found=found, sitting=sitting, place=place, image=image)


def _shown(found: queries.Whole, sitting: queries.Sitting, place: int, now: datetime) -> dict[str, object]:
    own = queries.ids_within(acting())
    invited, attended = queries.counts_of([found.row.id], own)[found.row.id]
    image = _image(attendance.code_of(sitting.row, place, now))
    return {"image": image, "invited": invited, "attended": attended}


def _place_asked(sitting: queries.Sitting) -> int:
    asked = request.args.get("place", 0, type=int)
    return asked if any(place.id == asked for place in sitting.places) else 0


def _image(token: str) -> str:
    """The code as the address of a picture."""
    address = f"{request.host_url}conferences/{token}"
    return str(segno.make(address, error="m").svg_data_uri(scale=8, border=2))
