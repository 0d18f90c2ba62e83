"""Merging units: the old ones end, their people and the units below them go over, their names are found for ever.

Nothing is deleted: rounds stay under the names of their day. The accounts room puts its own ways of counting and
moving people here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from quiz.core import audit, clock
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean
from quiz.units import queries
from quiz.units.forest import changing, own, renumber, set_aliases
from quiz.units.models import OrgUnit

ACTION, UNDONE = "unit.merge", "unit.unmerge"


Handed = dict[str, Any]
"""A role that was handed over, as the accounts room writes and reads it."""


def _nobody(_unit_ids: Sequence[int]) -> dict[int, int]:
    return {}


def _move_nobody(_from_id: int, _into_id: int, _day: date) -> list[int]:
    return []


def _return_nobody(_memberships: Sequence[int], _unit_id: int, _day: date) -> int:
    return 0


def _no_roles(_unit_ids: Sequence[int]) -> dict[int, list[str]]:
    return {}


def _hand_over_nothing(_actor: Actor | None, _from_id: int, _into_id: int, _now: datetime) -> list[Handed]:
    return []


def _return_nothing(_actor: Actor | None, _handed: Sequence[Handed], _unit_id: int, _into_id: int) -> None:
    return None


members_of: Callable[[Sequence[int]], dict[int, int]] = _nobody
"""How many people belong to each of these units; the accounts room puts its own query here."""
move_members: Callable[[int, int, date], list[int]] = _move_nobody
"""Lets the people of a unit belong to another one from that day on; first and last id of the memberships made."""
return_members: Callable[[Sequence[int], int, date], int] = _return_nobody
"""Takes that back for those who have not moved on since; how many went back."""
roles_at: Callable[[Sequence[int]], dict[int, list[str]]] = _no_roles
"""Who holds which role over each of these units itself, in words."""
hand_over_roles: Callable[[Actor | None, int, int, datetime], list[Handed]] = _hand_over_nothing
"""Lets the roles held over one unit be held over another one instead; what was handed over, to be written down."""
return_roles: Callable[[Actor | None, Sequence[Handed], int, int], None] = _return_nothing
"""Takes that back."""


@dataclass(frozen=True)
class Going:
    """What a merge takes from one unit: people, units directly below, names it will be found by, roles over it.

    `people` belong to the unit itself, `people_below` to those below it, which they stay with.
    """

    unit: OrgUnit
    people: int
    people_below: int
    children: tuple[OrgUnit, ...]
    names: tuple[str, ...]
    roles: tuple[str, ...]


def merge_plan(actor: Actor | None, from_ids: Sequence[int], into_id: int, day: date, now: datetime) -> list[Going]:
    """What a merge would do, checked as it will be done.

    Raises Invalid or Conflict for what cannot be merged, NotAllowed outside the person's subtree.
    """
    into = own(actor, into_id)
    if not from_ids:
        raise Invalid("Vui lòng chọn ít nhất một đơn vị được sáp nhập.", field="codes")
    if day > clock.local(now).date():
        raise Invalid("Ngày sáp nhập chưa đến. Vui lòng thực hiện vào đúng ngày đó.", field="day")
    if into.merged_into_id is not None or not _exists_on(into, day):
        raise Conflict("Đơn vị tiếp nhận không còn hiệu lực vào ngày này.", code="ended", field="day")
    going = [own(actor, unit_id) for unit_id in dict.fromkeys(from_ids)]
    for unit in going:
        _require_mergeable(unit, into, day)
    roles = roles_at(from_ids)
    return [_going(unit, tuple(roles.get(unit.id, ()))) for unit in going]


def _require_mergeable(unit: OrgUnit, into: OrgUnit, day: date) -> None:
    if unit.id == into.id:
        raise Invalid("Một đơn vị không thể sáp nhập vào chính nó.", field="codes")
    if unit.position < into.position <= unit.last_position:
        text = "%(name)s là cấp trên của đơn vị tiếp nhận nên không sáp nhập vào đó được."
        raise Conflict(text, code="cycle", field="codes", name=unit.name)
    if unit.merged_into_id is not None or not _exists_on(unit, day - timedelta(days=1)):
        text = "%(name)s không còn, hoặc chưa có, hiệu lực trước ngày sáp nhập."
        raise Conflict(text, code="ended", field="codes", name=unit.name)


def _going(unit: OrgUnit, roles: tuple[str, ...]) -> Going:
    people = members_of(queries.subtree_ids(unit))
    own_people = people.get(unit.id, 0)
    names = (unit.name, unit.code, *queries.aliases(unit.id))
    below = sum(people.values()) - own_people
    return Going(unit, own_people, below, tuple(queries.children(unit)), names, roles)


def _exists_on(unit: OrgUnit, day: date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or day <= unit.valid_to)


def merge_units(
    actor: Actor | None,
    from_ids: Sequence[int],
    into_id: int,
    day: date,
    reason: str,
    now: datetime,
    *,
    hands_over: bool = False,
) -> OrgUnit:
    """Let units go up in another one from `day` on; errors as for `merge_plan`, Invalid without a reason.

    With `hands_over` whoever holds a role over an old unit holds it over the new one instead, as far as the person who
    merges may give it.
    """
    if not (why := clean(reason)[:500]):
        raise Invalid("Vui lòng ghi lý do, ví dụ số và ngày của nghị quyết.", field="reason")
    with transaction():
        for going in merge_plan(actor, from_ids, into_id, day, now):
            handed = hand_over_roles(actor, going.unit.id, into_id, now) if hands_over else []
            _merge(actor, going, own(actor, into_id), day, why, handed)
        renumber()
    return own(actor, into_id)


def _merge(actor: Actor | None, going: Going, into: OrgUnit, day: date, reason: str, handed: list[Handed]) -> None:
    unit = going.unit
    before: dict[str, object] = {"valid_to": unit.valid_to, "children": [child.id for child in going.children]}
    known = queries.aliases(into.id)
    with changing(actor, into.id, "unit.aliases"):
        set_aliases(into, [*known, *going.names])
    before["names"] = [name for name in queries.aliases(into.id) if name not in known]
    for child in going.children:
        with changing(actor, child.id, "unit.move"):
            child.parent_id = into.id
    unit.valid_to, unit.merged_into_id = day - timedelta(days=1), into.id
    moved = move_members(unit.id, into.id, day)
    after = {"into": into.id, "day": day, "memberships": moved, "people": going.people, "roles": handed}
    audit.record(actor, ACTION, "unit", unit.id, before=before, after=after, reason=reason)
    db.session.flush()


def unmerge_unit(actor: Actor | None, unit_id: int, reason: str) -> OrgUnit:
    """Take the merge of a unit back: it lives again, with its people and the units below that have not moved on since.

    Roles that were handed over go back too.

    Raises Conflict where it was not merged, or where the unit it went into has ended meanwhile.
    """
    with transaction():
        unit = own(actor, unit_id)
        entry = last_merge(unit_id) if unit.merged_into_id is not None else None
        if entry is None:
            raise Conflict("Đơn vị này chưa sáp nhập vào đơn vị nào.", code="not_merged")
        into, (before, after) = (
            own(actor, unit.merged_into_id or 0),
            (json.loads(entry.before), json.loads(entry.after)),
        )
        if into.merged_into_id is not None:
            raise Conflict("Đơn vị tiếp nhận đã sáp nhập tiếp. Vui lòng hoàn tác lần sáp nhập đó trước.", code="ended")
        unit.valid_to = date.fromisoformat(before["valid_to"]) if before["valid_to"] else None
        unit.merged_into_id = None
        for child in [child for child in queries.children(into) if child.id in before["children"]]:
            with changing(actor, child.id, "unit.move"):
                child.parent_id = unit_id
        with changing(actor, into.id, "unit.aliases"):
            set_aliases(into, [name for name in queries.aliases(into.id) if name not in before["names"]])
        return_roles(actor, after.get("roles", []), unit_id, into.id)
        back = return_members(after["memberships"], unit_id, date.fromisoformat(after["day"]))
        audit.record(
            actor, UNDONE, "unit", unit_id, after={"into": into.id, "people": back}, reason=clean(reason)[:500]
        )
        renumber()
    return own(actor, unit_id)


def last_merge(unit_id: int) -> AuditEntry | None:
    """The record of the latest merge of a unit: when, by whom, why, what moved."""
    query = sa.select(AuditEntry).where(
        AuditEntry.object_kind == "unit", AuditEntry.object_id == str(unit_id), AuditEntry.action == ACTION
    )
    return db.session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))
