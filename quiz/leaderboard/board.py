"""The projector: read from the snapshot alone, the same for everybody, free of cookies, kept by caches."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

import segno
from flask import Blueprint, Response, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from quiz.contests.party import is_rehearsal
from quiz.contests.unit_scheme import UnitCriterion
from quiz.core import clock
from quiz.core.permissions import public
from quiz.core.templating import clock_time, points
from quiz.core.vietnamese import number as in_words
from quiz.leaderboard.unit_board import measure, unit_lines
from quiz.ranking.gate import Gate
from quiz.ranking.nothing import explain_on
from quiz.ranking.queries import snapshot
from quiz.ranking.scope import Scope, asked_round, scope_of
from quiz.ranking.snapshots import BOARD
from quiz.ranking.unit_words import NOUNS

blueprint = Blueprint("board", __name__, url_prefix="/board")
explain_on(blueprint)
MAX_AGE_SECONDS = 2


@blueprint.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """The board as a page; from then on the browser asks for the JSON."""
    scope = _scope(slug)
    g.actor = None  # the page is the same for everybody: whoever looks at it is not asked for
    with force_locale("vi"):
        page = render_template("leaderboard/board.html", scope=scope, board=_board(scope))
    return _cached(Response(page))


@blueprint.get("/<slug>.json")
@public
def data(slug: str) -> ResponseReturnValue:
    """The board as JSON; 304 while nothing on it has changed."""
    with force_locale("vi"):
        board = _board(_scope(slug))
    response = _cached(jsonify(board))
    response.set_etag(sha256(response.get_data()).hexdigest()[:32])
    return response.make_conditional(request)


@blueprint.get("/<slug>/qr.svg")
@public
def qr(slug: str) -> ResponseReturnValue:
    """The way from the screen to the contest's page, for the phones in the hall."""
    _scope(slug)
    image = BytesIO()
    segno.make(contest_address(slug), error="m").save(image, kind="svg", border=2, scale=8, xmldecl=False)
    return _cached(Response(image.getvalue(), content_type="image/svg+xml"))


def contest_address(slug: str) -> str:
    """The full address of the contest's page."""
    return f"{request.host_url}contests/{slug}"


def _cached(response: Response) -> Response:
    if not is_rehearsal():  # that one is for the few who know of it, not for caches
        response.cache_control.public, response.cache_control.max_age = True, MAX_AGE_SECONDS
    return response


def _scope(slug: str) -> Scope:
    return scope_of(slug, asked_round(request.args.get("round")), clock.now())


def _board(scope: Scope) -> dict[str, Any]:
    """Everything on the wall as texts, without what is hidden just now."""
    made = snapshot(scope.contest.id, scope.number, BOARD)
    stored = json.loads(made.payload) if made else {"totals": {}, "people": [], "units": []}
    return {
        "title": scope.contest.title,
        "stage": scope.current.title if scope.current else _("Toàn cuộc thi"),
        "as_of": clock.iso(made.made_at) if made else None,
        "notes": _notes(scope, made.made_at if made else None),
        "totals": _totals(stored["totals"], scope.gate),
        "people": [_person(row) for row in stored["people"]] if scope.gate.shows_places else [],
        "people_note": scope.gate.reason if not scope.gate.shows_places else None,
        "measure": measure(scope),
        "units": unit_lines(stored["units"], scope),
    }


def _notes(scope: Scope, made_at: datetime | None) -> list[str]:
    notes = [_("Số liệu lúc %(time)s", time=clock_time(made_at))] if made_at else [_("Chưa có số liệu")]
    notes.append(_("Kết quả tạm thời") if scope.is_provisional else _("Kết quả đã được phê duyệt"))
    if is_rehearsal():
        notes.append(_("DIỄN TẬP"))
    if scope.contest.is_demo:
        notes.append(_("Dữ liệu minh họa"))
    return notes


def _totals(totals: dict[str, int], gate: Gate) -> list[dict[str, str]]:
    shown = (UnitCriterion.PEOPLE, UnitCriterion.ATTEMPTS, UnitCriterion.FULL_SCORES)
    return [
        {"label": str(NOUNS[name]), "value": in_words(totals[name])}
        for name in shown
        if name in totals and name not in gate.hidden
    ]


def _person(row: dict[str, Any]) -> dict[str, Any]:
    return {"rank": row["rank"], "name": row["name"], "unit": row["unit"], "value": points(row["score"])}
