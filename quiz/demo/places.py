"""The province of the demo: its real units since 01/07/2025, with invented head counts."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from quiz.core.db import transaction
from quiz.units import service
from quiz.units.queries import by_code

ROOT = "CB"
FILE = Path(__file__).with_name("cao_bang.csv")
SOURCE = "Số liệu minh họa"
SINCE = date(2025, 7, 1)


def load_places() -> dict[str, int]:
    """Add the units that are not there yet; the ids of all of them by code. A unit that is there stays as it is."""
    ids: dict[str, int] = {}
    with FILE.open(encoding="utf-8", newline="") as file, transaction():
        for row in csv.DictReader(file):
            unit = by_code(row["code"]) or service.create_unit(
                None,
                row["code"],
                row["name"],
                row["kind"],
                ids.get(row["parent"]),
                int(row["headcount"]),
                SINCE,
                row["aliases"].split("|"),
                headcount_source=SOURCE,
            )
            ids[unit.code] = unit.id
    return ids
