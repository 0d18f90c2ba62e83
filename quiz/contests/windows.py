"""The course of a round: opened, closed, paused, resumed by decision, and its window and title edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from quiz.contests import queries
from quiz.contests.changes import moved_windows, window_mistakes
from quiz.contests.draft import RoundDraft
from quiz.contests.models import Contest, Round
from quiz.contests.preparation import prepare_round
from quiz.contests.rules import RoundState
from quiz.contests.versions import need_reason, publish
from quiz.core import audit, clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor, Role

on_round_closed: list[Callable[[int, datetime, Actor | None], None]] = []
"""Called with round id, moment and actor after a round was closed by decision and this was committed."""


def open_round(actor: Actor | None, round_id: int, now: datetime, reason: str = "") -> Round:
    """Prepare a round and let it begin now where its printed time is later; that needs a reason.

    Raises Shortage, Invalid (no reason), Conflict (the round is over).
    """
    with transaction():
        contest_round, contest = _locked(actor, round_id)
        if now >= contest_round.closes_at or contest_round.approved_at is not None:
            raise Conflict("Vòng thi đã kết thúc nên không mở được nữa.", code="closed")
        if now < contest_round.opens_at and not reason.strip():
            text = "Mở vòng sớm hơn giờ đã công bố phải ghi lý do."
            raise Invalid(text, code="reason_required", field="reason")
        prepare_round(round_id, now)
        if now < contest_round.opens_at:
            before = _window(contest_round)
            contest_round.opens_at = now
            _changed(actor, "round.open", contest_round, contest, before, now, reason)
    return contest_round


def close_round(actor: Actor | None, round_id: int, now: datetime, reason: str) -> Round:
    """End a round now, ahead of its printed time; then tell whoever has registered in `on_round_closed`."""
    _require(reason)
    with transaction():
        contest_round, contest = _locked(actor, round_id)
        if not contest_round.opens_at <= now < contest_round.closes_at:
            raise Conflict("Chỉ đóng được vòng thi đang mở.", code="not_open")
        before = _window(contest_round)
        contest_round.closes_at = max(now, contest_round.opens_at + timedelta(milliseconds=1))
        contest_round.paused_at = None
        _changed(actor, "round.close", contest_round, contest, before, now, reason)
    for tell in on_round_closed:
        tell(round_id, now, actor)
    return contest_round


def pause_round(actor: Actor | None, round_id: int, now: datetime, reason: str) -> Round:
    """Let nobody start in an open round until it is resumed; attempts that run go on."""
    _require(reason)
    return _set_pause(actor, round_id, now, reason, RoundState.OPEN, now)


def resume_round(actor: Actor | None, round_id: int, now: datetime, reason: str = "") -> Round:
    """Let people start again."""
    return _set_pause(actor, round_id, now, reason, RoundState.PAUSED, None)


def _set_pause(
    actor: Actor | None, round_id: int, now: datetime, reason: str, wanted: RoundState, paused_at: datetime | None
) -> Round:
    with transaction():
        contest_round, _contest = _locked(actor, round_id)
        if queries.state_of(contest_round, now) is not wanted:
            raise Conflict("Vòng thi không ở trạng thái cho phép thao tác này.", code="conflict")
        contest_round.paused_at = paused_at
        action = "round.pause" if paused_at else "round.resume"
        audit.record(actor, action, "round", round_id, reason=reason.strip())
    return contest_round


def edit_round(
    actor: Actor | None, round_id: int, version: int, draft: RoundDraft, now: datetime, reason: str = ""
) -> Round:
    """Set title and window as a new version of the rules.

    `version` is the row's as the person saw it: where it moved on, Conflict stale. Raises Invalid where the window
    is impossible or touches what has happened already, or where a reason is missing.
    """
    with transaction():
        contest_round, contest = _locked(actor, round_id)
        if contest_round.version != version:
            raise stale()
        before = queries.round_draft(contest_round)
        if draft == before:
            return contest_round
        _check(before if contest_round.prepared_at is not None else None, draft, now)
        reason, shown = need_reason(contest, reason), _window(contest_round)
        contest_round.title = draft.title
        contest_round.opens_at, contest_round.closes_at = draft.opens_at, draft.closes_at
        _changed(actor, "round.edit", contest_round, contest, shown, now, reason)
    return contest_round


def _check(prepared: RoundDraft | None, draft: RoundDraft, now: datetime) -> None:
    for found in (*window_mistakes("", draft), *moved_windows("", prepared, draft, now)):
        raise Invalid("%(problem)s.", field=found.path.removeprefix("."), problem=found.sentence)


def stale() -> Conflict:
    """The answer to an edit of what somebody else has changed meanwhile."""
    text = "Nội dung này vừa được người khác sửa. Vui lòng tải lại trang để xem bản mới rồi sửa tiếp."
    return Conflict(text, code="stale")


def _locked(actor: Actor | None, round_id: int) -> tuple[Round, Contest]:
    contest_round = db.session.get_one(Round, round_id, with_for_update=True, populate_existing=True)
    contest = db.session.get_one(Contest, contest_round.contest_id, with_for_update=True, populate_existing=True)
    if actor is not None:
        actor.require(queries.owner_position(contest), Role.ORGANISER)
    return contest_round, contest


def _require(reason: str) -> None:
    if not reason.strip():
        raise Invalid("Vui lòng ghi lý do.", code="reason_required", field="reason")


def _window(contest_round: Round) -> dict[str, str]:
    return {
        "title": contest_round.title,
        "opens_at": clock.iso(contest_round.opens_at),
        "closes_at": clock.iso(contest_round.closes_at),
    }


def _changed(
    actor: Actor | None,
    action: str,
    contest_round: Round,
    contest: Contest,
    before: dict[str, str],
    now: datetime,
    reason: str,
) -> None:
    db.session.flush()
    publish(contest, queries.draft_of(contest), actor, now, reason.strip())
    after = _window(contest_round)
    audit.record(actor, action, "round", contest_round.id, before=before, after=after, reason=reason.strip())
