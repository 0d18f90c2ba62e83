"""Everything that writes contests; the preparation and the course of a round stand in files of their own."""

from __future__ import annotations

from datetime import datetime

from quiz.contests import queries
from quiz.contests.entering import accept_rules
from quiz.contests.halting import (
    cancel_round,
    last_pause,
    on_round_recounted,
    pause_contest,
    paused_contests,
    restore_round,
    resume_contest,
)
from quiz.contests.intake import LoadReport, check_contest, load_contest, save_contest, shortages_of, summary_of
from quiz.contests.models import Contest
from quiz.contests.organising import locked_contest
from quiz.contests.preparation import Shortage, ensure_prepared, prepare_due, prepare_round
from quiz.contests.versions import need_reason, publish
from quiz.contests.windows import (
    close_round,
    edit_round,
    locked_round,
    on_end_moved,
    on_round_closed,
    open_round,
    pause_round,
    resume_round,
    stale,
)
from quiz.contests.wiping import on_contest_wiped
from quiz.core import audit
from quiz.core.db import transaction
from quiz.core.errors import Invalid
from quiz.core.permissions import Actor

__all__ = [  # the doors of the files beside this one
    "LoadReport",
    "Shortage",
    "accept_rules",
    "cancel_round",
    "check_contest",
    "close_round",
    "edit_round",
    "ensure_prepared",
    "last_pause",
    "load_contest",
    "locked_contest",
    "locked_round",
    "on_contest_wiped",
    "on_end_moved",
    "on_round_closed",
    "on_round_recounted",
    "open_round",
    "pause_contest",
    "pause_round",
    "paused_contests",
    "prepare_due",
    "prepare_round",
    "restore_round",
    "resume_contest",
    "resume_round",
    "save_contest",
    "shortages_of",
]


def edit_contest(
    actor: Actor | None, contest_id: int, version: int, title: str, summary: str, now: datetime, reason: str = ""
) -> Contest:
    """Set title and summary; `version` is the row's as the person saw it, Conflict stale where it moved on."""
    with transaction():
        contest = locked_contest(actor, contest_id)
        if contest.version != version:
            raise stale()
        if not title:
            raise Invalid("Tên cuộc thi không được để trống.", field="title")
        if (contest.title, contest.summary) == (title, summary):
            return contest
        reason, before = need_reason(contest, reason), summary_of(contest)
        contest.title, contest.summary = title, summary
        publish(contest, queries.draft_of(contest), actor, now, reason)
        audit.record(
            actor, "contest.edit", "contest", contest_id, before=before, after=summary_of(contest), reason=reason
        )
    return contest
