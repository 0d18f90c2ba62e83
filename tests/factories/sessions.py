"""A login without the door: the cookie and the CSRF token of a fresh session."""

from __future__ import annotations

import contextvars

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from quiz.accounts.service import open_session
from quiz.core import clock


def login_headers(app: Flask, person_id: int) -> dict[str, str]:
    """Headers that make a request the person's own."""
    token = open_session(person_id, clock.now())
    return contextvars.Context().run(_signed, app, token)


def _signed(app: Flask, token: str) -> dict[str, str]:
    with app.test_request_context():
        session["_user_id"] = token
        csrf_token = generate_csrf()
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = serializer.dumps(dict(session))
    return {"Cookie": f"{app.config['SESSION_COOKIE_NAME']}={cookie}", "X-CSRFToken": csrf_token}
