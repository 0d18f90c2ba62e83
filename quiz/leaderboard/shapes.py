"""Rankings as plain values for programs: points instead of hundredths, ISO times, null for what is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext

from quiz.contests.rules import Criterion
from quiz.core import clock
from quiz.core.points import in_points
from quiz.leaderboard.listing import ShownRow, has_rounds
from quiz.ranking.comparing import Comparison
from quiz.ranking.criteria import plain, why_above
from quiz.ranking.gate import Gate
from quiz.ranking.models import Standing
from quiz.ranking.provisional import waiting_for
from quiz.ranking.queries import Above, Listing, StandingRow
from quiz.ranking.scope import Scope

Shape = dict[str, Any]


def head(scope: Scope, made: datetime | None) -> Shape:
    """What every answer begins with; `made` is the moment up to which standings are complete."""
    return {
        "as_of": clock.iso(made) if made else None,
        "provisional": scope.is_provisional,
        "waiting_for": [one.value for one in waiting_for(scope, clock.now())],
    }


def hidden(gate: Gate) -> Shape | None:
    """What is null on purpose, and why; None where nothing is."""
    return {"columns": sorted(gate.hidden), "reason": gettext(gate.reason)} if gate.reason else None


def total(gate: Gate, people: int) -> int | None:
    """A number of people, unless it is a secret."""
    return None if "people" in gate.hidden else people


def listing(scope: Scope, page: Listing, rows: Sequence[ShownRow], made: datetime | None) -> Shape:
    """One page of standings."""
    return {
        **head(scope, made),
        "total": total(scope.gate, page.matches),
        "page": page.number,
        "pages": page.pages,
        "rows": [listed_row(row, scope) for row in rows],
        "hidden": hidden(scope.gate),
    }


def listed_row(one: ShownRow, scope: Scope) -> Shape:
    """A standing in a list: its scores by round where the list is a total, and how it stands to the own place."""
    shape = standing_row(one.row, scope.rules.tie_break)
    if has_rounds(scope):
        numbers = [contest_round.number for contest_round in scope.choices]
        scores = zip(numbers, one.rounds, strict=True)
        shape["rounds"] = {str(number): None if score is None else in_points(score) for number, score in scores}
    if one.against_me is not None:
        shape["why"] = why_shape(one.row.standing, one.against_me)
    return shape


def why_shape(standing: Standing, against: Comparison) -> Shape:
    """How a row stands to the own place: `theirs` is the row's value in the criterion that decided, `mine` the own."""
    criterion, mine = against.criterion, against.other.standing
    return {
        "relation": against.relation.value,
        "criterion": criterion.value if criterion else None,
        "theirs": plain(criterion, standing) if criterion else None,
        "mine": plain(criterion, mine) if criterion else None,
        "text": against.text,
    }


def standing_row(row: StandingRow, order: Sequence[Criterion]) -> Shape:
    """One standing as anybody may see it."""
    standing = row.standing
    within = {} if row.rank_within is None else {"rank_within": row.rank_within}
    return {
        "rank": row.rank,
        **within,
        "name": standing.name,
        "unit": standing.unit_name,
        "unit_code": standing.unit_code,
        "score": in_points(standing.score),
        "criteria": {criterion.value: plain(criterion, standing) for criterion in order},
    }


def own_row(row: StandingRow, within_division: int | None, order: Sequence[Criterion]) -> Shape:
    """The own standing, with the rank within the own division where there is one."""
    within = {} if within_division is None else {"rank_within_division": within_division}
    return {**standing_row(row, order), **within}


def above_shape(mine: Standing, better: Above, order: Sequence[Criterion]) -> Shape:
    """The next better place and what decided."""
    theirs, criterion = better.row.standing, better.criterion
    return {
        "rank": better.row.rank,
        "name": theirs.name,
        "unit": theirs.unit_name,
        "score": in_points(theirs.score),
        "criterion": criterion.value if criterion else None,
        "mine": plain(criterion, mine) if criterion else None,
        "theirs": plain(criterion, theirs) if criterion else None,
        "text": why_above(mine, better, order),
    }
