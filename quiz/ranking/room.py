"""The door of the ranking room."""

from __future__ import annotations

from quiz.core import clock
from quiz.core.room import Periodic, Room
from quiz.ranking import approval_views, draw_section, figure_runs, sections, service, views
from quiz.ranking.commands import ranking


def _refresh() -> None:
    service.refresh(clock.now())


def _draw() -> None:
    figure_runs.make_due(clock.now())


def _sweep() -> None:
    service.sweep(clock.now())


ROOM = Room(
    name="ranking",
    title="Xếp hạng",
    blueprints=(views.blueprint, approval_views.blueprint),
    commands=(ranking,),
    periodic=(
        Periodic("ranking.refresh", 2.0, _refresh),
        Periodic("ranking.sweep", 60.0, _sweep),
        Periodic("ranking.figures", 60.0, _draw),
    ),
    slots={
        "result_sections": sections.result_section,
        "me_sections": sections.me_section,
        "console_panels": views.downloads_panel,
        "contest_links": approval_views.link,
        "draw_sections": draw_section.lots_section,
    },
)
