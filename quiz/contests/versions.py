"""Versions of the rules: whenever something printed changes, a new one is written; none is ever changed."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from quiz.contests import queries
from quiz.contests.differences import Change, differences
from quiz.contests.draft import ContestDraft
from quiz.contests.models import Contest, RulesVersion
from quiz.contests.naming import unit_names
from quiz.contests.printing import printed
from quiz.contests.reading import Section, sections
from quiz.contests.settings import record
from quiz.core.db import db
from quiz.core.errors import Invalid
from quiz.core.permissions import Actor
from quiz.units.queries import by_code


def print_draft(draft: ContestDraft) -> str:
    """The rules text of a draft, units under the names that they have now."""
    owner = by_code(draft.owner_unit) if draft.owner_unit else None
    return printed(draft, owner.name if owner else "", unit_names(draft.rules))


def publish(contest: Contest, draft: ContestDraft, actor: Actor | None, now: datetime, reason: str) -> bool:
    """Write a new version where the draft prints otherwise than the newest one; whether it did.

    The caller's transaction commits it.
    """
    settings = record(draft)
    newest = db.session.get(RulesVersion, (contest.id, contest.rules_version))
    if newest is not None and newest.settings == settings:
        return False
    contest.rules_version = newest.number + 1 if newest is not None else 1
    db.session.add(
        RulesVersion(
            contest_id=contest.id,
            number=contest.rules_version,
            settings=settings,
            html=print_draft(draft),
            reason=reason,
            actor_id=actor.person_id if actor else None,
            created_at=now,
        )
    )
    return True


def text_of(version: RulesVersion) -> tuple[Section, ...]:
    """The articles of a version; a version never changes once it is written, so that each is read once per process."""
    cache: dict[tuple[object, ...], tuple[Section, ...]] = current_app.extensions.setdefault("rules_texts", {})
    key = _known_by(version)
    if key not in cache:
        cache[key] = sections(version.html)
    return cache[key]


def changes_since(version: RulesVersion, older: int) -> tuple[Change, ...]:
    """What a version has otherwise than an older one; read once per process like the versions themselves."""
    cache: dict[tuple[object, ...], tuple[Change, ...]] = current_app.extensions.setdefault("rules_changes", {})
    key = (*_known_by(version), older)
    if key not in cache:
        before = queries.version_of(version.contest_id, older)
        cache[key] = differences(text_of(before), text_of(version))
    return cache[key]


def _known_by(version: RulesVersion) -> tuple[object, ...]:
    """The moment tells apart versions of contests of which the first was wiped and the second got its number."""
    return version.contest_id, version.number, version.created_at


def need_reason(contest: Contest, reason: str) -> str:
    """The reason for a change of printed rules; Invalid where it is missing and a round has been prepared."""
    reason = reason.strip()
    if not reason and any(one.prepared_at is not None for one in queries.rounds_of(contest.id)):
        text = "Cuộc thi đã có vòng chốt đề, vì vậy mọi thay đổi đều phải ghi lý do."
        raise Invalid(text, code="reason_required", field="reason")
    return reason
