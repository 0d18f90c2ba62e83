"""Fixtures for all tests: an application on a fresh database, a client, a clock that tests set."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quiz.app import create_app
from quiz.core import clock, direct
from quiz.core.db import db
from quiz.core.settings import Settings

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday, 8:00 in Vietnam


class FrozenClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """The moment the clock shows."""
        return self.moment

    def move(self, **amount: float) -> None:
        """Go on by days, hours, minutes, seconds or milliseconds (negative: back)."""
        self.moment += timedelta(**amount)


@pytest.fixture
def frozen() -> Iterator[FrozenClock]:
    """The application's clock, standing at START."""
    frozen_clock = FrozenClock(START)
    clock.use(frozen_clock)
    yield frozen_clock
    clock.use(None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an application of its own, with an embedded database."""
    url = f"sqlite:///{tmp_path / 'sen.db'}"
    return Settings(database_url=url, secret_key="s" * 40, testing=True, instance=tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """An application with all tables, inside its context."""
    application = create_app(settings)
    application.test_client_class = IsolatedClient
    with application.app_context():
        db.create_all()
        yield application
        db.session.remove()
        direct.close()
        db.engine.dispose()


class IsolatedClient(FlaskClient):
    """A browser whose requests share nothing with the application context a test holds open."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request in an empty context, after letting go of what the test's own session holds."""
        if has_app_context():
            db.session.rollback()
        return contextvars.Context().run(super().open, *args, **kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a login."""
    return app.test_client()
