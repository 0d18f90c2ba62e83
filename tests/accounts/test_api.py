"""The session as JSON: who I am, logging in and out, CSRF."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.browser import api_log_in, csrf, secret
from tests.conftest import FrozenClock
from tests.people import PASSWORD, Cast, SignIn

LOGIN = {"login": "contestant.thu", "password": PASSWORD}


def test_nobody_is_logged_in_at_first(client: FlaskClient, frozen: FrozenClock) -> None:
    answer = client.get("/api/v1/session").json
    assert answer is not None
    assert answer["person"] is None
    assert answer["server_time"] == "2026-03-02T01:00:00.000Z"
    assert len(answer["csrf_token"]) > 20


def test_logging_in_answers_who_i_am(client: FlaskClient, cast: Cast) -> None:
    answer = api_log_in(client, "organiser.thu")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["person"] == {
        "name": cast.person("organiser").name,
        "unit": "Tỉnh Phong Lan",
        "unit_code": "P",
        "roles": ["contestant", "organiser"],
    }
    again = client.get("/api/v1/session").json
    assert again is not None
    assert again["person"] == answer.json["person"]


def test_the_csrf_token_changes_at_login(client: FlaskClient, cast: Cast) -> None:
    before = csrf(client)
    after = api_log_in(client, "contestant.thu").json
    assert after is not None
    refused = client.delete("/api/v1/session", headers={"X-CSRFToken": before})
    assert (refused.status_code, refused.json["error"]["code"]) == (403, "csrf") if refused.json else False
    assert client.delete("/api/v1/session", headers={"X-CSRFToken": after["csrf_token"]}).status_code == 200


@pytest.mark.parametrize("header", [{}, {"X-CSRFToken": ""}, {"X-CSRFToken": "x"}])
def test_without_a_token_nobody_logs_in(client: FlaskClient, cast: Cast, header: dict[str, str]) -> None:
    client.get("/api/v1/session")
    answer = client.post("/api/v1/session", json=LOGIN, headers=header)
    assert answer.status_code == 403
    assert answer.json is not None
    assert answer.json["error"]["code"] == "csrf"
    assert secret(client) is None


def test_the_token_of_another_browser_is_refused(app: Flask, client: FlaskClient, cast: Cast) -> None:
    foreign = csrf(app.test_client())
    client.get("/api/v1/session")
    answer = client.post("/api/v1/session", json=LOGIN, headers={"X-CSRFToken": foreign})
    assert answer.status_code == 403


def test_a_body_of_another_type_does_not_get_around_the_token(client: FlaskClient, cast: Cast) -> None:
    client.get("/api/v1/session")
    answer = client.post(
        "/api/v1/session", data='{"login": "contestant.thu", "password": "x"}', content_type="text/plain"
    )
    assert answer.status_code == 403


def test_logging_out_ends_the_session_for_good(client: FlaskClient, cast: Cast) -> None:
    api_log_in(client, "contestant.thu")
    stolen = secret(client)
    answer = client.delete("/api/v1/session", headers={"X-CSRFToken": csrf(client)})
    assert answer.json is not None
    assert answer.json["person"] is None
    with client.session_transaction() as session:
        session["_user_id"] = stolen
    again = client.get("/api/v1/session").json
    assert again is not None
    assert again["person"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "login"),
        ({"login": "a"}, "password"),
        ({"login": 1, "password": "x"}, "login"),
        ({"login": "a", "password": ["x"]}, "password"),
        ({"login": None, "password": None}, "login"),
        ([], None),
        ("x", None),
    ],
)
def test_a_body_that_cannot_be_is_refused(client: FlaskClient, cast: Cast, body: object, field: str | None) -> None:
    answer = client.post("/api/v1/session", json=body, headers={"X-CSRFToken": csrf(client)})
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["error"].get("field") == field


def test_a_failed_login_has_one_answer(client: FlaskClient, cast: Cast) -> None:
    answers = [
        api_log_in(client, login, password)
        for login, password in (("contestant.thu", "sai"), ("khong.co", PASSWORD), ("deactivated.thu", PASSWORD))
    ]
    bodies = [dict(answer.json["error"], request_id="") for answer in answers if answer.json]
    assert [answer.status_code for answer in answers] == [401] * 3
    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0]["code"] == "wrong_login"
    assert secret(client) is None


def test_a_failed_login_keeps_who_is_logged_in(client: FlaskClient, cast: Cast) -> None:
    api_log_in(client, "contestant.thu")
    api_log_in(client, "contact.thu", "sai")
    answer = client.get("/api/v1/session").json
    assert answer is not None
    assert answer["person"]["name"] == cast.person("contestant").name


def test_the_next_person_on_the_device_gets_an_own_session(client: FlaskClient, cast: Cast) -> None:
    api_log_in(client, "contestant.thu")
    first = secret(client)
    api_log_in(client, "contact.thu")
    assert secret(client) != first
    with client.session_transaction() as session:
        session["_user_id"] = first
    answer = client.get("/api/v1/session").json
    assert answer is not None
    assert answer["person"] is None


def test_a_request_with_an_attempt_token_reads_no_login(signed_in: SignIn) -> None:
    client = signed_in("contestant")
    assert client.get("/me").status_code == 200
    assert client.get("/me", headers={"X-Attempt-Token": "x"}).status_code == 302
