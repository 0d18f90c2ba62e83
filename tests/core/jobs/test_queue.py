"""Jobs: a row to watch, a queue that hands it on, and a row that decides when the queue is lost."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from redis import RedisError

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import Unavailable
from quiz.core.jobs import queue
from quiz.core.jobs.models import Job
from quiz.core.jobs.runner import Runner
from quiz.core.permissions import Actor
from tests.conftest import FrozenClock
from tests.core.jobs.conftest import calls


def test_a_job_waits_until_a_runner_does_it(queue_app: Flask) -> None:
    job = queue.enqueue("count", Actor(7, "Lan"), steps=3)
    assert (job.state, job.actor_id, job.progress, calls) == ("waiting", 7, 0, [])
    assert Runner(queue_app).work_off()
    done = db.session.get_one(Job, job.id, populate_existing=True)
    assert (done.state, done.progress, done.total, done.runs) == ("done", 3, 3, 1)
    assert json.loads(done.result) == {"counted": 3}
    assert done.started_at is not None
    assert done.finished_at is not None
    assert done.created_at <= done.started_at <= done.finished_at


def test_jobs_are_done_in_the_order_they_came(queue_app: Flask) -> None:
    for steps in (1, 2):
        queue.enqueue("count", None, steps=steps)
    Runner(queue_app).work_off()
    assert calls == ["step 1", "step 1", "step 2"]


def test_progress_is_seen_while_the_job_runs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int, int, str]] = []

    def watch(progress: queue.Progress, job: list[int]) -> dict[str, object]:
        for step in (1, 2):
            progress(step, 2, f"Bước {step}")
            row = db.session.get_one(Job, db.session.query(Job.id).scalar(), populate_existing=True)
            seen.append((row.state, row.progress, row.total, row.message))
        return {}

    monkeypatch.setitem(queue._works, "watch", watch)
    queue.enqueue("watch", None, job=[])
    assert seen == [("running", 1, 2, "Bước 1"), ("running", 2, 2, "Bước 2")]


def test_a_refusal_is_told_in_the_words_of_the_rule(app: Flask) -> None:
    job = queue.enqueue("refuse", None)
    assert (job.state, job.message) == ("failed", "Vòng 2 đã đóng.")


def test_an_unforeseen_failure_tells_people_nothing_of_its_inside(app: Flask) -> None:
    job = queue.enqueue("break", None)
    assert job.state == "failed"
    assert "secret detail" not in job.message
    assert job.message.startswith("Hệ thống gặp sự cố")


def test_a_finished_job_is_not_done_again(app: Flask) -> None:
    job = queue.enqueue("count", None, steps=1)
    failed = queue.enqueue("break", None)
    queue.run(job.id)
    queue.run(failed.id)
    assert calls == ["step 1", "break"]


def test_a_job_enqueued_within_a_transaction_is_refused(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="after the transaction"), transaction():
        queue.enqueue("count", None, steps=1)
    assert db.session.query(Job).count() == 0


def test_a_job_left_by_a_dead_process_is_done_by_the_next_runner(queue_app: Flask) -> None:
    _row("running")
    Runner(queue_app).work_off()
    assert calls == ["step 1"]
    assert db.session.query(Job.state, Job.runs).one() == ("done", 2)


def test_a_job_over_which_processes_die_again_and_again_fails(queue_app: Flask) -> None:
    _row("running", runs=queue.MAX_RUNS)
    Runner(queue_app).work_off()
    assert calls == []
    state, message = db.session.query(Job.state, Job.message).one()
    assert state == "failed"
    assert "gián đoạn nhiều lần" in message


def test_a_job_that_the_queue_has_lost_is_found_by_its_row(app: Flask, frozen: FrozenClock) -> None:
    _row("waiting")
    frozen.move(seconds=30)
    assert queue.left_over() == []
    frozen.move(milliseconds=1)
    runner = Runner(app)
    assert runner.work_off()
    assert calls == ["step 1"]


def test_a_queue_that_is_down_does_not_lose_the_job(
    app: Flask, monkeypatch: pytest.MonkeyPatch, frozen: FrozenClock
) -> None:
    def down(_job_id: int) -> None:
        raise RedisError("connection refused")

    monkeypatch.setitem(app.extensions, "run_job", down)
    assert queue.enqueue("count", None, steps=1).state == "waiting"
    frozen.move(minutes=1)
    Runner(app).work_off()
    assert db.session.query(Job.state).scalar() == "done"


def test_a_database_out_of_reach_does_not_fail_the_job_for_good(app: Flask) -> None:
    job_id = _row("waiting", name="no_database")
    with pytest.raises(Unavailable):
        queue.run(job_id)
    assert db.session.query(Job.state).scalar() == "running"
    assert queue.left_over() == [job_id]


def _row(state: str, *, runs: int | None = None, name: str = "count") -> int:
    with transaction():
        begun = int(state == "running") if runs is None else runs
        arguments = '{"steps": 1}' if name == "count" else "{}"
        job = Job(name=name, arguments=arguments, state=state, runs=begun, created_at=clock.now())
        db.session.add(job)
        db.session.flush()
        return job.id
