"""The door of the units room."""

from __future__ import annotations

from quiz.core.permissions import Role
from quiz.core.room import MenuItem, Room
from quiz.units import api, commands, merge_views, views

__all__ = ["ROOM", "merge_views"]  # the pages of a merge stand on the blueprint of views

ROOM = Room(
    name="units",
    title="Đơn vị",
    blueprints=(api.blueprint, views.blueprint),
    menu=(MenuItem("units_admin.index", "Đơn vị", frozenset({Role.ORGANISER})),),
    commands=(commands.units,),
)
