"""Units made through the service, with names and codes that never clash."""

from __future__ import annotations

from itertools import count
from typing import Any

from quiz.units import service
from quiz.units.models import OrgUnit, UnitKind

_numbers = count(1)


def make_unit(name: str = "", parent: OrgUnit | None = None, **values: Any) -> OrgUnit:
    """A unit below `parent`; what is not given is made up."""
    number = next(_numbers)
    return service.create_unit(
        None,
        values.pop("code", f"DV{number}"),
        name or f"Đơn vị số {number}",
        values.pop("kind", UnitKind.COMMUNE),
        parent.id if parent else None,
        **values,
    )
