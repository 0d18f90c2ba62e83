"""The public page of units: band by band or down the tree, and how each one's place came about."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from quiz.contests.queries import rules_of, state_for_review
from quiz.core import clock
from quiz.core.paging import PER_PAGE, Page, offset, page_number
from quiz.core.permissions import public
from quiz.leaderboard.views import asked_scope, blueprint, common
from quiz.ranking import unit_words as words
from quiz.ranking.gate import gate
from quiz.ranking.models import UnitStanding
from quiz.ranking.scope import Scope
from quiz.ranking.unit_queries import by_rounds, kinds_below, path_to, roots, unit_by_code, unit_row, unit_rows
from quiz.ranking.unit_rows import UnitRow
from quiz.units.kinds import title_of
from quiz.units.rules import search_text, search_words


@blueprint.get("/units")
@public
def units(slug: str) -> ResponseReturnValue:
    """The units of a band, or those below one with that one's own figures; from each the way leads further down."""
    scope = asked_scope(slug)
    parent = _parent(scope)
    band, kind, text = _band(scope, parent), request.args.get("kind") or None, request.args.get("q", "")[:100]
    rows = unit_rows(scope.contest.id, scope.number, scope.rules, parent.code if parent else None, kind, band)
    return render_template(
        "leaderboard/units.html",
        **common(scope),
        page=_page([row for row in rows if _matches(row, text)]),
        text=text,
        band=band,
        kind=kind,
        parent=parent,
        path=list(path_to(parent)) if parent else [],
        detail=unit_row(parent, scope.rules) if parent else None,
        rounds=_rounds(scope, parent) if parent else [],
        kinds=[(name, title_of(name)) for name in _kinds(scope, parent, band, rows)],
        columns=words.main_columns(scope.rules),
        all_columns=words.columns(scope.rules),
        formula=words.formula(scope.rules),
        title_of=title_of,
        words=words,
    )


def _page(rows: Sequence[UnitRow]) -> Page[UnitRow]:
    chosen = page_number(request.args.get("page"))
    start = offset(chosen)
    return Page(rows[start : start + PER_PAGE], chosen, len(rows))


def _matches(row: UnitRow, text: str) -> bool:
    """Whether each word typed begins a word of the name, or the text is the code."""
    name = f" {search_text(row.name)}"
    return text.strip().upper() == row.code or all(f" {word}" in name for word in search_words(text))


def _band(scope: Scope, parent: UnitStanding | None) -> str | None:
    """The band asked for; the first one for somebody who asked for neither a band nor the tree."""
    bands = scope.rules.unit_scheme.bands
    asked = request.args.get("band") or None
    if asked or not bands or parent or request.args.get("tree"):
        return asked
    return bands[0].code


def _parent(scope: Scope) -> UnitStanding | None:
    """The unit asked for; where all units have one at their top, that one without being asked for."""
    asked = request.args.get("parent")
    if asked:
        return unit_by_code(scope.contest.id, scope.number, asked)
    if scope.rules.unit_scheme.bands and not request.args.get("tree"):
        return None
    tops = roots(scope.contest.id, scope.number)
    return tops[0] if len(tops) == 1 else None


def _kinds(scope: Scope, parent: UnitStanding | None, band: str | None, rows: Sequence[UnitRow]) -> list[str]:
    if band:
        return sorted({row.kind for row in rows})
    return kinds_below(scope.contest.id, scope.number, parent.unit_id if parent else None)


def _rounds(scope: Scope, unit: UnitStanding) -> list[tuple[str, UnitStanding, frozenset[str]]]:
    """The rounds in which the unit stands: the title, the figures, and which of them are a secret in that round."""
    rounds = {one.number: one for one in scope.choices}
    rules, now = rules_of(scope.contest.id, scope.contest.rules_version), clock.now()
    found = []
    for row in by_rounds(unit):
        if row.round_number in rounds:
            one = rounds[row.round_number]
            found.append((one.title, row, gate(rules.of_round(one.number), state_for_review(one, now)).hidden))
    return found
