"""The door of the leaderboard room."""

from __future__ import annotations

from quiz.core.room import Room
from quiz.leaderboard import api, board, figures_api, figures_views, people_views, rehearsal, unit_api, unit_views

__all__ = ["ROOM", "unit_api", "unit_views"]  # the units' pages and calls stand on the blueprints of api and views

ROOM = Room(
    name="leaderboard",
    title="Bảng xếp hạng",
    blueprints=(people_views.blueprint, board.blueprint, api.blueprint, figures_api.blueprint),
    slots={"console_panels": figures_views.figures_panel, "rehearsal_steps": rehearsal.steps},
)
