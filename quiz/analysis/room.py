"""The door of the analysis room."""

from __future__ import annotations

from flask import Flask

from quiz.analysis import queries, service, views
from quiz.analysis.commands import analysis
from quiz.analysis.wiping import wipe
from quiz.contests import service as contests
from quiz.core import clock
from quiz.core.permissions import Role
from quiz.core.room import MenuItem, Periodic, Room


def _refresh_ended() -> None:
    service.refresh_ended(clock.now())


def _setup(_app: Flask) -> None:
    if wipe not in contests.on_contest_wiped:
        contests.on_contest_wiped.append(wipe)


ROOM = Room(
    name="analysis",
    title="Phân tích câu hỏi",
    blueprints=(views.blueprint,),
    menu=(MenuItem("analysis_admin.index", "Phân tích câu hỏi", frozenset({Role.ORGANISER})),),
    commands=(analysis,),
    periodic=(Periodic("analysis.refresh_ended", 30.0, _refresh_ended),),
    setup=_setup,
    slots={
        "contest_links": views.contest_links,
        "console_panels": views.alarm_panel,
        "item_usage": queries.drawn_usage,
        "item_facility": queries.measured_facility,
    },
)
