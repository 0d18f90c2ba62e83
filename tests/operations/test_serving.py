"""`quiz serve` and `quiz work` as processes of their own."""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quiz.core import direct
from quiz.core.jobs.runner import PERIODIC
from quiz.core.settings import ROOT, Settings
from quiz.operations.commands import CONFIGURATION
from tests.servers import SenServer, wait_until
from tests.servers.product import environment_of

Configuration = Callable[..., dict[str, Any]]


@pytest.fixture
def configuration(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Configuration:
    """Reads gunicorn's configuration under an environment."""

    def read(cores: int = 2, **environment: str) -> dict[str, Any]:
        for name in ("PORT", "WEB_CONCURRENCY", "WEB_THREADS"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(os, "cpu_count", lambda: cores)
        for name, value in {**environment_of(settings), **environment}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")  # is put back after the test
        return runpy.run_path(str(CONFIGURATION))

    return read


def test_it_listens_on_this_machine_alone_unless_told_otherwise(configuration: Configuration) -> None:
    assert configuration()["bind"] == "127.0.0.1:8000"
    assert configuration(PORT="8123")["bind"] == "127.0.0.1:8123"


@pytest.mark.parametrize(("cores", "on_sqlite", "on_postgresql"), [(1, 2, 2), (2, 4, 2), (4, 4, 4), (16, 4, 16)])
def test_processes_follow_the_cores_and_what_the_database_can_use(
    configuration: Configuration, cores: int, on_sqlite: int, on_postgresql: int
) -> None:
    assert configuration(cores)["workers"] == on_sqlite
    assert configuration(cores, QUIZ_DATABASE_URL="postgresql+psycopg:///sen")["workers"] == on_postgresql
    assert configuration(cores, WEB_CONCURRENCY="7")["workers"] == 7


def test_threads_serve_and_nothing_is_written_into_the_home_folder(configuration: Configuration) -> None:
    read = configuration()
    assert (read["worker_class"], read["threads"], read["control_socket_disable"]) == ("gthread", 8, True)
    assert read["preload_app"] is False


def test_a_server_runs_periodic_work_and_jobs_by_itself(app: Flask, sen_server: Callable[..., SenServer]) -> None:
    server = sen_server(app, workers=2)
    wait_until(lambda: bool(direct.run("select 1 from leases where name = :name", {"name": PERIODIC})))
    assert server.stop() == 0
    assert direct.run("select count(*) from leases", {}) == [(0,)]


def test_a_worker_in_the_foreground_works_until_it_is_told_to_stop(app: Flask, settings: Settings) -> None:
    environment = {**os.environ, **environment_of(settings)}
    with subprocess.Popen([sys.executable, "-m", "quiz", "work"], env=environment, cwd=ROOT) as process:
        try:
            wait_until(lambda: direct.run("select count(*) from leases", {}) == [(2,)], 60)
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        finally:
            process.kill()
    assert direct.run("select count(*) from leases", {}) == [(0,)]


def test_what_a_dead_start_left_behind_is_not_counted(configuration: Configuration, settings: Settings) -> None:
    read = configuration()
    folder: Path = read["metrics_folder"]
    folder.mkdir()
    (folder / "counter_1.db").write_bytes(b"old")
    read["on_starting"](None)
    assert folder == settings.instance / "metrics"
    assert list(folder.iterdir()) == []
