"""The server's half of a sitting, kept in memory: the protocol of saving with a clock and faults that tests set."""

from __future__ import annotations

import threading
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from quiz.core.clock import iso
from quiz.core.permissions import public
from quiz.core.web import csrf
from tests.browser.questions import items

ATTEMPT = 4711
TOKEN = "a-token-of-this-attempt"
GRACE = timedelta(seconds=5)


class FakeSitting:
    """One attempt. `refusals` are (status, code, Retry-After) to answer saves with, one each, before anything else."""

    def __init__(self, seconds: float = 600) -> None:
        self.lock = threading.Lock()
        self.items = items()
        self.prediction: dict[str, Any] | None = None
        self.complete_only = False
        self.answers: dict[str, list[str]] = {}
        self.saved_seq = 0
        self.started_at = datetime.now(UTC)
        self.deadline_at = self.started_at + timedelta(seconds=seconds)
        self.outcome: dict[str, Any] | None = None
        self.saves: list[dict[str, Any]] = []
        self.submissions: list[dict[str, Any]] = []
        self.refusals: deque[tuple[int, str, int | None]] = deque()
        self.logged_in = True
        self.paused_at: datetime | None = None
        self.notice: dict[str, Any] | None = None
        self.looks = 0

    def now(self) -> datetime:
        """The server's clock."""
        return datetime.now(UTC)

    def end_in(self, seconds: float) -> None:
        """Move the deadline."""
        self.deadline_at = self.now() + timedelta(seconds=seconds)

    def decide(self, kind: str, text: str) -> None:
        """Note a decision about the attempt."""
        self.notice = {"id": (self.notice or {"id": 0})["id"] + 1, "kind": kind, "text": text}

    def give(self, seconds: float, text: str) -> None:
        """Move the deadline by a decision."""
        self.deadline_at += timedelta(seconds=seconds)
        self.decide("extra_time", text)

    def pause(self, text: str) -> None:
        """Let the clock stand still."""
        self.paused_at = self.now()
        self.decide("pause", text)

    def resume(self) -> None:
        """Let it go on, with the time it stood still."""
        assert self.paused_at is not None
        self.deadline_at += self.now() - self.paused_at
        self.paused_at = None
        self.decide("resume", "Cuộc thi tiếp tục.")

    def clock(self) -> dict[str, Any]:
        """The answer to a look at the clock."""
        self.looks += 1
        return {
            "deadline_at": iso(self.deadline_at),
            "server_time": iso(self.now()),
            "saved_seq": self.saved_seq,
            "state": "closed" if self.outcome else "open",
            "paused_at": iso(self.paused_at) if self.paused_at else None,
            "notice": self.notice,
        }

    def may_ask(self, token: str | None) -> bool:
        """Whether the bearer of this token (or of the login) may ask."""
        return token == TOKEN or (token is None and self.logged_in)

    def described(self) -> dict[str, Any]:
        """The answer to a resume."""
        body = {
            "attempt_id": ATTEMPT,
            "attempt_token": TOKEN,
            "number": 2,
            "complete_only": self.complete_only,
            "saved_seq": self.saved_seq,
            "answers": self.answers,
            "started_at": iso(self.started_at),
            "deadline_at": iso(self.deadline_at),
            "server_time": iso(self.now()),
            "items": self.items,
            "prediction": self.prediction,
            "paused_at": iso(self.paused_at) if self.paused_at else None,
            "notice": self.notice,
        }
        return body | ({"state": "closed", **self.outcome} if self.outcome else {})

    def save(self, body: dict[str, Any]) -> tuple[dict[str, Any], int]:
        """Store a state by the rule of the sequence."""
        if self.is_over():
            return problem("late"), 409
        if self.outcome:
            return problem("closed"), 409
        if self.paused_at is not None:
            return self.standing_still()
        is_repeated = body["seq"] == self.saved_seq and body["answers"] == self.answers
        if not is_repeated:
            if body["seq"] != self.saved_seq + 1:
                return problem("stale") | {"saved_seq": self.saved_seq, "answers": self.answers}, 409
            self.store(body)
        return self.acknowledged(body), 200

    def standing_still(self) -> tuple[dict[str, Any], int]:
        """The answer to a save or a submission while paused."""
        assert self.paused_at is not None
        return problem("paused") | {"paused_at": iso(self.paused_at)}, 409

    def store(self, body: dict[str, Any]) -> None:
        """Take a state over."""
        self.saved_seq, self.answers = body["seq"], body["answers"]
        if self.prediction is not None:
            self.prediction["value"] = read(body.get("prediction"))
        self.saves.append(body)

    def acknowledged(self, body: dict[str, Any]) -> dict[str, Any]:
        """The answer to a save that was stored."""
        now = iso(self.now())
        answer = {
            "saved_seq": self.saved_seq,
            "saved_at": now,
            "server_time": now,
            "deadline_at": iso(self.deadline_at),
        }
        return answer | ({"prediction": read(body.get("prediction"))} if body.get("prediction") else {})

    def is_over(self) -> bool:
        """Whether deadline and grace have passed."""
        return self.paused_at is None and self.now() > self.deadline_at + GRACE

    def submit(self, body: dict[str, Any]) -> tuple[dict[str, Any], int]:
        """Close once."""
        self.submissions.append(body)
        if self.paused_at is not None and self.outcome is None:
            return self.standing_still()
        if self.outcome is None and not self.is_over() and "answers" in body:
            answer, status = self.save(body)
            if status != 200:
                return answer, status
        came_late = self.outcome is None and self.is_over()
        self.close("deadline" if self.now() >= self.deadline_at else "person")
        return (problem("late") | (self.outcome or {}), 409) if came_late else (self.outcome or {}, 200)

    def close(self, closed_by: str) -> None:
        """End the attempt with what is stored."""
        if self.outcome is None:
            score = len(self.answers)
            self.outcome = {
                "receipt": "SEN-ABCD-EFGH-IJKL-MNOP",
                "closed_by": closed_by,
                "submitted_at": iso(self.now()),
                "saved_seq": self.saved_seq,
                "score": score,
                "max_score": len(self.items),
            }


def read(text: str | None) -> dict[str, Any] | None:
    """A prediction as the server reads it: whole numbers with thousands points."""
    if not text:
        return None
    digits = text.replace(".", "")
    return {"text": text, "value": int(digits)} if digits.isdigit() else {"text": text, "value": None, "problem": "?"}


def problem(code: str, message: str = "Không thực hiện được.") -> dict[str, Any]:
    """An error of the API."""
    return {"error": {"code": code, "message": message, "request_id": "abc123"}}


def pages() -> Blueprint:
    """The pages around the sitting."""
    blueprint = Blueprint("attempts", __name__)

    @blueprint.get(f"/attempts/{ATTEMPT}")
    @public
    def paper() -> ResponseReturnValue:
        return render_template("attempts/paper.html", attempt_id=ATTEMPT, is_demo=True)

    @blueprint.get(f"/attempts/{ATTEMPT}/result")
    @public
    def result() -> ResponseReturnValue:
        return "<h1>result page</h1>"

    return blueprint


def calls(sitting: FakeSitting) -> Blueprint:
    """The calls of the sitting."""
    blueprint = Blueprint("attempts_api", __name__, url_prefix=f"/api/v1/attempts/{ATTEMPT}")
    csrf.exempt(blueprint)

    @blueprint.get("")
    @public
    def show() -> ResponseReturnValue:
        if not sitting.may_ask(request.headers.get("X-Attempt-Token")):
            return jsonify(problem("not_logged_in", "Vui lòng đăng nhập để tiếp tục.")), 401
        with sitting.lock:
            return jsonify(sitting.described())

    @blueprint.get("/clock")
    @public
    def clock() -> ResponseReturnValue:
        if not sitting.may_ask(request.headers.get("X-Attempt-Token")):
            return jsonify(problem("not_logged_in")), 401
        with sitting.lock:
            return jsonify(sitting.clock())

    @blueprint.put("/answers")
    @public
    def save() -> ResponseReturnValue:
        with sitting.lock:
            return refused(sitting) or sitting.save(request.get_json())

    @blueprint.post("/submission")
    @public
    def submit() -> ResponseReturnValue:
        with sitting.lock:
            return refused(sitting) or sitting.submit(request.get_json())

    return blueprint


def refused(sitting: FakeSitting) -> tuple[dict[str, Any], int, dict[str, str]] | None:
    """The refusal that a test has ordered, or that a missing right asks for."""
    if not sitting.may_ask(request.headers.get("X-Attempt-Token")):
        return problem("not_logged_in"), 401, {}
    if not sitting.refusals:
        return None
    status, code, wait = sitting.refusals.popleft()
    return problem(code), status, {"Retry-After": str(wait)} if wait is not None else {}
