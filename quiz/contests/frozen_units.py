"""The forest as it stood on the day a round opened: only units that existed then, with their head counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from quiz.contests.models import RoundUnit
from quiz.core.db import db
from quiz.units.models import OrgUnit
from quiz.units.queries import all_units
from quiz.units.search import valid_on

UNIT_COLUMNS = (
    "code",
    "name",
    "name_folded",
    "kind",
    "position",
    "last_position",
    "depth",
    "headcount",
    "headcount_on",
    "headcount_source",
)


def freeze_units(round_id: int, day: date) -> None:
    """Copy the units that exist on `day` into a round, inside the caller's transaction.

    A unit whose superior does not exist that day stands below the next one above that does.
    """
    above = {unit.id: unit.parent_id for unit in all_units()}
    units = db.session.scalars(sa.select(OrgUnit).where(valid_on(day)).order_by(OrgUnit.position)).all()
    frozen = {unit.id for unit in units}
    rows = [
        {
            "round_id": round_id,
            "unit_id": unit.id,
            "parent_id": _superior(unit.parent_id, above, frozen),
            **{name: getattr(unit, name) for name in UNIT_COLUMNS},
        }
        for unit in units
    ]
    if rows:
        db.session.execute(sa.insert(RoundUnit), rows)


def _superior(unit_id: int | None, above: Mapping[int, int | None], frozen: set[int]) -> int | None:
    while unit_id is not None and unit_id not in frozen:
        unit_id = above[unit_id]
    return unit_id
