"""The door of the conferences module."""

from __future__ import annotations

from quiz.core.room import Room

ROOM = Room(name="conferences", title="Hội nghị quán triệt")
