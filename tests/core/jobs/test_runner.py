"""The runner: periodic work is done by one at a time, goes on after failures, and is not held up by jobs."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from quiz.core import direct
from quiz.core.db import db
from quiz.core.jobs import lease, queue, runner
from quiz.core.jobs.models import Job
from quiz.core.jobs.runner import Runner
from quiz.core.room import Periodic, Room
from quiz.core.settings import Settings
from tests.applications import application
from tests.conftest import FrozenClock
from tests.servers import SenServer, wait_until


def attach(app: Flask, *works: Callable[[], None], every_seconds: float = 0) -> None:
    """Give the application one room with this periodic work."""
    periodic = [Periodic(f"work {number}", every_seconds, run) for number, run in enumerate(works)]
    app.extensions["rooms"] = (Room(name="tests", title="Thử", periodic=periodic),)


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runners that look every few milliseconds."""
    monkeypatch.setattr(runner, "PAUSE_SECONDS", 0.01)


@pytest.fixture
def started(each_app: Flask, fast: None) -> Iterator[Callable[[], Runner]]:
    """Starts runners and stops them after the test."""
    runners: list[Runner] = []

    def start() -> Runner:
        runners.append(Runner(each_app))
        runners[-1].start()
        return runners[-1]

    yield start
    for each in runners:
        each.stop()


def test_of_two_runners_one_does_the_work(each_app: Flask) -> None:
    done: list[str] = []
    attach(each_app, lambda: done.append(lease.holder_name()))
    ticks: list[bool] = []

    def other() -> None:
        with each_app.app_context():
            ticks.append(Runner(each_app).tick())
            direct.close()

    assert Runner(each_app).tick()
    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert ticks == [False]
    assert done == [lease.holder_name()]


def test_work_is_repeated_only_when_it_is_due(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    attach(app, lambda: done.append(1), every_seconds=5)
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    one = Runner(app)
    one.tick()
    now = 104.9
    one.tick()
    assert done == [1]
    now = 105.0
    one.tick()
    assert done == [1, 1]


def test_the_lease_of_a_dead_runner_is_taken_over(each_app: Flask, frozen: FrozenClock) -> None:
    done: list[int] = []
    attach(each_app, lambda: done.append(1))
    assert lease.acquire(runner.PERIODIC, runner.LEASE_LENGTH, "died without a word")
    one = Runner(each_app)
    assert not one.tick()
    frozen.move(seconds=runner.LEASE_LENGTH.total_seconds() + 0.001)
    assert one.tick()
    assert done == [1]


def test_other_work_and_later_rounds_go_on_after_an_exception(each_app: Flask, started: Callable[[], Runner]) -> None:
    done: list[int] = []

    def fail() -> None:
        raise ZeroDivisionError

    attach(each_app, fail, lambda: done.append(1))
    started()
    wait_until(lambda: len(done) >= 3)
    assert len(done) >= 3


def test_work_that_leaves_a_transaction_open_does_not_spoil_the_next(app: Flask) -> None:
    def leave_open() -> None:
        db.session.add(Job(name=None))
        db.session.flush()

    seen: list[int] = []
    attach(app, leave_open, lambda: seen.append(db.session.query(Job).count()))
    Runner(app).tick()
    assert seen == [0]


def test_a_long_job_does_not_hold_up_periodic_work(
    each_app: Flask, started: Callable[[], Runner], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []
    may_end = threading.Event()
    attach(each_app, lambda: done.append(1))
    monkeypatch.setitem(queue._works, "long", lambda _progress: {"ended": may_end.wait(20)})
    monkeypatch.setitem(each_app.extensions, "run_job", lambda _job_id: None)
    job = queue.enqueue("long", None)
    monkeypatch.setattr(queue, "left_over", lambda: [job.id])
    started()
    wait_until(lambda: _state(job.id) == "running")
    before = len(done)
    wait_until(lambda: len(done) > before + 2)
    assert _state(job.id) == "running"
    may_end.set()
    wait_until(lambda: _state(job.id) == "done")


def test_a_stopped_runner_gives_its_leases_back(each_app: Flask, started: Callable[[], Runner]) -> None:
    attach(each_app)
    one = started()
    wait_until(lambda: _count_leases() == 2)
    one.stop()
    assert _count_leases() == 0


def test_a_database_out_of_reach_is_one_line_and_not_the_end(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(lease, "acquire", _out_of_reach)
    one = Runner(app)
    one._guarded(one.tick)
    assert [record.message for record in caplog.records] == ["runner: the database cannot be reached"]
    assert caplog.records[0].exc_info is None


def test_runners_of_two_processes_share_the_jobs_of_one_queue(settings: Settings, redis_url: str, fast: None) -> None:
    shared = replace(settings, testing=False, redis_url=redis_url)
    with application(shared) as here, application(replace(shared)) as there:
        runners = [Runner(here), Runner(there)]
        for each in runners:
            attach(each.app)
            each.start()
        jobs = [queue.enqueue("count", None, steps=2).id for _ in range(5)]
        wait_until(lambda: all(_state(job_id) == "done" for job_id in jobs))
        for each in runners:
            each.stop()
        assert direct.run("select runs from jobs", {}) == [(1,)] * 5


@pytest.mark.nightly
def test_after_a_killed_process_another_one_works_on(each_app: Flask, sen_server: Callable[..., SenServer]) -> None:
    sen_server(each_app, workers=3)
    wait_until(lambda: _holder() is not None)
    first = _holder()
    assert first is not None
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: _holder() not in {None, first}, seconds=2 * runner.LEASE_LENGTH.total_seconds())
    assert _holder() != first


def _holder() -> int | None:
    rows = direct.run("select holder from leases where name = :name", {"name": runner.PERIODIC})
    return int(rows[0][0].partition("-")[0]) if rows else None


def _out_of_reach(*_: object) -> bool:
    raise direct.busy()


def _state(job_id: int) -> str:
    return str(direct.run("select state from jobs where id = :id", {"id": job_id})[0][0])


def _count_leases() -> int:
    return int(direct.run("select count(*) from leases", {})[0][0])
