"""The door of the bank room."""

from __future__ import annotations

from quiz.bank import (  # noqa: F401 - pages of one blueprint
    bulk_views,
    checked_views,
    edit_views,
    image_views,
    import_views,
    item_views,
    undo_views,
)
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
