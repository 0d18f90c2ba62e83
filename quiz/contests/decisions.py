"""What the organiser decides about entries: the division, ranked or not, disqualified or restored; each with a reason.

A decision about many people is one transaction: all of it or nothing. Afterwards those who have registered in
`on_entries_changed` hear whose entries changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from quiz.contests import queries
from quiz.contests.entering import division_of
from quiz.contests.entry_rulings import DISQUALIFIED, PLACED, RANKED, RESTORED, UNRANKED, rulings_about
from quiz.contests.models import Entry, Ruling
from quiz.contests.organising import locked_contest
from quiz.contests.rules import ContestRules
from quiz.contests.rulings import LONGEST_REASON
from quiz.contests.windows import stale
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Invalid, NotAllowed, NotFound
from quiz.core.permissions import Actor

on_entries_changed: list[Callable[[int, Sequence[int]], None]] = []
"""Called with the contest's id and the ids of people whose entries were changed, after this was committed."""
MOST_AT_ONCE = 2000


class Decision(StrEnum):
    """What may be decided about an entry; the names are those of the rulings that keep it."""

    PLACE = PLACED
    UNRANK = UNRANKED
    RANK = RANKED
    DISQUALIFY = DISQUALIFIED
    RESTORE = RESTORED


@dataclass(frozen=True)
class Order:
    """A decision with its reason; `division` is the code of the new division where that is what is decided."""

    decision: Decision
    reason: str
    division: str = ""


def obstacle(entry: Entry, order: Order) -> str | None:
    """Why the decision changes nothing about this entry; None where it does."""
    if order.decision is Decision.PLACE:
        return "đã ở bảng này" if entry.division == order.division else None
    if order.decision is Decision.RESTORE:
        return None if entry.is_disqualified else "không bị loại"
    if entry.is_disqualified:
        return "đang bị loại"
    if order.decision is Decision.DISQUALIFY:
        return None
    if entry.is_ranked is (order.decision is Decision.RANK):
        return "đã được xếp hạng" if entry.is_ranked else "đã ở diện không xếp hạng"
    return None


def decide(actor: Actor | None, contest_id: int, order: Order, seen: Mapping[int, int], now: datetime) -> int:
    """Carry out a decision about the people in `seen`, by id with the version of the entry as it was shown.

    How many entries it changed; those it changes nothing about are passed over. Raises Conflict stale where an entry
    was changed meanwhile (and then nothing is done), Invalid without a reason or for a division there is not,
    NotAllowed for an entry of one's own.
    """
    with transaction():
        contest = locked_contest(actor, contest_id)
        if actor is not None and actor.person_id in seen:
            raise NotAllowed("Không ai được tự quyết định về chính mình. Vui lòng nhờ người khác trong ban tổ chức.")
        check_order(order, queries.rules_of(contest_id, contest.rules_version), seen)
        entries = _held(contest_id, seen)
        changed = [entry for entry in entries if obstacle(entry, order) is None]
        for entry in changed:
            _change(actor, entry, order, now)
        people = [entry.person_id for entry in changed]
    for tell in on_entries_changed if people else ():
        tell(contest_id, people)
    return len(people)


def check_order(order: Order, rules: ContestRules, people: Mapping[int, int]) -> None:
    """Raise Invalid where the order cannot be carried out for anybody."""
    if order.decision is Decision.PLACE and division_of(rules, order.division) is None:
        raise Invalid("Vui lòng chọn bảng thi.", field="division")
    if not order.reason.strip():
        raise Invalid("Vui lòng ghi lý do.", code="reason_required", field="reason")
    if len(order.reason) > LONGEST_REASON:
        raise Invalid("Lý do dài quá 500 ký tự.", field="reason")
    if not people:
        raise Invalid("Không có thí sinh nào để áp dụng.", field="logins")
    if len(people) > MOST_AT_ONCE:
        raise Invalid("Mỗi lần chỉ áp dụng cho tối đa %(most)s người.", field="logins", most=MOST_AT_ONCE)


def _held(contest_id: int, seen: Mapping[int, int]) -> Sequence[Entry]:
    query = sa.select(Entry).where(Entry.contest_id == contest_id, Entry.person_id.in_(seen))
    locked = query.order_by(Entry.person_id).with_for_update().execution_options(populate_existing=True)
    entries = db.session.scalars(locked).all()
    if len(entries) != len(seen):
        raise NotFound("Không tìm thấy thí sinh này trong cuộc thi.")
    if any(entry.version != seen[entry.person_id] for entry in entries):
        raise stale()
    return entries


def _change(actor: Actor | None, entry: Entry, order: Order, now: datetime) -> None:
    before, reason = facts(entry), order.reason.strip()
    if order.decision is Decision.PLACE:
        entry.division = order.division
    elif order.decision is Decision.DISQUALIFY:
        entry.is_disqualified, entry.status_reason = True, reason
    elif order.decision is Decision.RESTORE:
        entry.is_disqualified, entry.status_reason = False, _reason_before(entry)
    else:
        entry.is_ranked = order.decision is Decision.RANK
        entry.status_reason = "" if entry.is_ranked else reason
    after = facts(entry)
    db.session.add(
        Ruling(
            contest_id=entry.contest_id,
            person_id=entry.person_id,
            kind=order.decision.value,
            details=json.dumps({"before": before, "after": after}, ensure_ascii=False),
            reason=reason,
            actor_id=actor.person_id if actor else None,
            created_at=now,
        )
    )
    place = f"{entry.contest_id}.{entry.person_id}"
    audit.record(actor, f"entry.{order.decision.value}", "entry", place, before=before, after=after, reason=reason)


def _reason_before(entry: Entry) -> str:
    """Why the person was not ranked before the last disqualification; "" where ranked."""
    for ruling in rulings_about(entry):
        if ruling.kind == DISQUALIFIED:
            before: dict[str, str] = json.loads(ruling.details)["before"]
            return before["status_reason"]
    return ""


def facts(entry: Entry) -> dict[str, object]:
    """What decisions change, as the trail keeps it."""
    names = ("division", "is_ranked", "is_disqualified", "status_reason")
    return {name: getattr(entry, name) for name in names}
