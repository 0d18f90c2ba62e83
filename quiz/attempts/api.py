"""The sitting as JSON: start, resume, save, submit. Every call but the start takes the attempt token alone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from quiz.attempts import papers, service, store, tokens
from quiz.attempts.layout import unpack
from quiz.attempts.notices import describe_clock
from quiz.attempts.review import visible_score
from quiz.attempts.starting import start_attempt
from quiz.attempts.tokens import Ticket
from quiz.contests.queries import rules_of_round
from quiz.core import clock
from quiz.core.errors import Invalid, NotFound, NotLoggedIn
from quiz.core.permissions import acting, login_required, token_or_login
from quiz.core.points import in_points
from quiz.core.sessions import TOKEN_HEADER
from quiz.core.web import csrf, csrf_checked_by_view

blueprint = Blueprint("attempts_api", __name__, url_prefix="/api/v1")


def answer(body: dict[str, Any], status: int = 200) -> Response:
    """A JSON answer without detours."""
    return Response(current_app.json.dumps(body), status, content_type="application/json")


def read_body() -> dict[str, Any]:
    """The JSON object of the request; raises Invalid."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Invalid("Nội dung gửi lên phải là một đối tượng JSON.", code="bad_json")
    return body


def ticket_of(attempt_id: int) -> Ticket:
    """Who asks for this attempt: the bearer of its token, else the person logged in (with a CSRF token to change)."""
    token = request.headers.get(TOKEN_HEADER)
    if token is None:
        return _ticket_by_login(attempt_id)
    ticket = tokens.read(token)
    if ticket is None:
        raise NotLoggedIn("Mã bài thi không hợp lệ. Vui lòng mở lại bài thi từ trang cuộc thi.", code="bad_token")
    if ticket.attempt_id != attempt_id:
        raise NotFound("Không tìm thấy bài thi này.")
    return ticket


def _ticket_by_login(attempt_id: int) -> Ticket:
    actor = acting()
    if request.method != "GET":
        csrf.protect()
    attempt = store.read(attempt_id)
    if attempt is None or attempt.person_id != actor.person_id:
        raise NotFound("Không tìm thấy bài thi này.")
    return Ticket(attempt_id, actor.person_id, attempt.layout)


@blueprint.post("/contests/<slug>/rounds/<int:number>/attempts")
@login_required
def start(slug: str, number: int) -> ResponseReturnValue:
    """Open an attempt (201), or show the one that is open (200)."""
    body = read_body() if request.data else {}
    accepted = body.get("accept_rules")
    if accepted is not None and (not isinstance(accepted, int) or isinstance(accepted, bool)):
        raise Invalid("Số hiệu bản thể lệ không hợp lệ.", field="accept_rules")
    division = body.get("division")
    if division is not None and not isinstance(division, str):
        raise Invalid("Mã bảng thi không hợp lệ.", field="division")
    attempt, is_new = start_attempt(acting(), slug, number, accepted, clock.now(), division)
    return answer(describe(attempt), 201 if is_new else 200)


@blueprint.get("/attempts/<int:attempt_id>")
@token_or_login
def show(attempt_id: int) -> ResponseReturnValue:
    """Resume: the paper and what is stored."""
    return answer(describe(service.own(ticket_of(attempt_id))))


@blueprint.get("/attempts/<int:attempt_id>/clock")
@token_or_login
def show_clock(attempt_id: int) -> ResponseReturnValue:
    """How the clock stands, and what was decided about it: asked now and then by an open paper, one statement."""
    ticket, now = ticket_of(attempt_id), clock.to_ms(clock.now())
    return answer(describe_clock(service.clock_of(ticket), now))


@blueprint.put("/attempts/<int:attempt_id>/answers")
@csrf_checked_by_view
@token_or_login
def save(attempt_id: int) -> ResponseReturnValue:
    """Store the whole state."""
    ticket, now = ticket_of(attempt_id), clock.to_ms(clock.now())
    saved = service.save(ticket, service.read_state(ticket, read_body()), now)
    body: dict[str, Any] = {
        "saved_seq": saved.seq,
        "saved_at": service.iso(saved.saved_at),
        "server_time": service.iso(now),
        "deadline_at": service.iso(saved.deadline_at),
    }
    if saved.prediction is not None:
        body["prediction"] = saved.prediction
    return answer(body)


@blueprint.post("/attempts/<int:attempt_id>/submission")
@csrf_checked_by_view
@token_or_login
def submit(attempt_id: int) -> ResponseReturnValue:
    """Grade and close once; the receipt. An attempt that is over already answers the same whatever the body."""
    ticket, now = ticket_of(attempt_id), clock.now()
    try:
        state, seq = _submission(ticket)
    except Invalid:
        if not service.is_finished(ticket, clock.to_ms(now)):
            raise
        state = seq = None
    attempt, came_late = service.submit(ticket, state, seq, clock.to_ms(now))
    outcome = describe_outcome(attempt)
    if came_late:
        raise service.late().with_details(**outcome)
    return answer(outcome)


def _submission(ticket: Ticket) -> tuple[service.State | None, int | None]:
    """The state and the number in sequence that come with a submission; both may be left out."""
    body = read_body() if request.data else {}
    state = service.read_state(ticket, body) if body.get("answers") is not None else None
    return state, service.read_seq(body["seq"]) if body.get("seq") is not None else None


def describe(attempt: store.AttemptRow) -> dict[str, Any]:
    """An attempt as the API shows it."""
    ticket = Ticket(attempt.id, attempt.person_id, attempt.layout)
    ids = service.ids_of(ticket)
    body = {
        "attempt_id": attempt.id,
        "attempt_token": tokens.issue(ticket),
        "number": attempt.number,
        "saved_seq": attempt.saved_seq,
        "answers": unpack(attempt.answers, ids),
        "started_at": service.iso(attempt.started_at),
        "deadline_at": service.iso(attempt.deadline_at),
        "paused_at": service.iso(attempt.paused_at),
        "server_time": clock.iso(clock.now()),
        "items": papers.shown(attempt.paper, ids),
        "prediction": _prediction(attempt),
        "complete_only": rules_of_round(attempt.round_id, attempt.rules_version).complete_only,
    }
    if attempt.submitted_at is not None:
        body.update(state="closed", **describe_outcome(attempt))
    return body


def _prediction(attempt: store.AttemptRow) -> dict[str, Any] | None:
    prediction = rules_of_round(attempt.round_id, attempt.rules_version).prediction
    if prediction is None:
        return None
    return {
        "question": prediction.question,
        "value": service.echo(attempt.prediction_text, attempt.prediction_value),
    }


def describe_outcome(attempt: store.AttemptRow) -> dict[str, Any]:
    """How a closed attempt ended; the score only where the rules show it by now."""
    score, _note = visible_score(attempt, clock.now())
    return {
        "receipt": service.receipt_of(attempt),
        "closed_by": attempt.closed_by,
        "submitted_at": service.iso(attempt.submitted_at),
        "saved_seq": attempt.saved_seq,
        "score": None if score is None else in_points(score),
        "max_score": None if attempt.max_score is None else in_points(attempt.max_score),
    }
