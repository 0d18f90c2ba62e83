"""Who may look at the open list of a unit, enter for somebody, confirm, exempt. The own registration is never one's
own to confirm."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

import sqlalchemy as sa

from quiz.accounts.models import Membership
from quiz.core.db import db
from quiz.core.errors import NotAllowed, NotFound
from quiz.core.permissions import Actor
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.people import is_open
from quiz.plans import authority
from quiz.units.models import OrgUnit

NOBODY = 0
"""Stands for any person of a unit where a right over all of them is asked for."""


def posts_in(actor: Actor, unit: OrgUnit, on: date) -> set[str]:
    """The posts the person holds in a unit."""
    query = sa.select(Membership.post_kind).where(
        is_open(on), Membership.person_id == actor.person_id, Membership.unit_id == unit.id
    )
    return set(db.session.scalars(query))


def may_look(actor: Actor, unit: OrgUnit, on: date) -> bool:
    """Whether the person sees the open list of a unit: who works there by a post, who acts for it, who leads above."""
    if authority.may_see(actor, unit) or posts_in(actor, unit, on):
        return True
    above = (
        sa.select(Membership.id)
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(
            is_open(on),
            Membership.person_id == actor.person_id,
            Membership.post_kind.in_(authority.LEADING),
            OrgUnit.position < unit.position,
            OrgUnit.last_position >= unit.last_position,
        )
    )
    return db.session.scalar(above.limit(1)) is not None


def require_look(actor: Actor, unit: OrgUnit, on: date) -> None:
    """Refuse whoever may not look as if there were nothing."""
    if not may_look(actor, unit, on):
        raise NotFound("Không tìm thấy đơn vị này.")


def require_below(unit: OrgUnit, top: OrgUnit) -> None:
    """A plan says nothing about units outside the subtree of its own."""
    if not top.position <= unit.position <= top.last_position:
        raise NotFound("Kế hoạch này không giao việc cho đơn vị của quý vị.")


def require_fill(actor: Actor, unit: OrgUnit) -> None:
    """Refuse whoever does not act for the unit."""
    if not authority.may_fill(actor, unit):
        raise NotAllowed("Chỉ đầu mối hoặc lãnh đạo của đơn vị được làm việc này.")


def decides_people(actor: Actor, asked: Asked, unit: OrgUnit) -> bool:
    """Whether the person confirms for the people of a unit, the own registration apart."""
    task = asked.main_personal
    return task is not None and authority.may_confirm(actor, task, unit, NOBODY, None)


def decides_unit(actor: Actor, asked: Asked, unit: OrgUnit, submitted_by: int | None = None) -> bool:
    """Whether the person confirms the collective registration of a unit."""
    task = asked.main_collective
    return task is not None and authority.may_confirm(actor, task, unit, None, submitted_by)


def may_decide(actor: Actor, asked: Asked, row: Registration, unit: OrgUnit) -> bool:
    """Whether the person may confirm or return this one: never the own one, never what one handed up oneself."""
    if row.person_id == actor.person_id or row.submitted_by == actor.person_id:
        return False
    task = asked.main_collective if row.person_id is None else asked.main_personal
    if task is None:
        return False
    return authority.may_confirm(actor, task, unit, row.person_id, row.submitted_by)


def require_decide(actor: Actor, asked: Asked, row: Registration, unit: OrgUnit) -> None:
    """Refuse whoever may not confirm this one."""
    if row.person_id == actor.person_id:
        raise NotAllowed("Không ai tự xác nhận bản đăng ký của mình. Vui lòng để chi ủy hoặc lãnh đạo xác nhận.")
    if row.submitted_by == actor.person_id:
        raise NotAllowed("Quý vị đã gửi bản này nên cần một người khác xác nhận.")
    if not may_decide(actor, asked, row, unit):
        raise NotAllowed("Chỉ chi ủy, tập thể lãnh đạo hoặc cấp trên theo kế hoạch được xác nhận bản này.")


def may_assess(actor: Actor, asked: Asked, row: Registration, unit: OrgUnit) -> bool:
    """Whether the person gives the level: who may confirm, and did not give the own assessment on it."""
    if actor.person_id in {row.person_id, row.self_by}:
        return False
    task = asked.main_collective if row.person_id is None else asked.main_personal
    return task is not None and authority.may_confirm(actor, task, unit, row.person_id, row.self_by)


def refuse_assessing(actor: Actor, row: Registration) -> NoReturn:
    """Say why the level is not this person's to give."""
    if actor.person_id in {row.person_id, row.self_by}:
        raise NotAllowed("Không ai được tự đánh giá thay chi ủy hoặc cấp trên. Vui lòng để người khác đánh giá.")
    raise NotAllowed("Chỉ chi ủy, tập thể lãnh đạo hoặc cấp trên theo kế hoạch được đánh giá bản này.")


def require_list(actor: Actor, asked: Asked, unit: OrgUnit) -> None:
    """The list of exemptions is for those who act for the unit or confirm in it."""
    if not (authority.may_see(actor, unit) or decides_people(actor, asked, unit)):
        raise NotAllowed("Danh sách này dành cho chi ủy, lãnh đạo và đầu mối của đơn vị.")
