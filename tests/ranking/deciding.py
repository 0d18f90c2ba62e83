"""Steps that tests of decisions share: going past the end of a round, approving it, asking who stands where."""

from __future__ import annotations

from typing import Any

from quiz.contests.models import Round
from quiz.core.db import db
from quiz.ranking.approval import Figures, approve_round
from quiz.ranking.queries import Filters, standings_page
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena


def over(frozen: FrozenClock, rounds: int = 1) -> None:
    """Go to a moment after so many rounds."""
    frozen.move(weeks=rounds, minutes=1)


def approve(arena: Arena, frozen: FrozenClock, number: int = 1, **values: Any) -> Figures:
    """Approve a round as the product itself."""
    return approve_round(None, arena.rounds[number], frozen.moment, **values)


def stored_round(arena: Arena, number: int = 1) -> Round:
    """A round as it is stored now."""
    db.session.rollback()
    return db.session.get_one(Round, arena.rounds[number])


def ranks(arena: Arena, number: int = 1, division: str | None = None) -> list[tuple[int | None, str]]:
    """Ranks and names of the first page, with `division` those within it."""
    db.session.rollback()
    page = standings_page(arena.contest_id, number, Filters(division=division))
    return [(row.rank if division is None else row.rank_within, row.standing.name) for row in page.rows]
