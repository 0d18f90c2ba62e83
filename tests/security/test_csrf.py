"""Without the CSRF token nothing changes, on every changing route there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from quiz.accounts.models import RoleGrant
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from tests.conftest import FrozenClock
from tests.factories.stage import Stage
from tests.security.conftest import Headers, start
from tests.security.routes import CHANGING, calls


def contents() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    db.session.rollback()
    return {
        table.name: [tuple(row) for row in db.session.execute(sa.select(table))] for table in db.metadata.sorted_tables
    }


@pytest.mark.parametrize("token", [None, "", "wrong", "stolen"])
def test_no_changing_route_works_without_the_token(
    app: Flask,
    client: FlaskClient,
    stage: Stage,
    headers_of: Callable[[int], Headers],
    frozen: FrozenClock,
    token: str | None,
) -> None:
    with transaction():
        grant = {"role": Role.ADMINISTRATOR, "unit_id": None, "granted_at": frozen.moment}
        db.session.add(RoleGrant(person_id=stage.actors[0].person_id, **grant))
    headers, other = headers_of(0), headers_of(1)
    opened = start(client, headers).json or {}
    sent = {"Cookie": headers["Cookie"]}
    if token is not None:
        sent["X-CSRFToken"] = other["X-CSRFToken"] if token == "stolen" else token
    before, asked = contents(), 0
    for call in calls(app, CHANGING, attempt_id=opened["attempt_id"]):
        for body in ({"json": {"seq": 1, "answers": {}}}, {"data": {"name": "x"}}):
            answer = client.open(call.url, method=call.method, headers=sent, **body)
            assert answer.status_code == 403, (call, answer.status_code)
            asked += 1
    assert asked > 60
    assert contents() == before
