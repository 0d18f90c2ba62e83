"""Confirming registrations and returning them with remarks, one by one or many at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.inbox import Note, send
from quiz.core.permissions import Actor
from quiz.modules.registrations import queries, rights
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.marking import mark_duties
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.rules import State
from quiz.modules.registrations.service import check_version, step
from quiz.plans.rules import DutyState
from quiz.units.models import OrgUnit


def confirm(actor: Actor, asked: Asked, wanted: Mapping[int, int], basis: str, now: datetime) -> int:
    """Confirm registrations (their ids with the versions that were seen), all or none; how many.

    `basis` is the document or the meeting it rests on; without it a collective's is refused where its own leadership
    confirms. Raises as `decide` does.
    """
    with transaction():
        for registration_id, version in sorted(wanted.items()):
            decide(actor, asked, registration_id, version, now, basis=basis)
    return len(wanted)


def decide(
    actor: Actor,
    asked: Asked,
    registration_id: int,
    version: int,
    now: datetime,
    *,
    basis: str = "",
    remark: str | None = None,
) -> Registration:
    """Confirm one, or with a remark return it.

    Raises NotAllowed where it is not this person's to decide, Conflict (stale, state), Invalid where the remark of a
    return is empty.
    """
    with transaction():
        row = queries.get(registration_id)
        unit = db.session.get_one(OrgUnit, row.unit_id)
        rights.require_decide(actor, asked, row, unit)
        check_version(row, version)
        if row.state != State.SUBMITTED:
            raise Conflict("Bản đăng ký này không còn chờ xác nhận.", code="state")
        if remark is not None and not remark:
            raise Invalid("Vui lòng ghi nội dung cần bổ sung khi trả lại.", field="remark")
        row.state = State.CONFIRMED if remark is None else State.RETURNED
        row.decided_at, row.decided_by, row.remark, row.changed_at = now, actor.person_id, remark or "", now
        step(row, actor, "confirm" if remark is None else "return", now, basis if remark is None else remark)
        to = DutyState.CONFIRMED if remark is None else DutyState.RETURNED
        mark_duties(actor, asked, row, to, now, remark or basis)
        _tell(row, asked, now)
        audit.record(actor, f"registration.{row.state}", "registration", row.id, reason=remark or basis)
    return row


def _tell(row: Registration, asked: Asked, now: datetime) -> None:
    to = row.person_id or row.submitted_by
    if to is None:
        return
    if row.state == State.CONFIRMED:
        text = "Bản đăng ký %(year)s đã được xác nhận."
    else:
        text = "Bản đăng ký %(year)s được trả lại để bổ sung. Vui lòng mở ra xem ý kiến và sửa."
    key = f"registration:{row.id}:{row.state}:{row.version}"
    send([Note(to, key, text, f"/registrations/{row.id}", {"year": asked.title})], now)
