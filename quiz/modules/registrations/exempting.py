"""Exemptions: given by the committee or the leadership with the plan's own words as the rule, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from quiz.core import audit, clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.core.permissions import Actor
from quiz.modules.registrations import queries, rights
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.marking import mark_person
from quiz.modules.registrations.models import Exemption
from quiz.modules.registrations.people import line_of
from quiz.modules.registrations.rules import ExemptionKind, State
from quiz.modules.registrations.service import check_row_version
from quiz.plans.rules import DutyState
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Wish:
    """What an exemption rests on: the task whose words are the rule, the group, the reason, the day, the document."""

    task_id: int
    kind: str
    reason: str
    decided_on: date | None
    document: str = ""


def exempt(actor: Actor, asked: Asked, unit: OrgUnit, person_id: int, wish: Wish, now: datetime) -> Exemption:
    """Exempt somebody of a unit for the year.

    Raises NotAllowed where the acting person does not confirm for the unit, or means oneself; Invalid where the rule,
    reason or day is missing; Conflict where the person is exempt already or has a confirmed registration.
    """
    with transaction():
        _require(actor, asked, unit, person_id)
        today = clock.local(now).date()
        rule = next((rule for rule in asked.rules if rule.task_id == wish.task_id), None)
        if rule is None:
            raise Invalid("Vui lòng chọn quy định của kế hoạch làm căn cứ.", field="rule")
        _check(wish, today)
        line = line_of(asked, person_id, today)
        if line is None or line.unit_id != unit.id:
            raise Invalid("Người này không thuộc diện phải đăng ký ở đơn vị này.", field="person")
        _require_free(asked, person_id)
        row = Exemption(
            plan_id=asked.plan.id,
            year=asked.year,
            unit_id=unit.id,
            person_id=person_id,
            task_id=rule.task_id,
            kind=wish.kind,
            rule=rule.words,
            reason=wish.reason,
            decided_on=wish.decided_on or today,
            document=wish.document,
            given_at=now,
            given_by=actor.person_id,
        )
        db.session.add(row)
        db.session.flush()
        mark_person(actor, asked, person_id, DutyState.EXCUSED, now, wish.reason)
        audit.record(actor, "registration.exempt", "exemption", row.id, reason=wish.reason, after={"rule": row.rule})
    return row


def take_back(
    actor: Actor, asked: Asked, unit: OrgUnit, exemption_id: int, reason: str, version: int, now: datetime
) -> Exemption:
    """The person has to register after all; the row stays with the reason."""
    with transaction():
        row = db.session.get(Exemption, exemption_id)
        is_here = row is not None and (row.unit_id, row.plan_id, row.year) == (unit.id, asked.plan.id, asked.year)
        if row is None or not is_here:
            raise NotFound("Không tìm thấy quyết định miễn này.")
        _require(actor, asked, unit, row.person_id)
        check_row_version(row.version, version)
        if row.withdrawn_at is not None:
            raise Conflict("Quyết định miễn này đã được rút.", code="state")
        if not reason:
            raise Invalid("Vui lòng ghi lý do rút quyết định miễn.", field="reason")
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now, actor.person_id, reason
        mark_person(actor, asked, row.person_id, DutyState.OPEN, now, reason)
        audit.record(actor, "registration.exempt_back", "exemption", row.id, reason=reason)
    return row


def _require(actor: Actor, asked: Asked, unit: OrgUnit, person_id: int) -> None:
    if person_id == actor.person_id:
        raise NotAllowed("Không ai tự miễn đăng ký cho mình.")
    if not rights.decides_people(actor, asked, unit):
        raise NotAllowed("Chỉ chi ủy hoặc lãnh đạo đơn vị được miễn đăng ký.")


def _check(wish: Wish, today: date) -> None:
    if wish.kind not in set(ExemptionKind):
        raise Invalid("Vui lòng chọn diện được miễn.", field="kind")
    if not wish.reason:
        raise Invalid("Vui lòng ghi lý do miễn.", field="reason")
    if wish.decided_on is None:
        raise Invalid("Vui lòng ghi ngày quyết định.", field="decided_on")
    if wish.decided_on > today:
        raise Invalid("Ngày quyết định không thể ở sau hôm nay.", field="decided_on")


def _require_free(asked: Asked, person_id: int) -> None:
    if queries.exemption_of(asked.plan.id, asked.year, person_id) is not None:
        raise Conflict("Người này đã được miễn đăng ký.", code="exempt")
    row = queries.of_person(asked.plan.id, asked.year, person_id)
    if row is not None and row.state in {State.CONFIRMED, State.SUBMITTED}:
        raise Conflict("Người này đã gửi bản đăng ký. Vui lòng trả lại bản đó trước khi miễn.", code="state")
