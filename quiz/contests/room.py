"""The door of the contests room."""

from __future__ import annotations

from flask import Flask

from quiz.contests import api, commands, console, entry_views, pages, pools, rules_views, service
from quiz.contests.party import is_rehearsal
from quiz.core import clock
from quiz.core.permissions import Role
from quiz.core.room import MenuItem, Periodic, Room

PREPARE_EVERY_SECONDS = 5.0


def _prepare_due() -> None:
    service.prepare_due(clock.now())


def _setup(app: Flask) -> None:
    app.jinja_env.globals["is_rehearsal"] = is_rehearsal


ROOM = Room(
    name="contests",
    title="Cuộc thi",
    blueprints=[
        rules_views.public_pages,
        api.blueprint,
        console.home,
        pages.blueprint,
        entry_views.blueprint,
    ],
    menu=[MenuItem("contests_admin.contests", "Cuộc thi", frozenset({Role.ORGANISER}))],
    commands=[commands.contest],
    slots={"item_usage": pools.pool_usage},
    setup=_setup,
    periodic=[Periodic("prepare-rounds", PREPARE_EVERY_SECONDS, _prepare_due)],
)
