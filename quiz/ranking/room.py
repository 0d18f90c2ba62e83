"""The door of the ranking room."""

from __future__ import annotations

from quiz.core import clock
from quiz.core.permissions import Role
from quiz.core.room import MenuItem, Periodic, Room
from quiz.ranking import approval_views, draw_section, headcount_views, report_views, sections, service, views
from quiz.ranking.commands import ranking

__all__ = ["ROOM", "headcount_views", "report_views"]  # their pages stand on the blueprint of views


def _refresh() -> None:
    service.refresh(clock.now())


def _sweep() -> None:
    service.sweep(clock.now())


ROOM = Room(
    name="ranking",
    title="Xếp hạng",
    blueprints=(views.blueprint, approval_views.blueprint),
    menu=(MenuItem("ranking_admin.reports", "Báo cáo tuần", frozenset({Role.UNIT_CONTACT, Role.ORGANISER})),),
    commands=(ranking,),
    periodic=(Periodic("ranking.refresh", 2.0, _refresh), Periodic("ranking.sweep", 60.0, _sweep)),
    slots={
        "result_sections": sections.result_section,
        "me_sections": sections.me_section,
        "console_panels": views.downloads_panel,
        "contest_links": approval_views.link,
        "draw_sections": draw_section.lots_section,
    },
)
