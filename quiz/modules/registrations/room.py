"""The door of the registrations module."""

from __future__ import annotations

from quiz.core.room import MenuItem, Room
from quiz.modules.registrations import console_views, deciding_views, models, paper_views, unit_views, views
from quiz.modules.registrations.links import module
from quiz.plans.authority import STAFF

__all__ = ["ROOM", "deciding_views", "models", "paper_views", "unit_views"]  # their pages and tables come with the room

ROOM = Room(
    name="registrations",
    title="Kế hoạch và đăng ký làm theo",
    blueprints=(views.blueprint, console_views.blueprint),
    menu=(MenuItem("registrations_admin.index", "Đăng ký làm theo", frozenset(STAFF)),),
    slots={"plan_modules": module},
)
