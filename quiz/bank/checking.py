"""Checking an upload before it is imported: read it, put it beside the bank, keep the result until somebody decides."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from question_bank.reading import Reading
from quiz.accounts.queries import actor_for
from quiz.bank.checked import CheckedFile, Target
from quiz.bank.contents import check_target, compare
from quiz.bank.files import Source, read_at_once, read_file
from quiz.bank.importing import BANK_CHANGED, Order, find_import, store_reading
from quiz.bank.reports import ImportReport
from quiz.bank.rules import Accept, check_code, check_title
from quiz.bank.shelf import keep_checked, leave_out, left_out, not_taken, open_checked
from quiz.core import clock, uploads
from quiz.core.errors import Conflict, NotAllowed
from quiz.core.jobs.models import Job
from quiz.core.jobs.queue import Progress, enqueue, work
from quiz.core.permissions import Actor

AT_ONCE_ITEMS = 500
"""So many questions are stored while the person waits; more of them by a job."""
READ, STORE = "bank.read", "bank.store"


def check_upload(actor: Actor, token: str, target: Target, page: str) -> Job | None:
    """Check an upload, at once where that is a matter of a moment (None), else by a job that leads to `page`.

    Raises NotAllowed where the bank is not the person's, Invalid for a wrong target and for a file that is too large.
    """
    check_target(actor, target.bank)
    check_title(target.title or target.bank)
    content = uploads.fetch(token)
    reading = read_at_once(_source(target, content))
    if reading is None:
        return enqueue(READ, actor, token=token, target=target.to_dict(), person_id=actor.person_id, page=page)
    _keep(token, target, actor.person_id, content, reading)
    return None


def _source(target: Target, content: bytes) -> Source:
    return Source(target.name, content, target.format or None, target.corrections)


def _keep(token: str, target: Target, person_id: int, content: bytes, reading: Reading) -> None:
    reading, plan, neighbours = compare(reading, target.bank, target.name)
    digest = sha256(content).hexdigest()
    keep_checked(token, CheckedFile.of(target, person_id, digest, reading, plan, neighbours), reading)


@work(READ)
def _read(progress: Progress, token: str, target: dict[str, Any], person_id: int, page: str) -> dict[str, Any]:
    """The job: read and keep; the same again gives the same."""
    _check(progress, token, Target.from_dict(target), person_id)
    return {"url": page, "next": page}


def _check(progress: Progress, token: str, target: Target, person_id: int) -> None:
    content, told = uploads.fetch(token), _Throttle(progress, "Đang đọc tệp…")
    reading = read_file(_source(target, content), told)
    told.say("Đang đối chiếu với ngân hàng câu hỏi…")
    _keep(token, target, person_id, content, reading)


class _Throttle:
    """Passes progress on when a hundredth more is done, so that telling costs less than reading."""

    def __init__(self, progress: Progress, message: str) -> None:
        self._progress, self._message, self._last = progress, message, (-1, 0)

    def __call__(self, done: int, total: int) -> None:
        """Show how many of how many questions are done."""
        percent = done * 100 // max(total, 1)
        if (percent, total) != self._last:
            self._last = percent, total
            self._progress(done, total, self._message)

    def say(self, message: str) -> None:
        """Show what is being done now."""
        total = max(self._last[1], 1)
        self._progress(total, total, message)


def accept(actor: Actor, token: str, policy: Accept, basis: str | None, page: str) -> ImportReport | Job:
    """Import what was checked: at once, or by a job that leads to `page` where it is much.

    `basis` is the document by which the items count as approved; None leaves them drafts. Raises ImportRefused where
    the policy takes nothing, and what `store_reading` raises: after its Conflict that the bank has changed the upload
    is to be checked again (the job does so itself).
    """
    with open_checked(token, actor.person_id) as archive:
        checked = archive.head()
        if len(checked.rows) <= AT_ONCE_ITEMS or not checked.report.may_store(policy):
            report = store_reading(_order(actor, token, checked, policy, basis), archive.reading(checked))
            leave_out(token, not_taken(checked, policy, left_out(token)))
            return report
    arguments = {"token": token, "policy": policy.value, "basis": basis, "page": page}
    return enqueue(STORE, actor, person_id=actor.person_id, **arguments)


@work(STORE)
def _store(progress: Progress, token: str, policy: str, basis: str | None, page: str, person_id: int) -> dict[str, Any]:
    """The job: store what was checked; an upload that was taken already stays as it is."""
    actor = actor_for(person_id)
    if actor is None:
        raise NotAllowed("Tài khoản này không còn quyền nhập câu hỏi.")
    if find_import(token) is None:
        with open_checked(token, person_id) as archive:
            checked = archive.head()
            progress(0, 2, "Đang đối chiếu với ngân hàng câu hỏi…")
            reading = archive.reading(checked)
        progress(1, 2, "Đang ghi vào ngân hàng câu hỏi…")
        try:
            store_reading(_order(actor, token, checked, Accept(policy), basis), reading)
        except Conflict as conflict:
            if conflict.code == BANK_CHANGED:
                _check(progress, token, checked.target, person_id)
                conflict.with_details(url=page)
            raise
        leave_out(token, not_taken(checked, Accept(policy), left_out(token)))
    return {"url": page, "next": page}


def _order(actor: Actor, token: str, checked: CheckedFile, policy: Accept, basis: str | None) -> Order:
    target, without = checked.target, left_out(token)
    chosen = frozenset(
        row.index for row in checked.rows if row.is_taken and row.index is not None and row.number not in without
    )
    return Order(
        actor,
        check_code(target.bank),
        check_title(target.title or target.bank),
        target.name,
        checked.sha256,
        clock.now(),
        policy,
        chosen,
        approve=basis is not None,
        basis=basis or "",
        token=token,
        shown={row.index: row.outlook for row in checked.rows if row.is_taken and row.index is not None},
    )
