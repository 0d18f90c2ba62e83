"""The public pages of a contest's rankings: people and units."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from quiz.core import clock
from quiz.core.permissions import Role, current_actor, public
from quiz.leaderboard.api import asked_filters, asked_page, fresh_scope
from quiz.ranking.criteria import label, shown
from quiz.ranking.queries import as_of
from quiz.ranking.scope import Scope, asked_round
from quiz.ranking.sections import OwnPlace, own_place
from quiz.ranking.unit_queries import comparable_units, superior_names, unit_by_code

blueprint = Blueprint("leaderboard", __name__, url_prefix="/contests/<slug>")


def asked_scope(slug: str) -> Scope:
    """The round or total in the address."""
    return fresh_scope(slug, asked_round(request.args.get("round")), clock.now())


@blueprint.get("/standings")
@public
def standings(slug: str) -> ResponseReturnValue:
    """People in order of their places, with search, the own place and why it is that one."""
    scope, filters = asked_scope(slug), asked_filters()
    page = asked_page(scope)
    return render_template(
        "leaderboard/standings.html",
        **common(scope),
        page=page,
        filters=filters,
        unit=unit_by_code(scope.contest.id, scope.number, filters.unit) if filters.unit else None,
        units=comparable_units(scope.contest.id, scope.number, scope.rules),
        superior=superior_names(scope.contest.id, scope.number, {row.standing.unit_code for row in page.rows}),
        columns=[(criterion, label(criterion)) for criterion in scope.rules.tie_break],
        shown=shown,
        mine=_own_place(scope),
    )


def _own_place(scope: Scope) -> OwnPlace | None:
    actor = current_actor()
    return own_place(scope, actor.person_id) if actor else None


def common(scope: Scope) -> dict[str, object]:
    """What both ranking pages show."""
    actor = current_actor()
    return {
        "scope": scope,
        "contest": scope.contest,
        "is_demo": scope.contest.is_demo,
        "as_of": as_of(scope.contest.id, scope.number),
        "may_export": actor is not None and actor.has(Role.ORGANISER),
    }
