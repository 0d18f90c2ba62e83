"""What changes a bank: importing a file; and what takes it out."""

from __future__ import annotations

from collections.abc import Collection

from quiz.bank.contents import bank_file
from quiz.bank.importing import earlier_import, import_file
from quiz.bank.queries import bank_by_code, require
from quiz.bank.reports import ImportRefused, ImportReport
from quiz.bank.rules import Accept
from quiz.core import audit
from quiz.core.db import transaction
from quiz.core.permissions import Actor

__all__ = ["Accept", "ImportRefused", "ImportReport", "earlier_import", "export_bank", "import_file"]


def export_bank(actor: Actor | None, bank_code: str, format: str, chosen: Collection[int] | None = None) -> bytes:
    """A bank, or the chosen items of it, as a file of the format, keys and all; who took it out is recorded."""
    with transaction():
        bank = bank_by_code(bank_code)
        require(actor, bank)
        content = bank_file(bank, format, chosen)
        after: dict[str, object] = {"bank": bank.code, "format": format}
        if chosen is not None:
            after["items"] = sorted(chosen)
        audit.record(actor, "bank.export", "bank", bank.id, after=after)
        return content
