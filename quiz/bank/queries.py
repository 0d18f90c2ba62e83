"""What other rooms read of a bank: cells, candidates and what is shown. No query in this file touches a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from quiz.bank.models import Bank, Item, ItemRevision, ItemState
from quiz.bank.rules import natural_key
from quiz.bank.shown import ShownItem, shown_items
from quiz.core.db import db, in_portions
from quiz.core.errors import NotFound
from quiz.core.permissions import Actor, Role
from quiz.units.models import OrgUnit

__all__ = [
    "ShownItem",
    "bank_by_code",
    "cell_counts",
    "drawable",
    "find_bank",
    "item_by_id",
    "places_of",
    "require",
    "shown_items",
]
DRAWABLE = (ItemState.APPROVED, ItemState.SEALED)


class RevisionPlace(NamedTuple):
    """The item that a revision belongs to."""

    item_id: int
    ref: str
    topic: str
    level: str


def find_bank(code: str) -> Bank | None:
    """The bank of a code, or None."""
    return db.session.scalars(sa.select(Bank).where(Bank.code == code)).one_or_none()


def bank_by_code(code: str) -> Bank:
    """The bank of a code; NotFound where there is none."""
    bank = find_bank(code)
    if bank is None:
        raise NotFound("Không có ngân hàng câu hỏi “%(bank)s”.", code="bank_not_found", field="bank", bank=code)
    return bank


def item_by_id(item_id: int, held: bool = False) -> tuple[Bank, Item]:
    """An item with its bank, if `held` against other writers until the transaction ends; NotFound where none is."""
    query = sa.select(Bank, Item).join(Item, Item.bank_id == Bank.id).where(Item.id == item_id)
    if held:
        query = query.with_for_update(of=Item).execution_options(populate_existing=True)
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound("Không tìm thấy câu hỏi này.")
    return row[0], row[1]


def require(actor: Actor | None, bank: Bank) -> None:
    """Refuse unless the person is an organiser over the bank's owner; the command line (None) may do everything."""
    if actor is not None:
        actor.require(owner_position(bank), Role.ORGANISER)


def owner_position(bank: Bank) -> int | None:
    """The depth-first position of the owner unit; None where the bank belongs to the whole product."""
    if bank.owner_unit_id is None:
        return None
    return db.session.scalars(sa.select(OrgUnit.position).where(OrgUnit.id == bank.owner_unit_id)).one()


def places_of(revision_ids: Sequence[int]) -> dict[int, RevisionPlace]:
    """Which item each revision belongs to; ids that do not exist are left out."""
    columns: tuple[Any, ...] = (ItemRevision.id, Item.id, Item.ref, Item.topic, Item.level)
    found: dict[int, RevisionPlace] = {}
    for portion in in_portions(revision_ids):
        query = sa.select(*columns).join(Item, Item.id == ItemRevision.item_id).where(ItemRevision.id.in_(portion))
        found.update({row[0]: RevisionPlace(*row[1:]) for row in db.session.execute(query)})
    return found


def cell_counts(bank_code: str) -> dict[tuple[str, str], int]:
    """How many items may be drawn, by (topic, level); levels by code, empty where an item has none."""
    bank = bank_by_code(bank_code)
    query = (
        sa.select(Item.topic, Item.level, sa.func.count())
        .where(Item.bank_id == bank.id, Item.state.in_(DRAWABLE))
        .group_by(Item.topic, Item.level)
    )
    return {(topic, level): count for topic, level, count in db.session.execute(query)}


def drawable(bank_code: str, topic: str | None, level: str | None) -> list[int]:
    """Current revisions that may be drawn for a topic and level (None: any), in the order of the items' refs.

    Within a writing transaction the bank is held: what is frozen now cannot be taken back at the same moment.
    """
    bank = _held(bank_code) if db.session.info.get("writing") else bank_by_code(bank_code)
    query = sa.select(Item.ref, Item.current_revision_id).where(Item.bank_id == bank.id, Item.state.in_(DRAWABLE))
    if topic is not None:
        query = query.where(Item.topic == topic)
    if level is not None:
        query = query.where(Item.level == level)
    rows = [(ref, one) for ref, one in db.session.execute(query) if one is not None]
    return [one for _ref, one in sorted(rows, key=lambda row: natural_key(row[0]))]


def _held(code: str) -> Bank:
    bank = bank_by_code(code)
    db.session.refresh(bank, with_for_update={"read": True})
    return bank
