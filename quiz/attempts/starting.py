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
from quiz.contests.context import RoundContext, round_context
from quiz.contests.rules import RoundState, deadline, round_state
from quiz.core import clock, direct
from quiz.core.errors import Conflict, NotAllowed, NotFound
from quiz.core.permissions import Actor
from quiz.core.signing import secret

ID_EPOCH_MS = 1_577_836_800_000  # 2020-01-01, keeps ids below 2**53 for more than two centuries
TRIES = 6
CLOSED_TEXTS = {
    RoundState.UPCOMING: "Vòng thi chưa mở.",
    RoundState.PAUSED: "Vòng thi đang tạm dừng theo quyết định của ban tổ chức.",
    RoundState.CLOSED: "Vòng thi đã kết thúc.",
    RoundState.APPROVED: "Vòng thi đã kết thúc.",
}


def start_attempt(
    actor: Actor, slug: str, number: int, accepted_rules: int | None, now: datetime, division: str | None = None
) -> tuple[store.AttemptRow, bool]:
    """The person's open attempt in a round, and whether it is new; `division` is the one chosen where several fit.

    Raises NotFound, NotAllowed (disqualified, not eligible, no unit), Invalid (a division that does not fit), Conflict:
    not_open, limit, rules_not_accepted, division_required.
    """
    for _ in range(TRIES):
        row = _ready(actor, slug, number, accepted_rules, now, division)
        if row.open_id is not None and (attempt := _still_open(row.open_id, clock.to_ms(now))):
            return attempt, False
        attempt_id = _insert(actor, row, now)
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
    _require_open(row, now)
    if row.prepared_at is None:
        contests.ensure_prepared(row.round_id, now)
        row = _read(slug, number, actor.person_id)
    if row.accepted_version != row.rules_version:
        _accept(actor, row, accepted_rules, now, division)
    return row


def _read(slug: str, number: int, person_id: int) -> store.StartRow:
    row = store.read_start(slug, number, person_id)
    if row is None:
        raise NotFound("Không tìm thấy vòng thi này.")
    return row


def _require_open(row: store.StartRow, now: datetime) -> None:
    state = round_state(
        clock.from_ms(row.opens_at),
        clock.from_ms(row.closes_at),
        clock.from_ms(row.paused_at) if row.paused_at is not None else None,
        clock.from_ms(row.approved_at) if row.approved_at is not None else None,
        now,
    )
    if state is not RoundState.OPEN:
        raise Conflict(CLOSED_TEXTS[state], code="not_open")


def _accept(actor: Actor, row: store.StartRow, accepted: int | None, now: datetime, division: str | None) -> None:
    if accepted != row.rules_version:
        text = "Vui lòng đọc và đồng ý với thể lệ hiện hành (bản số %(version)s) trước khi làm bài."
        raise Conflict(text, code="rules_not_accepted", version=row.rules_version).with_details(
            rules_version=row.rules_version
        )
    contests.accept_rules(row.contest_id, actor.person_id, accepted, now, division=division, round_id=row.round_id)


def _insert(actor: Actor, row: store.StartRow, now: datetime) -> int | None:
    """Open the next attempt; None where somebody was faster and the state must be looked at again."""
    context = round_context(row.round_id, row.round_version, row.rules_version)
    number = row.used + 1
    if number > context.rules.attempt_limit:
        text = "Quý vị đã dùng hết %(limit)s lượt thi của vòng này."
        raise Conflict(text, code="limit", limit=context.rules.attempt_limit)
    seed = paper_seed(context.seed, actor.person_id, number)
    values = _values(actor, row, context, papers.draw_paper(context, seed), now)
    values.update(number=number, seed=seed.hex(), unit=_unit(row))
    try:
        return int(values["id"]) if store.insert(values) else None
    except direct.DUPLICATE:
        return None


def _unit(row: store.StartRow) -> int:
    """The unit stamped at the first start of the round, else the person's unit of today."""
    unit_id = row.stamped_unit_id if row.stamped_unit_id is not None else row.unit_id
    if unit_id is None:
        raise NotAllowed("Tài khoản chưa gắn với đơn vị nào. Vui lòng báo ban tổ chức.", code="not_eligible")
    return unit_id


def _values(
    actor: Actor, row: store.StartRow, context: RoundContext, paper: list[Drawn], now: datetime
) -> dict[str, Any]:
    layout = papers.layout_of(paper)
    ends_at = deadline(now, context.rules.time_limit_seconds, clock.from_ms(row.closes_at))
    return {
        "id": new_id(layout, clock.to_ms(now)),
        "round": row.round_id,
        "person": actor.person_id,
        "attempt_limit": context.rules.attempt_limit,
        "rules_version": row.rules_version,
        "paper": write_paper(paper),
        "layout": layout,
        "answers": bytes(len(layout)),
        "now": clock.to_ms(now),
        "deadline": clock.to_ms(ends_at),
        "grace": context.rules.grace_seconds * 1000,
    }


def new_id(layout: str, now: int) -> int:
    """An id made of the moment and twelve random bits, whose option ids are distinct in every position."""
    key = secret("option-ids")
    while True:
        attempt_id = (now - ID_EPOCH_MS) << 12 | secrets.randbits(12)
        if layouts.are_distinct(layouts.option_ids(key, attempt_id, layout)):
            return attempt_id
