"""Where real people take part, no round is prepared on a database that could lose an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from quiz.contests import service
from quiz.contests.models import Round
from quiz.core import db as core_db
from quiz.core.db import db
from quiz.core.errors import Conflict
from quiz.core.settings import Settings
from tests.factories.contests import make_contest, round_number
from tests.people import Cast

WEAK = (*core_db.SQLITE_PRAGMAS, "synchronous=NORMAL")


@pytest.fixture
def contest_round(app: Flask, cast: Cast, now: datetime) -> Round:
    """A round that is about to open."""
    return round_number(make_contest(now))


def in_production(app: Flask) -> None:
    """Let the application believe that real people use it."""
    settings: Settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, env="production")


def test_a_weak_database_keeps_the_round_closed(
    app: Flask, contest_round: Round, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_production(app)
    monkeypatch.setattr(core_db, "SQLITE_PRAGMAS", WEAK)
    with pytest.raises(Conflict) as caught:
        service.prepare_round(contest_round.id, now)
    assert caught.value.code == "not_durable"
    assert "ORM: synchronous đang là 1, phải là 2 (FULL)." in caught.value.message()
    assert db.session.get_one(Round, contest_round.id, populate_existing=True).prepared_at is None


def test_a_durable_database_lets_it_open(app: Flask, contest_round: Round, now: datetime) -> None:
    in_production(app)
    assert service.prepare_round(contest_round.id, now).prepared_at == now


def test_to_try_the_product_any_database_will_do(
    app: Flask, contest_round: Round, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core_db, "SQLITE_PRAGMAS", WEAK)
    assert service.prepare_round(contest_round.id, now).prepared_at == now
