"""Why a person has no place: disqualified, not ranked, only practised, not yet sat, below the full score."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from quiz.attempts.models import Attempt
from quiz.contests.models import Entry, Round
from quiz.core.db import db
from quiz.ranking.models import Standing
from quiz.ranking.scope import Scope


@dataclass(frozen=True)
class Status:
    """What keeps a person out of the order of places, in a sentence for that person alone."""

    code: str
    text: str


def status_of(scope: Scope, person_id: int, standing: Standing | None, *, has_sat: bool = False) -> Status | None:
    """Why this person has no place in a round or total; None where there is one, or nothing yet to be ranked.

    `has_sat`: there are closed attempts, which may not be in the standings yet.
    """
    entry = db.session.get(Entry, (scope.contest.id, person_id))
    if entry is not None and entry.is_disqualified:
        return Status("disqualified", _with_reason(_("Kết quả của Quý vị đã bị hủy."), entry.status_reason))
    if entry is not None and not entry.is_ranked:
        return Status("unranked", _with_reason(_("Quý vị dự thi không tính xếp hạng."), entry.status_reason))
    if standing is not None:
        return None if standing.is_placed else Status("unplaced", unplaced_text())
    if has_sat:
        return None
    if _has_practised(scope, person_id):
        return Status("practice", _("Quý vị mới thi thử; lượt thi thử không được xếp hạng."))
    return Status("absent", _("Quý vị chưa nộp bài thi nào ở đây nên chưa có thứ hạng.")) if entry else None


def unplaced_text() -> str:
    """Why somebody below the full score is not placed."""
    text = _("Theo thể lệ, chỉ người đạt điểm tối đa được xếp hạng. Bài thi của Quý vị vẫn được tính cho đơn vị.")
    return str(text)


def _with_reason(text: str, reason: str) -> str:
    return f"{text} {_('Lý do: %(reason)s', reason=reason)}" if reason else text


def _has_practised(scope: Scope, person_id: int) -> bool:
    """Whether the person has practised in one of the contest's rounds."""
    rounds = sa.select(Round.id).where(Round.contest_id == scope.contest.id)
    query = sa.select(Attempt.id).where(Attempt.round_id.in_(rounds), Attempt.person_id == person_id)
    return db.session.scalar(query.where(Attempt.is_practice).limit(1)) is not None
