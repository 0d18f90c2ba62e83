"""The public page of a contest's units, and what the ranking pages have in common."""

from __future__ import annotations

from flask import Blueprint, request

from quiz.core import clock
from quiz.core.permissions import Role, current_actor
from quiz.leaderboard.api import fresh_scope
from quiz.ranking.nothing import explain_on
from quiz.ranking.queries import as_of
from quiz.ranking.scope import Scope, asked_round

blueprint = Blueprint("leaderboard", __name__, url_prefix="/contests/<slug>")
explain_on(blueprint)


def asked_scope(slug: str) -> Scope:
    """The scope in the address, its standings folded if nobody else sees to that."""
    return fresh_scope(slug, asked_round(request.args.get("round")), clock.now())


def common(scope: Scope) -> dict[str, object]:
    """What every ranking page needs."""
    actor = current_actor()
    return {
        "scope": scope,
        "contest": scope.contest,
        "is_demo": scope.contest.is_demo,
        "as_of": as_of(scope.contest.id, scope.number),
        "may_export": actor is not None and actor.has(Role.ORGANISER),
    }
