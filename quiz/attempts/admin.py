"""The console of a running contest: live counts, and one person's attempts for support."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from quiz.attempts.support import find_attempts, live_counts
from quiz.contests.models import Contest
from quiz.contests.organising import own_contest
from quiz.core import clock, metrics
from quiz.core.paging import page_number
from quiz.core.permissions import Role, roles

blueprint = Blueprint("attempts_admin", __name__, url_prefix="/admin/attempts")


def _live(contest: Contest, now: datetime) -> dict[str, Any]:
    rounds = live_counts(contest.id, now - timedelta(minutes=1))
    return {
        "rounds": [{**asdict(counts), "sitting": counts.sitting} for counts in rounds],
        "refused": metrics.total("sen_responses_total", status="4xx"),
        "errors": metrics.total("sen_responses_total", status="5xx"),
        "as_of": clock.local(now).strftime("%H:%M:%S"),
    }


def live_panel(contest: Contest, now: datetime) -> Markup:
    """The panel of live counts on the console's contest page; refreshes itself."""
    return Markup(render_template("attempts/live.html", contest=contest, live=_live(contest, now)))  # noqa: S704


@blueprint.get("/<slug>/live.json")
@roles(Role.ORGANISER)
def live(slug: str) -> ResponseReturnValue:
    """Live counts for the panel's refreshing."""
    return jsonify(_live(own_contest(slug), clock.now()))


@blueprint.get("/<slug>")
@roles(Role.ORGANISER)
def support(slug: str) -> ResponseReturnValue:
    """One person's attempts, found by name, login name, phone or receipt."""
    contest, text = own_contest(slug), request.args.get("q", "")[:100]
    page = find_attempts(contest.id, text, page_number(request.args.get("page")))
    closed_by = {"person": _("Đã nộp"), "deadline": _("Hết giờ"), "organiser": _("Ban tổ chức đóng")}
    return render_template("attempts/support.html", contest=contest, page=page, q=text, closed_by=closed_by)
