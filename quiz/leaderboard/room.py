"""The door of the leaderboard room."""

from __future__ import annotations

from quiz.core.room import Room
from quiz.leaderboard import api, board, rehearsal, unit_api, unit_views, views

__all__ = ["ROOM", "unit_api", "unit_views"]  # the units' pages and calls stand on the blueprints of api and views

ROOM = Room(
    name="leaderboard",
    title="Bảng xếp hạng",
    blueprints=(views.blueprint, board.blueprint, api.blueprint),
    slots={"rehearsal_steps": rehearsal.steps},
)
