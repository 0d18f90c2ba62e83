"""What organisers decide about time while a round runs: more time, another window, a pause, a round that is void.

Every decision is a ruling with a reason, an audit row that says how many attempts changed, and the change itself, all
in one transaction. Only the attempts it names change.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from quiz.attempts import clocks
from quiz.attempts.clocks import AFTER_END, Target
from quiz.contests import service as contests
from quiz.contests.allowances import MOST_EXTRA_MS, Allowances, allowances_within, details_of
from quiz.contests.models import Contest, Round, Ruling
from quiz.contests.queries import course_of
from quiz.contests.rulings import Incident, need, note, record, rule
from quiz.contests.schedule import opens_within
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.permissions import Actor

MOST_EXTRA_MINUTES = MOST_EXTRA_MS // 60_000


def give_time(
    actor: Actor | None, target: Target, seconds: int, now: datetime, reason: str, *, later: bool = False
) -> Ruling:
    """Add time to the target's open attempts, and with `later` to those it starts in the round from now on.

    Raises Invalid (how long, no reason), Conflict (approved, cancelled, or nobody there whom it would help).
    """
    reason, most = need(reason), MOST_EXTRA_MS // 1000
    if not 1 <= seconds <= most:
        text = "Thời gian cộng thêm phải từ 1 đến %(most)s phút."
        raise Invalid(text, field="minutes", most=MOST_EXTRA_MINUTES)
    with transaction():
        contest_round = _changeable(actor, target.round_id)
        ruling = _rule(actor, Incident.EXTRA_TIME, contest_round, target, now, reason)
        note(ruling, seconds=seconds, later=later)
        changed = clocks.add(target, seconds * 1000, now, ruling.id)
        if not changed and not later:
            text = "Không có bài đang làm nào được cộng thêm: chưa ai làm bài, hoặc đã cộng đủ %(most)s phút."
            raise Conflict(text, code="nobody", most=MOST_EXTRA_MINUTES)
        _done(actor, ruling, changed)
    return ruling


def shift_window(
    actor: Actor | None, target: Target, opens_at: datetime, closes_at: datetime, now: datetime, reason: str
) -> Ruling:
    """Give a person or a unit an own window in a round; attempts which the old end had cut follow the new one.

    Raises Invalid where the window is impossible, Conflict where the round is approved or cancelled.
    """
    reason = need(reason)
    if target.person_id is None and target.unit_id is None:
        raise Invalid("Vui lòng chọn thí sinh hoặc đơn vị.", field="who")
    with transaction():
        contest_round = _changeable(actor, target.round_id)
        _check_window(contest_round, opens_at, closes_at, now)
        before = allowances_within(contest_round.id)
        ruling = _rule(actor, Incident.WINDOW, contest_round, target, now, reason)
        note(ruling, opens_at=clock.iso(opens_at), closes_at=clock.iso(closes_at))
        db.session.flush()
        ends = _ends(contest_round, before, allowances_within(contest_round.id))
        _done(actor, ruling, clocks.recut(target, ends, now, ruling.id))
    return ruling


def follow_end(contest_round: Round, before: datetime, ruling: Ruling, now: datetime) -> int:
    """Let open attempts follow the end of their round; those of people with an own window keep theirs."""
    allowances = allowances_within(contest_round.id)

    def ends(person_id: int, unit_id: int) -> tuple[datetime, datetime]:
        return before, contest_round.closes_at if allowances.window(person_id, unit_id) is None else before

    return clocks.recut(Target(contest_round.id), ends, now, ruling.id)


def pause(actor: Actor | None, contest_id: int, now: datetime, reason: str) -> Ruling:
    """Pause a contest: nobody starts, saves or hands in, and the clocks stand still until it is resumed."""
    with transaction():
        ruling = contests.pause_contest(actor, contest_id, now, reason)
        _done(actor, ruling, clocks.stop(contest_id, now, ruling.id))
    catch_up(contest_id)
    return ruling


def resume(actor: Actor | None, contest_id: int, now: datetime, reason: str = "") -> Ruling:
    """Let a contest go on; every open attempt gets the time for which its clock stood still."""
    with transaction():
        ruling, paused_at = contests.resume_contest(actor, contest_id, now, reason)
        clocks.stop(contest_id, paused_at, ruling.id)  # a start that crossed the pause and was not met since
        _done(actor, ruling, clocks.go_on(contest_id, now, ruling.id))
    return ruling


def catch_up(contest_id: int) -> None:
    """Stop the clocks of starts that crossed a pause: judged before it, committed after the others were stopped."""
    with transaction():
        contest = contests.locked_contest(None, contest_id)
        if contest.paused_at is not None:
            last = contests.last_pause(contest_id)
            clocks.stop(contest_id, contest.paused_at, last.id)


def catch_up_all() -> None:
    """The same for every contest that is paused."""
    for contest_id in contests.paused_contests():
        catch_up(contest_id)


def cancel(actor: Actor | None, round_id: int, now: datetime, reason: str) -> Ruling:
    """Cancel a round: open attempts are closed by the organiser, and it counts nowhere."""
    with transaction():
        contest_round = db.session.get_one(Round, round_id)
        ruling = contests.cancel_round(actor, round_id, now, reason)
        _done(actor, ruling, clocks.count(Target(round_id)))
    for tell in contests.on_round_closed:
        tell(round_id, now, actor)
    _recounted(contest_round.contest_id, now)
    return ruling


def restore(actor: Actor | None, round_id: int, now: datetime, reason: str) -> Ruling:
    """Let a cancelled round count again; attempts that were closed stay closed."""
    with transaction():
        contest_round = db.session.get_one(Round, round_id)
        ruling = contests.restore_round(actor, round_id, now, reason)
        record(actor, ruling)
    _recounted(contest_round.contest_id, now)
    return ruling


def undo(actor: Actor | None, contest_id: int, ruling_id: int, now: datetime, reason: str) -> Ruling:
    """Take an extra time or an own window back, by a ruling of its own.

    Extra time is taken from the attempts that run still, down to a minute; a window no longer holds for new starts.
    """
    reason = need(reason)
    with transaction():
        ruling = db.session.get(Ruling, ruling_id, populate_existing=True)
        if ruling is None or ruling.contest_id != contest_id or ruling.round_id is None:
            raise NotFound("Không tìm thấy quyết định này.")
        contest_round = _changeable(actor, ruling.round_id)
        if ruling.kind not in {Incident.EXTRA_TIME, Incident.WINDOW} or "undone_by" in details_of(ruling):
            raise Conflict("Quyết định này không hoàn tác được nữa.", code="conflict")
        target = Target(ruling.round_id, ruling.person_id, ruling.unit_id)
        taking = _rule(actor, Incident.UNDO, contest_round, target, now, reason)
        note(taking, undoes=ruling.id)
        note(ruling, undone_by=taking.id)
        _done(actor, taking, _take_back(ruling, target, now, taking.id))
    return taking


def _take_back(ruling: Ruling, target: Target, now: datetime, taking_id: int) -> int:
    if ruling.kind != Incident.EXTRA_TIME:
        return 0
    details = details_of(ruling)
    given_at = None if details["later"] else ruling.created_at
    return clocks.take_back(target, details["seconds"] * 1000, now, taking_id, given_at)


def _changeable(actor: Actor | None, round_id: int) -> Round:
    """The round, locked, as long as decisions about its time make sense; refuses whoever does not organise it."""
    contest_round, _contest = contests.locked_round(actor, round_id)
    if contest_round.approved_at is not None:
        raise Conflict("Kết quả của vòng đã được phê duyệt nên không thay đổi được nữa.", code="approved")
    if contest_round.cancelled_at is not None:
        raise Conflict("Vòng thi đã bị hủy.", code="cancelled")
    return contest_round


def _rule(
    actor: Actor | None, kind: Incident, contest_round: Round, target: Target, now: datetime, reason: str
) -> Ruling:
    return rule(
        actor,
        kind,
        reason,
        now,
        contest_id=contest_round.contest_id,
        contest_round=contest_round,
        person_id=target.person_id,
        unit_id=target.unit_id,
    )


def _done(actor: Actor | None, ruling: Ruling, attempts: int) -> None:
    """Note how many attempts a ruling changed, and put it into the audit trail."""
    note(ruling, attempts=attempts)
    record(actor, ruling)


def _check_window(contest_round: Round, opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    if opens_at < contest_round.opens_at:
        raise Invalid("Giờ mở riêng không được sớm hơn giờ mở của vòng.", field="opens_at")
    if closes_at <= max(opens_at, now):
        raise Invalid("Giờ đóng riêng phải sau giờ mở riêng và sau thời điểm hiện tại.", field="closes_at")
    if closes_at > contest_round.closes_at + AFTER_END:
        text = "Giờ đóng riêng chậm nhất là %(days)s ngày sau giờ đóng của vòng."
        raise Invalid(text, field="closes_at", days=AFTER_END // timedelta(days=1))
    contest = db.session.get_one(Contest, contest_round.contest_id)
    if not opens_within(course_of(contest_round, contest).schedule, max(opens_at, now), closes_at):
        raise Invalid("Khung giờ riêng nằm trọn trong giờ nghỉ của cuộc thi.", field="closes_at")


def _ends(contest_round: Round, before: Allowances, after: Allowances) -> clocks.Ends:
    def ends(person_id: int, unit_id: int) -> tuple[datetime, datetime]:
        windows = (before.window(person_id, unit_id), after.window(person_id, unit_id))
        old, new = (contest_round.closes_at if window is None else window.closes_at for window in windows)
        return old, new

    return ends


def _recounted(contest_id: int, now: datetime) -> None:
    for tell in contests.on_round_recounted:
        tell(contest_id, now)
