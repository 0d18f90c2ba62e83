"""The pages of a person: conferences I am invited to, one of them, and saying that I am there."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.core import clock
from quiz.core.errors import DomainError
from quiz.core.messages import message_of
from quiz.core.paging import page_number
from quiz.core.permissions import acting, current_actor, login_required, public
from quiz.modules.conferences import attendance, listing, queries
from quiz.modules.conferences.rules import FORM_TITLES, METHOD_TITLES, SCAN_SECONDS, STATE_TITLES, ConferenceState

blueprint = Blueprint("conferences", __name__, url_prefix="/conferences")
MARK = "conference_scan"
"""The cookie with the moment of a scan: logging in empties the session, and may take longer than a code is shown."""


@blueprint.get("/")
@login_required
def index() -> ResponseReturnValue:
    """Conferences I am invited to or came to."""
    page = listing.mine(acting().person_id, page_number(request.args.get("page")))
    return render_template("conferences/mine.html", page=page, titles=STATE_TITLES)


@blueprint.get("/<int:conference_id>")
@login_required
def show(conference_id: int) -> ResponseReturnValue:
    """A conference I am invited to: programme, place, materials, whether I was there."""
    person_id = acting().person_id
    row = queries.participant(conference_id, person_id)
    found = queries.whole(conference_id)
    if row is None or found.row.state == ConferenceState.PLANNED:
        raise queries.not_found()
    return render_template(
        "conferences/own.html",
        found=found,
        row=row,
        there=queries.attendance(conference_id, person_id),
        forms=FORM_TITLES,
        methods=METHOD_TITLES,
        titles=STATE_TITLES,
    )


@blueprint.get("/<token>")
@public
def scan(token: str) -> ResponseReturnValue:
    """What a QR code leads to: one button. Looking checks nobody in; without a login that comes first."""
    now = clock.now()
    mark = request.cookies.get(MARK, "")
    try:
        found = attendance.opened(token, mark, now)
    except DomainError as error:
        return render_template("conferences/scan.html", error=message_of(error)), error.status
    actor = current_actor()
    if actor is None:
        answer = make_response(redirect(url_for("accounts.login", next=request.path)))
    else:
        answer = make_response(_scan_page(token, found, actor.person_id))
    if not attendance.is_kept(token, mark, now):
        _keep(answer, attendance.mark_of(token, now))
    return answer


def _keep(answer: Response, mark: str) -> None:
    answer.set_cookie(
        MARK,
        mark,
        max_age=SCAN_SECONDS,
        path="/conferences/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def _scan_page(token: str, found: attendance.Opened, person_id: int) -> str:
    row = queries.participant(found.conference.id, person_id)
    return render_template(
        "conferences/scan.html",
        error="",
        token=token,
        found=found,
        is_guest=row is None or row.source == "guest",
        there=queries.attendance(found.conference.id, person_id),
    )


@blueprint.post("/<token>")
@login_required
def check_in(token: str) -> ResponseReturnValue:
    """I am here."""
    person_id = acting().person_id
    try:
        noted = attendance.check_in(person_id, token, request.cookies.get(MARK, ""), clock.now())
    except DomainError as error:
        return render_template("conferences/scan.html", error=message_of(error)), error.status
    return redirect(url_for(".show", conference_id=noted.row.conference_id), 303)
