"""Writing a registration and handing it up; what becomes of it then stands in `deciding` and `results`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quiz.core import audit, clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.core.permissions import Actor
from quiz.modules.registrations import queries, rights
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.marking import mark_duties
from quiz.modules.registrations.models import Registration, RegistrationStep
from quiz.modules.registrations.people import Line, is_of_unit, line_of
from quiz.modules.registrations.rules import Draft, State, check_collective, check_person, searchable
from quiz.plans.rules import DutyState
from quiz.units.models import OrgUnit

EDITABLE = (State.DRAFT, State.RETURNED)


@dataclass(frozen=True)
class Subject:
    """Whose registration it is: a person of a unit, or the unit itself."""

    unit_id: int
    person_id: int | None
    name: str


def subject_of(asked: Asked, person_id: int, now: datetime) -> Subject | None:
    """In which unit a person must register; None where the plan asks nothing of the person."""
    line = own_line(asked, person_id, now)
    return Subject(line.unit_id, person_id, line.name) if line else None


def own_line(asked: Asked, person_id: int, now: datetime) -> Line | None:
    """Where a person stands; None where the plan asks nothing of the person."""
    return line_of(asked, person_id, clock.local(now).date())


def save(
    actor: Actor, asked: Asked, subject: Subject, draft: Draft, version: int, now: datetime, *, submit: bool = False
) -> Registration:
    """Keep what was written; with `submit` hand it up. `version` is the row's as the writer saw it, 0 for none yet.

    Raises NotAllowed where it is not the writer's, Conflict (stale) where somebody was faster, Conflict (state) where
    it is handed up or confirmed already, Invalid where something is missing for handing up.
    """
    with transaction():
        unit = db.session.get_one(OrgUnit, subject.unit_id)
        if subject.person_id != actor.person_id:
            rights.require_fill(actor, unit)
        row = _row(asked, subject, now)
        check_version(row, version)
        if row.state not in EDITABLE:
            raise Conflict("Bản đăng ký đã gửi hoặc đã xác nhận nên không sửa được.", code="state")
        _require_not_exempt(asked, subject)
        before = state_of(row) if row.id else None
        _write(row, draft, subject, actor, now)
        db.session.flush()
        if submit:
            _submit(actor, asked, row, draft, now)
        audit.record(actor, "registration.save", "registration", row.id, before=before, after=state_of(row))
    return row


def _row(asked: Asked, subject: Subject, now: datetime) -> Registration:
    plan_id, year = asked.plan.id, asked.year
    if subject.person_id is None:
        found = queries.of_unit(plan_id, year, subject.unit_id)
    else:
        found = queries.of_person(plan_id, year, subject.person_id)
    if found is not None:
        return found
    return Registration(
        plan_id=plan_id,
        year=year,
        unit_id=subject.unit_id,
        person_id=subject.person_id,
        state=State.DRAFT,
        created_at=now,
        changed_at=now,
    )


def check_version(row: Registration, version: int) -> None:
    """Raise Conflict (stale) where the row is no longer as the person saw it."""
    check_row_version(row.version or 0, version)


def check_row_version(there: int, seen: int) -> None:
    """The same of two versions."""
    if there != seen:
        text = "Bản đăng ký vừa được thay đổi ở nơi khác. Nội dung quý vị gõ vẫn còn; vui lòng so với bản mới bên dưới."
        raise Conflict(text, code="stale")


def _require_not_exempt(asked: Asked, subject: Subject) -> None:
    if subject.person_id is None:
        return
    if queries.exemption_of(asked.plan.id, asked.year, subject.person_id) is not None:
        raise Conflict("Người này đang được miễn đăng ký theo kế hoạch.", code="exempt")


def _write(row: Registration, draft: Draft, subject: Subject, actor: Actor, now: datetime) -> None:
    db.session.add(row)
    row.things = [dict(thing) for thing in draft.things]
    row.contents = dict(draft.contents)
    row.commitment = draft.commitment
    row.shortcomings = [dict(one) for one in draft.shortcomings]
    row.basis, row.basis_on = draft.basis, draft.basis_on
    row.search_text = searchable(subject.name, draft)
    row.unit_id = subject.unit_id
    row.changed_at = now
    is_other = subject.person_id is not None and subject.person_id != actor.person_id
    row.entered_by = actor.person_id if is_other else None


def _submit(actor: Actor, asked: Asked, row: Registration, draft: Draft, now: datetime) -> None:
    if row.person_id is None:
        check_collective(draft, asked.unit_bounds)
    else:
        check_person(draft, asked.person_bounds)
    row.state, row.submitted_at, row.submitted_by = State.SUBMITTED, now, actor.person_id
    step(row, actor, "enter" if row.entered_by else "submit", now, row.basis)
    mark_duties(actor, asked, row, DutyState.SUBMITTED, now)


def take_back(actor: Actor, asked: Asked, registration_id: int, version: int, now: datetime) -> Registration:
    """Whoever handed it up goes on writing, as long as nobody has confirmed it."""
    with transaction():
        row = queries.get(registration_id)
        if actor.person_id not in {row.person_id, row.submitted_by}:
            raise NotAllowed("Chỉ người đã gửi được lấy lại bản đăng ký.")
        check_version(row, version)
        if row.state != State.SUBMITTED:
            raise Conflict("Chỉ lấy lại được bản đang chờ xác nhận.", code="state")
        row.state, row.changed_at = State.DRAFT, now
        step(row, actor, "take_back", now)
        mark_duties(actor, asked, row, DutyState.DRAFT, now)
        audit.record(actor, "registration.take_back", "registration", row.id)
    return row


def behalf_subject(actor: Actor, asked: Asked, unit: OrgUnit, person_id: int, now: datetime) -> Subject:
    """Somebody of a unit for whom the acting person writes; Invalid where the plan asks nothing of that person.

    NotFound for who does not belong to the unit.
    """
    rights.require_fill(actor, unit)
    today = clock.local(now).date()
    line = line_of(asked, person_id, today)
    if line is not None and line.unit_id == unit.id:
        return Subject(unit.id, person_id, line.name)
    if not is_of_unit(person_id, unit.id, today):
        raise NotFound("Không tìm thấy người này trong đơn vị.")
    raise Invalid("Người này không thuộc diện phải đăng ký ở đơn vị này.", field="person")


def unit_subject(actor: Actor, unit: OrgUnit) -> Subject:
    """A unit for which the acting person writes."""
    rights.require_fill(actor, unit)
    return Subject(unit.id, None, unit.name)


def step(row: Registration, actor: Actor | None, action: str, now: datetime, remark: str = "") -> None:
    """Note a step in the history."""
    db.session.add(
        RegistrationStep(
            registration_id=row.id,
            at=now,
            actor_id=actor.person_id if actor else None,
            action=action,
            remark=remark,
        )
    )


def state_of(row: Registration) -> dict[str, Any]:
    """What the audit trail keeps of a registration."""
    return {
        "state": row.state,
        "things": [thing.get("title", "") for thing in row.things],
        "commitment": row.commitment,
        "level": row.level,
    }
