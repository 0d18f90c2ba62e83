"""Decisions about time against starts, saves and submissions that come at the same moment: no clock is left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from quiz.attempts import incidents
from quiz.attempts.clocks import Target
from quiz.attempts.models import Attempt
from quiz.core import clock
from quiz.core.db import db
from tests.races.conftest import ROUNDS, Arena
from tests.races.volley import Reply, release, request

START = "/api/v1/contests/thu/rounds/1/attempts"
LIMIT = timedelta(minutes=10)
PARTS = 6
"""How often a decision is made while people come; each time it meets a part of them."""


def at_once(arena: Arena, requests: list[bytes], decide: Callable[[], object]) -> list[Reply]:
    """Send the requests at the same moment, and decide while they are on their way."""
    replies: list[Reply] = []
    sender = threading.Thread(target=lambda: replies.extend(release(arena.port, requests)))
    sender.start()
    decide()
    sender.join()
    return replies


def starts(arena: Arena, part: int) -> list[bytes]:
    """The starts of one part of the people."""
    people = range(part, ROUNDS, PARTS)
    return [request("POST", START, {}, arena.headers(index)) for index in people]


def attempts() -> list[Attempt]:
    """All attempts as they are stored now."""
    db.session.rollback()
    return db.session.query(Attempt).all()


def time_added(one: Attempt) -> timedelta:
    """How much later than its limit an attempt ends."""
    return one.deadline_at - one.started_at - LIMIT


def test_extra_time_for_all_and_for_later_starts_misses_no_start_that_crosses_it(arena: Callable[..., Arena]) -> None:
    made = arena()
    target = Target(made.stage.round_id)
    for part in range(PARTS):
        coming = starts(made, part)
        replies = at_once(made, coming, lambda: incidents.give_time(None, target, 60, clock.now(), "Thử", later=True))
        assert {reply.status for reply in replies} == {201}
    minutes = [time_added(one) / timedelta(minutes=1) for one in attempts()]
    assert len(minutes) == ROUNDS
    assert set(minutes) == {float(PARTS)}  # those who were there got each decision, those who came later all at once
    assert {one.extra_ms for one in attempts()} == {PARTS * 60_000}


def test_a_pause_leaves_no_clock_running_whatever_crosses_it(arena: Callable[..., Arena]) -> None:
    made = arena()
    contest_id, refused = made.stage.contest_id, 0
    for part in range(PARTS):
        coming = starts(made, part)
        replies = at_once(made, coming, lambda: incidents.pause(None, contest_id, clock.now(), "Thử"))
        refused += sum(reply.status == 409 for reply in replies)
        incidents.catch_up(contest_id)
        assert all(one.paused_at is not None for one in attempts() if one.submitted_at is None)
        incidents.resume(None, contest_id, clock.now())
    for one in attempts():
        assert one.paused_at is None
        assert time_added(one) == timedelta(milliseconds=one.paused_ms)
    assert len(attempts()) == ROUNDS - refused


def test_what_is_handed_in_as_a_pause_comes_is_closed_whole_or_stands_whole(arena: Callable[..., Arena]) -> None:
    made = arena()
    contest_id = made.stage.contest_id
    opened = [reply.body for part in range(PARTS) for reply in release(made.port, starts(made, part))]
    sent = [_submission(body) for body in opened]
    replies = at_once(made, sent, lambda: incidents.pause(None, contest_id, clock.now(), "Thử"))
    by_id = {body["attempt_id"]: reply for body, reply in zip(opened, replies, strict=True)}
    for one in attempts():
        reply = by_id[one.id]
        is_closed = one.submitted_at is not None
        assert reply.status == (200 if is_closed else 409), reply
        assert (one.paused_at is None) is is_closed
        assert one.saved_seq == (1 if is_closed else 0)


def _submission(body: dict[str, Any]) -> bytes:
    headers = {"X-Attempt-Token": body["attempt_token"]}
    answers = {"1": [body["items"][0]["options"][0]["id"]]}
    return request("POST", f"/api/v1/attempts/{body['attempt_id']}/submission", {"seq": 1, "answers": answers}, headers)
