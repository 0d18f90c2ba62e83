"""The door of the attempts room."""

from __future__ import annotations

from flask import Flask

from quiz.attempts import admin, api, draw_views, incident_views, queries, trial_views, views
from quiz.attempts.closing import close_overdue, close_round
from quiz.attempts.commands import papers
from quiz.attempts.incidents import catch_up_all, follow_end
from quiz.attempts.wiping import steps, wipe
from quiz.contests import queries as contest_queries
from quiz.contests import service as contests
from quiz.contests.models import Contest
from quiz.contests.stages import ContestLink
from quiz.core import clock
from quiz.core.room import Periodic, Room


def _close_overdue() -> None:
    catch_up_all()
    close_overdue(clock.now())


def _contest_links(contest: Contest) -> list[ContestLink]:
    return [*incident_views.contest_links(contest), *trial_views.contest_links(contest)]


def _setup(_app: Flask) -> None:
    contest_queries.attempts_used = queries.attempts_used
    contest_queries.open_attempts = queries.open_attempts
    contest_queries.stamped_units = queries.stamped_units
    contest_queries.is_sat = queries.is_sat
    if close_round not in contests.on_round_closed:
        contests.on_round_closed.append(close_round)
    if follow_end not in contests.on_end_moved:
        contests.on_end_moved.append(follow_end)
    if wipe not in contests.on_contest_wiped:
        contests.on_contest_wiped.append(wipe)


ROOM = Room(
    name="attempts",
    title="Bài thi",
    blueprints=(views.blueprint, api.blueprint, admin.blueprint, draw_views.blueprint),
    commands=(papers,),
    periodic=(Periodic("attempts.close_overdue", 2.0, _close_overdue),),
    slots={
        "console_panels": admin.live_panel,
        "contest_links": _contest_links,
        "rehearsal_steps": steps,
    },
    setup=_setup,
)
