"""Roles that follow a merge of units: over the old one they end, over the new one they begin, each written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from quiz.accounts.authority import may_grant
from quiz.accounts.forms import ROLE_TITLES
from quiz.accounts.models import Person, RoleGrant
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor, Role
from quiz.units import queries as units


def roles_at(unit_ids: Sequence[int]) -> dict[int, list[str]]:
    """Who holds which role over each of these units itself: "Nguyễn Văn An (Đầu mối đơn vị)"."""
    query = (
        sa.select(RoleGrant.unit_id, Person.name, RoleGrant.role)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.unit_id.in_(unit_ids))
        .order_by(Person.name_key, RoleGrant.id)
    )
    found: dict[int, list[str]] = {unit_id: [] for unit_id in unit_ids}
    for unit_id, name, role in db.session.execute(query):
        found[unit_id or 0].append(f"{name} ({ROLE_TITLES[Role(role)]})")
    return found


def hand_over_roles(actor: Actor | None, from_id: int, into_id: int, now: datetime) -> list[dict[str, Any]]:
    """Let the roles over one unit be held over another instead; only those that `actor` may give over both.

    For each one the person, the role, and whether it is new there: the person may have held it before.
    """
    with transaction():
        places = [units.get(unit_id).position for unit_id in (from_id, into_id)]
        held = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.unit_id == from_id).order_by(RoleGrant.id))
        return [
            {"person": grant.person_id, "role": grant.role, "new": _move(actor, grant, into_id, now)}
            for grant in held.all()
            if actor is None or all(may_grant(actor, Role(grant.role), place) for place in places)
        ]


def return_roles(actor: Actor | None, handed: Sequence[dict[str, Any]], unit_id: int, into_id: int) -> None:
    """Give roles back over the old unit; over the new one those end that came with the merge and still are held."""
    with transaction():
        for one in handed:
            held = _grant(one["person"], one["role"], into_id)
            if held is None:
                continue
            if one["new"]:
                _move(actor, held, unit_id, held.granted_at)
            else:
                _give(actor, one["person"], one["role"], unit_id, held.granted_at)


def _move(actor: Actor | None, grant: RoleGrant, into_id: int, now: datetime) -> bool:
    """End a role over its unit and give it over another one; whether it is new there."""
    is_new = _give(actor, grant.person_id, grant.role, into_id, now)
    before = {"role": grant.role, "unit": grant.unit_id}
    db.session.delete(grant)
    audit.record(actor, "role.revoke", "person", grant.person_id, before=before)
    return is_new


def _give(actor: Actor | None, person_id: int, role: str, unit_id: int, now: datetime) -> bool:
    if _grant(person_id, role, unit_id) is not None:
        return False
    db.session.add(RoleGrant(person_id=person_id, role=role, unit_id=unit_id, granted_at=now))
    audit.record(actor, "role.grant", "person", person_id, after={"role": role, "unit": unit_id})
    return True


def _grant(person_id: int, role: str, unit_id: int) -> RoleGrant | None:
    same = (RoleGrant.person_id == person_id, RoleGrant.role == role, RoleGrant.unit_id == unit_id)
    return db.session.scalar(sa.select(RoleGrant).where(*same))
