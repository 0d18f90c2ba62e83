"""Kinds of work for the tests of jobs, and applications whose queue is a real one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from quiz.core.errors import Conflict, Unavailable
from quiz.core.jobs.queue import Progress, work
from quiz.core.settings import Settings
from tests.applications import application

calls: list[str] = []


@work("count")
def count(progress: Progress, steps: int) -> dict[str, Any]:
    """Count to `steps`, telling each step."""
    for step in range(steps):
        calls.append(f"step {step + 1}")
        progress(step + 1, steps, f"Bước {step + 1}")
    return {"counted": steps}


@work("refuse")
def refuse(progress: Progress) -> dict[str, Any]:
    """Refuse with a text for people."""
    raise Conflict("Vòng %(number)s đã đóng.", number=2)


@work("break")
def break_down(progress: Progress) -> dict[str, Any]:
    """Fail in a way nobody thought of."""
    calls.append("break")
    raise ZeroDivisionError("secret detail")


@work("no_database")
def no_database(progress: Progress) -> dict[str, Any]:
    """Meet a database that cannot be reached just now."""
    calls.append("no_database")
    raise Unavailable("Hệ thống đang bận.")


@pytest.fixture(autouse=True)
def _forget_calls() -> None:
    calls.clear()


@pytest.fixture(params=["sqlite", "redis"])
def queue_app(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Flask]:
    """An application whose jobs wait in a file beside SQLite, and once more one whose jobs wait in Redis."""
    address = request.getfixturevalue("redis_url") if request.param == "redis" else None
    with application(replace(settings, testing=False, redis_url=address)) as made:
        yield made
