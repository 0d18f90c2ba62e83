"""The door of the attempts room."""

from __future__ import annotations

from quiz.core.room import Room

ROOM = Room(name="attempts", title="Bài thi")
