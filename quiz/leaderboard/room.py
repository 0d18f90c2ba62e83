"""The door of the leaderboard room."""

from __future__ import annotations

from quiz.core.room import Room
from quiz.leaderboard import api, board, figures_api, figures_views, people_views

ROOM = Room(
    name="leaderboard",
    title="Bảng xếp hạng",
    blueprints=(people_views.blueprint, board.blueprint, api.blueprint, figures_api.blueprint),
    slots={"console_panels": figures_views.figures_panel},
)
