"""Versions of the rules: whenever something printed changes, a new one is written; none is ever changed."""

from __future__ import annotations

from datetime import datetime

from quiz.contests import queries
from quiz.contests.draft import ContestDraft
from quiz.contests.models import Contest, RulesVersion
from quiz.contests.printing import printed
from quiz.contests.settings import record
from quiz.core.db import db
from quiz.core.errors import Invalid
from quiz.core.permissions import Actor


def publish(contest: Contest, draft: ContestDraft, actor: Actor | None, now: datetime, reason: str) -> bool:
    """Write a new version where the draft prints otherwise than the newest one; whether it did.

    The caller's transaction commits it.
    """
    settings = record(draft)
    newest = db.session.get(RulesVersion, (contest.id, contest.rules_version))
    if newest is not None and newest.settings == settings:
        return False
    unit = queries.owner_unit(contest)
    contest.rules_version = newest.number + 1 if newest is not None else 1
    db.session.add(
        RulesVersion(
            contest_id=contest.id,
            number=contest.rules_version,
            settings=settings,
            html=printed(draft, unit.name if unit else ""),
            reason=reason,
            actor_id=actor.person_id if actor else None,
            created_at=now,
        )
    )
    return True


def need_reason(contest: Contest, reason: str) -> str:
    """The reason for a change of printed rules; Invalid where it is missing and a round has been prepared."""
    reason = reason.strip()
    if not reason and any(one.prepared_at is not None for one in queries.rounds_of(contest.id)):
        text = "Cuộc thi đã có vòng chốt đề, vì vậy mọi thay đổi đều phải ghi lý do."
        raise Invalid(text, code="reason_required", field="reason")
    return reason
