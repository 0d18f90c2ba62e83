"""What the tests of pages do in a browser: read a page's words, send a form with its token."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def text_of(answer: TestResponse) -> str:
    """A page's words on one line."""
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def token(client: FlaskClient) -> str:
    """The token of this browser's forms, from a page that everybody logged in has."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/me").text)
    assert found
    return found[1]


def send(client: FlaskClient, url: str, **fields: Any) -> TestResponse:
    """Post a form with its token."""
    return client.post(url, data={"csrf_token": token(client), **fields}, content_type="multipart/form-data")
