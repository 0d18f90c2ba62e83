"""Who has worked on the questions of banks: wrote a revision, judged one, or brought an item in."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from quiz.bank.models import Bank, Item, ItemDecision, ItemRevision
from quiz.core.db import db


def has_worked_on(bank_codes: Collection[str], person_id: int) -> bool:
    """Whether a person wrote, brought in or judged any question of one of these banks."""
    items = sa.select(Item.id).join(Bank, Bank.id == Item.bank_id).where(Bank.code.in_(bank_codes))
    wrote = items.join(ItemRevision, ItemRevision.item_id == Item.id).where(ItemRevision.author_id == person_id)
    judged = items.join(ItemDecision, ItemDecision.item_id == Item.id).where(ItemDecision.actor_id == person_id)
    brought = items.where(Item.author_id == person_id)
    return bool(db.session.scalar(sa.select(sa.or_(*(one.exists() for one in (brought, wrote, judged))))))
