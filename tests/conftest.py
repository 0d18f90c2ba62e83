"""Fixtures for all tests: an application on a fresh database, a client, a clock that tests set, real servers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from quiz.core import clock
from quiz.core.settings import Settings
from tests.applications import application
from tests.browser import chromium
from tests.servers import NotAvailableError, Postgres, SenServer, postgres, redis_server, start_sen

T = TypeVar("T")
PHONE: ViewportSize = {"width": 390, "height": 844}
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday, 8:00 in Vietnam


class FrozenClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """The moment the clock shows."""
        return self.moment

    def move(self, **amount: float) -> None:
        """Go on by days, hours, minutes, seconds or milliseconds (negative: back)."""
        self.moment += timedelta(**amount)


@pytest.fixture
def frozen() -> Iterator[FrozenClock]:
    """The application's clock, standing at START."""
    frozen_clock = FrozenClock(START)
    clock.use(frozen_clock)
    yield frozen_clock
    clock.use(None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an application of its own, with an embedded database."""
    url = f"sqlite:///{tmp_path / 'sen.db'}"
    return Settings(database_url=url, secret_key="s" * 40, testing=True, instance=tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """An application on the embedded database."""
    with application(settings) as made:
        yield made


@pytest.fixture
def postgres_app(settings: Settings, postgres_url: str) -> Iterator[Flask]:
    """An application on PostgreSQL."""
    with application(replace(settings, database_url=postgres_url)) as made:
        yield made


@pytest.fixture(params=["app", "postgres_app"], ids=["sqlite", "postgresql"])
def each_app(request: pytest.FixtureRequest) -> Flask:
    """An application on the embedded database, and once more on PostgreSQL."""
    made: Flask = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a login."""
    return app.test_client()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    with sync_playwright() as playwright:
        running = chromium.launch(playwright)
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone without any memory."""
    fresh = browser.new_context(viewport=PHONE, locale="vi-VN", reduced_motion="reduce")
    fresh.set_default_timeout(10_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of the phone."""
    return context.new_page()


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Postgres]:
    """A PostgreSQL for all tests of a process; fast, so not one to pull the plug of."""
    with ExitStack() as stack:
        yield _or_skip(lambda: stack.enter_context(postgres()))


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with all tables and no rows."""
    postgres_cluster.execute("create database sen_template")
    url = postgres_cluster.url("sen_template")
    instance = tmp_path_factory.mktemp("template")
    with application(Settings(database_url=url, secret_key="s" * 40, testing=True, instance=instance)):
        return "sen_template"


@pytest.fixture
def postgres_url(postgres_cluster: Postgres, postgres_template: str) -> Iterator[str]:
    """The address of a fresh PostgreSQL database with all tables."""
    with postgres_cluster.database(postgres_template) as name:
        yield postgres_cluster.url(name)


@pytest.fixture(scope="session")
def redis_address() -> Iterator[str]:
    """The address of a Redis-compatible server for all tests of a process."""
    with ExitStack() as stack:
        yield _or_skip(lambda: stack.enter_context(redis_server()))


@pytest.fixture
def redis_url(redis_address: str) -> str:
    """The address of an empty Redis-compatible server."""
    with redis.from_url(redis_address) as connection:
        connection.flushall()
    return redis_address


@pytest.fixture
def sen_server() -> Iterator[Callable[..., SenServer]]:
    """Starts the product under gunicorn on the database of an application: `sen_server(app, workers=4)`."""
    started: list[SenServer] = []

    def start(app: Flask, workers: int = 2, **environment: str) -> SenServer:
        started.append(start_sen(app.extensions["settings"], workers, environment))
        return started[-1]

    yield start
    for server in started:
        server.stop()


def _or_skip(start: Callable[[], T]) -> T:
    try:
        return start()
    except NotAvailableError as reason:
        pytest.skip(str(reason))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI=true a skipped test fails the run: everything it needs can be had there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was skipped."""
    for report in terminalreporter.stats.get("skipped", []):
        terminalreporter.write_line(f"SKIPPED {report.nodeid}: {report.longrepr}")
