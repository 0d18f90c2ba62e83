"""What changes a bank: importing a file; and what takes it out."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from question_bank.problem import Problem, Severity
from question_bank.reading import Reading
from quiz.bank.contents import bank_file, kept_items
from quiz.bank.files import read_file
from quiz.bank.models import Bank, BankImport
from quiz.bank.planning import Action, Plan, plan_import
from quiz.bank.queries import bank_by_code, require
from quiz.bank.reports import ImportRefused, ImportReport
from quiz.bank.rules import Accept, check_code, check_title, dump, ref_stem
from quiz.bank.writing import Writing
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict
from quiz.core.permissions import Actor, Grant, Role
from quiz.core.uploads import file_name

__all__ = ["Accept", "ImportRefused", "ImportReport", "earlier_import", "export_bank", "import_file"]


@dataclass(frozen=True, slots=True)
class _Upload:
    """Who imports which file under which policy."""

    actor: Actor | None
    name: str
    sha256: str
    token: str | None
    accept: Accept
    approve: bool
    now: datetime


def import_file(
    actor: Actor | None,
    bank_code: str,
    name: str,
    content: bytes,
    format: str | None,
    now: datetime,
    accept: str = Accept.ALL_OR_NOTHING,
    bank_title: str | None = None,
    approve: bool = True,
    token: str | None = None,
) -> ImportReport:
    """Take a file's items into a bank, which is made where there is none of this code.

    All of them or nothing, or (`clean_only`) those without an error. An item that is there already stays as it is
    where it is equal, and gets a new revision where it is not. With `approve` what the file holds may be drawn at
    once, in the acting person's name. The same upload `token` again: the report of the first time. Raises
    ImportRefused (nothing stored), Invalid, NotAllowed, and Conflict where somebody else changes the same bank.
    """
    code, name = check_code(bank_code), file_name(name)
    title = check_title(bank_title or code)
    upload = _Upload(actor, name, sha256(content).hexdigest(), token, Accept(accept), approve, now)
    reading = read_file(name, content, format)
    try:
        with transaction():
            done = earlier_import(token)
            return done or _take(upload, reading, _locked_bank(actor, code, title, now))
    except IntegrityError as error:
        text = "Ngân hàng câu hỏi này vừa được người khác cập nhật. Vui lòng thử lại."
        raise Conflict(text, code="bank_changed") from error


def earlier_import(token: str | None) -> ImportReport | None:
    """The report of the import that an upload has led to already; None where it has not."""
    if token is None:
        return None
    done = db.session.scalars(sa.select(BankImport).where(BankImport.token == token)).one_or_none()
    if done is None:
        return None
    problems = (
        Problem(one["place"], Severity(one["severity"]), one["code"], one["message"])
        for one in json.loads(done.problems)
    )
    return ImportReport(done.format, done.taken, tuple(problems), done.id)


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


def _lock(code: str) -> Bank | None:
    """The bank, held against other writers until the transaction ends."""
    return db.session.scalars(sa.select(Bank).where(Bank.code == code).with_for_update()).one_or_none()


def _locked_bank(actor: Actor | None, code: str, title: str, now: datetime) -> Bank:
    bank = _lock(code)
    if bank is None:
        bank = Bank(code=code, title=title, owner_unit_id=_own_unit(actor), created_at=now)
        db.session.add(bank)
        db.session.flush()
        audit.record(actor, "bank.create", "bank", bank.id, after={"bank": code, "title": title})
    require(actor, bank)
    return bank


def _own_unit(actor: Actor | None) -> int | None:
    """The unit a new bank belongs to: the organiser's own; none for those who work for the whole product."""
    staff = {Role.ORGANISER, Role.ADMINISTRATOR}
    grants: list[Grant] = [grant for grant in actor.grants if grant.role in staff] if actor else []
    if not grants or any(grant.unit_id is None for grant in grants):
        return None
    return grants[0].unit_id


def _take(upload: _Upload, reading: Reading, bank: Bank) -> ImportReport:
    plan = plan_import(reading.items, kept_items(bank), ref_stem(upload.name))
    report = ImportReport.of(reading, plan)
    if not report.may_store(upload.accept):
        raise ImportRefused(report)
    source = _record_import(upload, report, bank)
    Writing(bank, source, upload.approve, upload.now).carry_out(plan.steps)
    audit.record(upload.actor, "bank.import", "bank", bank.id, after=_summary(upload, plan, bank))
    return ImportReport.of(reading, plan, source.id)


def _record_import(upload: _Upload, report: ImportReport, bank: Bank) -> BankImport:
    source = BankImport(
        bank_id=bank.id,
        token=upload.token,
        file_name=upload.name,
        sha256=upload.sha256,
        format=report.format,
        taken=report.taken,
        problems=dump([problem.to_dict() for problem in report.problems]),
        actor_id=upload.actor.person_id if upload.actor else None,
        created_at=upload.now,
    )
    db.session.add(source)
    db.session.flush()
    return source


def _summary(upload: _Upload, plan: Plan, bank: Bank) -> dict[str, object]:
    return {
        "bank": bank.code,
        "file": upload.name,
        "sha256": upload.sha256,
        "approved": upload.approve,
        "new": plan.count(Action.NEW),
        "unchanged": plan.count(Action.UNCHANGED),
        "revised": [step.ref for step in plan.steps if step.action is Action.REVISED],
    }
