"""The council's list: items as they stand, with a fingerprint by which a signed list is checked against the bank.

An item's fingerprint is the SHA-256 of all that the list says of it and what the revision and its key hold, as JSON
with sorted names; the list's is that of the lines "ref, tab, fingerprint" in the order of refs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from quiz.bank.contents import kept_items
from quiz.bank.decisions import last_deciders, names_of
from quiz.bank.models import Bank, Item, ItemRevision
from quiz.bank.queries import bank_by_code, require
from quiz.bank.rules import APPROVED, REVIEWED, Kept
from quiz.core import audit
from quiz.core.audit import AuditEntry
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Invalid, NotFound
from quiz.core.permissions import Actor

ACTION = "bank.council_list"
FEWEST_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """An item of the list: who wrote it, who reviewed it (without a review: who approved it), its fingerprint."""

    kept: Kept
    author: str
    reviewer: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class CouncilList:
    """Items of a bank in the order of their refs, and the fingerprint of them all."""

    bank: Bank
    lines: tuple[Line, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Recheck:
    """What became of a list since it was made: refs of items that are as they were, changed, or no longer there."""

    fingerprint: str
    made_at: datetime
    name: str
    same: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the bank still says to the letter what the list says."""
        return not self.changed and not self.gone


def fingerprint_of(kept: Kept) -> str:
    """The fingerprint of one item."""
    said = {"ref": kept.ref, "topic": kept.topic, "level": kept.level, **asdict(kept.content)}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def fingerprint_of_all(fingerprints: Iterable[tuple[str, str]]) -> str:
    """The fingerprint of a list, from (ref, fingerprint) in the order of refs."""
    return sha256("\n".join(f"{ref}\t{one}" for ref, one in fingerprints).encode()).hexdigest()


def council_list(bank: Bank, item_ids: Collection[int]) -> CouncilList:
    """These items of a bank as they stand."""
    kept = [one for one in kept_items(bank) if one.item_id in item_ids]
    ids = [one.item_id for one in kept]
    authors = _authors(ids)
    reviewers = last_deciders(ids, APPROVED) | last_deciders(ids, REVIEWED)
    lines = tuple(
        Line(one, authors.get(one.item_id, ""), reviewers.get(one.item_id, ""), fingerprint_of(one)) for one in kept
    )
    return CouncilList(bank, lines, fingerprint_of_all((line.kept.ref, line.fingerprint) for line in lines))


def issue_list(actor: Actor | None, code: str, item_ids: Collection[int]) -> CouncilList:
    """The list, remembered in the trail so that it can be checked later; Invalid where it would be empty."""
    with transaction():
        bank = bank_by_code(code)
        require(actor, bank)
        made = council_list(bank, item_ids)
        if not made.lines:
            raise Invalid("Chưa chọn câu hỏi nào để lập danh sách.")
        items = {line.kept.ref: line.fingerprint for line in made.lines}
        after = {"bank": bank.code, "fingerprint": made.fingerprint, "items": items}
        audit.record(actor, ACTION, "bank", bank.id, after=after)
        return made


def recheck(actor: Actor | None, code: str, typed: str) -> Recheck:
    """Compare a list that was issued, found by (the beginning of) its fingerprint, with the bank as it is now."""
    bank = bank_by_code(code)
    require(actor, bank)
    wanted = re.sub(r"\s", "", typed).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{FEWEST_DIGITS},64}}", wanted):
        text = "Mã kiểm tra gồm các chữ số và chữ a đến f như in ở cuối danh sách, ít nhất %(fewest)s ký tự."
        raise Invalid(text, field="fingerprint", fewest=FEWEST_DIGITS)
    entry, after = _issued(bank, wanted)
    now = {one.ref: fingerprint_of(one) for one in kept_items(bank)}
    then: dict[str, str] = after["items"]
    return Recheck(
        fingerprint=after["fingerprint"],
        made_at=entry.at,
        name=names_of([entry.actor_id]).get(entry.actor_id, ""),
        same=tuple(ref for ref, one in then.items() if now.get(ref) == one),
        changed=tuple(ref for ref, one in then.items() if ref in now and now[ref] != one),
        gone=tuple(ref for ref in then if ref not in now),
    )


def _issued(bank: Bank, wanted: str) -> tuple[AuditEntry, dict[str, Any]]:
    query = (
        sa.select(AuditEntry)
        .where(AuditEntry.action == ACTION, AuditEntry.object_id == str(bank.id))
        .order_by(AuditEntry.id.desc())
    )
    for entry in db.session.scalars(query):
        after = json.loads(entry.after)
        if after["fingerprint"].startswith(wanted):
            return entry, after
    raise NotFound(
        "Không có danh sách nào của ngân hàng này mang mã kiểm tra đó. Vui lòng đối chiếu lại mã in ở cuối danh sách.",
        field="fingerprint",
    )


def _authors(item_ids: list[int]) -> dict[int, str]:
    found: dict[int, int | None] = {}
    for portion in in_portions(item_ids):
        query = (
            sa.select(Item.id, Item.author_id, ItemRevision.author_id)
            .join(ItemRevision, ItemRevision.id == Item.current_revision_id)
            .where(Item.id.in_(portion))
        )
        found.update((one, reviser or author) for one, author, reviser in db.session.execute(query))
    names = names_of(found.values())
    return {item_id: names[one] for item_id, one in found.items() if one in names}
