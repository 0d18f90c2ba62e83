"""The door of the leaderboard room."""

from __future__ import annotations

from quiz.core.room import Room

ROOM = Room(name="leaderboard", title="Bảng xếp hạng")
