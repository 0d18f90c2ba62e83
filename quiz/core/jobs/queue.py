"""The queue of jobs: a row that people watch and that decides, and huey, which hands it to a runner at once.

What the queue loses is found again by its row, so a queue that is down costs seconds, never a job.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey
from redis import ConnectionPool, RedisError

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import DomainError, Unavailable
from quiz.core.jobs.models import Job
from quiz.core.permissions import Actor
from quiz.core.settings import Settings

LOST_AFTER = timedelta(seconds=30)
"""A job that has waited this long while the queue is empty is not in it any more."""
MAX_RUNS = 3
Work = Callable[..., dict[str, Any]]
_works: dict[str, Work] = {}


class Progress:
    """Handed to the work of a job; tells people how far it is."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Show that `done` of `total` steps are behind us."""
        with transaction():
            job = db.session.get_one(Job, self.job_id)
            job.progress, job.total, job.message = done, total, message


def work(name: str) -> Callable[[Work], Work]:
    """Name the function that does a kind of job: `f(progress, **arguments) -> result` (JSON-able)."""

    def register(function: Work) -> Work:
        _works[name] = function
        return function

    return register


def init_queue(app: Flask, settings: Settings) -> None:
    """Choose where the queue lives: memory in tests, Redis where configured, else a file of its own."""
    huey: Huey
    if settings.testing:
        huey = MemoryHuey("sen", immediate=True)
    elif settings.redis_url:
        pool = ConnectionPool.from_url(settings.redis_url, socket_connect_timeout=1, socket_timeout=5)
        huey = RedisHuey("sen", connection_pool=pool, blocking=False)
    else:
        huey = SqliteHuey("sen", filename=str(settings.instance / "jobs.db"))
    app.extensions["queue"] = huey

    @huey.task(name="run_job")  # type: ignore[untyped-decorator]
    def run_job(job_id: int) -> None:
        with app.app_context():
            run(job_id)

    app.extensions["run_job"] = run_job


def enqueue(name: str, actor: Actor | None, **arguments: Any) -> Job:
    """Put a job in the queue, outside any transaction; its row can be watched from now on."""
    if db.session.info.get("depth"):
        raise RuntimeError("a job is enqueued after the transaction, for it may begin at once")
    with transaction():
        job = Job(
            name=name,
            arguments=json.dumps(arguments),
            actor_id=actor.person_id if actor else None,
            state="waiting",
            created_at=clock.now(),
        )
        db.session.add(job)
        db.session.flush()
        job_id = job.id
    try:
        current_app.extensions["run_job"](job_id)
    except (RedisError, sqlite3.Error):
        current_app.logger.warning("queue cannot be reached; job %s waits for the sweep", job_id)
    return db.session.get_one(Job, job_id, populate_existing=True)


def left_over() -> list[int]:
    """Jobs that were begun and left, or that the queue has lost, oldest first.

    To be asked by the one who works off the jobs, with nothing in hand and the queue empty.
    """
    lost = sa.and_(Job.state == "waiting", Job.created_at < clock.now() - LOST_AFTER)
    return list(db.session.scalars(sa.select(Job.id).where((Job.state == "running") | lost).order_by(Job.id)))


def run(job_id: int) -> None:
    """Do a job that is neither done nor failed; one over which processes die again and again fails."""
    with transaction():
        job = db.session.get_one(Job, job_id)
        if job.state in {"done", "failed"}:
            return
        job.state, job.started_at, job.runs = "running", clock.now(), job.runs + 1
        name, arguments, runs = job.name, json.loads(job.arguments), job.runs
    if runs > MAX_RUNS:
        _finish(job_id, "failed", "Việc này đã bị gián đoạn nhiều lần nên không được làm lại nữa.", {})
        return
    try:
        result = _works[name](Progress(job_id), **arguments)
        _finish(job_id, "done", "", result)
    except Unavailable:
        raise  # the row still says "running": the sweep begins anew
    except DomainError as error:
        where = error.details.get("url")  # where the person goes on, if the work says so
        _finish(job_id, "failed", error.message(), {"url": where} if where else {})
    except Exception:
        current_app.logger.exception("job %s (%s) failed", job_id, name)
        _finish(job_id, "failed", "Hệ thống gặp sự cố khi thực hiện việc này.", {})


def _finish(job_id: int, state: str, message: str, result: dict[str, Any]) -> None:
    with transaction():
        job = db.session.get_one(Job, job_id)
        job.state, job.message, job.finished_at = state, message, clock.now()
        job.result = json.dumps(result, ensure_ascii=False)
