"""Assigning many tasks to many units, and taking such a run back, as work to watch."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from quiz.accounts import queries as accounts
from quiz.core import clock
from quiz.core.errors import NotAllowed
from quiz.core.jobs.models import Job
from quiz.core.jobs.queue import Progress, enqueue, work
from quiz.core.permissions import Actor
from quiz.plans.assigning import service

ASSIGN, TAKE_BACK = "plans.assign", "plans.take_back"
MANY = 5_000
"""From this many assignments on the work is done as a job."""
_GIVING = "Đang giao việc cho các đơn vị."


def begin_assigning(actor: Actor, plan_id: int, task_ids: Collection[int], now: datetime, back: str) -> Job:
    """Put the giving of these tasks into the queue; it leads `back` when it is done."""
    return enqueue(
        ASSIGN,
        actor,
        plan_id=plan_id,
        task_ids=sorted(task_ids),
        at=clock.to_ms(now),
        actor_id=actor.person_id,
        back=back,
    )


@work(ASSIGN)
def run_assigning(
    progress: Progress, plan_id: int, task_ids: list[int], at: int, actor_id: int, back: str
) -> dict[str, Any]:
    """Give the tasks; whoever asked for it must still have the right."""
    given = service.assign_plan(
        _actor(actor_id),
        plan_id,
        clock.from_ms(at),
        task_ids=task_ids,
        tell=lambda done, total: progress(done, total, _GIVING),
    )
    return {"added": given.added, "duties": given.duties, "url": back, "next": back}


def begin_taking_back(actor: Actor, plan_id: int, run: datetime, reason: str, back: str) -> Job:
    """Put the taking back of a run into the queue."""
    return enqueue(
        TAKE_BACK,
        actor,
        plan_id=plan_id,
        run=clock.to_ms(run),
        reason=reason,
        actor_id=actor.person_id,
        back=back,
    )


@work(TAKE_BACK)
def run_taking_back(
    progress: Progress, plan_id: int, run: int, reason: str, actor_id: int, back: str
) -> dict[str, Any]:
    """Take the run back from the units that have not begun."""
    taken = service.take_back_run(_actor(actor_id), plan_id, clock.from_ms(run), reason, clock.now())
    progress(1, 1)
    return {"taken": taken, "url": back, "next": back}


def _actor(person_id: int) -> Actor:
    actor = accounts.actor_for(person_id)
    if actor is None:
        raise NotAllowed("Tài khoản này không có quyền thực hiện việc này.")
    return actor
