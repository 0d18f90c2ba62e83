"""A demo loaded once for all tests of a process; every test gets a copy of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from quiz.app import create_app
from quiz.core import clock, direct
from quiz.core.db import db
from quiz.core.settings import Settings
from quiz.demo.commands import demo
from quiz.demo.service import load_demo
from tests.conftest import START, FrozenClock

PEOPLE = 3


def settings_in(folder: Path) -> Settings:
    """Settings whose database and printed accounts lie in a folder."""
    return Settings(database_url=f"sqlite:///{folder / 'sen.db'}", secret_key="s" * 40, testing=True, instance=folder)


@pytest.fixture(scope="session")
def loaded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an application into which the demo was loaded at START."""
    folder = tmp_path_factory.mktemp("demo")
    application = create_app(settings_in(folder))
    clock.use(FrozenClock(START))
    with application.app_context():
        db.create_all()
        load_demo(PEOPLE, START)
        db.session.remove()
        direct.close()
        db.engine.dispose()
    clock.use(None)
    return folder


@pytest.fixture
def settings(loaded_folder: Path, tmp_path: Path, frozen: FrozenClock) -> Settings:
    """Settings of a copy of the loaded demo, with the clock at START."""
    for name in ("sen.db", "demo.json"):
        shutil.copy2(loaded_folder / name, tmp_path / name)
    return settings_in(tmp_path)


Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(app: Flask) -> Run:
    """A function: `quiz demo --json`, its output read."""

    def call(people: int = PEOPLE) -> dict[str, Any]:
        result: Result = app.test_cli_runner().invoke(demo, ["--people", str(people), "--json"])
        assert result.exit_code == 0, result.output
        printed: dict[str, Any] = json.loads(result.output)
        return printed

    return call
