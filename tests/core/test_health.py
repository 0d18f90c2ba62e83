"""Liveness, and the answer to unknown addresses."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_the_process_says_that_it_lives(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_an_unknown_address_is_answered_in_vietnamese(client: FlaskClient) -> None:
    answer = client.get("/khong-co")
    assert answer.status_code == 404
    assert "Không tìm thấy trang này." in answer.text


def test_an_unknown_api_address_is_answered_in_json_with_a_request_id(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["error"]["code"] == "not_found"
    assert len(answer.json["error"]["request_id"]) == 16
