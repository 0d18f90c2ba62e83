"""The arena of the ranking's tests, and browsers with and without a login."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from quiz.core.permissions import Actor, Grant, Role
from quiz.ranking import service
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.ranking.conftest import arena, new_arena

__all__ = ["arena", "new_arena"]
LogIn = Callable[..., FlaskClient]
WHO = "X-Test-Person"


@pytest.fixture
def log_in(app: Flask) -> LogIn:
    """A function: a browser of that person, with a role if one is given (over all units, or a stretch of them)."""
    actors: dict[str, Actor] = {}
    app.extensions["actor_loader"] = lambda: actors.get(request.headers.get(WHO, ""))

    def browser(person_id: int, role: Role | None = None, first: int | None = None, last: int | None = None) -> Any:
        grants = (Grant(role, 1, first, last),) if role else ()
        actors[str(person_id)] = Actor(person_id, f"Người {person_id}", grants)
        client = app.test_client()
        client.environ_base[f"HTTP_{WHO.upper().replace('-', '_')}"] = str(person_id)
        return client

    return browser


@pytest.fixture
def four(arena: Arena, frozen: FrozenClock) -> Arena:
    """Four people: one ahead, two equal, one behind; shown on boards."""
    arena.sit("Nguyễn Văn An", "A1", score=1000, duration_ms=61_500)
    arena.sit("Trần Thị Bình", "A2", score=850, duration_ms=70_000)
    arena.sit("Lê Văn Áng", "B", score=850, duration_ms=70_000)
    arena.sit("Phạm Thị Dung", "B", score=850, duration_ms=70_001)
    frozen.move(minutes=10)
    service.refresh(frozen.moment)
    return arena
