"""A stage, its contestants' logins, a unit contact, and calls of every route."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quiz.accounts.models import RoleGrant
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from tests.conftest import FrozenClock
from tests.factories.sessions import login_headers
from tests.factories.stage import Stage, build

Headers = dict[str, str]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that keeps no cookies: each request says itself whose it is."""
    return app.test_client(use_cookies=False)


@pytest.fixture
def stage(app: Flask, frozen: FrozenClock) -> Stage:
    """Three contestants; the third is also the contact of a unit."""
    made = build(frozen.moment, people=3)
    made.accept_rules(frozen.moment)
    with transaction():
        contact = {"role": Role.UNIT_CONTACT, "unit_id": made.units["A"], "granted_at": frozen.moment}
        db.session.add(RoleGrant(person_id=made.actors[2].person_id, **contact))
    return made


@pytest.fixture
def headers_of(app: Flask, stage: Stage) -> Callable[[int], Headers]:
    """The headers of a contestant's fresh login, by index."""
    return lambda index: login_headers(app, stage.actors[index].person_id)


def start(client: FlaskClient, headers: Headers, **body: Any) -> TestResponse:
    """Open an attempt through the API."""
    return client.post("/api/v1/contests/thu/rounds/1/attempts", json=body, headers=headers)
