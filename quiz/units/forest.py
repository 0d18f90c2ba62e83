"""The forest itself: adding, naming, moving and counting units.

Every change of the tree renumbers the depth-first positions in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import cast

import sqlalchemy as sa

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor, Role
from quiz.core.vietnamese import clean, sort_key
from quiz.units import queries
from quiz.units.models import OrgUnit, UnitAlias, UnitKind
from quiz.units.rules import Node, head_count, number_forest, search_text, unit_code, unit_name


@dataclass(frozen=True)
class UnitValues:
    """All that the form of a unit holds; head count None means unknown, `aliases` replace those there were."""

    name: str
    kind: str
    parent_id: int | None
    headcount: int | None = None
    headcount_on: date | None = None
    headcount_source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    sort_order: int = 0
    aliases: tuple[str, ...] = ()


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


def edit_unit(actor: Actor | None, unit_id: int, values: UnitValues, version: int) -> OrgUnit:
    """Bring everything of a unit up to a form's values; Conflict where it was changed since `version` was read."""
    with transaction():
        unit = own(actor, unit_id)
        if unit.version != version:
            raise Conflict("Đơn vị này vừa được người khác sửa. Vui lòng tải lại trang rồi sửa tiếp.", code="stale")
        old = unit.name
        rename_unit(actor, unit_id, values.name, values.kind, values.sort_order)
        set_headcount(actor, unit_id, values.headcount, values.headcount_on, values.headcount_source)
        set_validity(actor, unit_id, values.valid_from, values.valid_to)
        replace_aliases(actor, unit_id, with_old_name(unit, old, values.aliases))
        move_unit(actor, unit_id, values.parent_id)
    return unit


def rename_unit(
    actor: Actor | None, unit_id: int, name: str, kind: UnitKind | str | None = None, sort_order: int | None = None
) -> OrgUnit:
    """Give a unit another name, the old one being kept as another name it is found by.

    Another kind or place among its brothers where one is named.
    """
    with changing(actor, unit_id, "unit.rename") as unit:
        old = unit.name
        _name(unit, name)
        set_aliases(unit, with_old_name(unit, old, queries.aliases(unit_id)))
        unit.kind = unit.kind if kind is None else unit_kind(kind)
        unit.sort_order = unit.sort_order if sort_order is None else sort_order
        renumber()
    return unit


def move_unit(actor: Actor | None, unit_id: int, parent_id: int | None) -> OrgUnit:
    """Put a unit with everything below it under another one (None: make it a root); a circle is refused."""
    with changing(actor, unit_id, "unit.move") as unit:
        if unit.parent_id != parent_id:
            require(actor, unit.parent_id)
            require(actor, parent_id)
            unit.parent_id = parent_id
            renumber()
    return unit


def set_headcount(
    actor: Actor | None, unit_id: int, headcount: int | None, on: date | None = None, source: str = ""
) -> OrgUnit:
    """Say how many people a unit has, on which day that was counted, and where the figure comes from."""
    with changing(actor, unit_id, "unit.headcount") as unit:
        _count(unit, headcount, on, source)
    return unit


def set_validity(actor: Actor | None, unit_id: int, valid_from: date | None, valid_to: date | None) -> OrgUnit:
    """Say from which day to which day (both included, None: open) a unit exists."""
    with changing(actor, unit_id, "unit.validity") as unit:
        _validity(unit, valid_from, valid_to)
    return unit


def replace_aliases(actor: Actor | None, unit_id: int, aliases: Iterable[str]) -> OrgUnit:
    """Give a unit these other names instead of those it had."""
    with changing(actor, unit_id, "unit.aliases") as unit:
        set_aliases(unit, aliases)
    return unit


@contextmanager
def changing(actor: Actor | None, unit_id: int, action: str) -> Iterator[OrgUnit]:
    """A unit the person organises, inside a transaction; what changed of it goes into the audit trail."""
    with transaction():
        unit = own(actor, unit_id)
        before = state(unit)
        yield unit
        db.session.flush()
        if (after := state(unit)) != before:
            audit.record(actor, action, "unit", unit_id, before=before, after=after)


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
    wanted = {search_text(alias)[:200]: clean(alias)[:200] for alias in aliases if search_text(alias)}
    if list(wanted.values()) != list(queries.aliases(unit.id)):
        db.session.execute(sa.delete(UnitAlias).where(UnitAlias.unit_id == unit.id))
        rows = [UnitAlias(unit_id=unit.id, alias=alias, alias_folded=folded) for folded, alias in wanted.items()]
        db.session.add_all(rows)
        db.session.flush()


def state(unit: OrgUnit) -> dict[str, object]:
    """What the audit trail keeps of a unit."""
    names = ("code", "name", "kind", "parent_id", "headcount", "headcount_on", "headcount_source")
    values = {name: getattr(unit, name) for name in (*names, "valid_from", "valid_to", "sort_order")}
    return {**values, "aliases": list(queries.aliases(unit.id))}


def with_old_name(unit: OrgUnit, old: str, aliases: Iterable[str]) -> list[str]:
    """Other names with the one that a unit has just laid down; one that is now its name is no other name."""
    kept = [*aliases] if search_text(old) == unit.name_folded else [*aliases, old]
    return [alias for alias in kept if search_text(alias) != unit.name_folded]


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
