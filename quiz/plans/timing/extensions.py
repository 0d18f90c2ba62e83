"""More time for a duty: asked for with a reason, granted or refused by the unit above with an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from quiz.core import audit, clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.core.permissions import Actor
from quiz.plans.authority import STAFF, powers_of
from quiz.plans.models import Duty, Extension, PlanTask
from quiz.plans.rules import SETTLED, DutyState
from quiz.plans.timing.notices import tell_asked, tell_decided
from quiz.plans.timing.service import redate_duty
from quiz.units.models import OrgUnit

LONGEST = timedelta(days=2 * 366)
"""How far behind today more time may reach."""
STATE_TITLES: dict[str, str] = {"asked": "Chờ trả lời", "granted": "Đồng ý", "refused": "Không đồng ý"}


@dataclass(frozen=True)
class DutyCase:
    """A duty with its task, its unit and the unit above, and what the person may do about its time."""

    duty: Duty
    task: PlanTask
    unit: OrgUnit
    above: OrgUnit | None
    may_see: bool
    may_ask: bool
    may_decide: bool

    @property
    def is_open(self) -> bool:
        """Whether more time makes any sense: the duty has a day and is not done."""
        return self.duty.due_on is not None and DutyState(self.duty.state) not in {*SETTLED, DutyState.EXCUSED}


def case_of(actor: Actor | None, duty_id: int) -> DutyCase:
    """The duty with the person's rights over its time; NotFound where there is none. `actor` None is the product.

    Who may fill in for the unit asks, and the person whose duty it is. The unit above decides; of a person's duty the
    own unit, never that person.
    """
    duty = db.session.get(Duty, duty_id)
    if duty is None:
        raise NotFound("Không tìm thấy việc này.")
    task, unit = db.session.get_one(PlanTask, duty.task_id), db.session.get_one(OrgUnit, duty.unit_id)
    above = db.session.get(OrgUnit, unit.parent_id) if unit.parent_id is not None else None
    if actor is None:
        return DutyCase(duty, task, unit, above, True, True, True)
    powers, is_own = powers_of(actor), duty.person_id == actor.person_id
    if duty.person_id is not None:
        may_decide = powers.may_fill(unit) and not is_own
    else:
        may_decide = actor.covers((above or unit).position, *STAFF)
    may_ask = powers.may_fill(unit) or is_own
    return DutyCase(duty, task, unit, above, may_ask or powers.may_see(unit), may_ask, may_decide)


def ask(actor: Actor, duty_id: int, new_due_on: date, reason: str, now: datetime) -> Extension:
    """Ask for more time; raises NotAllowed, Conflict (one is asked already, or the duty is done), Invalid."""
    with transaction():
        case = _locked(actor, duty_id)
        if not case.may_ask:
            raise NotAllowed("Chỉ đơn vị hoặc người được giao việc mới xin gia hạn được.")
        if _asked(duty_id) is not None:
            raise Conflict("Việc này đang có một đề nghị gia hạn chờ trả lời.", code="asked")
        row = _make(actor, case, new_due_on, reason, now)
        db.session.flush()
        tell_asked(case.duty, case.task, case.unit, case.above, row, now)
        audit.record(actor, "duty.extension_asked", "duty", duty_id, after={"until": new_due_on}, reason=row.reason)
    return row


def grant(actor: Actor | None, duty_id: int, new_due_on: date, reason: str, now: datetime) -> Extension:
    """Give more time at once, without being asked; what was asked meanwhile is answered with it."""
    with transaction():
        case = _locked(actor, duty_id)
        if not case.may_decide:
            raise NotAllowed("Chỉ cấp trên của đơn vị mới gia hạn được việc này.")
        row = _asked(duty_id) or _make(actor, case, new_due_on, reason, now)
        _decide(actor, case, row, new_due_on, reason, now, is_granted=True)
    return row


def decide(
    actor: Actor,
    extension_id: int,
    is_granted: bool,
    answer: str,
    version: int,
    now: datetime,
    until: date | None = None,
) -> Extension:
    """Answer what was asked: with the wished day, or until another one; a refusal needs words.

    Raises Conflict (stale) where somebody answered meanwhile.
    """
    with transaction():
        row = db.session.get(Extension, extension_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound("Không tìm thấy đề nghị gia hạn này.")
        case = _locked(actor, row.duty_id)
        if not case.may_decide:
            raise NotAllowed("Chỉ cấp trên của đơn vị mới trả lời được đề nghị này.")
        if row.state != "asked" or row.version != version:
            raise Conflict("Đề nghị này đã được trả lời. Vui lòng xem lại trước khi tiếp tục.", code="stale")
        if not is_granted and not answer.strip():
            raise Invalid("Vui lòng ghi lý do không đồng ý để đơn vị biết.", field="answer")
        _decide(actor, case, row, until or row.new_due_on, answer, now, is_granted=is_granted)
    return row


def history(duty_id: int) -> Sequence[Extension]:
    """What was asked and answered for a duty, the newest first."""
    found = sa.select(Extension).where(Extension.duty_id == duty_id).order_by(Extension.id.desc())
    return db.session.scalars(found).all()


def _locked(actor: Actor | None, duty_id: int) -> DutyCase:
    db.session.get(Duty, duty_id, with_for_update=True, populate_existing=True)
    case = case_of(actor, duty_id)
    if not case.may_see:
        raise NotFound("Không tìm thấy việc này.")
    if case.duty.due_on is None:
        raise Conflict("Việc này chưa có hạn nên chưa cần gia hạn.", code="undated")
    if not case.is_open:
        raise Conflict("Việc này đã xong hoặc đã được miễn nên không gia hạn nữa.", code="state")
    return case


def _asked(duty_id: int) -> Extension | None:
    return db.session.scalar(sa.select(Extension).where(Extension.duty_id == duty_id, Extension.state == "asked"))


def _make(actor: Actor | None, case: DutyCase, new_due_on: date, reason: str, now: datetime) -> Extension:
    reason = reason.strip()
    if not reason:
        raise Invalid("Vui lòng ghi lý do gia hạn.", field="reason")
    _check_day(case, new_due_on, now)
    row = Extension(
        duty_id=case.duty.id,
        reason=reason,
        old_due_on=case.duty.due_on,
        new_due_on=new_due_on,
        asked_at=now,
        asked_by=actor.person_id if actor else None,
    )
    db.session.add(row)
    return row


def _check_day(case: DutyCase, day: date, now: datetime) -> None:
    today = clock.local(now).date()
    if case.duty.due_on is not None and day <= case.duty.due_on:
        raise Invalid("Ngày mới phải sau hạn hiện nay (%(day)s).", field="until", day=f"{case.duty.due_on:%d/%m/%Y}")
    if day < today:
        raise Invalid("Ngày mới phải từ hôm nay trở đi.", field="until")
    if day > today + LONGEST:
        raise Invalid("Ngày mới không được quá hai năm kể từ hôm nay.", field="until")


def _decide(
    actor: Actor | None, case: DutyCase, row: Extension, until: date, answer: str, now: datetime, *, is_granted: bool
) -> None:
    if is_granted:
        _check_day(case, until, now)
    row.state = "granted" if is_granted else "refused"
    row.new_due_on = until if is_granted else row.new_due_on
    row.answer, row.decided_at = answer.strip(), now
    row.decided_by = actor.person_id if actor else None
    db.session.flush()
    if is_granted:
        redate_duty(case.duty)
    tell_decided(case.duty, case.task, case.unit, row, now)
    after = {"state": row.state, "until": row.new_due_on}
    audit.record(actor, "duty.extension_decided", "duty", case.duty.id, after=after, reason=row.answer)
