"""What the inbox says about more time: asked, to the staff above; answered, to whoever asked or is concerned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person, RoleGrant
from quiz.accounts.posts import is_held
from quiz.core import clock, inbox
from quiz.core.db import db
from quiz.plans.authority import LEADING, STAFF
from quiz.plans.models import Duty, Extension, PlanTask
from quiz.units.models import OrgUnit

ASKED = "%(unit)s xin gia hạn “%(task)s” đến ngày %(day)s."
GRANTED = "“%(task)s” của %(unit)s được gia hạn đến ngày %(day)s."
REFUSED = "Đề nghị gia hạn “%(task)s” của %(unit)s không được đồng ý; hạn vẫn là ngày %(day)s."
MOST_TOLD = 20
"""How many people hear of one extension at most."""


def tell_asked(duty: Duty, task: PlanTask, unit: OrgUnit, above: OrgUnit | None, row: Extension, now: datetime) -> None:
    """Tell the staff nearest above that somebody waits for an answer; of a person's duty those of the own unit."""
    position = unit.position if duty.person_id is not None or above is None else above.position
    people = _leaders(unit) if duty.person_id is not None else []
    people = [*people, *_nearest_staff(position)]
    told = [one for one in dict.fromkeys(people) if one not in {row.asked_by, duty.person_id}][:MOST_TOLD]
    day = f"{row.new_due_on:%d/%m/%Y}"
    _send(told, row, "asked", ASKED, {"unit": unit.name, "task": task.title, "day": day}, duty, now)


def tell_decided(duty: Duty, task: PlanTask, unit: OrgUnit, row: Extension, now: datetime) -> None:
    """Tell whoever asked, or where nobody did, the person or those who act for the unit."""
    told = [one for one in (row.asked_by, duty.person_id) if one is not None and one != row.decided_by]
    if not told and duty.person_id is None:
        told = [one for one in (*_leaders(unit), *_staff_of(unit)) if one != row.decided_by][:MOST_TOLD]
    is_granted = row.state == "granted"
    day = row.new_due_on if is_granted else row.old_due_on
    params = {"unit": unit.name, "task": task.title, "day": f"{day:%d/%m/%Y}" if day else ""}
    _send(list(dict.fromkeys(told)), row, row.state, GRANTED if is_granted else REFUSED, params, duty, now)


def _send(
    people: Sequence[int], row: Extension, step: str, text: str, params: dict[str, str], duty: Duty, now: datetime
) -> None:
    key, url = f"extension:{row.id}:{step}", f"/tasks/duties/{duty.id}/extension"
    inbox.send([inbox.Note(one, key, text, url, params) for one in people], now)


def _leaders(unit: OrgUnit) -> list[int]:
    today = clock.local(clock.now()).date()
    query = (
        sa.select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.unit_id == unit.id, Membership.post_kind.in_(LEADING), Person.is_active)
        .where(is_held(today))
        .order_by(Membership.person_id)
        .limit(MOST_TOLD)
    )
    return list(db.session.scalars(query))


def _staff_of(unit: OrgUnit) -> list[int]:
    query = sa.select(RoleGrant.person_id).join(Person, Person.id == RoleGrant.person_id)
    query = query.where(RoleGrant.role.in_(STAFF), RoleGrant.unit_id == unit.id, Person.is_active)
    return list(db.session.scalars(query.order_by(RoleGrant.person_id).limit(MOST_TOLD)))


def _nearest_staff(position: int) -> list[int]:
    """The holders of a staff role over this place, of the unit nearest to it that has one."""
    query = (
        sa.select(RoleGrant.person_id, OrgUnit.depth)
        .join(OrgUnit, OrgUnit.id == RoleGrant.unit_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role.in_(STAFF), Person.is_active)
        .where(OrgUnit.position <= position, OrgUnit.last_position >= position)
        .order_by(OrgUnit.depth.desc(), RoleGrant.person_id)
    )
    rows = db.session.execute(query).all()
    return [person_id for person_id, depth in rows if depth == rows[0][1]]
