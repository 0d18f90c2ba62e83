"""Everything that writes contests; the preparation and the course of a round stand in files of their own."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from quiz.contests import queries
from quiz.contests.intake import LoadReport, check_contest, load_contest, save_contest, shortages_of, summary_of
from quiz.contests.models import Contest
from quiz.contests.preparation import Shortage, ensure_prepared, prepare_due, prepare_round
from quiz.contests.rehearsals import require_seat
from quiz.contests.versions import need_reason, publish
from quiz.contests.windows import (
    close_round,
    edit_round,
    on_round_closed,
    open_round,
    pause_round,
    resume_round,
    stale,
)
from quiz.contests.wiping import on_contest_wiped
from quiz.core import audit, clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor, Role

__all__ = [  # the doors of the files beside this one
    "LoadReport",
    "Shortage",
    "check_contest",
    "close_round",
    "edit_round",
    "ensure_prepared",
    "load_contest",
    "on_contest_wiped",
    "on_round_closed",
    "open_round",
    "pause_round",
    "prepare_due",
    "prepare_round",
    "resume_round",
    "save_contest",
    "shortages_of",
]

ACCEPT = """
insert into entries (contest_id, person_id, rules_version, accepted_at, is_ranked, is_disqualified, status_reason,
  division)
select c.id, :person, :version, :now, true, false, '', '' from contests c
where c.id = :contest and c.rules_version = :version
on conflict (contest_id, person_id) do update
set rules_version = excluded.rules_version, accepted_at = excluded.accepted_at
returning rules_version
"""


def edit_contest(
    actor: Actor | None, contest_id: int, version: int, title: str, summary: str, now: datetime, reason: str = ""
) -> Contest:
    """Set title and summary; `version` is the row's as the person saw it, Conflict stale where it moved on."""
    with transaction():
        contest = db.session.get_one(Contest, contest_id, with_for_update=True, populate_existing=True)
        if actor is not None:
            actor.require(queries.owner_position(contest), Role.ORGANISER)
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


def accept_rules(contest_id: int, person_id: int, version: int, now: datetime) -> None:
    """Note that a person accepts the rules in this version; Conflict rules_not_accepted where it is not the newest."""
    values = {"contest": contest_id, "person": person_id, "version": version, "now": clock.to_ms(now)}
    with transaction():
        require_seat(contest_id, person_id)
        if not db.session.execute(sa.text(ACCEPT), values).all():
            text = "Thể lệ đã có phiên bản mới. Vui lòng đọc và đồng ý với phiên bản hiện hành."
            raise Conflict(text, code="rules_not_accepted")
