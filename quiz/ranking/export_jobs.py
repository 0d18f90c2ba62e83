"""Workbooks of many people, made as a job to watch; the file waits for a day for the one who asked for it."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from quiz.contests.models import Contest
from quiz.core import clock, uploads
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.jobs.models import Job
from quiz.core.jobs.queue import Progress, enqueue, work
from quiz.core.permissions import Actor
from quiz.ranking.exports import record_export
from quiz.ranking.people_exports import people_in, write_standings
from quiz.ranking.scope import Scope, round_scopes, scope_of

WORK = "ranking.standings_workbook"
MANY = 3_000
"""From this many people on a workbook is made as a job."""


def is_long(scope: Scope) -> bool:
    """Whether the workbook of a scope is too long to wait for."""
    return people_in(scope) >= MANY


def standings_workbook(actor: Actor, scope: Scope) -> bytes:
    """The workbook at once; who took the list away goes into the audit trail."""
    now = clock.now()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "standings.xlsx"
        rows = write_standings(path, scope, round_scopes(scope.contest, now), now, lambda _rows: None)
        content = path.read_bytes()
    record_export(actor, scope.contest, scope.number, "standings", rows)
    return content


def begin_export(actor: Actor, scope: Scope) -> Job:
    """Put the workbook into the queue."""
    return enqueue(WORK, actor, slug=scope.contest.slug, number=scope.number)


@work(WORK)
def run_export(progress: Progress, slug: str, number: int) -> dict[str, Any]:
    """Write the workbook where the one who asked for it can fetch it."""
    now = clock.now()
    scope = scope_of(slug, number, now)
    rounds = round_scopes(scope.contest, now)
    total = _rows_to_write(scope, rounds)
    token, path = uploads.reserve()
    rows = write_standings(path, scope, rounds, now, lambda written: progress(written, total))
    url = f"/admin/ranking/{slug}/exports/{progress.job_id}"
    return {"slug": slug, "number": number, "token": token, "rows": rows, "url": url}


def _rows_to_write(scope: Scope, rounds: list[Scope]) -> int:
    people = people_in(scope)
    of_rounds = sum(people_in(one) for one in rounds) if scope.current is None else 0
    return people + of_rounds + (people if scope.rules.divisions else 0)


def fetch_export(actor: Actor, contest: Contest, job_id: int) -> tuple[Path, int]:
    """The finished file and the number of its round, for the one who asked for it; noted in the audit trail.

    Raises NotFound where there is none of this contest and person, or it is gone.
    """
    job = db.session.get(Job, job_id)
    if job is None or job.name != WORK or job.state != "done" or job.actor_id != actor.person_id:
        raise NotFound("Không tìm thấy tệp này.")
    made = json.loads(job.result)
    if made["slug"] != contest.slug:
        raise NotFound("Không tìm thấy tệp này.")
    path = uploads.path_of(made["token"])
    record_export(actor, contest, made["number"], "standings", made["rows"])
    return path, made["number"]
