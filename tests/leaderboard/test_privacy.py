"""The public learns what the rules publish and nothing else: every public route, crawled with canaries."""

from __future__ import annotations

import json
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from quiz.contests.models import Entry
from quiz.core.db import db, transaction
from quiz.core.permissions import ACCESS
from quiz.ranking import figure_runs, service
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.ranking.conftest import ArenaMaker
from tests.security.routes import calls

CANARIES = (
    "Quỳnh",
    "quynh",
    "Thắm",
    "0977123456",
    "1971-05-09",
    "09/05/1971",
    "2014-02-03",
    "loginbimat",
    "Ghi chú kín",
    "cccd-canary",
)
VARIANTS = ("", "?round=1", "?unit=A1", "?q=quynh", "?q=h", "?page=1", "?at=toi", "?compare=me", "?unit_text=chi+bo")
ALLOWED = {"rank", "rank_within", "name", "unit", "unit_code", "score", "criteria"}


@pytest.fixture
def marked(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """People whose private data can be told from everything else; only initials of them are public."""
    arena = new_arena()
    private = {"phone": "0977123456", "birth": "1971-05-09", "login_name": "loginbimat"}
    arena.person("Hồ Thị Quỳnh", public_name="initials", **private)
    arena.person("Lò Thị Thắm", birth="2014-02-03", public_name="full")
    arena.sit("Hồ Thị Quỳnh", score=900)
    arena.sit("Lò Thị Thắm", score=800)
    arena.person("Bị Hủy Quỳnh", is_disqualified=True)
    arena.sit("Bị Hủy Quỳnh", score=1000)
    with transaction():
        entry = db.session.get_one(Entry, (arena.contest_id, arena.people["Bị Hủy Quỳnh"]))
        entry.status_reason = "Ghi chú kín"
    frozen.move(hours=1)
    service.refresh(frozen.moment)
    figure_runs.make_due(frozen.moment)
    return arena


def public_routes(app: Flask) -> list[str]:
    """Every address that anybody may read."""
    return [call.url for call in calls(app, ("GET",)) if getattr(app.view_functions[call.endpoint], ACCESS, 0) is None]


def text_in(content: bytes, mimetype: str) -> str:
    """What can be read in an answer, also in a workbook."""
    if "spreadsheet" in mimetype:
        book = load_workbook(BytesIO(content))
        return " ".join(str(cell.value) for page in book.worksheets for row in page.iter_rows() for cell in row)
    text = content.decode("utf-8", "replace")
    return unescape(text) + (json.dumps(json.loads(text), ensure_ascii=False) if "json" in mimetype else "")


def test_no_public_route_tells_what_somebody_keeps_to_themselves(
    marked: Arena, app: Flask, client: FlaskClient
) -> None:
    asked, shown = 0, ""
    for url in public_routes(app):
        for variant in VARIANTS:
            answer = client.get(url + variant)
            text = text_in(answer.data, answer.mimetype).replace(variant, "")
            asked, shown = asked + 1, shown + text
            told = [canary for canary in CANARIES if canary in text and f"q={canary}" not in variant]
            assert told == [], url + variant
    assert asked > 200
    assert "H.T.Q." in shown
    assert "L.T.T." in shown


def test_a_row_of_the_api_holds_the_fields_of_the_printed_list_alone(marked: Arena, client: FlaskClient) -> None:
    for address in ("/api/v1/contests/thu/standings", "/api/v1/contests/thu/rounds/1/standings?unit=A"):
        for row in client.get(address).json["rows"]:
            assert set(row) <= ALLOWED
            assert set(row["criteria"]) == {"score", "duration", "submitted_at"}


@pytest.mark.parametrize(
    "address", ["/board/thu", "/board/thu.json", "/board/thu/qr.svg", "/api/v1/contests/thu/figures"]
)
def test_what_caches_keep_is_free_of_cookies(marked: Arena, client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("address", ["/contests/thu/standings", "/contests/thu/units", "/contests/thu/figures"])
def test_pages_that_know_their_reader_are_kept_by_nobody(marked: Arena, client: FlaskClient, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "no-store"
