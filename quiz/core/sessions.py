"""The session cookie: Flask's signed one, with its signer built once and left aside where a token speaks."""

from __future__ import annotations

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

TOKEN_HEADER = "X-Attempt-Token"  # noqa: S105 - the name of a header


class LeanSessions(SecureCookieSessionInterface):
    """As Flask's own, but cheap on the hot path: a request with an attempt token opens no session."""

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The serializer, made at the first request."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of the cookie; an empty one where the request carries an attempt token."""
        if TOKEN_HEADER in request.headers:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie where the session changed; never answer a token with a cookie."""
        if not session.accessed and not session.modified:
            return
        super().save_session(app, session, response)
