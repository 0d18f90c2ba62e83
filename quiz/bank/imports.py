"""The files that came into a bank, and what each did to its items. No keys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.bank.models import Bank, BankImport, BankImportChange, Item
from quiz.bank.rules import natural_key
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.paging import PER_PAGE, Page, offset


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import in the list, with who did it and who took it back ("": the command line)."""

    source: BankImport
    importer: str
    undoer: str

    @property
    def problem_count(self) -> int:
        """How many findings its file had."""
        return len(json.loads(self.source.problems))


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What an import did to an item; `is_new` where the import made it."""

    item_id: int
    ref: str
    is_new: bool
    is_revised: bool


def imports_of(bank: Bank, number: int = 1) -> Page[ImportRow]:
    """The imports into a bank, newest first."""
    total = db.session.scalar(sa.select(sa.func.count(BankImport.id)).where(BankImport.bank_id == bank.id)) or 0
    query = sa.select(BankImport).where(BankImport.bank_id == bank.id).order_by(BankImport.id.desc())
    sources = db.session.scalars(query.limit(PER_PAGE).offset(offset(number))).all()
    return Page(rows_of(sources), number, total)


def rows_of(sources: Sequence[BankImport]) -> list[ImportRow]:
    """Imports with the names of people."""
    ids = {one for source in sources for one in (source.actor_id, source.undone_by) if one is not None}
    people = db.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids)))
    names = {row.id: row.name for row in people}
    return [
        ImportRow(source, names.get(source.actor_id or 0, ""), names.get(source.undone_by or 0, ""))
        for source in sources
    ]


def import_by_id(import_id: int) -> tuple[Bank, BankImport]:
    """An import with its bank; NotFound where there is none."""
    query = sa.select(Bank, BankImport).join(BankImport, BankImport.bank_id == Bank.id)
    row = db.session.execute(query.where(BankImport.id == import_id)).one_or_none()
    if row is None:
        raise NotFound("Không tìm thấy lần nhập này.")
    return row[0], row[1]


def changes_of(source: BankImport) -> list[ChangeRow]:
    """What an import did to the items that are still there, in the order of refs."""
    before, after = BankImportChange.revision_before, BankImportChange.revision_after
    query = (
        sa.select(Item.id, Item.ref, before, after)
        .join(BankImportChange, BankImportChange.item_id == Item.id)
        .where(BankImportChange.import_id == source.id)
    )
    rows = [
        ChangeRow(item_id, ref, earlier is None, earlier is not None and earlier != later)
        for item_id, ref, earlier, later in db.session.execute(query)
    ]
    return sorted(rows, key=lambda row: natural_key(row.ref))
