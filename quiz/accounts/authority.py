"""Who may act upon whom: within the own subtree, and never upon somebody of higher rank."""

from __future__ import annotations

from quiz.accounts import queries
from quiz.accounts.rules import RANK
from quiz.core.errors import NotAllowed
from quiz.core.permissions import Actor, Role
from quiz.units import queries as units


def may_grant(actor: Actor, role: Role, position: int | None) -> bool:
    """Whether the person holds a role of this rank or higher over the place (None: the whole product)."""
    staff = (held for held in RANK if RANK[held] >= max(RANK[role], RANK[Role.ORGANISER]))
    return actor.covers(position, *staff)


def require_unit(actor: Actor | None, unit_id: int | None) -> None:
    """Refuse unless the person organises this unit (None: the whole product); `actor` None is the product itself."""
    position = units.get(unit_id).position if unit_id is not None else None
    if actor is not None:
        actor.require(position, Role.ORGANISER)


def require_over(actor: Actor | None, person_id: int) -> None:
    """Refuse unless the person organises the unit of the other and could grant every role the other holds.

    Without the second half an organiser could let himself into an administrator's account with a one-time code.
    """
    queries.get(person_id)
    if actor is None:
        return
    unit = queries.primary_unit(person_id)
    actor.require(unit.position if unit else None, Role.ORGANISER)
    if not all(may_grant(actor, held.role, held.position) for held in queries.roles_of(person_id)):
        raise NotAllowed("Người này giữ vai trò cao hơn hoặc ngoài phạm vi của quý vị.")
