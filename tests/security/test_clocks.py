"""Looking never starts a clock, and no time that a client sends is believed: over every route there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from quiz.attempts.models import Attempt
from quiz.core.db import db
from tests.conftest import START, FrozenClock
from tests.factories.stage import Stage
from tests.security.conftest import Headers, start
from tests.security.routes import CHANGING, calls

TRICKS: tuple[Headers, ...] = (
    {},
    {"Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"X-Moz": "prefetch"},
    {"User-Agent": "facebookexternalhit/1.1"},
    {"X-HTTP-Method-Override": "POST"},
    {"User-Agent": "ZaloBot", "Accept": "*/*"},
)
LIES = {
    "now": "1970-01-01T00:00:00Z",
    "started_at": "2020-01-01T00:00:00Z",
    "submitted_at": "2020-01-01T00:00:00Z",
    "saved_at": 0,
    "closed_at": 0,
    "deadline_at": "2099-01-01T00:00:00Z",
    "duration": 1,
    "duration_ms": 1,
    "remaining": 999999,
    "time_limit_seconds": 999999,
    "server_time": "2020-01-01T00:00:00Z",
    "tz": "Etc/GMT+12",
    "grace_ms": 999999,
}
LYING_HEADERS = {"Date": "Thu, 01 Jan 1970 00:00:00 GMT", "X-Request-Start": "t=0", "X-Timezone": "Etc/GMT+12"}


def times() -> list[tuple[Any, ...]]:
    """All times of all attempts as stored."""
    db.session.rollback()
    columns = (Attempt.id, Attempt.started_at, Attempt.deadline_at, Attempt.submitted_at, Attempt.duration_ms)
    return [tuple(row) for row in db.session.query(*columns).order_by(Attempt.id)]


def test_no_look_by_any_trick_starts_an_attempt(
    app: Flask, client: FlaskClient, stage: Stage, headers_of: Callable[[int], Headers]
) -> None:
    headers, looked = headers_of(0), 0
    for call in calls(app, ("GET", "POST", "PUT", "DELETE")):
        for trick in TRICKS:
            for method in ("GET", "HEAD"):
                client.open(f"{call.url}?_method=POST&accept_rules=1", method=method, headers={**headers, **trick})
                looked += 1
    assert looked > 1000
    assert times() == []


def test_an_attempt_started_by_an_old_page_or_the_api_has_a_running_clock(
    client: FlaskClient, stage: Stage, headers_of: Callable[[int], Headers], frozen: FrozenClock
) -> None:
    frozen.move(minutes=3)
    page = client.post("/contests/thu/rounds/1/start", headers=headers_of(0))
    assert page.status_code == 303
    assert start(client, headers_of(1)).status_code == 201
    rows = times()
    assert len(rows) == 2
    assert {(row[1], row[2]) for row in rows} == {(frozen.moment, START.replace(minute=13))}


def test_times_that_clients_send_change_nothing_on_any_route(
    app: Flask, client: FlaskClient, stage: Stage, headers_of: Callable[[int], Headers], frozen: FrozenClock
) -> None:
    headers = {**headers_of(0), **LYING_HEADERS}
    opened = start(client, headers, **LIES).json or {}
    assert opened["started_at"] == "2026-03-02T01:00:00.000Z"
    before, asked = times(), 0
    frozen.move(seconds=20)
    for call in calls(app, CHANGING, attempt_id=opened["attempt_id"]):
        if call.endpoint.endswith(("log_out", "logout", "devices", "submit", "attempts_api.start", "attempts.start")):
            continue
        for name, value in LIES.items():
            client.open(call.url, method=call.method, json={name: value, "seq": 1, "answers": {}}, headers=headers)
            client.open(f"{call.url}?{name}={value}", method=call.method, data={name: str(value)}, headers=headers)
            asked += 2
    assert asked > 500
    assert times() == before


def test_times_sent_with_a_save_and_a_submission_change_nothing(
    client: FlaskClient, stage: Stage, headers_of: Callable[[int], Headers], frozen: FrozenClock
) -> None:
    opened = start(client, headers_of(0)).json or {}
    token = {"X-Attempt-Token": opened["attempt_token"], **LYING_HEADERS}
    url = f"/api/v1/attempts/{opened['attempt_id']}"
    frozen.move(seconds=40)
    saved = client.put(f"{url}/answers?now=0&deadline_at=0", json={"seq": 1, "answers": {}, **LIES}, headers=token)
    assert (saved.json or {})["saved_at"] == "2026-03-02T01:00:40.000Z"
    assert (saved.json or {})["deadline_at"] == "2026-03-02T01:10:00.000Z"
    frozen.move(seconds=20)
    done = client.post(f"{url}/submission?duration=1", json={"seq": 2, "answers": {}, **LIES}, headers=token)
    assert (done.json or {})["submitted_at"] == "2026-03-02T01:01:00.000Z"
    assert times()[0][4] == 60_000
