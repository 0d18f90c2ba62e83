"""The public page of a contest's units, and what the ranking pages have in common."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from quiz.core import clock
from quiz.core.paging import PER_PAGE, Page, offset, page_number
from quiz.core.permissions import Role, current_actor, public
from quiz.leaderboard.api import fresh_scope
from quiz.ranking.models import UnitStanding
from quiz.ranking.queries import as_of
from quiz.ranking.scope import Scope, asked_round
from quiz.ranking.unit_queries import kinds_below, path_to, unit_by_code, unit_rows
from quiz.units.kinds import title_of

blueprint = Blueprint("leaderboard", __name__, url_prefix="/contests/<slug>")


def asked_scope(slug: str) -> Scope:
    """The scope in the address, its standings folded if nobody else sees to that."""
    return fresh_scope(slug, asked_round(request.args.get("round")), clock.now())


@blueprint.get("/units")
@public
def units(slug: str) -> ResponseReturnValue:
    """The units below one, ranked among themselves; from each the way leads further down."""
    scope, kind = asked_scope(slug), request.args.get("kind") or None
    contest_id, number = scope.contest.id, scope.number
    parent = _parent(scope)
    rows = unit_rows(contest_id, number, scope.rules.unit_order, parent.code if parent else None, kind)
    chosen = page_number(request.args.get("page"))
    start = offset(chosen)
    return render_template(
        "leaderboard/units.html",
        **common(scope),
        page=Page(rows[start : start + PER_PAGE], chosen, len(rows)),
        parent=parent,
        path=_path(parent),
        kind=kind,
        kinds=[(name, title_of(name)) for name in kinds_below(contest_id, number, parent.unit_id if parent else None)],
        title_of=title_of,
    )


def _parent(scope: Scope) -> UnitStanding | None:
    """The unit asked for; where all units have one at their top, that one without being asked for."""
    asked = request.args.get("parent")
    if not asked:
        roots = unit_rows(scope.contest.id, scope.number, scope.rules.unit_order, None, None)
        asked = roots[0].code if len(roots) == 1 else None
    return unit_by_code(scope.contest.id, scope.number, asked) if asked else None


def _path(unit: UnitStanding | None) -> list[UnitStanding]:
    return list(path_to(unit)) if unit else []


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
