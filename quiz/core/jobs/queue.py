"""The queue of jobs: a row for people to watch, huey for the order of work."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import DomainError
from quiz.core.jobs.models import Job
from quiz.core.permissions import Actor
from quiz.core.settings import Settings

Work = Callable[..., dict[str, Any]]
_works: dict[str, Work] = {}


class Progress:
    """Handed to the work of a job; tells people how far it is."""

    def __init__(self, job_id: int) -> None:
        self._job_id = job_id

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Show that `done` of `total` steps are behind us."""
        with transaction():
            job = db.session.get_one(Job, self._job_id)
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
        huey = RedisHuey("sen", url=settings.redis_url)
    else:
        huey = SqliteHuey("sen", filename=str(settings.instance / "jobs.db"))
    app.extensions["queue"] = huey

    @huey.task(name="run_job")  # type: ignore[untyped-decorator]
    def run_job(job_id: int) -> None:
        with app.app_context():
            run(job_id)

    app.extensions["run_job"] = run_job


def enqueue(name: str, actor: Actor | None, **arguments: Any) -> Job:
    """Put a job in the queue; its row can be watched from now on."""
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
    current_app.extensions["run_job"](job_id)
    return db.session.get_one(Job, job_id, populate_existing=True)


def run(job_id: int) -> None:
    """Do a waiting job; a job that is done already is left alone."""
    with transaction():
        job = db.session.get_one(Job, job_id)
        if job.state == "done":
            return
        job.state, job.started_at = "running", clock.now()
        name, arguments = job.name, json.loads(job.arguments)
    try:
        result = _works[name](Progress(job_id), **arguments)
        _finish(job_id, "done", "", result)
    except DomainError as error:
        _finish(job_id, "failed", error.message(), {})
    except Exception:
        current_app.logger.exception("job %s (%s) failed", job_id, name)
        _finish(job_id, "failed", "Hệ thống gặp sự cố khi thực hiện việc này.", {})


def _finish(job_id: int, state: str, message: str, result: dict[str, Any]) -> None:
    with transaction():
        job = db.session.get_one(Job, job_id)
        job.state, job.message, job.finished_at = state, message, clock.now()
        job.result = json.dumps(result, ensure_ascii=False)
