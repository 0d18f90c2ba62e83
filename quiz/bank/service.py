"""What changes a bank: importing a file, approving drafts."""

from __future__ import annotations

import sqlalchemy as sa

from quiz.bank.contents import bank_file
from quiz.bank.importing import earlier_import, import_file, lock_bank
from quiz.bank.models import Item, ItemState
from quiz.bank.queries import bank_by_code, require
from quiz.bank.reports import ImportRefused, ImportReport
from quiz.bank.rules import Accept
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor

__all__ = ["Accept", "ImportRefused", "ImportReport", "approve_drafts", "earlier_import", "export_bank", "import_file"]


def approve_drafts(actor: Actor, bank_code: str) -> int:
    """Approve every draft of a bank in the acting person's name; how many there were."""
    with transaction():
        bank = lock_bank(bank_code) or bank_by_code(bank_code)
        require(actor, bank)
        drafts = sa.select(Item).where(Item.bank_id == bank.id, Item.state == ItemState.DRAFT).order_by(Item.id)
        items = db.session.scalars(drafts).all()
        for item in items:
            item.state = ItemState.APPROVED
        if items:
            refs = [item.ref for item in items]
            audit.record(actor, "bank.approve", "bank", bank.id, after={"bank": bank.code, "refs": refs})
        return len(items)


def export_bank(actor: Actor | None, bank_code: str, format: str) -> bytes:
    """A bank as a file of the format, keys and all; who took it out is recorded."""
    with transaction():
        bank = bank_by_code(bank_code)
        require(actor, bank)
        content = bank_file(bank, format)
        audit.record(actor, "bank.export", "bank", bank.id, after={"bank": bank.code, "format": format})
        return content
