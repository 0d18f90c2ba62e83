"""What the inbox says about a duty: handed up, to those who may decide; decided, to whoever handed it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person, RoleGrant
from quiz.accounts.posts import is_held
from quiz.core import clock, inbox
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.plans.authority import LEADING, OF_COMMITTEE, STAFF, Confirmer
from quiz.plans.duties.cases import Case
from quiz.plans.rules import DutyState
from quiz.units.models import OrgUnit, UnitKind

HANDED_UP = "“%(task)s” của %(of)s đang chờ quý vị xác nhận."
ANSWERS: dict[DutyState, str] = {
    DutyState.RETURNED: "“%(task)s” được trả lại, kèm ý kiến. Vui lòng xem và gửi lại.",
    DutyState.CONFIRMED: "“%(task)s” đã được xác nhận.",
    DutyState.EVALUATED: "“%(task)s” đã được đánh giá.",
    DutyState.EXCUSED: "“%(task)s” đã được miễn.",
}
MOST_TOLD = 20
"""How many people hear of one duty at most: the nearest that may decide."""


def tell(case: Case, actor: Actor | None, at: DutyState, now: datetime) -> None:
    """Send the messages of a step that was just taken from `at`; joins the caller's transaction."""
    to = case.state
    if to is at:
        return
    if to is DutyState.SUBMITTED:
        notes = [_note(case, person_id, HANDED_UP, now) for person_id in deciders(case)]
    elif to in ANSWERS:
        told = {case.duty.submitted_by, case.duty.person_id} - {None, actor.person_id if actor else None}
        notes = [_note(case, person_id, ANSWERS[to], now) for person_id in sorted(filter(None, told))]
    else:
        return
    inbox.send(notes, now)


def _note(case: Case, person_id: int, text: str, now: datetime) -> inbox.Note:
    key = f"duty:{case.duty.id}:{case.duty.state}:{clock.to_ms(now)}"
    params = {"task": case.task.title, "of": _owner(case)}
    return inbox.Note(person_id, key, text, f"/tasks/duties/{case.duty.id}", params)


def _owner(case: Case) -> str:
    person = db.session.get(Person, case.duty.person_id) if case.duty.person_id else None
    return person.name if person else case.unit.name


def deciders(case: Case) -> Sequence[int]:
    """The people who are told that a duty waits: those who lead the unit, or the staff nearest above.

    More people may decide, everybody over the unit; they find it in the list of what waits.
    """
    never = {case.duty.submitted_by, case.duty.person_id}
    if case.asked.confirmer in (Confirmer.COLLECTIVE, Confirmer.BRANCH_COMMITTEE):
        leading = [person_id for person_id in _leaders(case.unit) if person_id not in never]
        if leading:
            return leading[:MOST_TOLD]
        above = case.unit.position
    elif case.asked.confirmer is Confirmer.ISSUER:
        above = case.asked.issuer
    else:
        above = case.unit.position if case.asked.superior is None else case.asked.superior
    return [person_id for person_id in _nearest_staff(above, never) if person_id not in never][:MOST_TOLD]


def _leaders(unit: OrgUnit) -> Sequence[int]:
    kinds = [*LEADING, OF_COMMITTEE] if unit.kind == UnitKind.BRANCH else [*LEADING]
    today = clock.local(clock.now()).date()
    query = (
        sa.select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.unit_id == unit.id, Membership.post_kind.in_(kinds), Person.is_active)
        .where(is_held(today))
        .order_by(Membership.person_id)
        .distinct()
    )
    return db.session.scalars(query).all()


def _nearest_staff(position: int, never: set[int | None]) -> Sequence[int]:
    """The holders of a staff role over this place, of the unit nearest to it that has one who may decide."""
    query = (
        sa.select(RoleGrant.person_id, OrgUnit.depth)
        .join(OrgUnit, OrgUnit.id == RoleGrant.unit_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role.in_([role.value for role in STAFF]), Person.is_active)
        .where(OrgUnit.position <= position, OrgUnit.last_position >= position)
        .order_by(OrgUnit.depth.desc(), RoleGrant.person_id)
    )
    rows = [(person_id, depth) for person_id, depth in db.session.execute(query) if person_id not in never]
    return list(dict.fromkeys(person_id for person_id, depth in rows if depth == rows[0][1]))
