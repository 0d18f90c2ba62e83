"""The door of the contests room."""

from __future__ import annotations

from quiz.core.room import Room

ROOM = Room(name="contests", title="Cuộc thi")
