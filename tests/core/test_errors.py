"""Errors become one kind of JSON for programs and one kind of page for people, in one place."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from quiz.core import direct, permissions
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor, Grant, Role

JSON_FAULTS = [
    ("not-allowed", 403, "not_allowed", "Không được phép."),
    ("not-found", 404, "not_found", "Không có."),
    ("conflict", 409, "not_open", "Vòng 3 chưa mở."),
    ("invalid", 422, "invalid", "Thiếu họ tên."),
    ("too-many", 429, "too_many", "Quá nhanh."),
    ("unavailable", 503, "unavailable", "Đang bận."),
]


@pytest.mark.parametrize(("name", "status", "code", "message"), JSON_FAULTS)
def test_a_domain_error_is_told_to_programs_by_its_code(
    probe: FlaskClient, name: str, status: int, code: str, message: str
) -> None:
    answer = probe.get(f"/api/v1/probe/{name}")
    assert answer.status_code == status
    error = _error(answer.json)
    assert (error["code"], error["message"]) == (code, message)
    assert re.fullmatch("[0-9a-f]{16}", error["request_id"])


@pytest.mark.parametrize(("name", "status", "code", "message"), JSON_FAULTS)
def test_a_domain_error_is_told_to_people_by_its_text(
    probe: FlaskClient, name: str, status: int, code: str, message: str
) -> None:
    answer = probe.get(f"/probe/{name}")
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert message in answer.text


def test_the_field_and_further_details_stand_where_the_description_says(probe: FlaskClient) -> None:
    invalid = probe.get("/api/v1/probe/invalid").json
    assert _error(invalid)["field"] == "name"
    conflict = probe.get("/api/v1/probe/conflict").json
    assert conflict is not None
    assert conflict["saved_seq"] == 7
    assert "field" not in _error(conflict)


def test_who_came_too_fast_is_told_when_to_come_again(probe: FlaskClient) -> None:
    assert probe.get("/api/v1/probe/too-many").headers["Retry-After"] == "30"


def test_a_row_that_another_has_changed_is_a_conflict(probe: FlaskClient) -> None:
    answer = probe.get("/api/v1/probe/stale")
    assert (answer.status_code, _error(answer.json)["code"]) == (409, "stale")


@pytest.mark.parametrize("path", ["/probe/database", "/api/v1/probe/database"])
def test_a_database_out_of_reach_is_told_as_busy(probe: FlaskClient, path: str) -> None:
    answer = probe.get(path)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "10.0.0.9" not in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/probe/unexpected", "/api/v1/probe/unexpected"])
def test_an_unforeseen_error_shows_an_id_and_nothing_of_its_inside(probe: FlaskClient, path: str) -> None:
    answer = probe.get(path)
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert re.search("[0-9a-f]{16}", answer.text)


def test_what_people_wrote_is_shown_as_text(probe: FlaskClient) -> None:
    assert "<script>alert" not in probe.get("/probe/script").text


def test_a_form_without_its_token_is_refused(probe: FlaskClient) -> None:
    answer = probe.post("/probe/echo", data={"name": "An"})
    assert answer.status_code == 403
    assert "tải lại trang" in answer.text


@pytest.mark.parametrize("token", [None, "", "x", "IjAi.aaaa.bbbb"])
def test_a_changing_call_without_a_right_token_is_refused(probe: FlaskClient, token: str | None) -> None:
    headers = {} if token is None else {"X-CSRFToken": token}
    answer = probe.post("/api/v1/probe/echo", json={}, headers=headers)
    assert answer.status_code == 403
    assert _error(answer.json)["code"] == "csrf"
    assert re.fullmatch("[0-9a-f]{16}", _error(answer.json)["request_id"])


@pytest.mark.parametrize(("path", "code"), [("/healthz", None), ("/api/v1/probe/private", "method_not_allowed")])
def test_a_method_that_an_address_does_not_take_is_named(probe: FlaskClient, path: str, code: str | None) -> None:
    answer = probe.delete(path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert code is None or _error(answer.json)["code"] == code


@pytest.mark.parametrize("path", ["/probe/echo", "/api/v1/probe/echo"])
def test_a_body_over_the_limit_is_refused(app: Flask, probe: FlaskClient, path: str) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = probe.post(path, data={"name": "a" * 2000}, headers={"X-CSRFToken": "x"})
    assert answer.status_code == 413
    assert "quá lớn" in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/probe/not-found", "/khong-co", "/api/v1/probe/conflict"])
def test_asking_for_the_head_alone_gets_the_same_status_without_a_body(probe: FlaskClient, path: str) -> None:
    head, full = probe.head(path), probe.get(path)
    assert head.status_code == full.status_code
    assert head.data == b""
    assert head.mimetype == full.mimetype


@pytest.mark.parametrize("path", ["/healthz", "/khong-co", "/api/v1/khong-co"])
def test_a_host_that_is_not_ours_is_refused(app: Flask, probe: FlaskClient, path: str) -> None:
    app.config["TRUSTED_HOSTS"] = ["thi.example"]
    answer = probe.get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert "X-Content-Type-Options" in answer.headers


@pytest.mark.parametrize("path", ["/probe/not-found", "/api/v1/probe/not-found", "/khong-co"])
def test_errors_are_told_even_where_the_person_cannot_be_looked_up(app: Flask, probe: FlaskClient, path: str) -> None:
    def fail() -> Actor:
        raise direct.busy()

    app.extensions["actor_loader"] = fail
    answer = probe.get(path)
    assert answer.status_code == 404
    assert re.search("[0-9a-f]{16}", answer.text)
    assert "Content-Security-Policy" in answer.headers


def test_a_view_without_a_declaration_is_closed_to_everybody(app: Flask, probe: FlaskClient) -> None:
    app.extensions["actor_loader"] = lambda: Actor(1, "Lan", (Grant(Role.ADMINISTRATOR),))
    answer = probe.get("/probe/undeclared")
    assert answer.status_code == 404
    assert "open to all" not in answer.text
    assert not hasattr(app.view_functions["probes.undeclared"], permissions.ACCESS)


def test_a_page_for_accounts_sends_people_to_log_in_and_tells_programs(app: Flask, probe: FlaskClient) -> None:
    answer = probe.get("/api/v1/probe/private")
    assert (answer.status_code, _error(answer.json)["code"]) == (401, "not_logged_in")
    page = probe.get("/probe/private?a=1")
    assert page.status_code == 302
    assert page.location == "/login?next=/probe/private?a%3D1"


def test_a_page_for_staff_refuses_others(app: Flask, probe: FlaskClient) -> None:
    app.extensions["actor_loader"] = lambda: Actor(1, "Lan")
    assert probe.get("/probe/private").text == "private"
    assert probe.get("/probe/staff").status_code == 403
    app.extensions["actor_loader"] = lambda: Actor(1, "Lan", (Grant(Role.ORGANISER, 5, 10, 20),))
    assert probe.get("/probe/staff").text == "staff"


def _error(body: Any) -> dict[str, Any]:
    error: dict[str, Any] = body["error"]
    return error


@pytest.mark.parametrize("number", [2**31, 2**63 - 1, 2**63, 10**40])
def test_a_number_that_nothing_can_have_is_not_found_on_every_database(each_app: Flask, number: int) -> None:
    client = each_app.test_client()
    for path in (f"/contests/thu/rounds/{number}/draw", f"/api/v1/contests/thu/rounds/{number}/standings"):
        assert client.get(path).status_code == 404, path


def test_a_text_that_no_column_can_hold_is_not_found_on_every_database(each_app: Flask) -> None:
    assert each_app.test_client().get("/contests/a%00b").status_code == 404


def test_a_row_that_somebody_else_has_made_first_is_a_conflict(each_app: Flask) -> None:
    each_app.add_url_rule("/probe/twice", view_func=permissions.public(_write_twice))
    assert each_app.test_client().get("/probe/twice").status_code == 409


def _write_twice() -> str:
    with transaction():
        for _ in range(2):
            db.session.execute(sa.text("insert into leases (name, holder, expires_at) values ('a', 'b', 0)"))
    return ""
