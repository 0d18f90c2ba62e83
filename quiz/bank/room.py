"""The door of the bank room."""

from __future__ import annotations

from quiz.bank import checked_views, image_views, import_views, undo_views  # noqa: F401 - pages of one blueprint
from quiz.bank.commands import bank
from quiz.bank.shown import init_shown
from quiz.bank.views import blueprint
from quiz.core.permissions import Role
from quiz.core.room import MenuItem, Room

ROOM = Room(
    name="bank",
    title="Ngân hàng câu hỏi",
    blueprints=[blueprint, image_views.blueprint],
    menu=[MenuItem("bank_admin.index", "Ngân hàng câu hỏi", frozenset({Role.ORGANISER}))],
    commands=[bank],
    setup=init_shown,
)
