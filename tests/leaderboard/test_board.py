"""The projector: from the snapshot alone, for caches, without cookies."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from quiz.contests.rules import Total
from quiz.contests.unit_scheme import UnitCriterion
from quiz.core.db import db
from quiz.ranking import service
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn
from tests.ranking.conftest import ArenaMaker

PAGE, DATA = "/board/thu", "/board/thu.json"


def test_the_board_shows_the_best_people_and_units(four: Arena, client: FlaskClient) -> None:
    board = client.get(DATA).json
    assert (board["title"], board["stage"]) == ("Cuộc thi thử", "Vòng 1")
    assert board["people"][:2] == [
        {"rank": 1, "name": "Nguyễn Văn An", "unit": "Chi bộ Một, Xã An", "value": "10"},
        {"rank": 2, "name": "Lê Văn Áng", "unit": "Phường Bình", "value": "8,5"},
    ]
    assert board["units"][0] == {"rank": 1, "name": "Xã An", "unit": "", "value": "2"}
    assert board["totals"] == [
        {"label": "người dự thi", "value": "4"},
        {"label": "lượt thi", "value": "4"},
        {"label": "người đạt điểm tối đa", "value": "1"},
    ]
    assert board["notes"] == ["Số liệu lúc 08:10:00", "Kết quả tạm thời"]


def test_the_page_stands_without_a_script(four: Arena, client: FlaskClient) -> None:
    text = client.get(PAGE).text
    for part in ("Nguyễn Văn An", "8,5", "Xã An", "Số liệu lúc 08:10:00", 'data-url="/board/thu.json"', "qr.svg"):
        assert part in text
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", text)


@pytest.mark.parametrize(
    ("criterion", "value", "noun"),
    [
        (UnitCriterion.PEOPLE, "2", "người dự thi"),
        (UnitCriterion.ATTEMPTS, "3", "lượt thi"),
        (UnitCriterion.RATE, "4,0%", "tỷ lệ dự thi"),
        (UnitCriterion.MEAN_SCORE, "7,50", "điểm trung bình"),
        (UnitCriterion.FULL_SCORES, "1", "người đạt điểm tối đa"),
    ],
)
def test_units_show_the_figure_they_are_ranked_by(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock, criterion: UnitCriterion, value: str, noun: str
) -> None:
    arena = new_arena(unit_order=(criterion,))
    arena.sit("An", "B", score=1000)
    arena.sit("Bình", "B", score=500)
    arena.sit("Bình", "B", number=2, score=100)
    service.refresh(frozen.moment)
    board = client.get(DATA).json
    best = board["units"][0]
    assert (best["name"], best["value"], board["measure"]) == ("Phường Bình", value, noun)


def test_nothing_changed_is_answered_without_a_body(four: Arena, client: FlaskClient, frozen: FrozenClock) -> None:
    first = client.get(DATA)
    etag = first.headers["ETag"]
    frozen.move(seconds=2)
    service.refresh(frozen.moment)
    again = client.get(DATA, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    four.sit("Vũ Thị Mới", score=1000, duration_ms=1000, started_at=frozen.moment)
    frozen.move(seconds=2)
    service.refresh(frozen.moment)
    changed = client.get(DATA, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag
    assert changed.json["people"][0]["name"] == "Vũ Thị Mới"


@pytest.mark.parametrize("address", [PAGE, DATA, f"{PAGE}/qr.svg"])
def test_the_board_is_for_caches_and_needs_no_cookie(four: Arena, client: FlaskClient, address: str) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = "a login that has expired"
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=2"
    assert "Set-Cookie" not in answer.headers
    assert "cookie" not in answer.headers.get("Vary", "").lower()


@pytest.mark.parametrize("address", [PAGE, DATA, f"{PAGE}/qr.svg"])
def test_the_board_is_the_same_for_everybody(four: Arena, client: FlaskClient, log_in: LogIn, address: str) -> None:
    stranger = client.get(address)
    person = log_in(four.people["Nguyễn Văn An"])
    person.set_cookie("lang", "en")
    person.set_cookie("sen", "anything")
    assert person.get(address).data == stranger.data


@pytest.mark.parametrize("address", [PAGE, DATA])
def test_the_projector_never_touches_attempts_or_standings(
    four: Arena, app: Flask, client: FlaskClient, address: str
) -> None:
    statements: list[str] = []

    def listen(*args: Any) -> None:
        statements.append(args[2].lower())

    event.listen(db.engine, "before_cursor_execute", listen)
    assert client.get(address).status_code == 200
    event.remove(db.engine, "before_cursor_execute", listen)
    assert any("snapshots" in sql for sql in statements)
    for table in ("attempts", "standings", "people", "unit_standings", "folds"):
        assert not any(re.search(rf"\b{table}\b", sql) for sql in statements), table


def test_a_board_before_the_start_says_that_there_is_nothing_yet(arena: Arena, client: FlaskClient) -> None:
    board = client.get(DATA).json
    assert (board["people"], board["units"], board["totals"], board["as_of"]) == ([], [], [], None)
    assert board["notes"][0] == "Chưa có số liệu"
    assert "Chưa có thí sinh nào nộp bài." in client.get(PAGE).text


def test_the_board_shows_the_total_where_there_is_one_and_any_round_asked_for(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM)
    arena.sit("An", round_number=1, score=400)
    frozen.move(weeks=1, minutes=5)
    arena.sit("An", round_number=2, score=500)
    service.refresh(frozen.moment)
    assert client.get(DATA).json["stage"] == "Toàn cuộc thi"
    assert client.get(DATA).json["people"][0]["value"] == "9"
    assert client.get(f"{DATA}?round=1").json["people"][0]["value"] == "4"
    assert 'data-url="/board/thu.json?round=1"' in client.get(f"{PAGE}?round=1").text
    assert client.get(f"{DATA}?round=3").status_code == 404
    assert client.get("/board/khong-co").status_code == 404


def test_the_code_on_the_wall_leads_to_the_contest(four: Arena, app: Flask, client: FlaskClient) -> None:
    import segno

    from quiz.leaderboard.board import contest_address

    answer = client.get(f"{PAGE}/qr.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    with app.test_request_context(base_url="https://thi.example.vn/"):
        address = contest_address("thu")
    assert address == "https://thi.example.vn/contests/thu"
    expected = segno.make("http://localhost/contests/thu", error="m")
    assert answer.text.count("<path") >= 1
    assert f'width="{(expected.symbol_size(border=2)[0]) * 8}"' in answer.text
