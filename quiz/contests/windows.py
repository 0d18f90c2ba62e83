"""The course of a round: opened, closed, paused, resumed by decision, and its window and title edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from quiz.contests import queries
from quiz.contests.changes import moved_windows, window_mistakes
from quiz.contests.draft import RoundDraft
from quiz.contests.models import Contest, Round, Ruling
from quiz.contests.organising import locked_contest
from quiz.contests.preparation import prepare_round
from quiz.contests.rules import RoundState
from quiz.contests.rulings import Incident, need, note, record, rule
from quiz.contests.versions import need_reason, publish
from quiz.core import audit, clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor

on_round_closed: list[Callable[[int, datetime, Actor | None], None]] = []
"""Called with round id, moment and actor after a round was closed by decision and this was committed."""
on_end_moved: list[Callable[[Round, datetime, Ruling, datetime], int]] = []
"""Called inside the transaction that moves the end of a round to a later time, with the round, its end before, the
ruling and the moment; gives back how many open attempts got a later deadline."""


def open_round(actor: Actor | None, round_id: int, now: datetime, reason: str = "") -> Round:
    """Prepare a round and let it begin now where its printed time is later; that needs a reason.

    Raises Shortage, Invalid (no reason), Conflict (the round is over).
    """
    with transaction():
        contest_round, contest = locked_round(actor, round_id)
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
    need(reason)
    with transaction():
        contest_round, contest = locked_round(actor, round_id)
        if not contest_round.opens_at <= now < contest_round.closes_at or contest_round.cancelled_at is not None:
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
    return _set_pause(actor, round_id, now, need(reason), Incident.ROUND_PAUSE)


def resume_round(actor: Actor | None, round_id: int, now: datetime, reason: str = "") -> Round:
    """Let people start again."""
    return _set_pause(actor, round_id, now, reason.strip(), Incident.ROUND_RESUME)


def _set_pause(actor: Actor | None, round_id: int, now: datetime, reason: str, kind: Incident) -> Round:
    with transaction():
        contest_round, contest = locked_round(actor, round_id)
        is_running = queries.state_of(contest_round, now) in {RoundState.OPEN, RoundState.PAUSED}
        if not is_running or (contest_round.paused_at is None) is (kind is Incident.ROUND_RESUME):
            raise Conflict("Vòng thi không ở trạng thái cho phép thao tác này.", code="conflict")
        contest_round.paused_at = now if kind is Incident.ROUND_PAUSE else None
        rule(actor, kind, reason, now, contest_id=contest.id, contest_round=contest_round)
        action = "round.pause" if kind is Incident.ROUND_PAUSE else "round.resume"
        audit.record(actor, action, "round", round_id, reason=reason)
    return contest_round


def edit_round(
    actor: Actor | None, round_id: int, version: int, draft: RoundDraft, now: datetime, reason: str = ""
) -> Round:
    """Set title and window as a new version of the rules.

    `version` is the row's as the person saw it: where it moved on, Conflict stale. Raises Invalid where the window
    is impossible or touches what has happened already, or where a reason is missing.
    """
    with transaction():
        contest_round, contest = locked_round(actor, round_id)
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
        end_moved(actor, contest_round, before.closes_at, now, reason)
    return contest_round


def end_moved(actor: Actor | None, contest_round: Round, before: datetime, now: datetime, reason: str) -> None:
    """Note that a prepared round ends later than it did, and let open attempts which the old end had cut go on.

    In the caller's transaction. An end that is moved forward cuts nobody who sits already.
    """
    if contest_round.prepared_at is None or contest_round.closes_at <= before:
        return
    contest_id = contest_round.contest_id
    ruling = rule(actor, Incident.ROUND_END, reason, now, contest_id=contest_id, contest_round=contest_round)
    attempts = sum(follow(contest_round, before, ruling, now) for follow in on_end_moved)
    note(ruling, before=clock.iso(before), closes_at=clock.iso(contest_round.closes_at), attempts=attempts)
    record(actor, ruling)


def _check(prepared: RoundDraft | None, draft: RoundDraft, now: datetime) -> None:
    for found in (*window_mistakes("", draft), *moved_windows("", prepared, draft, now)):
        raise Invalid("%(problem)s.", field=found.path.removeprefix("."), problem=found.sentence)


def stale() -> Conflict:
    """The answer to an edit of what somebody else has changed meanwhile."""
    text = "Nội dung này vừa được người khác sửa. Vui lòng tải lại trang để xem bản mới rồi sửa tiếp."
    return Conflict(text, code="stale")


def locked_round(actor: Actor | None, round_id: int) -> tuple[Round, Contest]:
    """The rows of a round and its contest, locked in this order; refuses whoever does not organise it."""
    contest_round = db.session.get_one(Round, round_id, with_for_update=True, populate_existing=True)
    return contest_round, locked_contest(actor, contest_round.contest_id)


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
