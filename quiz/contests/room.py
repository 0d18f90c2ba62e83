"""The door of the contests room."""

from __future__ import annotations

from quiz.contests import api, commands, console, entry_views, pools, rules_views, service, upload_views
from quiz.core import clock
from quiz.core.permissions import Role
from quiz.core.room import MenuItem, Periodic, Room

PREPARE_EVERY_SECONDS = 5.0


def _prepare_due() -> None:
    service.prepare_due(clock.now())


ROOM = Room(
    name="contests",
    title="Cuộc thi",
    blueprints=[
        rules_views.public_pages,
        api.blueprint,
        console.home,
        upload_views.blueprint,
        entry_views.blueprint,
    ],
    menu=[MenuItem("contests_admin.contests", "Cuộc thi", frozenset({Role.ORGANISER}))],
    commands=[commands.contest],
    slots={"item_usage": pools.pool_usage},
    periodic=[Periodic("prepare-rounds", PREPARE_EVERY_SECONDS, _prepare_due)],
)
