"""A contest paused and resumed, a round cancelled and restored: what is written of it in this room.

The clocks of open attempts are moved by the attempts room, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from quiz.contests.models import Contest, Round, Ruling
from quiz.contests.organising import locked_contest
from quiz.contests.rulings import Incident, need, rule
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict
from quiz.core.permissions import Actor

on_round_recounted: list[Callable[[int, datetime], None]] = []
"""Called with contest id and moment after a round was cancelled or restored and this was committed."""


def paused_contests() -> list[int]:
    """The ids of the contests that are paused."""
    return list(db.session.scalars(sa.select(Contest.id).where(Contest.paused_at.is_not(None))))


def last_pause(contest_id: int) -> Ruling:
    """The ruling by which a paused contest was paused."""
    query = sa.select(Ruling).where(Ruling.contest_id == contest_id, Ruling.kind == Incident.PAUSE)
    return db.session.scalars(query.order_by(Ruling.id.desc()).limit(1)).one()


def pause_contest(actor: Actor | None, contest_id: int, now: datetime, reason: str) -> Ruling:
    """From now on nobody starts, saves or hands in anywhere in the contest; Conflict where it is paused already."""
    reason = need(reason)
    with transaction():
        contest = _locked_with_rounds(actor, contest_id)
        if contest.paused_at is not None:
            raise Conflict("Cuộc thi đã được tạm dừng từ trước.", code="conflict")
        contest.paused_at = now
        return rule(actor, Incident.PAUSE, reason, now, contest_id=contest_id)


def resume_contest(actor: Actor | None, contest_id: int, now: datetime, reason: str = "") -> tuple[Ruling, datetime]:
    """Let the contest go on; the ruling, and since when it was paused. Conflict where it is not paused."""
    with transaction():
        contest = _locked_with_rounds(actor, contest_id)
        paused_at = contest.paused_at
        if paused_at is None:
            raise Conflict("Cuộc thi không ở trạng thái tạm dừng.", code="conflict")
        contest.paused_at = None
        seconds = max(0, int((now - paused_at).total_seconds()))
        return rule(actor, Incident.RESUME, reason.strip(), now, contest_id=contest_id, seconds=seconds), paused_at


def _locked_with_rounds(actor: Actor | None, contest_id: int) -> Contest:
    """The contest's row, locked after those of its rounds, whose versions move on: starts under way are judged anew."""
    rounds = sa.select(Round.id).where(Round.contest_id == contest_id).order_by(Round.id).with_for_update()
    ids = list(db.session.scalars(rounds))
    change = sa.update(Round).where(Round.id.in_(ids)).values(version=Round.version + 1)
    db.session.execute(change, execution_options={"synchronize_session": False})
    db.session.expire_all()
    return locked_contest(actor, contest_id)


def cancel_round(actor: Actor | None, round_id: int, now: datetime, reason: str) -> Ruling:
    """Let a round count nowhere from now on; nobody starts in it. Conflict once its results are approved."""
    return _set_cancelled(actor, round_id, now, need(reason), Incident.CANCEL)


def restore_round(actor: Actor | None, round_id: int, now: datetime, reason: str) -> Ruling:
    """Let a cancelled round count again, with the attempts as they were closed."""
    return _set_cancelled(actor, round_id, now, need(reason), Incident.RESTORE)


def _set_cancelled(actor: Actor | None, round_id: int, now: datetime, reason: str, kind: Incident) -> Ruling:
    with transaction():
        contest_round = db.session.get_one(Round, round_id, with_for_update=True, populate_existing=True)
        locked_contest(actor, contest_round.contest_id)
        if contest_round.approved_at is not None:
            raise Conflict("Kết quả của vòng đã được phê duyệt nên không thay đổi được nữa.", code="approved")
        if (contest_round.cancelled_at is not None) is (kind is Incident.CANCEL):
            raise Conflict("Vòng thi không ở trạng thái cho phép thao tác này.", code="conflict")
        contest_round.cancelled_at = now if kind is Incident.CANCEL else None
        db.session.flush()
        return rule(actor, kind, reason, now, contest_id=contest_round.contest_id, contest_round=contest_round)
