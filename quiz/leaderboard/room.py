"""The door of the leaderboard room."""

from __future__ import annotations

from quiz.core.room import Room
from quiz.leaderboard import api, board, rehearsal, views

ROOM = Room(
    name="leaderboard",
    title="Bảng xếp hạng",
    blueprints=(views.blueprint, board.blueprint, api.blueprint),
    slots={"rehearsal_steps": rehearsal.steps},
)
