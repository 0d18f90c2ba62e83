"""Saving: the whole state, in sequence, never late, and the answer tells the truth."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from quiz.attempts.models import Attempt
from quiz.core.db import db
from tests.attempts.conftest import Sitting
from tests.conftest import FrozenClock


def code_of(answer: TestResponse) -> tuple[int, str]:
    """Status and error code."""
    assert answer.json is not None
    return answer.status_code, answer.json["error"]["code"]


@pytest.fixture
def begun(sitting: Sitting) -> Sitting:
    """An open attempt."""
    sitting.start()
    return sitting


def test_a_save_is_answered_with_what_was_stored(begun: Sitting, frozen: FrozenClock) -> None:
    frozen.move(seconds=3)
    answer = begun.save(1, begun.first_options())
    assert answer.status_code == 200
    assert answer.json == {
        "saved_seq": 1,
        "saved_at": "2026-03-02T01:00:03.000Z",
        "server_time": "2026-03-02T01:00:03.000Z",
        "deadline_at": "2026-03-02T01:10:00.000Z",
    }
    assert (begun.show().json or {})["answers"] == begun.first_options()


def test_a_missing_position_becomes_blank(begun: Sitting) -> None:
    everything = begun.first_options()
    begun.save(1, everything)
    begun.save(2, {"2": everything["2"]})
    assert (begun.show().json or {})["answers"] == {"2": everything["2"]}


def test_the_same_save_twice_gets_the_same_answer(begun: Sitting, frozen: FrozenClock) -> None:
    first = begun.save(1, begun.first_options()).json or {}
    frozen.move(seconds=7)
    again = begun.save(1, begun.first_options())
    assert again.status_code == 200
    body = again.json or {}
    assert (body["saved_seq"], body["saved_at"]) == (first["saved_seq"], first["saved_at"])


@pytest.mark.parametrize("seq", [0, 1, 3, 99])
def test_a_save_out_of_sequence_is_stale_and_shows_what_is_stored(begun: Sitting, seq: int) -> None:
    stored = begun.first_options()
    begun.save(1, stored)
    answer = begun.save(seq, {})
    assert code_of(answer) == (409, "stale")
    assert answer.json is not None
    assert (answer.json["saved_seq"], answer.json["answers"]) == (1, stored)
    assert (begun.show().json or {})["answers"] == stored


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"seq": 1},
        {"answers": {}},
        {"seq": "1", "answers": {}},
        {"seq": True, "answers": {}},
        {"seq": -1, "answers": {}},
        {"seq": 2**31, "answers": {}},
        {"seq": 1.5, "answers": {}},
        {"seq": 1, "answers": {"1": ["nothing"]}},
        {"seq": 1, "answers": {"6": []}},
        {"seq": 1, "answers": {}, "prediction": [1]},
        {"seq": 1, "answers": {}, "prediction": "9" * 41},
    ],
)
def test_what_cannot_be_a_state_is_refused_and_nothing_changes(begun: Sitting, body: dict[str, Any]) -> None:
    answer = begun.client.put(f"{begun.url}/answers", json=body, headers=begun.token)
    assert answer.status_code == 422
    assert (begun.show().json or {})["saved_seq"] == 0


@pytest.mark.parametrize("data", ["", "[]", "nothing", '"x"', "{", "null"])
def test_a_body_that_is_no_object_is_refused(begun: Sitting, data: str) -> None:
    answer = begun.client.put(f"{begun.url}/answers", data=data, headers=begun.token, content_type="application/json")
    assert code_of(answer) == (422, "bad_json")


@pytest.mark.parametrize(("milliseconds", "accepted"), [(4000, True), (5000, True), (5001, False), (6000, False)])
def test_the_grace_ends_on_the_millisecond(
    begun: Sitting, frozen: FrozenClock, milliseconds: int, accepted: bool
) -> None:
    frozen.move(minutes=10, milliseconds=milliseconds)
    answer = begun.save(1, begun.first_options())
    row = db.session.query(Attempt).one()
    if accepted:
        assert answer.status_code == 200
        assert (row.saved_seq, row.submitted_at) == (1, None)
    else:
        assert code_of(answer) == (409, "late")
        assert (row.saved_seq, row.answers, row.closed_by) == (0, bytes(5), "deadline")


def test_after_handing_in_nothing_is_saved(begun: Sitting) -> None:
    begun.submit(seq=1, answers=begun.first_options())
    answer = begun.save(2, {})
    assert code_of(answer) == (409, "closed")
    assert (begun.show().json or {})["answers"] == begun.first_options()


def test_times_sent_by_the_client_are_ignored(begun: Sitting, frozen: FrozenClock) -> None:
    lies = {"started_at": 0, "submitted_at": 0, "duration": 1, "remaining": 9e9, "saved_at": "1970", "tz": "Z"}
    frozen.move(seconds=30)
    answer = begun.save(1, {}, **lies)
    assert (answer.json or {})["saved_at"] == "2026-03-02T01:00:30.000Z"
    assert (answer.json or {})["deadline_at"] == "2026-03-02T01:10:00.000Z"


def test_a_token_opens_only_its_own_attempt(begun: Sitting, frozen: FrozenClock) -> None:
    other = f"/api/v1/attempts/{begun.body['attempt_id'] + 1}"
    assert code_of(begun.client.get(other, headers=begun.token)) == (404, "not_found")
    forged = {"X-Attempt-Token": begun.body["attempt_token"][:-1] + "!"}
    assert code_of(begun.client.get(begun.url, headers=forged)) == (401, "bad_token")
    assert code_of(begun.client.get(begun.url)) == (401, "not_logged_in")


def test_an_expired_login_does_not_cut_a_sitting(begun: Sitting) -> None:
    assert (begun.client.get("/api/v1/session").json or {})["person"] is None
    assert begun.save(1, {}).status_code == 200
    assert "Set-Cookie" not in begun.show().headers
