"""No route tells a key before its time: the whole product is crawled in every state of a contestant."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quiz.core.settings import ROOT
from quiz.ranking.service import refresh
from tests.conftest import FrozenClock
from tests.factories.stage import Stage
from tests.security.conftest import Headers, start
from tests.security.routes import calls

CANARY = "KHOA-BI-MAT"
READING = ("GET",)
VARIANTS = ("", "?format=json", "?q=KHOA", "?page=2", "?round=1")


def content_of(answer: TestResponse) -> str:
    """What an answer says, whatever it is: of a Word or Excel file all its parts; what is no text as it can be read."""
    parts = [answer.data]
    if zipfile.is_zipfile(io.BytesIO(answer.data)):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            parts = [packed.read(name) for name in packed.namelist()]
    return "\n".join(part.decode("utf-8", "replace") for part in parts)


def crawl(app: Flask, client: FlaskClient, headers: Headers, attempt_id: int) -> tuple[int, list[str]]:
    """Ask every reading route in every variant: how many answers, and the addresses that told."""
    asked, told = 0, []
    for call in calls(app, READING, attempt_id=attempt_id):
        for variant in VARIANTS:
            answer = client.get(call.url + variant, headers=headers)
            asked += 1
            assert answer.status_code != 500, call.url + variant
            if CANARY in content_of(answer) or CANARY in str(answer.headers):
                told.append(call.url + variant)
    return asked, told


def test_no_route_tells_a_key_before_the_round_has_ended(
    app: Flask, client: FlaskClient, stage: Stage, headers_of: Callable[[int], Headers], frozen: FrozenClock
) -> None:
    sitting, contact = headers_of(0), headers_of(2)
    states = {"nobody": ({}, 1), "before": (sitting, 1), "contact": (contact, 1)}
    for name, (headers, attempt_id) in states.items():
        assert crawl(app, client, headers, attempt_id)[1] == [], name
    opened = start(client, sitting).json or {}
    token = {"X-Attempt-Token": opened["attempt_token"]}
    for name, headers in {"during": sitting, "by token": token, "another's": contact, "nobody": {}}.items():
        assert crawl(app, client, headers, opened["attempt_id"])[1] == [], name
    client.post(f"/api/v1/attempts/{opened['attempt_id']}/submission", json={}, headers=token)
    frozen.move(seconds=10)
    refresh(frozen.moment)
    for name, headers in {"after": sitting, "by token": token, "another's": contact, "nobody": {}}.items():
        asked, told = crawl(app, client, headers, opened["attempt_id"])
        assert asked > 150
        assert told == [], name


def test_after_the_round_only_the_own_result_page_tells_it(
    app: Flask, client: FlaskClient, stage: Stage, headers_of: Callable[[int], Headers], frozen: FrozenClock
) -> None:
    opened = start(client, headers_of(0)).json or {}
    token = {"X-Attempt-Token": opened["attempt_token"]}
    client.post(f"/api/v1/attempts/{opened['attempt_id']}/submission", json={}, headers=token)
    frozen.move(days=2)
    own = f"/attempts/{opened['attempt_id']}/result"
    assert {url.partition("?")[0] for url in crawl(app, client, headers_of(0), opened["attempt_id"])[1]} == {own}
    for headers in (headers_of(1), headers_of(2), {}):
        assert crawl(app, client, headers, opened["attempt_id"])[1] == []


def test_changing_routes_do_not_tell_it_either(
    app: Flask, client: FlaskClient, stage: Stage, headers_of: Callable[[int], Headers]
) -> None:
    headers = headers_of(0)
    opened = start(client, headers).json or {}
    for call in calls(app, ("POST", "PUT", "DELETE"), attempt_id=opened["attempt_id"]):
        if call.endpoint not in {"accounts.logout", "accounts_api.log_out", "accounts_me.devices"}:
            answer = client.open(call.url, method=call.method, json={"seq": 1, "answers": {}}, headers=headers)
            assert CANARY not in content_of(answer), call.url


def test_an_item_of_a_paper_has_no_field_beyond_those_agreed(
    client: FlaskClient, stage: Stage, headers_of: Callable[[int], Headers]
) -> None:
    for item in (start(client, headers_of(0)).json or {})["items"]:
        assert set(item) == {"position", "kind", "stem", "markup", "images", "options"}
        assert all(set(option) == {"id", "text"} for option in item["options"])


def test_no_file_that_browsers_load_knows_of_keys() -> None:
    for path in sorted((ROOT / "static").rglob("*.js")):
        assert "item_keys" not in path.read_text(encoding="utf-8"), path
