"""The doctor: a line a check, exit code 1 where one fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from quiz.core import audit, clock, health
from quiz.core.db import db, transaction
from quiz.core.settings import Settings
from quiz.operations import checks
from quiz.operations.commands import doctor
from tests.applications import application
from tests.conftest import START, FrozenClock


@pytest.fixture
def examine(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Result]:
    """Calls the doctor of an application whose tables count as the newest."""
    monkeypatch.setattr(health, "migrations_at_head", lambda: True)
    return lambda: app.test_cli_runner().invoke(doctor)


def test_a_healthy_installation_gets_a_line_a_check(examine: Callable[[], Result]) -> None:
    result = examine()
    assert result.exit_code == 0
    assert result.output.splitlines() == [f"đạt  {name}" for name in checks.CHECKS]


@pytest.mark.parametrize("name", checks.CHECKS)
def test_each_failing_check_is_named_and_the_others_are_still_made(
    examine: Callable[[], Result], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(checks.CHECKS, name, lambda: ["Có điều không ổn."])
    result = examine()
    assert result.exit_code == 1
    assert f"LỖI  {name}\n     Có điều không ổn.\n" in result.output
    assert result.output.count("đạt") == len(checks.CHECKS) - 1


def test_a_check_that_cannot_be_made_is_a_failure_in_one_line(
    examine: Callable[[], Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> list[str]:
        raise OSError("no space\nleft on device")

    monkeypatch.setitem(checks.CHECKS, "đĩa", fail)
    result = examine()
    assert result.exit_code == 1
    assert "     OSError: no space\n" in result.output


def test_tables_of_another_version_are_named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "migrations_at_head", lambda: False)
    assert "quiz db upgrade" in checks.migration_problems()[0]


def test_a_full_disk_is_named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.disk_problems() == []
    monkeypatch.setattr(health, "disk_has_room", lambda: False)
    assert checks.disk_problems() == ["Đĩa còn trống dưới 200 MB."]


def test_production_without_a_host_name_is_named(settings: Settings) -> None:
    for hosts, found in (((), 1), (("thi.example",), 0)):
        with application(replace(settings, env="production", trusted_hosts=hosts)):
            assert len(checks.settings_problems()) == found
    with application(settings):
        assert checks.settings_problems() == []


def test_a_clock_that_goes_right_is_passed(each_app: Flask) -> None:
    with transaction():
        audit.record(None, "round.open", "round", 1)
    assert checks.clock_problems() == []


def test_a_clock_before_the_release_is_named(app: Flask, frozen: FrozenClock) -> None:
    frozen.moment = datetime(1970, 1, 1, tzinfo=UTC)
    assert len(checks.clock_problems()) == 1
    assert "1970-01-01" in checks.clock_problems()[0]


def test_a_clock_behind_what_is_recorded_is_named(app: Flask, frozen: FrozenClock) -> None:
    with transaction():
        audit.record(None, "round.open", "round", 1)
    frozen.move(seconds=-2)
    assert checks.clock_problems() == []
    frozen.move(milliseconds=-1)
    assert clock.iso(START) in checks.clock_problems()[0]


def test_a_clock_that_differs_from_the_database_is_named(postgres_app: Flask, frozen: FrozenClock) -> None:
    frozen.moment = datetime.now(UTC).replace(microsecond=0)
    assert checks.clock_problems() == []
    frozen.move(minutes=5)
    assert "lệch" in checks.clock_problems()[0]


def test_a_database_that_has_gone_away_is_told_and_not_thrown(gone: Flask) -> None:
    result = gone.test_cli_runner().invoke(doctor)
    assert result.exit_code == 1
    assert "LỖI  cơ sở dữ liệu" in result.output
    assert "Traceback" not in result.output


@pytest.fixture
def gone(postgres_app: Flask) -> Iterator[Flask]:
    """An application whose database is no longer there."""
    engine = db.engine
    engines = db._app_engines[postgres_app]
    engines[None] = sa.create_engine("postgresql+psycopg://nobody@/none?host=/nonexistent")
    yield postgres_app
    engines[None] = engine
