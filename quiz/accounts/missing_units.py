"""Answering people whose unit was missing when they registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person
from quiz.accounts.people import change_unit
from quiz.accounts.queries import current
from quiz.core.db import db, transaction
from quiz.core.errors import NotFound
from quiz.core.permissions import Actor, Role
from quiz.units.models import OrgUnit, UnitRequest
from quiz.units.queries import within_reach
from quiz.units.service import resolve_request


@dataclass(frozen=True)
class OpenRequest:
    """An unanswered request: what was typed, by whom, and where the person stands meanwhile."""

    id: int
    text: str
    created_at: datetime
    person_id: int
    person: str
    unit: str


def open_requests(actor: Actor, request_id: int | None = None) -> Sequence[OpenRequest]:
    """Unanswered requests of people whose units the person organises, the oldest first."""
    query = (
        sa.select(UnitRequest.id, UnitRequest.text, UnitRequest.created_at, Person.id, Person.name, OrgUnit.name)
        .join(Person, Person.id == UnitRequest.person_id)
        .join(Membership, sa.and_(Membership.person_id == Person.id, current()))
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(UnitRequest.resolved_at.is_(None), within_reach(actor, Role.ORGANISER))
        .order_by(UnitRequest.id)
    )
    if request_id is not None:
        query = query.where(UnitRequest.id == request_id)
    return [OpenRequest(*row) for row in db.session.execute(query)]


def settle_request(actor: Actor, request_id: int, unit_id: int | None, now: datetime) -> None:
    """Close a request; with a unit the person stands for that unit from now on. NotFound outside one's subtree."""
    with transaction():
        found = open_requests(actor, request_id)
        if not found:
            raise NotFound("Không tìm thấy yêu cầu này.")
        if unit_id is not None:
            change_unit(actor, found[0].person_id, unit_id, now)
        resolve_request(actor, request_id, unit_id, now)
