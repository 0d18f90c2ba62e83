"""Contests made and changed by the console's form: nothing is written over that somebody else has changed meanwhile."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from quiz.contests.draft import ContestDraft, Mistakes, mistake
from quiz.contests.intake import LoadReport, save_contest
from quiz.contests.models import Contest
from quiz.contests.organising import locked_contest
from quiz.contests.windows import stale
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold

LONGEST_SLUG = 64
_MANY = 1000


def make_contest(actor: Actor | None, draft: ContestDraft, now: datetime) -> LoadReport:
    """Store a new contest; raises Mistakes, also where its address is taken."""
    with transaction():
        if _is_taken(draft.slug):
            text = "địa chỉ này đã có cuộc thi khác dùng; vui lòng chọn địa chỉ khác"
            raise Mistakes([mistake("slug", text)])
        return save_contest(actor, draft, now)


def change_contest(
    actor: Actor | None, contest_id: int, seen: int, draft: ContestDraft, now: datetime, reason: str = ""
) -> LoadReport:
    """Store the draft in place of what there is; `seen` is the row's version as the person saw it.

    The address stays. Raises Conflict stale where the contest has moved on, Mistakes, Invalid (reason_required).
    """
    with transaction():
        contest = locked_contest(actor, contest_id)
        if contest.version != seen:
            raise stale()
        return save_contest(actor, replace(draft, slug=contest.slug), now, reason)


def free_slug(title: str) -> str:
    """An address that no contest has, made of a title: its words without marks, numbered where it is taken."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-") or "cuoc-thi"
    base = words[: LONGEST_SLUG - 4].strip("-")
    numbered = (f"{base}-{number}" for number in range(2, _MANY))
    return next((slug for slug in (base, *numbered) if not _is_taken(slug)), base)


def _is_taken(slug: str) -> bool:
    return db.session.scalar(sa.select(Contest.id).where(Contest.slug == slug)) is not None
