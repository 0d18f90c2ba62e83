"""A browser for the tests of the door: forms sent with their token, the session's secret, the API's calls."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.people import PASSWORD


def token(client: FlaskClient, page: str) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert found, page
    return found[1]


def send(client: FlaskClient, path: str, page: str | None = None, **values: Any) -> TestResponse:
    """Send a form with the token of its page."""
    data = {"csrf_token": token(client, page or path), **values}
    return client.post(path, data=data, content_type="multipart/form-data")


def log_in(client: FlaskClient, login: str, password: str = PASSWORD, **more: str) -> TestResponse:
    """Log in through the page."""
    return send(client, "/login", login=login, password=password, **more)


def secret(client: FlaskClient) -> str | None:
    """What the cookie holds."""
    with client.session_transaction() as session:
        kept: str | None = session.get("_user_id")
    return kept


def csrf(client: FlaskClient) -> str:
    """The token that the API tells."""
    answer = client.get("/api/v1/session").json
    assert answer is not None
    return str(answer["csrf_token"])


def api_log_in(client: FlaskClient, login: str, password: str = PASSWORD) -> TestResponse:
    """Log in through the API."""
    body = {"login": login, "password": password}
    return client.post("/api/v1/session", json=body, headers={"X-CSRFToken": csrf(client)})
