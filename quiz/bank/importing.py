"""Taking a file into a bank: all or nothing, in one transaction, once for each upload, in somebody's name."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from question_bank.problem import Problem, Severity
from question_bank.reading import Reading
from quiz.bank.contents import check_target, compare, kept_items
from quiz.bank.files import Source, read_file
from quiz.bank.models import Bank, BankImport
from quiz.bank.planning import Action, Outlook, Plan, plan_import
from quiz.bank.queries import require
from quiz.bank.reports import ImportRefused, ImportReport, spot
from quiz.bank.rules import Accept, check_code, check_title, dump, ref_stem
from quiz.bank.writing import Writing
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict
from quiz.core.permissions import Actor, Grant, Role
from quiz.core.uploads import file_name

BANK_CHANGED = "bank_changed"
_OTHERWISE = (
    "Ngân hàng câu hỏi đã thay đổi sau khi quý vị xem trước nên chưa nhập câu nào. "
    "Bản xem trước được lập lại; vui lòng xem và chọn lại các câu rồi xác nhận."
)


@dataclass(frozen=True, slots=True)
class Order:
    """Who takes which file into which bank under which policy.

    `chosen` are indexes of the reading's items, for the policy of that name. `basis` is the document by which the items
    count as approved. `token` names the upload, which is taken once. `shown` is what the person saw of each item that
    can be taken, by index; None where nobody looked first.
    """

    actor: Actor | None
    bank: str
    title: str
    name: str
    sha256: str
    now: datetime
    accept: Accept = Accept.ALL_OR_NOTHING
    chosen: frozenset[int] = frozenset()
    approve: bool = False
    basis: str = ""
    token: str | None = None
    shown: Mapping[int, Outlook] | None = None


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
    basis: str = "",
) -> ImportReport:
    """Read a file and take its items into a bank, made where there is none of this code; see `store_reading`."""
    code, name = check_code(bank_code), file_name(name)
    title = check_title(bank_title or code)
    check_target(actor, code)
    digest = sha256(content).hexdigest()
    order = Order(actor, code, title, name, digest, now, Accept(accept), approve=approve, basis=basis, token=token)
    reading, _plan, _neighbours = compare(read_file(Source(name, content, format)), code, name)
    return store_reading(order, reading)


def store_reading(order: Order, reading: Reading) -> ImportReport:
    """Take the items of a reading into a bank: all of them or nothing, or those that the order's policy names.

    An item that is there already stays as it is where it is equal, and gets a new revision where it is not. What is
    approved may be drawn at once, in the acting person's name. The same upload token again: the report of the first
    time. Raises ImportRefused (nothing stored), Invalid, NotAllowed, and Conflict (`bank_changed`) where somebody
    else changes the same bank, or has changed what becomes of an item since it was shown.
    """
    try:
        with transaction():
            done = earlier_import(order.token)
            return done or _take(order, reading, _locked_bank(order))
    except IntegrityError as error:
        text = "Ngân hàng câu hỏi này vừa được người khác cập nhật. Vui lòng thử lại."
        raise Conflict(text, code=BANK_CHANGED) from error


def earlier_import(token: str | None) -> ImportReport | None:
    """The report of the import that took this upload, or None; what was new or revised then is told no more."""
    done = find_import(token)
    if done is None:
        return None
    problems = [Problem.from_dict(one) for one in json.loads(done.problems)]
    return ImportReport(done.format, done.taken, tuple(problems), done.id)


def find_import(token: str | None) -> BankImport | None:
    """The import that took this upload, or None."""
    query = sa.select(BankImport).where(BankImport.token == token)
    return db.session.scalars(query).one_or_none() if token else None


def lock_bank(code: str) -> Bank | None:
    """The bank, held against other writers until the transaction ends."""
    return db.session.scalars(sa.select(Bank).where(Bank.code == code).with_for_update()).one_or_none()


def _locked_bank(order: Order) -> Bank:
    bank = lock_bank(order.bank)
    if bank is None:
        owner = _own_unit(order.actor)
        bank = Bank(code=order.bank, title=order.title, owner_unit_id=owner, created_at=order.now)
        db.session.add(bank)
        db.session.flush()
        after = {"bank": order.bank, "title": order.title}
        audit.record(order.actor, "bank.create", "bank", bank.id, after=after)
    require(order.actor, bank)
    return bank


def _own_unit(actor: Actor | None) -> int | None:
    """The unit a new bank belongs to: the organiser's own; none for those who work for the whole product."""
    staff = {Role.ORGANISER, Role.ADMINISTRATOR}
    grants: list[Grant] = [grant for grant in actor.grants if grant.role in staff] if actor else []
    if not grants or any(grant.unit_id is None for grant in grants):
        return None
    return grants[0].unit_id


def _take(order: Order, reading: Reading, bank: Bank) -> ImportReport:
    wanted = _wanted(order, reading)
    plan = plan_import(reading.items, kept_items(bank), ref_stem(order.name)).only(wanted)
    if order.shown is not None:
        _check_shown({index: one for index, one in order.shown.items() if index in wanted}, plan)
    report = ImportReport.of(reading, plan)
    if not report.may_store(order.accept):
        raise ImportRefused(report)
    source = _record_import(order, report, bank)
    Writing(bank, source, order.approve, order.now, order.basis).carry_out(plan.steps)
    audit.record(order.actor, "bank.import", "bank", bank.id, after=_summary(order, plan, bank), reason=order.basis)
    return ImportReport.of(reading, plan, source.id)


def _wanted(order: Order, reading: Reading) -> Collection[int]:
    """The indexes of the items that the order's policy takes where they can be taken."""
    if order.accept is Accept.CHOSEN:
        return order.chosen
    if order.accept is Accept.WITHOUT_WARNINGS:
        warned = {spot(one.place) for one in reading.problems if one.severity is Severity.WARNING}
        return {index for index, item in enumerate(reading.items) if spot(item.place) not in warned}
    return range(len(reading.items))


def _check_shown(shown: Mapping[int, Outlook], plan: Plan) -> None:
    """Conflict where the bank, held by now, makes something else of an item than the person agreed to."""
    if shown != {step.index: step.outlook for step in plan.steps}:
        raise Conflict(_OTHERWISE, code=BANK_CHANGED)


def _record_import(order: Order, report: ImportReport, bank: Bank) -> BankImport:
    source = BankImport(
        bank_id=bank.id,
        token=order.token,
        file_name=order.name,
        sha256=order.sha256,
        format=report.format,
        taken=report.taken,
        problems=dump([problem.to_dict() for problem in report.problems]),
        actor_id=order.actor.person_id if order.actor else None,
        created_at=order.now,
    )
    db.session.add(source)
    db.session.flush()
    return source


def _summary(order: Order, plan: Plan, bank: Bank) -> dict[str, object]:
    return {
        "bank": bank.code,
        "file": order.name,
        "sha256": order.sha256,
        "approved": order.approve,
        "new": plan.count(Action.NEW),
        "unchanged": plan.count(Action.UNCHANGED),
        "revised": [step.ref for step in plan.steps if step.action is Action.REVISED],
    }
