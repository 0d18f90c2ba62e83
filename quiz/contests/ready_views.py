"""The list of what should be done before a round opens."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from quiz.contests import queries
from quiz.contests.console import blueprint
from quiz.contests.organising import own_contest
from quiz.contests.readiness import checks_of
from quiz.core import clock
from quiz.core.permissions import Role, roles


@blueprint.get("/<slug>/rounds/<int:number>/readiness")
@roles(Role.ORGANISER)
def ready(slug: str, number: int) -> ResponseReturnValue:
    """What must be done before a round opens, what should be looked at, and the button that opens it."""
    contest, now = own_contest(slug), clock.now()
    contest_round = queries.round_of(contest.id, number)
    return render_template(
        "contests/ready.html",
        contest=contest,
        round=contest_round,
        checks=checks_of(contest, contest_round, now),
        can_open=contest_round.prepared_at is None and now < contest_round.closes_at,
        is_demo=contest.is_demo,
    )
