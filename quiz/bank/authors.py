"""Who has worked on the questions of banks: wrote a revision, judged one, or brought an item in."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from quiz.bank.models import Bank, Item, ItemDecision, ItemRevision
from quiz.core.db import db


def has_worked_on(bank_codes: Collection[str], person_id: int) -> bool:
    """Whether a person wrote, brought in or judged any question of one of these banks."""
    hands = (query.where(person == person_id) for query, person in _hands(bank_codes))
    return bool(db.session.scalar(sa.select(sa.or_(*(one.exists() for one in hands)))))


def workers_on(bank_codes: Collection[str]) -> sa.CompoundSelect[tuple[int]]:
    """The ids of everybody who did, to be used within another statement."""
    return sa.union(*(query.with_only_columns(who).where(who.is_not(None)) for query, who in _hands(bank_codes)))


def _hands(bank_codes: Collection[str]) -> list[tuple[sa.Select[int], InstrumentedAttribute[int | None]]]:
    """For each way to work on a question the items of the banks, and the column of who did."""
    items = sa.select(Item.id).join(Bank, Bank.id == Item.bank_id).where(Bank.code.in_(bank_codes))
    wrote = items.join(ItemRevision, ItemRevision.item_id == Item.id)
    judged = items.join(ItemDecision, ItemDecision.item_id == Item.id)
    return [(items, Item.author_id), (wrote, ItemRevision.author_id), (judged, ItemDecision.actor_id)]
