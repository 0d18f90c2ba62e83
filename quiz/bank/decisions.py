"""Steps of the workflow, taken by persons and kept for ever: with one item, or with many in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.bank.models import Bank, Item, ItemDecision, ItemRevision
from quiz.bank.queries import bank_by_code, item_by_id, require
from quiz.bank.rules import APPROVED, REVIEWED, SEALED, natural_key
from quiz.bank.workflow import LONGEST_REMARK, OWN, RULES, Move, Refusal, refusal
from quiz.core import audit
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean

CHANGED = Refusal("changed", "Câu này vừa được người khác thay đổi sau khi danh sách được lập.")
_JUDGED = (REVIEWED, APPROVED, SEALED)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item as somebody saw it when choosing: what changed since then is not decided over unseen."""

    item_id: int
    version: int


@dataclass(slots=True)
class Outcome:
    """What became of many items: those the step was taken with, and the refs of the others by the reason."""

    done: list[Item] = field(default_factory=list)
    skipped: dict[Refusal, list[str]] = field(default_factory=dict)

    def skip(self, reason: Refusal, ref: str) -> None:
        """Leave an item out, for this reason."""
        self.skipped.setdefault(reason, []).append(ref)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an item's history: the decision, who took it, and the number of the revision it was about."""

    decision: ItemDecision
    name: str
    revision: int | None


def decide(actor: Actor | None, seen: Chosen, move: Move, remark: str, now: datetime) -> Item:
    """Take one step with an item as it was seen.

    Raises NotAllowed for the author's own item and a foreign bank, Conflict where the state does not allow the step or
    the item has changed since, Invalid where a reason is missing.
    """
    remark = checked_remark(move, remark)
    with transaction():
        bank, item = item_by_id(seen.item_id)
        require(actor, bank)
        if item.version != seen.version:
            text = "Câu này vừa được người khác thay đổi. Vui lòng tải lại trang, xem bản mới rồi quyết định."
            raise Conflict(text, code="stale")
        reason = refusal(move, item.state, _authors([item.id])[item.id], _person(actor))
        if reason is not None:
            raise NotAllowed(reason.text, code="own_item") if reason is OWN else Conflict(reason.text, code="state")
        _take(actor, bank, [item], move, remark, now)
        return item


def decide_many(
    actor: Actor | None, code: str, chosen: Iterable[Chosen], move: Move, remark: str, now: datetime
) -> Outcome:
    """Take one step with all of these items of a bank that allow it; the others stay, each with the reason."""
    remark = checked_remark(move, remark)
    with transaction():
        bank = bank_by_code(code)
        require(actor, bank)
        outcome = sort_out(actor, bank, chosen, move)
        if outcome.done:
            _take(actor, bank, outcome.done, move, remark, now)
        return outcome


def sort_out(actor: Actor | None, bank: Bank, chosen: Iterable[Chosen], move: Move) -> Outcome:
    """Which of the items the step could be taken with, and why not with the others; nothing is changed."""
    outcome, versions = Outcome(), {one.item_id: one.version for one in chosen}
    items = load(bank, versions)
    authors = _authors([item.id for item in items])
    for item in items:
        reason = refusal(move, item.state, authors[item.id], _person(actor))
        if item.version != versions[item.id]:
            reason = CHANGED
        if reason is None:
            outcome.done.append(item)
        else:
            outcome.skip(reason, item.ref)
    return outcome


def load(bank: Bank, item_ids: Iterable[int]) -> list[Item]:
    """Items of a bank in the order of their refs; ids of other banks and unknown ones are left out."""
    ids = list(item_ids)
    found: list[Item] = []
    for portion in in_portions(ids):
        query = sa.select(Item).where(Item.bank_id == bank.id, Item.id.in_(portion))
        found += db.session.scalars(query).all()
    return sorted(found, key=lambda item: natural_key(item.ref))


def note(item: Item, actor: Actor | None, state_before: str, remark: str, now: datetime) -> None:
    """Write a line of an item's history within the caller's transaction; the item is in its new state already."""
    line = ItemDecision(
        item_id=item.id,
        revision_id=item.current_revision_id,
        state_before=state_before,
        state_after=item.state,
        remark=remark,
        actor_id=_person(actor),
        created_at=now,
    )
    db.session.add(line)


def history_of(item: Item) -> list[Entry]:
    """Every decision about an item, the newest first."""
    query = (
        sa.select(ItemDecision, ItemRevision.number)
        .outerjoin(ItemRevision, ItemRevision.id == ItemDecision.revision_id)
        .where(ItemDecision.item_id == item.id)
        .order_by(ItemDecision.id.desc())
    )
    rows = db.session.execute(query).all()
    names = names_of(decision.actor_id for decision, _number in rows)
    return [Entry(decision, names.get(decision.actor_id, ""), number) for decision, number in rows]


def last_deciders(item_ids: Sequence[int], state: str) -> dict[int, str]:
    """The name of who last led each item into a state, of those who read what it says now and wrote none of it.

    Items that nobody led there, and those that are no longer reviewed, approved or sealed, are left out.
    """
    found, authors = dict[int, int | None](), _authors(item_ids)
    of_now = (Item.id == ItemDecision.item_id) & (Item.current_revision_id == ItemDecision.revision_id)
    for portion in in_portions(item_ids):
        query = (
            sa.select(ItemDecision.item_id, ItemDecision.actor_id)
            .join(Item, of_now)
            .where(Item.id.in_(portion), Item.state.in_(_JUDGED))
            .where(ItemDecision.state_after == state, ItemDecision.state_before != ItemDecision.state_after)
            .order_by(ItemDecision.id)
        )
        rows = db.session.execute(query)
        found.update((item_id, actor_id) for item_id, actor_id in rows if actor_id not in authors[item_id])
    names = names_of(found.values())
    return {item_id: names[one] for item_id, one in found.items() if one in names}


def names_of(person_ids: Iterable[int | None]) -> Mapping[int | None, str]:
    """The names of people, for the console."""
    ids = {one for one in person_ids if one is not None}
    return {row[0]: row[1] for row in db.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids)))}


def checked_remark(move: Move, remark: str) -> str:
    """The reason without blanks around it; Invalid where the step asks for one and there is none."""
    remark = clean(remark)
    if RULES[move].needs_remark and not remark:
        raise Invalid("Vui lòng ghi lý do để người soạn và hội đồng cùng biết.", code="remark_missing", field="remark")
    if len(remark) > LONGEST_REMARK:
        raise Invalid("Lý do dài quá %(limit)s ký tự.", field="remark", limit=LONGEST_REMARK)
    return remark


def _take(actor: Actor | None, bank: Bank, items: Sequence[Item], move: Move, remark: str, now: datetime) -> None:
    before = {item.ref: item.state for item in items}
    for item in items:
        state, item.state = item.state, RULES[move].after
        note(item, actor, state, remark, now)
    after = {"bank": bank.code, "refs": list(before)}
    audit.record(actor, f"bank.{move}", "bank", bank.id, before=before, after=after, reason=remark)


def _authors(item_ids: Sequence[int]) -> dict[int, set[int | None]]:
    """Who wrote each item or any of its revisions: a later hand does not make it somebody else's text."""
    found: dict[int, set[int | None]] = {}
    for portion in in_portions(item_ids):
        query = (
            sa.select(Item.id, Item.author_id, ItemRevision.author_id)
            .outerjoin(ItemRevision, ItemRevision.item_id == Item.id)
            .where(Item.id.in_(portion))
        )
        for item_id, author_id, reviser_id in db.session.execute(query):
            found.setdefault(item_id, set()).update((author_id, reviser_id))
    return found


def _person(actor: Actor | None) -> int | None:
    return actor.person_id if actor else None
