"""The door of everything that writes in this room; each verb stands in the file of its noun."""

from __future__ import annotations

from quiz.units.forest import (
    UnitValues,
    create_unit,
    edit_unit,
    move_unit,
    rename_unit,
    renumber,
    replace_aliases,
    set_headcount,
    set_validity,
)
from quiz.units.intake import import_units
from quiz.units.merging import merge_plan, merge_units, unmerge_unit
from quiz.units.requests import request_unit, resolve_request

__all__ = [
    "UnitValues",
    "create_unit",
    "edit_unit",
    "import_units",
    "merge_plan",
    "merge_units",
    "move_unit",
    "rename_unit",
    "renumber",
    "replace_aliases",
    "request_unit",
    "resolve_request",
    "set_headcount",
    "set_validity",
    "unmerge_unit",
]
