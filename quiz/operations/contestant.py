"""A contestant as a program: logs in, starts, saves, submits, looks at the own rank; for `quiz bench`."""

from __future__ import annotations

import http.client
import json
import random
from collections.abc import Callable
from typing import Any

Connection = http.client.HTTPConnection


class Refused(RuntimeError):
    """An answer that a measurement must not pass over."""


def call(
    connection: Connection, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
) -> tuple[int, Any, http.client.HTTPMessage]:
    """One request on a kept connection: status, JSON, headers."""
    payload = None if body is None else json.dumps(body)
    sent = {"Content-Type": "application/json", **(headers or {})} if payload else headers or {}
    connection.request(method, path, payload, sent)
    answer = connection.getresponse()
    text = answer.read()
    return answer.status, json.loads(text) if text.startswith(b"{") else text, answer.headers


class Contestant:
    """One person with a login on one contest."""

    def __init__(self, slug: str, round_number: int, login: str, password: str) -> None:
        self.slug, self.round_number = slug, round_number
        self.login_name, self.password = login, password
        self.headers: dict[str, str] = {}
        self.token: dict[str, str] = {}
        self.attempt: dict[str, Any] = {}
        self.seq = 0

    def log_in(self, connection: Connection) -> None:
        """Get a session cookie and its CSRF token."""
        _status, body, headers = call(connection, "GET", "/api/v1/session")
        sent = {"Cookie": _cookie(headers), "X-CSRFToken": body["csrf_token"]}
        credentials = {"login": self.login_name, "password": self.password}
        status, body, headers = call(connection, "POST", "/api/v1/session", credentials, sent)
        _expect(status, 200)
        self.headers = {"Cookie": _cookie(headers), "X-CSRFToken": body["csrf_token"]}

    def start(self, connection: Connection, rules_version: int = 1) -> None:
        """Open an attempt, accepting the rules."""
        path = f"/api/v1/contests/{self.slug}/rounds/{self.round_number}/attempts"
        status, self.attempt, _headers = call(connection, "POST", path, {"accept_rules": rules_version}, self.headers)
        _expect(status, 201)
        self.token = {"X-Attempt-Token": self.attempt["attempt_token"]}
        self.seq = 0

    def answers(self, rng: random.Random) -> dict[str, list[str]]:
        """An answer to every question, by chance."""
        return {str(item["position"]): [rng.choice(item["options"])["id"]] for item in self.attempt["items"]}

    def save(self, connection: Connection, answers: dict[str, list[str]]) -> None:
        """Save the whole state."""
        self.seq += 1
        path = f"/api/v1/attempts/{self.attempt['attempt_id']}/answers"
        status, _body, _headers = call(connection, "PUT", path, {"seq": self.seq, "answers": answers}, self.token)
        _expect(status, 200)

    def submit(self, connection: Connection) -> None:
        """Hand in what is stored."""
        path = f"/api/v1/attempts/{self.attempt['attempt_id']}/submission"
        status, _body, _headers = call(connection, "POST", path, {"seq": self.seq}, self.token)
        _expect(status, 200)

    def look_at_rank(self, connection: Connection) -> None:
        """The own place in the round."""
        path = f"/api/v1/contests/{self.slug}/rounds/{self.round_number}/standings/me"
        status, body, _headers = call(connection, "GET", path, headers=self.headers)
        _expect(status, 200)
        if body["standing"] is None:
            raise Refused("the own attempt is not in the standings")

    def whole_attempt(self, saves: int, rng: random.Random) -> Callable[[Connection], None]:
        """Open, save so many times, submit, look at the rank."""

        def journey(connection: Connection) -> None:
            self.start(connection)
            answers = self.answers(rng)
            for _ in range(saves):
                self.save(connection, answers)
            self.submit(connection)
            self.look_at_rank(connection)

        return journey


def _cookie(headers: http.client.HTTPMessage) -> str:
    return (headers["Set-Cookie"] or "").partition(";")[0]


def _expect(status: int, wanted: int) -> None:
    if status != wanted:
        raise Refused(f"status {status} instead of {wanted}")
