"""The pages of a sitting: the start button, the paper, the result."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.attempts import store
from quiz.attempts.review import result_of
from quiz.attempts.starting import start_attempt
from quiz.contests.models import Round
from quiz.contests.party import mark_round
from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import Conflict, NotFound
from quiz.core.messages import message_of
from quiz.core.permissions import acting, current_actor, login_required, public
from quiz.core.room import slot

blueprint = Blueprint("attempts", __name__)


@blueprint.post("/contests/<slug>/rounds/<int:number>/start")
@login_required
def start(slug: str, number: int) -> ResponseReturnValue:
    """Open an attempt, or go on with the open one; back to the contest's page where a closing would cut it short."""
    text = request.form.get("accept_rules", "")
    accepted = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
    division = request.form.get("division") or None
    knows_cut = "knows_cut" in request.form
    try:
        attempt, _is_new = start_attempt(acting(), slug, number, accepted, clock.now(), division, knows_cut=knows_cut)
    except Conflict as error:
        if error.code != "short":
            raise
        flash(message_of(error), "warning")
        return redirect(url_for("contests.contest", slug=slug), 303)
    return redirect(url_for("attempts.paper", attempt_id=attempt.id), 303)


@blueprint.get("/attempts/<int:attempt_id>")
@public
def paper(attempt_id: int) -> ResponseReturnValue:
    """The shell of the paper; the browser fetches the paper itself, by login or by the token it holds.

    It holds nothing of the attempt, so that an expired login does not cut a sitting.
    """
    actor = current_actor()
    if actor is not None:
        attempt = store.read(attempt_id)
        if attempt is None or attempt.person_id != actor.person_id:
            raise NotFound("Không tìm thấy bài thi này.")
        if attempt.submitted_at is not None:
            return redirect(url_for("attempts.result", attempt_id=attempt_id))
        mark_round(attempt.round_id)
    return render_template("attempts/paper.html", attempt_id=attempt_id)


@blueprint.get("/attempts/<int:attempt_id>/result")
@login_required
def result(attempt_id: int) -> ResponseReturnValue:
    """How the attempt ended, as far as the rules show it by now."""
    actor, attempt = acting(), store.read(attempt_id)
    if attempt is None or attempt.person_id != actor.person_id:
        raise NotFound("Không tìm thấy bài thi này.")
    if attempt.submitted_at is None:
        return redirect(url_for("attempts.paper", attempt_id=attempt_id))
    contest_round = db.session.get_one(Round, attempt.round_id)
    mark_round(contest_round.id)
    where = (attempt_id, actor.person_id, contest_round.contest_id, contest_round.number)
    sections = [section(*where) for section in slot(current_app, "result_sections")]
    return render_template(
        "attempts/result.html",
        result=result_of(attempt, clock.now()),
        sections=[section for section in sections if section],
    )
