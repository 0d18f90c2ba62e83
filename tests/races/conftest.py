"""A running product with four processes on SQLite, and sixty people with logins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask

from quiz.core import clock
from quiz.core.db import db
from quiz.core.settings import Settings
from tests.applications import application
from tests.factories.sessions import login_headers
from tests.factories.stage import Stage, build
from tests.servers import SenServer

ROUNDS = 60
WORKERS = 4


@dataclass
class Arena:
    """The server's port, the stage behind it, and a person's headers by index."""

    app: Flask
    port: int
    stage: Stage

    def headers(self, index: int) -> dict[str, str]:
        """Cookie and CSRF token of a fresh login."""
        return login_headers(self.app, self.stage.actors[index].person_id)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.nightly, pytest.mark.postgres])])
def raced_app(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Flask]:
    """The product on SQLite, and by night on PostgreSQL."""
    if request.param == "postgresql":
        settings = replace(settings, database_url=request.getfixturevalue("postgres_url"))
    with application(settings) as made:
        yield made


@pytest.fixture
def arena(raced_app: Flask, sen_server: Callable[..., SenServer]) -> Callable[..., Arena]:
    """Opens an arena whose rules are changed as told."""

    def open_arena(**rules: Any) -> Arena:
        stage = build(clock.now(), people=ROUNDS, **rules)
        stage.accept_rules(clock.now())
        db.session.remove()
        return Arena(raced_app, int(sen_server(raced_app, workers=WORKERS).url.rpartition(":")[2]), stage)

    return open_arena
