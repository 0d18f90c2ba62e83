"""The door of the ranking room."""

from __future__ import annotations

from flask import Flask

from quiz.contests import service as contests
from quiz.core import clock
from quiz.core.room import Periodic, Room
from quiz.ranking import sections, service, views
from quiz.ranking.commands import ranking
from quiz.ranking.wiping import wipe


def _refresh() -> None:
    service.refresh(clock.now())


def _sweep() -> None:
    service.sweep(clock.now())


def _setup(_app: Flask) -> None:
    if wipe not in contests.on_contest_wiped:
        contests.on_contest_wiped.append(wipe)


ROOM = Room(
    name="ranking",
    title="Xếp hạng",
    blueprints=(views.blueprint,),
    commands=(ranking,),
    periodic=(Periodic("ranking.refresh", 2.0, _refresh), Periodic("ranking.sweep", 60.0, _sweep)),
    setup=_setup,
    slots={
        "result_sections": sections.result_section,
        "me_sections": sections.me_section,
        "console_panels": views.downloads_panel,
    },
)
