"""The door of the ranking room."""

from __future__ import annotations

from flask import Flask

from quiz.contests import service as contests
from quiz.contests.decisions import on_entries_changed
from quiz.core import clock
from quiz.core.permissions import Role
from quiz.core.room import MenuItem, Periodic, Room
from quiz.ranking import approval_views, draw_section, headcount_views, report_views, sections, service, views
from quiz.ranking.commands import ranking
from quiz.ranking.wiping import wipe

__all__ = ["ROOM", "headcount_views", "report_views"]  # their pages stand on the blueprint of views


def _refresh() -> None:
    service.refresh(clock.now())


def _sweep() -> None:
    service.sweep(clock.now())


def _setup(_app: Flask) -> None:
    if service.recount not in contests.on_round_recounted:
        contests.on_round_recounted.append(service.recount)
    if service.refold not in on_entries_changed:
        on_entries_changed.append(service.refold)
    if wipe not in contests.on_contest_wiped:
        contests.on_contest_wiped.append(wipe)


ROOM = Room(
    name="ranking",
    title="Xếp hạng",
    blueprints=(views.blueprint, approval_views.blueprint),
    menu=(MenuItem("ranking_admin.reports", "Báo cáo tuần", frozenset({Role.UNIT_CONTACT, Role.ORGANISER})),),
    commands=(ranking,),
    periodic=(Periodic("ranking.refresh", 2.0, _refresh), Periodic("ranking.sweep", 60.0, _sweep)),
    setup=_setup,
    slots={
        "result_sections": sections.result_section,
        "me_sections": sections.me_section,
        "console_panels": views.downloads_panel,
        "contest_links": approval_views.link,
        "draw_sections": draw_section.lots_section,
    },
)
