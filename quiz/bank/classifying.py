"""Giving many items another topic or level at once, and taking that back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from question_bank.levels import Level
from question_bank.text import clean_line
from quiz.bank.decisions import CHANGED, Chosen, Outcome, load, note
from quiz.bank.models import Bank, Item
from quiz.bank.queries import bank_by_code, require
from quiz.bank.rules import LONGEST_TOPIC, SEALED
from quiz.bank.workflow import Refusal
from quiz.core import audit
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.permissions import Actor

ACTION, UNDONE = "bank.classify", "bank.classify_undo"
SEALED_ITEM = Refusal("sealed", "Câu đã niêm phong thì không đổi chủ đề, mức độ.")
SAME = Refusal("same", "Câu đã ở sẵn chủ đề, mức độ này.")
MOVED_AGAIN = Refusal("moved", "Câu đã được đổi tiếp hoặc niêm phong sau đó nên giữ nguyên.")
FIELDS = ("topic", "level")


@dataclass(frozen=True, slots=True)
class Classified:
    """What became of the items, and the number under which the change can be taken back (None: nothing changed)."""

    outcome: Outcome
    entry: int | None


def checked(field: str, value: str) -> str:
    """A topic or a level's code as it is stored; Invalid for a level that is none and a topic that is too long."""
    value = clean_line(value)
    if field == "level" and value and value not in list(Level):
        raise Invalid("Vui lòng chọn một mức độ trong danh sách.", field="value")
    if len(value) > LONGEST_TOPIC:
        raise Invalid("Tên chủ đề dài quá %(limit)s ký tự; vui lòng rút gọn.", field="value", limit=LONGEST_TOPIC)
    return value


def sort_out(bank: Bank, chosen: Iterable[Chosen], field: str, value: str | None = None) -> Outcome:
    """Which of the items can get the value (None: not known yet), and why not the others; nothing is changed."""
    outcome, versions = Outcome(), {one.item_id: one.version for one in chosen}
    for item in load(bank, versions):
        if item.version != versions[item.id]:
            outcome.skip(CHANGED, item.ref)
        elif item.state == SEALED:
            outcome.skip(SEALED_ITEM, item.ref)
        elif getattr(item, field) == value:
            outcome.skip(SAME, item.ref)
        else:
            outcome.done.append(item)
    return outcome


def classify(
    actor: Actor | None, code: str, chosen: Iterable[Chosen], field: str, value: str, now: datetime
) -> Classified:
    """Give items of a bank another topic or level (`field`); their states and texts stay as they are."""
    value = checked(field, value)
    with transaction():
        bank = bank_by_code(code)
        require(actor, bank)
        outcome = sort_out(bank, chosen, field, value)
        before = {str(item.id): getattr(item, field) for item in outcome.done}
        for item in outcome.done:
            give(actor, item, field, value, now)
        return Classified(outcome, _record(actor, bank, before, {"field": field, "value": value}))


def undo(actor: Actor | None, code: str, entry_id: int, now: datetime) -> Outcome:
    """Take a change of topic or level back where it still stands. Conflict where that was done already."""
    with transaction():
        bank = bank_by_code(code)
        require(actor, bank)
        entry = db.session.get(AuditEntry, entry_id)
        if entry is None or (entry.action, entry.object_kind, entry.object_id) != (ACTION, "bank", str(bank.id)):
            raise NotFound("Không tìm thấy lần thay đổi này.")
        if _is_undone(bank, entry_id):
            raise Conflict("Lần thay đổi này đã được hoàn tác.", code="undone")
        before, after = json.loads(entry.before), json.loads(entry.after)
        field, outcome = after["field"], Outcome()
        for item in load(bank, map(int, before)):
            if item.state == SEALED or getattr(item, field) != after["value"]:
                outcome.skip(MOVED_AGAIN, item.ref)
            else:
                give(actor, item, field, before[str(item.id)], now)
                outcome.done.append(item)
        audit.record(actor, UNDONE, "bank", bank.id, after={"undone": entry_id})
        return outcome


def give(actor: Actor | None, item: Item, field: str, value: str, now: datetime) -> None:
    """Give an item a topic or level within the caller's transaction, with a line in its history."""
    old = getattr(item, field)
    setattr(item, field, value)
    names = {level.value: level.label for level in Level} if field == "level" else {}
    what = "Đổi mức độ" if field == "level" else "Đổi chủ đề"
    told = [names.get(one, one) or "chưa ghi" for one in (old, value)]
    note(item, actor, item.state, f"{what}: {told[0]} → {told[1]}", now)


def _record(actor: Actor | None, bank: Bank, before: Mapping[str, str], after: dict[str, object]) -> int | None:
    """Write the trail, if anything changed; its number."""
    if not before:
        return None
    entry = audit.record(actor, ACTION, "bank", bank.id, before=before, after={"bank": bank.code, **after})
    db.session.flush()
    return entry.id


def _is_undone(bank: Bank, entry_id: int) -> bool:
    query = sa.select(AuditEntry.after).where(
        AuditEntry.action == UNDONE, AuditEntry.object_kind == "bank", AuditEntry.object_id == str(bank.id)
    )
    return any(json.loads(after)["undone"] == entry_id for after in db.session.scalars(query))
