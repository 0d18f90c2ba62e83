"""The console pages of who came: ticking the names of the own unit, and the table to fill in."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock, uploads
from quiz.core.errors import Conflict, DomainError
from quiz.core.messages import message_of, show_error
from quiz.core.paging import page_number
from quiz.core.permissions import acting, roles
from quiz.modules.conferences import attendance, coverage, queries
from quiz.modules.conferences.answers import table_file
from quiz.modules.conferences.forms import FileForm
from quiz.modules.conferences.intake import CAME, attendance_list
from quiz.modules.conferences.ownership import unit_in_reach
from quiz.modules.conferences.session_views import SESSION
from quiz.modules.conferences.views import blueprint, concerned
from quiz.plans.authority import STAFF

UNDO = "conference_undo"
"""Where the browser keeps what the last ticking changed, so that it can be taken back by one press."""


@blueprint.route(f"{SESSION}/list", methods=["GET", "POST"])
@roles(*STAFF)
def tick(conference_id: int, session_id: int) -> ResponseReturnValue:
    """Names of the own subtree to tick; only what was changed on this page is sent on."""
    concerned(conference_id)
    if request.method == "GET":
        return _page(conference_id, session_id)
    before, after = _ids("was"), _ids("people")
    changes = {**dict.fromkeys(after - before, True), **dict.fromkeys(before - after, False)}
    here: dict[str, Any] = {name: request.args[name] for name in ("unit", "q", "page") if request.args.get(name)}
    try:
        place = request.form.get("place", 0, type=int)
        done = attendance.tick(acting(), conference_id, session_id, changes, clock.now(), place_id=place)
    except Conflict as error:
        return _page(conference_id, session_id, message_of(error)), error.status
    if done.added or done.removed:
        session[UNDO] = {"session": session_id, "added": done.added[:100], "removed": done.removed[:100]}
    flash(_("Đã ghi %(added)s người có mặt, bỏ %(removed)s người.", added=len(done.added), removed=len(done.removed)))
    return redirect(url_for(".tick", conference_id=conference_id, session_id=session_id, **here), 303)


@blueprint.post(f"{SESSION}/list/undo")
@roles(*STAFF)
def undo(conference_id: int, session_id: int) -> ResponseReturnValue:
    """Take back what the last ticking changed."""
    concerned(conference_id)
    queries.sitting_of(conference_id, session_id)
    last = session.pop(UNDO, None)
    if last and last["session"] == session_id:
        changes = {**dict.fromkeys(last["added"], False), **dict.fromkeys(last["removed"], True)}
        attendance.tick(acting(), conference_id, session_id, changes, clock.now())
        flash(_("Đã hoàn tác lần điểm danh vừa rồi."))
    return redirect(url_for(".tick", conference_id=conference_id, session_id=session_id), 303)


def _page(conference_id: int, session_id: int, error: str = "") -> str:
    found, args = concerned(conference_id), request.args
    sitting = queries.sitting_of(conference_id, session_id)
    unit = unit_in_reach(acting(), args["unit"][:32]) if args.get("unit") else None
    asked = coverage.Asked(unit, args.get("q", "")[:100])
    last = session.get(UNDO)
    return render_template(
        "conferences/tick.html",
        found=found,
        sitting=sitting,
        page=coverage.people(acting(), conference_id, asked, page_number(args.get("page"))),
        asked=asked,
        error=error,
        typed=_ids("people") if request.method == "POST" else None,
        may_undo=bool(last and last["session"] == session_id),
        numbers={one.row.id: one.row.number for one in found.sittings},
    )


@blueprint.get(f"{SESSION}/list.xlsx")
@roles(*STAFF)
def template(conference_id: int, session_id: int) -> ResponseReturnValue:
    """The table to fill in, with everybody invited of the own subtree; who is noted has an x already."""
    found = concerned(conference_id)
    queries.sitting_of(conference_id, session_id)
    listed = coverage.people(acting(), conference_id, coverage.Asked(), 1, coverage.EVERYBODY).rows
    logins = queries.login_names([one.person_id for one in listed])
    rows = [
        (one.unit_code, one.name, logins.get(one.person_id, ""), "x" if one.attended else None, one.place)
        for one in listed
    ]
    return table_file(_("Điểm danh"), CAME, rows, f"diem-danh-{found.row.id}.xlsx")


@blueprint.route(f"{SESSION}/upload", methods=["GET", "POST"])
@roles(*STAFF)
def upload(conference_id: int, session_id: int) -> ResponseReturnValue:
    """Send the table that was filled in; it is looked at before anything is noted."""
    found, sitting = concerned(conference_id), queries.sitting_of(conference_id, session_id)
    form, status = FileForm(), 200
    if form.validate_on_submit():
        try:
            token, _name, content = uploads.keep(form.file.data)
            report = attendance_list(acting(), conference_id, session_id, content, clock.now(), dry_run=True)
            if not report.is_clean:
                uploads.discard(token)
            return render_template(
                "conferences/upload_preview.html", found=found, sitting=sitting, report=report, token=token
            )
        except DomainError as error:
            show_error(form, error, "file")
            status = error.status
    page = render_template("conferences/upload.html", found=found, sitting=sitting, form=form, columns=CAME)
    return page, status


@blueprint.post(f"{SESSION}/upload/<token>")
@roles(*STAFF)
def accept(conference_id: int, session_id: int, token: str) -> ResponseReturnValue:
    """Note who came by a table that was looked at."""
    found, sitting = concerned(conference_id), queries.sitting_of(conference_id, session_id)
    content = uploads.fetch(token)
    report = attendance_list(acting(), conference_id, session_id, content, clock.now(), dry_run=False)
    if not report.is_clean:
        page = render_template("conferences/upload_preview.html", found=found, sitting=sitting, report=report, token="")
        return page, 422
    uploads.discard(token)
    flash(_("Đã ghi điểm danh từ tệp."))
    return redirect(url_for(".tick", conference_id=conference_id, session_id=session_id), 303)


def _ids(name: str) -> set[int]:
    return {int(text) for text in request.form.getlist(name)[:500] if text.isdecimal() and len(text) < 18}
