"""A running product with four processes on SQLite, and sixty people with logins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from quiz.core import clock
from quiz.core.db import db
from tests.factories.sessions import login_headers
from tests.factories.stage import Stage, build
from tests.servers import SenServer

ROUNDS = 60
WORKERS = 4
StageServer = Callable[..., "Arena"]


@dataclass
class Arena:
    """The server's port, the stage behind it, and a person's headers by index."""

    app: Flask
    port: int
    stage: Stage

    def headers(self, index: int) -> dict[str, str]:
        """Cookie and CSRF token of a fresh login."""
        return login_headers(self.app, self.stage.actors[index].person_id)


@pytest.fixture
def arena(app: Flask, sen_server: Callable[..., SenServer]) -> Callable[..., Arena]:
    """Opens an arena whose rules are changed as told."""

    def open_arena(**rules: Any) -> Arena:
        stage = build(clock.now(), people=ROUNDS, **rules)
        stage.accept_rules(clock.now())
        db.session.remove()
        return Arena(app, int(sen_server(app, workers=WORKERS).url.rpartition(":")[2]), stage)

    return open_arena
