"""What people and programs are told of a round that rests, of a start that would be cut, and of an attempt's clock."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.attempts import incidents
from quiz.attempts.models import Attempt
from quiz.core.db import db
from tests.attempts.desk import REASON, Desk
from tests.attempts.test_incident_console import log_in
from tests.attempts.time_cases import NOON, WEEK
from tests.conftest import FrozenClock


@pytest.fixture
def desk(app: Flask, frozen: FrozenClock, client: FlaskClient) -> Desk:
    """A round that rests at noon; the first person is logged in."""
    desk = Desk(app, frozen)
    desk.round(*WEEK, schedule=NOON)
    log_in(app, client, desk, 0)
    return desk


def round_of(client: FlaskClient) -> dict[str, Any]:
    """The round in the contest's JSON."""
    body: dict[str, Any] = (client.get("/api/v1/contests/thu").json or {})["rounds"][0]
    return body


def test_a_resting_round_says_until_when(desk: Desk, client: FlaskClient) -> None:
    desk.at("02/03/2026 12:00")
    assert round_of(client)["state"] == "paused"
    assert round_of(client)["resumes_at"] == "2026-03-02T06:30:00.000Z"
    page = client.get("/contests/thu").text
    assert "Vòng thi nghỉ đến 13:30 ngày 02/03/2026" in page
    assert "Bắt đầu làm bài" not in page
    desk.at("02/03/2026 13:30")
    assert (round_of(client)["state"], round_of(client)["resumes_at"]) == ("open", None)
    assert "Bắt đầu làm bài" in client.get("/contests/thu").text


def test_who_starts_shortly_before_a_closing_is_told_before(desk: Desk, client: FlaskClient) -> None:
    desk.at("02/03/2026 11:26")
    page = client.get("/contests/thu").text
    assert "chỉ còn 4 phút làm bài (đến 11:30 ngày 02/03/2026) thay vì 15 phút" in page
    assert 'name="knows_cut"' in page


def test_a_page_opened_long_before_starts_nothing_that_would_be_cut(desk: Desk, client: FlaskClient) -> None:
    assert 'name="knows_cut"' not in client.get("/contests/thu").text
    desk.at("02/03/2026 11:26")
    answer = client.post("/contests/thu/rounds/1/start")
    assert answer.location == "/contests/thu"
    assert db.session.query(Attempt).count() == 0
    assert "chỉ còn 4 phút 0 giây làm bài" in client.get("/contests/thu").text
    answer = client.post("/contests/thu/rounds/1/start", data={"knows_cut": "1"})
    assert "/attempts/" in answer.location
    assert desk.deadline() == "02/03 11:30:00"


def test_a_cancelled_round_is_closed_for_programs_and_says_so(desk: Desk, client: FlaskClient) -> None:
    assert round_of(client)["cancelled"] is False
    desk.start()
    incidents.cancel(None, desk.stage.round_id, desk.frozen.moment, REASON)
    assert (round_of(client)["state"], round_of(client)["cancelled"]) == ("closed", True)


def test_the_clock_of_an_attempt_tells_what_was_decided_and_why(desk: Desk) -> None:
    desk.start()
    sitting = desk.sittings[0]

    def clock() -> dict[str, Any]:
        body: dict[str, Any] = sitting.client.get(f"{sitting.url}/clock", headers=sitting.token).json or {}
        return body

    assert (clock()["notice"], clock()["paused_at"], clock()["state"]) == (None, None, "open")
    desk.give(10, who=0)
    assert clock()["deadline_at"] == "2026-03-02T01:25:00.000Z"
    assert clock()["notice"]["text"] == f"Bài thi được cộng thêm 10 phút. Lý do: {REASON}."
    desk.pause()
    assert clock()["paused_at"] == "2026-03-02T01:00:00.000Z"
    assert clock()["notice"]["kind"] == "pause"
    assert (sitting.show().json or {})["notice"] == clock()["notice"]
    desk.at("+60")
    desk.resume()
    assert clock()["deadline_at"] == "2026-03-02T01:26:00.000Z"
    desk.submit()
    assert clock()["state"] == "closed"


def test_the_clock_of_somebody_else_is_not_found(desk: Desk, client: FlaskClient) -> None:
    desk.start(1)
    assert client.get(f"{desk.sittings[1].url}/clock").status_code == 404


def test_keys_stay_back_as_long_as_somebody_has_a_window_of_the_own(desk: Desk, client: FlaskClient) -> None:
    desk.start()
    desk.submit()
    address = f"/attempts/{desk.row().id}/result"
    desk.window("10/03/2026 08:00", "10/03/2026 10:00", who=1)
    desk.at("09/03/2026 08:00")
    assert "KHOA-BI-MAT" not in client.get(address).text
    assert client.get("/contests/thu/rounds/1/draw.json").status_code == 404
    desk.at("10/03/2026 10:00")
    assert "KHOA-BI-MAT" in client.get(address).text
    assert client.get("/contests/thu/rounds/1/draw.json").status_code == 200
