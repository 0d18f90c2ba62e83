"""Standings made anew after a decision: of few people at once, of many as a job to watch."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from quiz.core import clock
from quiz.core.errors import Unavailable
from quiz.core.jobs.models import Job
from quiz.core.jobs.queue import Progress, enqueue, work
from quiz.core.permissions import Actor
from quiz.ranking import service
from quiz.ranking.recomputing import REBUILD

MANY = 5_000
"""From this many standings on they are made anew as a job."""
PATIENCE_SECONDS = 300.0
"""How long the job waits for somebody else who is just folding the contest."""
_TEXT = "Đang tính lại thứ hạng của mọi thí sinh."


def make_anew(actor: Actor, contest_id: int, now: datetime, back: str) -> Job | None:
    """Make all standings of a contest anew; those of many people as a job, which leads `back` when it is done."""
    if service.standings_in(contest_id) >= MANY:
        return enqueue(REBUILD, actor, contest_id=contest_id, back=back)
    at_once(contest_id, now)
    return None


def at_once(contest_id: int, now: datetime) -> None:
    """Make all standings anew now; where somebody else is just folding the contest, the next refresh does it."""
    with suppress(Unavailable):
        service.rebuild(contest_id, now)


@work(REBUILD)
def run_rebuild(progress: Progress, contest_id: int, back: str) -> dict[str, Any]:
    """Make everything anew, however often it is begun."""
    standings = service.rebuild(
        contest_id, clock.now(), lambda done, total: progress(done, total, _TEXT), PATIENCE_SECONDS
    )
    return {"standings": standings, "url": back, "next": back}
