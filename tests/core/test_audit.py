"""The audit trail stands or falls with the change it tells of."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from quiz.core import audit
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor
from tests.conftest import START, FrozenClock


def test_a_row_tells_who_changed_what_when_and_why(each_app: Flask, frozen: FrozenClock) -> None:
    with transaction():
        audit.record(
            Actor(7, "Lan"), "round.open", "round", 3, before={"state": "đóng"}, after={"b": 2, "a": 1}, reason="QĐ 12"
        )
    row = db.session.query(AuditEntry).one()
    assert (row.at, row.actor_id, row.action, row.object_kind, row.object_id) == (START, 7, "round.open", "round", "3")
    assert (row.before, row.after, row.reason) == ('{"state": "đóng"}', '{"a": 1, "b": 2}', "QĐ 12")


def test_what_the_product_does_by_itself_has_no_person(app: Flask) -> None:
    with transaction():
        audit.record(None, "round.close", "round", 3)
    row = db.session.query(AuditEntry).one()
    assert (row.actor_id, json.loads(row.before), row.request_id, row.address) == (None, {}, "", "")


def test_within_a_request_its_id_and_address_are_kept(app: Flask) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": "203.0.113.9"}):
        app.preprocess_request()
        with transaction():
            audit.record(None, "unit.rename", "unit", "CB-01")
        row = db.session.query(AuditEntry).one()
    assert row.address == "203.0.113.9"
    assert len(row.request_id) == 16


def test_a_change_that_is_undone_leaves_no_trace(each_app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        audit.record(None, "round.open", "round", 3)
        raise ZeroDivisionError
    assert db.session.query(AuditEntry).count() == 0
