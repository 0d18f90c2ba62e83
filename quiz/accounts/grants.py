"""Giving roles and taking them back; a grant holds for a unit and everything below it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.authority import may_grant, require_over
from quiz.accounts.models import RoleGrant
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Invalid, NotAllowed, NotFound
from quiz.core.permissions import Actor, Role
from quiz.units import queries as units


def grant_role(actor: Actor | None, person_id: int, role: Role, unit_id: int | None, now: datetime) -> RoleGrant:
    """Give a role over a unit (None: everywhere); the same again changes nothing.

    Raises NotAllowed above the own rank or outside the own subtree. `actor` None is the product itself.
    """
    with transaction():
        if role == Role.CONTESTANT:
            raise Invalid("Ai có tài khoản cũng là thí sinh, không cần phân vai trò này.", field="role")
        require_over(actor, person_id)
        _require_grant(actor, role, unit_id)
        same = (
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
            RoleGrant.unit_id.is_not_distinct_from(unit_id),
        )
        grant = db.session.scalar(sa.select(RoleGrant).where(*same))
        if grant is None:
            grant = RoleGrant(person_id=person_id, role=str(role), unit_id=unit_id, granted_at=now)
            db.session.add(grant)
            audit.record(actor, "role.grant", "person", person_id, after={"role": role, "unit": unit_id})
    return grant


def revoke_role(actor: Actor | None, grant_id: int) -> None:
    """Take a role back; it ends with the person's next request. Same right as for giving it."""
    with transaction():
        grant = db.session.get(RoleGrant, grant_id)
        if grant is None:
            raise NotFound("Không tìm thấy vai trò này.")
        require_over(actor, grant.person_id)
        before = {"role": grant.role, "unit": grant.unit_id}
        db.session.delete(grant)
        audit.record(actor, "role.revoke", "person", grant.person_id, before=before)


def _require_grant(actor: Actor | None, role: Role, unit_id: int | None) -> None:
    position = units.get(unit_id).position if unit_id is not None else None
    if actor is not None and not may_grant(actor, role, position):
        raise NotAllowed("Chỉ được phân vai trò ngang hoặc thấp hơn vai trò của mình, trong phạm vi của mình.")
