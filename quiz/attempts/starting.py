"""Starting an attempt: one look at what decides, one insert; the limit is the database's."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from question_bank.draw_record import paper_seed
from quiz.attempts import layout as layouts
from quiz.attempts import papers, store
from quiz.attempts.closing import close_by_clock
from quiz.attempts.rules import Drawn, write_paper
from quiz.contests import service as contests
from quiz.contests.allowances import round_allowances
from quiz.contests.context import RoundContext, round_context
from quiz.contests.course import Course, Halt, planned_end, round_now
from quiz.contests.moments import spoken
from quiz.contests.party import may_know_of
from quiz.contests.queries import contest_by_id, rules_of
from quiz.contests.rules import RoundState
from quiz.core import clock, direct
from quiz.core.errors import Conflict, NotAllowed, NotFound
from quiz.core.permissions import Actor
from quiz.core.signing import secret

ID_EPOCH_MS = 1_577_836_800_000  # 2020-01-01, keeps ids below 2**53 for more than two centuries
TRIES = 6
CLOSED_TEXTS = {
    RoundState.UPCOMING: "Vòng thi chưa mở.",
    RoundState.CLOSED: "Vòng thi đã kết thúc.",
    RoundState.APPROVED: "Vòng thi đã kết thúc.",
    RoundState.CANCELLED: "Vòng thi đã bị hủy theo quyết định của ban tổ chức.",
}
HALT_TEXTS = {
    Halt.ROUND: "Vòng thi đang tạm dừng theo quyết định của ban tổ chức.",
    Halt.CONTEST: "Cuộc thi đang tạm dừng theo quyết định của ban tổ chức. Mời thí sinh quay lại sau.",
}
RESTING = "Vòng thi đang nghỉ, mở lại lúc %(moment)s. Mời thí sinh quay lại sau giờ đó."
RESTING_TO_THE_END = "Vòng thi đang nghỉ và không mở lại trước giờ đóng."


def start_attempt(
    actor: Actor,
    slug: str,
    number: int,
    accepted_rules: int | None,
    now: datetime,
    division: str | None = None,
    *,
    knows_cut: bool = True,
) -> tuple[store.AttemptRow, bool]:
    """The person's open attempt in a round, and whether it is new; `division` is the one chosen where several fit.

    Raises NotFound, NotAllowed (disqualified, not eligible, no unit), Invalid (a division that does not fit), Conflict:
    not_open, limit, rules_not_accepted, division_required; and short where a closing would cut the time limit and the
    person was not told so (`knows_cut` False).
    """
    for _ in range(TRIES):
        row = _ready(actor, slug, number, accepted_rules, now, division)
        if row.open_id is not None and (attempt := _still_open(row.open_id, clock.to_ms(now))):
            return attempt, False
        attempt_id = _insert(actor, row, now, knows_cut)
        if attempt_id is not None:
            return _existing(attempt_id), True
    raise direct.busy()


def _existing(attempt_id: int) -> store.AttemptRow:
    attempt = store.read(attempt_id)
    assert attempt is not None, "an attempt is never deleted"  # noqa: S101 - an invariant
    return attempt


def _still_open(attempt_id: int, now: int) -> store.AttemptRow | None:
    """The open attempt; one that the clock has ended is closed first."""
    attempt = _existing(attempt_id)
    if attempt.submitted_at is None and attempt.is_over(now):
        close_by_clock(attempt, now)
        return None
    return attempt if attempt.submitted_at is None else None


def _ready(
    actor: Actor, slug: str, number: int, accepted_rules: int | None, now: datetime, division: str | None
) -> store.StartRow:
    """What decides over the start, once round and rules are as they must be."""
    row = _read(slug, number, actor.person_id)
    if row.open_id is not None:
        return row
    if row.is_disqualified:
        raise NotAllowed("Ban tổ chức đã dừng quyền dự thi của tài khoản này.", code="not_eligible")
    _require_open(_course(actor, row), now)
    if row.prepared_at is None:
        contests.ensure_prepared(row.round_id, now)
        row = _read(slug, number, actor.person_id)
    if row.accepted_version != row.rules_version:
        _accept(actor, row, accepted_rules, now, division)
    return row


def _read(slug: str, number: int, person_id: int) -> store.StartRow:
    row = store.read_start(slug, number, person_id)
    if row is None or not _is_known(row):
        raise NotFound("Không tìm thấy vòng thi này.")
    return row


def _is_known(row: store.StartRow) -> bool:
    """Whether the person may know of the contest: of a rehearsal nobody does who is not asked to it."""
    if row.rehearses_id is None or row.accepted_version is not None:
        return True
    contest = contest_by_id(row.contest_id)
    return contest is not None and may_know_of(contest)


def _course(actor: Actor, row: store.StartRow) -> Course:
    """The course of the round as it holds for this person."""
    course = Course(
        opens_at=clock.from_ms(row.opens_at),
        closes_at=clock.from_ms(row.closes_at),
        schedule=rules_of(row.contest_id, row.rules_version).of_round(row.number).schedule,
        paused_at=_moment(row.paused_at),
        contest_paused_at=_moment(row.contest_paused_at),
        approved_at=_moment(row.approved_at),
        cancelled_at=_moment(row.cancelled_at),
    )
    allowances = round_allowances(row.round_id, row.round_version)
    return allowances.course_for(course, actor.person_id, row.unit_of_round)


def _moment(milliseconds: int | None) -> datetime | None:
    return clock.from_ms(milliseconds) if milliseconds is not None else None


def _require_open(course: Course, now: datetime) -> None:
    found = round_now(course, now)
    if found.state is RoundState.OPEN:
        return
    if found.resumes_at is not None:
        error = Conflict(RESTING, code="not_open", moment=spoken(found.resumes_at))
        raise error.with_details(resumes_at=clock.iso(found.resumes_at))
    if found.halt is Halt.HOURS:
        raise Conflict(RESTING_TO_THE_END, code="not_open")
    raise Conflict(HALT_TEXTS[found.halt] if found.halt else CLOSED_TEXTS[found.state], code="not_open")


def _accept(actor: Actor, row: store.StartRow, accepted: int | None, now: datetime, division: str | None) -> None:
    if accepted != row.rules_version:
        text = "Vui lòng đọc và đồng ý với thể lệ hiện hành (bản số %(version)s) trước khi làm bài."
        raise Conflict(text, code="rules_not_accepted", version=row.rules_version).with_details(
            rules_version=row.rules_version
        )
    contests.accept_rules(row.contest_id, actor.person_id, accepted, now, division=division, round_id=row.round_id)


def _insert(actor: Actor, row: store.StartRow, now: datetime, knows_cut: bool) -> int | None:
    """Open the next attempt; None where somebody was faster and the state must be looked at again."""
    context = round_context(row.round_id, row.round_version, row.rules_version)
    number = row.used + 1
    if number > context.rules.attempt_limit:
        text = "Quý vị đã dùng hết %(limit)s lượt thi của vòng này."
        raise Conflict(text, code="limit", limit=context.rules.attempt_limit)
    seed = paper_seed(context.seed, actor.person_id, number)
    timing = _timing(actor, row, context, now)
    if not knows_cut:
        _require_whole_time(context, timing, now)
    values = _values(actor, row, context, papers.draw_paper(context, seed), now)
    values.update(timing, number=number, seed=seed.hex(), unit=_unit(row))
    try:
        return int(values["id"]) if store.insert(values) else None
    except direct.DUPLICATE:
        return None


def _unit(row: store.StartRow) -> int:
    """The unit stamped at the first start of the round, else the person's unit of today."""
    unit_id = row.unit_of_round
    if unit_id is None:
        raise NotAllowed("Tài khoản chưa gắn với đơn vị nào. Vui lòng báo ban tổ chức.", code="not_eligible")
    return unit_id


def _values(
    actor: Actor, row: store.StartRow, context: RoundContext, paper: list[Drawn], now: datetime
) -> dict[str, Any]:
    layout = papers.layout_of(paper)
    return {
        "id": new_id(layout, clock.to_ms(now)),
        "round": row.round_id,
        "round_version": row.round_version,
        "person": actor.person_id,
        "attempt_limit": context.rules.attempt_limit,
        "rules_version": row.rules_version,
        "paper": write_paper(paper),
        "layout": layout,
        "answers": bytes(len(layout)),
        "now": clock.to_ms(now),
        "grace": context.rules.grace_seconds * 1000,
    }


def _timing(actor: Actor, row: store.StartRow, context: RoundContext, now: datetime) -> dict[str, Any]:
    """The deadline as it is fixed at the start, with the extra time that rulings give from the start on."""
    ends_at = planned_end(_course(actor, row), now, context.rules.time_limit_seconds)
    extra = round_allowances(row.round_id, row.round_version).extra_time(actor.person_id, row.unit_of_round)
    return {"deadline": clock.to_ms(ends_at) + extra.ms, "extra": extra.ms, "ruling": extra.ruling_id}


def _require_whole_time(context: RoundContext, timing: dict[str, Any], now: datetime) -> None:
    """Refuse a start that a closing would cut short of the time limit."""
    left = (timing["deadline"] - timing["extra"] - clock.to_ms(now)) // 1000
    if left < context.rules.time_limit_seconds:
        minutes, seconds = divmod(left, 60)
        text = (
            "Nếu bắt đầu bây giờ, Quý vị chỉ còn %(minutes)s phút %(seconds)s giây làm bài, đến %(moment)s. "
            "Xin bấm Bắt đầu làm bài một lần nữa nếu vẫn muốn làm."
        )
        moment = spoken(clock.from_ms(timing["deadline"]), is_end=True)
        raise Conflict(text, code="short", minutes=minutes, seconds=seconds, moment=moment)


def new_id(layout: str, now: int) -> int:
    """An id made of the moment and twelve random bits, whose option ids are distinct in every position."""
    key = secret("option-ids")
    while True:
        attempt_id = (now - ID_EPOCH_MS) << 12 | secrets.randbits(12)
        if layouts.are_distinct(layouts.option_ids(key, attempt_id, layout)):
            return attempt_id
