"""The ids of the world, and what marks a unit's texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from quiz.core.db import db
from quiz.units.models import UnitKind

Ids = dict[str, int]
WORDS = "Đảng viên được miễn sinh hoạt đảng; đảng viên hưu trí"
POSTS = ["secretary", "committee_member", "party_member"]
WAITING = {"kind": "relative", "to": "hội nghị", "event": "own_conference", "months": 1}
KINDS = {"P": UnitKind.PROVINCE, "A": UnitKind.COMMUNE, "B": UnitKind.COMMUNE, "C": UnitKind.BRANCH, "U": UnitKind.WARD}


def mark(unit: str) -> str:
    """What stands in every text of a unit."""
    return f"ZQ{unit}ZQ"


@dataclass
class World:
    """Ids by unit and name; of a plan its slug too."""

    units: Ids = field(default_factory=dict)
    people: Ids = field(default_factory=dict)
    roots: dict[str, Ids] = field(default_factory=dict)
    own: dict[str, Ids] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, set[Any]]] = field(default_factory=dict)


def keep(row: Any) -> int:
    """Add a row; its id."""
    db.session.add(row)
    db.session.flush()
    made: int = row.id
    return made
