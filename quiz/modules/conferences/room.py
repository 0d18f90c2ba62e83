"""The door of the conferences module."""

from __future__ import annotations

from quiz.core.room import MenuItem, Room
from quiz.modules.conferences import (
    attendance_views,
    coverage_views,
    invite_views,
    models,
    own_views,
    session_views,
    views,
)
from quiz.modules.conferences.plan_module import plan_module
from quiz.plans.authority import STAFF

__all__ = ["ROOM", "attendance_views", "coverage_views", "invite_views", "models", "session_views"]

ROOM = Room(
    name="conferences",
    title="Hội nghị quán triệt",
    blueprints=(views.blueprint, own_views.blueprint),
    menu=(MenuItem("conferences_admin.index", "Hội nghị quán triệt", frozenset(STAFF)),),
    slots={"plan_modules": plan_module},
)
