"""Rankings as JSON: anybody may read them, the own place needs a login."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from quiz.contests.queries import contest_by_slug
from quiz.core import clock
from quiz.core.paging import page_number
from quiz.core.permissions import acting, current_actor, login_required, public
from quiz.leaderboard import shapes
from quiz.leaderboard.history_shape import history_shape
from quiz.leaderboard.listing import shown_rows
from quiz.ranking.due import RECENT
from quiz.ranking.history import history_of
from quiz.ranking.place import place_of
from quiz.ranking.queries import Filters, Listing, StandingRow, as_of, standings_page
from quiz.ranking.scope import Scope, scope_of
from quiz.ranking.service import catch_up, freshen
from quiz.ranking.unit_search import find_units

blueprint = Blueprint("leaderboard_api", __name__, url_prefix="/api/v1/contests/<slug>")


def fresh_scope(slug: str, number: int | None, now: datetime) -> Scope:
    """The scope asked for, its standings folded if nobody else sees to that."""
    scope = scope_of(slug, number, now)
    freshen(scope.contest.id, now)
    return scope


def asked_filters() -> Filters:
    """The filters in the address."""
    asked = request.args
    return Filters(asked.get("unit") or None, asked.get("division") or None, asked.get("q", "")[:100] or None)


def asked_page(scope: Scope, filters: Filters) -> Listing:
    """The page in the address of the list with these filters; an empty one while places are not shown."""
    number = page_number(request.args.get("page"))
    if not scope.gate.shows_places:
        return Listing([], number, 0)
    return standings_page(scope.contest.id, scope.number, filters, number, scope.gate.row_limit)


@blueprint.get("/standings", defaults={"number": None})
@blueprint.get("/rounds/<int:number>/standings")
@public
def standings(slug: str, number: int | None) -> ResponseReturnValue:
    """A page of standings of a round; without a round of the total, or else of the latest round.

    `compare=me` adds to every row how it stands to the caller's own place, where there is one.
    """
    scope = fresh_scope(slug, number, clock.now())
    page = asked_page(scope, asked_filters())
    rows = shown_rows(scope, page, _own_row(scope))
    return jsonify(shapes.listing(scope, page, rows, _made(scope)))


def _own_row(scope: Scope) -> StandingRow | None:
    actor = current_actor()
    if request.args.get("compare") != "me" or actor is None or not scope.gate.shows_places:
        return None
    return place_of(scope.contest.id, scope.number, actor.person_id, scope.rules).row


@blueprint.get("/rounds/<int:number>/units/find")
@public
def find_unit(slug: str, number: int) -> ResponseReturnValue:
    """The first units of the round's tree that `q` may mean: [{code, name, path}], the likeliest first."""
    scope = scope_of(slug, number, clock.now())
    hits = find_units(scope.contest.id, scope.number, request.args.get("q", "")[:100])
    answer = jsonify([{"code": hit.code, "name": hit.name, "path": hit.path} for hit in hits])
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


@blueprint.get("/standings/me", defaults={"number": None})
@blueprint.get("/rounds/<int:number>/standings/me")
@login_required
def my_standing(slug: str, number: int | None) -> ResponseReturnValue:
    """The own place and what put the next one above; the own closed attempts are counted."""
    now, person_id = clock.now(), acting().person_id
    scope = fresh_scope(slug, number, now)
    if not scope.gate.shows_places:
        return jsonify({**shapes.head(scope, _made(scope)), "total": None, "standing": None, "above": None})
    for round_id in _recent_rounds(scope, now):
        catch_up(round_id, person_id)
    order = scope.rules.tie_break
    place = place_of(scope.contest.id, scope.number, person_id, scope.rules)
    row, better = place.row, place.above
    return jsonify(
        {
            **shapes.head(scope, place.as_of),
            "total": shapes.total(scope.gate, place.total),
            "standing": shapes.own_row(row, place.within_division, order) if row else None,
            "above": shapes.above_shape(row.standing, better, order) if row and better else None,
        }
    )


@blueprint.get("/standings/me/history")
@login_required
def my_history(slug: str) -> ResponseReturnValue:
    """The own rank, values and attempts in every round that has opened, as far as they are shown."""
    now, person_id = clock.now(), acting().person_id
    contest = contest_by_slug(slug)
    freshen(contest.id, now)
    return jsonify(history_shape(history_of(contest, person_id, now)))


def _made(scope: Scope) -> datetime | None:
    return as_of(scope.contest.id, scope.number)


def _recent_rounds(scope: Scope, now: datetime) -> list[int]:
    """The rounds of the scope in which attempts may just have been closed."""
    rounds = [scope.current] if scope.current else scope.choices
    return [one.id for one in rounds if one.opens_at <= now and one.closes_at > now - RECENT]
