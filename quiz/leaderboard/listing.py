"""The list of people as its page shows it: every row with its reasons, ties, rounds, and what the filters mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import request

from quiz.core.errors import NotFound
from quiz.ranking.comparing import Comparison, compare
from quiz.ranking.queries import Listing, StandingRow, round_scores
from quiz.ranking.scope import Scope
from quiz.ranking.unit_queries import unit_by_code
from quiz.ranking.unit_search import FoundUnit, find_units, full_path, meant_unit

MOST_TYPED = 200


@dataclass(frozen=True)
class ShownRow:
    """A row of the list: why it stands above the next one, how it stands to the own place, its rounds' scores.

    `rounds` holds, in the order of the rounds shown, scores in hundredths of a point (None: not sat).
    """

    row: StandingRow
    is_tied: bool
    against_next: Comparison | None
    against_me: Comparison | None
    rounds: list[int | None] = field(default_factory=list)


@dataclass(frozen=True)
class UnitChoice:
    """What is asked of the unit box: a unit of the tree, or a text that names none or several.

    `text` stands in the box; `choices` are the units it may mean; `is_unclear` where none could be chosen.
    """

    code: str | None = None
    name: str = ""
    text: str = ""
    choices: Sequence[FoundUnit] = ()
    is_unclear: bool = False


def shown_rows(scope: Scope, page: Listing, mine: StandingRow | None) -> list[ShownRow]:
    """The rows of a page, with one more query at most, however many rows there are."""
    order = scope.rules.tie_break
    following = [*page.rows[1:], page.following]
    numbers = [one.number for one in scope.choices] if has_rounds(scope) else []
    people = [row.standing.person_id for row in page.rows]
    scores = round_scores(scope.contest.id, numbers, people) if numbers and people else {}
    rows = []
    is_tied_with_last = page.continues_tie
    for row, after in zip(page.rows, following, strict=False):
        is_tied_with_next = after is not None and after.standing.sort_key == row.standing.sort_key
        of_person = scores.get(row.standing.person_id, {})
        rows.append(
            ShownRow(
                row,
                is_tied_with_last or is_tied_with_next,
                compare(row, after, order) if after else None,
                compare(row, mine, order) if mine else None,
                [of_person.get(number) for number in numbers],
            )
        )
        is_tied_with_last = is_tied_with_next
    return rows


def has_rounds(scope: Scope) -> bool:
    """Whether a list shows the rounds that its total adds up."""
    return scope.current is None


def asked_unit(scope: Scope) -> UnitChoice:
    """The unit in the address: by its code, or by the text typed into the box where that says otherwise."""
    code, text = request.args.get("unit") or "", request.args.get("unit_text")
    if text is not None:
        return _typed_unit(scope, code, text.strip()[:MOST_TYPED])
    return _coded_unit(scope, code) if code else UnitChoice()


def _coded_unit(scope: Scope, code: str) -> UnitChoice:
    try:
        unit = unit_by_code(scope.contest.id, scope.number, code)
    except NotFound:
        return UnitChoice(text=code[:MOST_TYPED], is_unclear=True)
    return UnitChoice(unit.code, unit.name, full_path(unit))


def _typed_unit(scope: Scope, code: str, text: str) -> UnitChoice:
    if not text:
        return UnitChoice()
    coded = _coded_unit(scope, code) if code else UnitChoice()
    if coded.code and text in {coded.text, coded.name}:
        return coded
    hits = find_units(scope.contest.id, scope.number, text)
    meant = meant_unit(hits, text)
    if meant:
        return UnitChoice(meant.code, meant.name, meant.path)
    return UnitChoice(text=text, choices=hits, is_unclear=True)
