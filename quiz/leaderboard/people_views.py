"""The public page of people in order of their places: filters, reasons, ties, the way to the own row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.core import clock
from quiz.core.paging import PER_PAGE, page_number
from quiz.core.permissions import current_actor, public
from quiz.leaderboard.api import asked_filters, asked_page
from quiz.leaderboard.listing import UnitChoice, asked_unit, has_rounds, shown_rows
from quiz.leaderboard.views import asked_scope, blueprint, common
from quiz.ranking.criteria import label, shown
from quiz.ranking.provisional import REASONS, meaning, waiting_for
from quiz.ranking.queries import Filters, Listing, page_of
from quiz.ranking.scope import Scope
from quiz.ranking.sections import OwnPlace, own_place
from quiz.ranking.status import Status, status_of
from quiz.ranking.unit_queries import superior_names

OWN_ROW = "toi"
"""The anchor of the own row, and the value of `at` that asks for its page."""

__all__ = ["blueprint"]


@blueprint.get("/standings")
@public
def standings(slug: str) -> ResponseReturnValue:
    """People in order of their places, with search, the own place and why each stands where it does."""
    scope = asked_scope(slug)
    unit, mine = asked_unit(scope), _own_place(scope)
    filters = replace(asked_filters(), unit=unit.code)
    if request.args.get("at") == OWN_ROW:
        return redirect(_own_row(scope, filters, mine), 303)
    page = Listing([], page_number(None), 0) if unit.is_unclear else asked_page(scope, filters)
    text = render_template(
        "leaderboard/standings.html",
        **common(scope),
        **_reading(scope),
        page=page,
        rows=shown_rows(scope, page, mine.row if mine else None),
        filters=filters,
        unit=unit,
        kept=kept(scope, filters),
        superior=superior_names(scope.contest.id, scope.number, {row.standing.unit_code for row in page.rows}),
        mine=mine,
        status=_status(scope, mine),
    )
    return text, 404 if _is_unknown(unit) else 200


def kept(scope: Scope, filters: Filters) -> dict[str, Any]:
    """What links of the page carry on: the contest, the round and the filters that are set."""
    asked = {"unit": filters.unit, "division": filters.division, "q": filters.q}
    return {"slug": scope.contest.slug, "round": scope.number, **{name: text for name, text in asked.items() if text}}


def _reading(scope: Scope) -> dict[str, object]:
    """What explains the list: its columns, how final it is, its divisions."""
    return {
        "columns": [(criterion, label(criterion), meaning(criterion, scope)) for criterion in scope.rules.tie_break],
        "shown": shown,
        "round_columns": scope.choices if has_rounds(scope) else [],
        "waiting": [REASONS[one] for one in waiting_for(scope, clock.now())],
        "divisions": [(one.code, one.title) for one in scope.rules.divisions],
        "own_row": OWN_ROW,
    }


def _is_unknown(unit: UnitChoice) -> bool:
    """Whether a code in the address names no unit; a text typed into the box is a search, which may find nothing."""
    return unit.is_unclear and "unit_text" not in request.args


def _own_place(scope: Scope) -> OwnPlace | None:
    actor = current_actor()
    return own_place(scope, actor.person_id) if actor else None


def _status(scope: Scope, mine: OwnPlace | None) -> Status | None:
    actor = current_actor()
    return status_of(scope, actor.person_id, mine.row.standing if mine else None) if actor else None


def _own_row(scope: Scope, filters: Filters, mine: OwnPlace | None) -> str:
    """The address of the page with the own row; without the filters where they leave it out."""
    if mine is None or mine.row.rank is None:
        return url_for(".standings", **kept(scope, filters))
    standing = mine.row.standing
    in_whole = page_of(scope.contest.id, scope.number, Filters(), standing) or 1
    limit = scope.gate.row_limit
    if limit is not None and in_whole > -(-limit // PER_PAGE):
        return url_for(".standings", **kept(scope, filters))
    place = page_of(scope.contest.id, scope.number, filters, standing)
    if place is None:
        filters, place = Filters(), in_whole
    return url_for(".standings", **kept(scope, filters), page=place, _anchor=OWN_ROW)
