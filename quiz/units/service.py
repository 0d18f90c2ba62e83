"""Writing the forest. Every change renumbers the depth-first positions in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import cast

import sqlalchemy as sa

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.permissions import Actor, Role
from quiz.core.vietnamese import clean, sort_key
from quiz.units import queries
from quiz.units.models import OrgUnit, UnitAlias, UnitKind, UnitRequest
from quiz.units.rules import Node, head_count, number_forest, search_text, unit_code, unit_name

MAX_REQUEST = 300


def create_unit(
    actor: Actor | None,
    code: str,
    name: str,
    kind: UnitKind | str,
    parent_id: int | None,
    headcount: int | None = None,
    headcount_on: date | None = None,
    aliases: Iterable[str] = (),
    *,
    headcount_source: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    sort_order: int = 0,
) -> OrgUnit:
    """Add a unit below `parent_id` (None: a root). `actor` None is the product itself.

    Raises Invalid for a code, name or head count that cannot be, Conflict for a code in use, NotAllowed outside the
    person's subtree.
    """
    with transaction():
        require(actor, parent_id)
        unit = OrgUnit(code=unit_code(code), kind=unit_kind(kind), parent_id=parent_id, sort_order=sort_order)
        if queries.by_code(unit.code) is not None:
            raise Conflict("Mã đơn vị %(used)s đã được dùng.", code="code_taken", field="code", used=unit.code)
        _name(unit, name)
        _count(unit, headcount, headcount_on, headcount_source)
        _validity(unit, valid_from, valid_to)
        db.session.add(unit)
        db.session.flush()
        set_aliases(unit, aliases)
        audit.record(actor, "unit.create", "unit", unit.id, after=state(unit))
        renumber()
    return unit


def rename_unit(actor: Actor | None, unit_id: int, name: str, kind: UnitKind | str | None = None) -> OrgUnit:
    """Give a unit another name, and another kind where one is named."""
    with transaction():
        unit = own(actor, unit_id)
        before = state(unit)
        _name(unit, name)
        unit.kind = unit.kind if kind is None else unit_kind(kind)
        renumber()
        audit.record(actor, "unit.rename", "unit", unit.id, before=before, after=state(unit))
    return unit


def move_unit(actor: Actor | None, unit_id: int, parent_id: int | None) -> OrgUnit:
    """Put a unit with everything below it under another one (None: make it a root); a circle is refused."""
    with transaction():
        unit = own(actor, unit_id)
        if unit.parent_id != parent_id:
            require(actor, unit.parent_id)
            require(actor, parent_id)
            before = state(unit)
            unit.parent_id = parent_id
            renumber()
            audit.record(actor, "unit.move", "unit", unit.id, before=before, after=state(unit))
    return unit


def set_headcount(
    actor: Actor | None, unit_id: int, headcount: int | None, on: date | None = None, source: str = ""
) -> OrgUnit:
    """Say how many people a unit has, on which day that was counted, and where the figure comes from."""
    with transaction():
        unit = own(actor, unit_id)
        before = state(unit)
        _count(unit, headcount, on, source)
        audit.record(actor, "unit.headcount", "unit", unit.id, before=before, after=state(unit))
    return unit


def set_validity(actor: Actor | None, unit_id: int, valid_from: date | None, valid_to: date | None) -> OrgUnit:
    """Say from which day to which day (both included, None: open) a unit exists."""
    with transaction():
        unit = own(actor, unit_id)
        before = state(unit)
        _validity(unit, valid_from, valid_to)
        audit.record(actor, "unit.validity", "unit", unit.id, before=before, after=state(unit))
    return unit


def replace_aliases(actor: Actor | None, unit_id: int, aliases: Iterable[str]) -> None:
    """Give a unit these other names instead of those it had."""
    with transaction():
        unit = own(actor, unit_id)
        before = list(queries.aliases(unit_id))
        set_aliases(unit, aliases)
        audit.record(actor, "unit.aliases", "unit", unit_id, before=before, after=list(queries.aliases(unit_id)))


def renumber() -> None:
    """Number the whole forest anew inside the caller's transaction; only rows that changed are written."""
    with transaction():
        db.session.flush()
        table = cast(sa.Table, OrgUnit.__table__)
        rows = db.session.execute(sa.select(table)).all()
        nodes = (Node(row.id, row.parent_id, (row.sort_order, sort_key(row.name), row.code)) for row in rows)
        places = number_forest(nodes)
        changed = [
            {"unit": row.id, "position": place.position, "last_position": place.last_position, "depth": place.depth}
            for row in rows
            if (place := places[row.id]) != (row.position, row.last_position, row.depth)
        ]
        if changed:
            db.session.connection().execute(sa.update(table).where(table.c.id == sa.bindparam("unit")), changed)
            db.session.expire_all()


def request_unit(text: str, person_id: int | None, now: datetime) -> UnitRequest:
    """Keep what somebody typed whose unit is missing, for the organiser to answer."""
    with transaction():
        wanted = clean(text)[:MAX_REQUEST]
        if not wanted:
            raise Invalid("Vui lòng ghi tên đơn vị còn thiếu.", field="missing_unit")
        request = UnitRequest(text=wanted, person_id=person_id, created_at=now)
        db.session.add(request)
    return request


def resolve_request(actor: Actor | None, request_id: int, unit_id: int | None, now: datetime) -> UnitRequest:
    """Close a request, with the unit it was about or without one. The caller has checked whose request it is."""
    with transaction():
        request = db.session.get(UnitRequest, request_id)
        if request is None:
            raise NotFound("Không tìm thấy yêu cầu này.")
        if request.resolved_at is not None:
            raise Conflict("Yêu cầu này đã được xử lý.", code="resolved")
        request.resolved_at, request.unit_id = now, unit_id
        audit.record(actor, "unit_request.resolve", "unit_request", request.id, after={"unit_id": unit_id})
    return request


def require(actor: Actor | None, unit_id: int | None) -> None:
    """Refuse unless the person organises this unit (None: the whole product)."""
    position = queries.get(unit_id).position if unit_id is not None else None
    if actor is not None:
        actor.require(position, Role.ORGANISER)


def own(actor: Actor | None, unit_id: int) -> OrgUnit:
    """A unit the person organises."""
    require(actor, unit_id)
    return queries.get(unit_id)


def unit_kind(kind: UnitKind | str) -> str:
    """A kind as it is stored; Invalid where there is none of this name."""
    if kind not in set(UnitKind):
        raise Invalid("Loại đơn vị này chưa có trong danh mục.", field="kind")
    return str(UnitKind(kind))


def set_aliases(unit: OrgUnit, aliases: Iterable[str]) -> None:
    """Replace the other names inside the caller's transaction; names that fold alike are kept once."""
    wanted = {search_text(alias): clean(alias)[:200] for alias in aliases if search_text(alias)}
    db.session.execute(sa.delete(UnitAlias).where(UnitAlias.unit_id == unit.id))
    rows = [UnitAlias(unit_id=unit.id, alias=alias, alias_folded=folded[:200]) for folded, alias in wanted.items()]
    db.session.add_all(rows)
    db.session.flush()


def state(unit: OrgUnit) -> dict[str, object]:
    """What the audit trail keeps of a unit."""
    names = ("code", "name", "kind", "parent_id", "headcount", "headcount_on", "headcount_source")
    return {name: getattr(unit, name) for name in (*names, "valid_from", "valid_to", "sort_order")}


def _name(unit: OrgUnit, name: str) -> None:
    unit.name = unit_name(name)
    unit.name_folded = search_text(unit.name)[:200]


def _count(unit: OrgUnit, headcount: int | None, on: date | None, source: str) -> None:
    unit.headcount = head_count(headcount)
    unit.headcount_on = on if headcount is not None else None
    unit.headcount_source = clean(source)[:200] if headcount is not None else ""


def _validity(unit: OrgUnit, valid_from: date | None, valid_to: date | None) -> None:
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        raise Invalid("Ngày kết thúc hiệu lực phải từ ngày bắt đầu trở đi.", field="valid_to")
    unit.valid_from, unit.valid_to = valid_from, valid_to
