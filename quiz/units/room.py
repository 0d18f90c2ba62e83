"""The door of the units room."""

from __future__ import annotations

from quiz.core.room import Room

ROOM = Room(name="units", title="Đơn vị")
