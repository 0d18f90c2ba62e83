"""A browser that uses a printed account."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def log_in(app: Flask, account: dict[str, Any]) -> tuple[FlaskClient, TestResponse]:
    """Log in by the API; the browser, and the answer."""
    client = app.test_client()
    token = (client.get("/api/v1/session").json or {})["csrf_token"]
    body = {"login": account["login"], "password": account["password"]}
    return client, client.post("/api/v1/session", json=body, headers={"X-CSRFToken": token})


def start(app: Flask, account: dict[str, Any], printed: dict[str, Any]) -> tuple[FlaskClient, dict[str, Any]]:
    """Log in and open an attempt in the open round, accepting the rules; the browser, and the attempt."""
    client, session = log_in(app, account)
    assert session.status_code == 200, session.json
    headers = {"X-CSRFToken": (session.json or {})["csrf_token"]}
    contest = client.get(f"/api/v1/contests/{printed['contest']}").json or {}
    body = {"accept_rules": contest["rules"]["version"]}
    url = f"/api/v1/contests/{printed['contest']}/rounds/{printed['open_round']}/attempts"
    answer = client.post(url, json=body, headers=headers)
    assert answer.status_code == 201, answer.json
    return client, answer.json or {}
