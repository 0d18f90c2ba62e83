"""The door of the ranking room."""

from __future__ import annotations

from quiz.core.room import Room

ROOM = Room(name="ranking", title="Xếp hạng")
