"""The door of the leaderboard room."""

from __future__ import annotations

from quiz.core.room import Room
from quiz.leaderboard import api, board, people_views

ROOM = Room(
    name="leaderboard",
    title="Bảng xếp hạng",
    blueprints=(people_views.blueprint, board.blueprint, api.blueprint),
)
