"""An arena for rankings, and what the tests look at again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core.db import Model, db
from quiz.ranking import service
from quiz.ranking.models import Snapshot, Standing, UnitStanding
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena, make_arena

ArenaMaker = Callable[..., Arena]


@pytest.fixture
def new_arena(app: Flask, frozen: FrozenClock) -> ArenaMaker:
    """Builds arenas whose first round is open since START."""

    def make(**changes: Any) -> Arena:
        return make_arena(frozen.moment, **changes)

    return make


@pytest.fixture
def arena(new_arena: ArenaMaker) -> Arena:
    """A contest with one round, best attempt, score then duration then submission."""
    return new_arena()


def table(model: type[Model], *without: str) -> list[tuple[Any, ...]]:
    """Every row of a table in every column (but some), as stored."""
    chosen = [column for column in model.__table__.columns if column.name not in without]
    rows = db.session.execute(sa.select(*chosen)).all()
    db.session.rollback()
    return sorted(tuple(row) for row in rows)


def derived() -> list[list[tuple[Any, ...]]]:
    """Everything the ranking room shows, but for the moment a board was made at."""
    return [table(Standing), table(UnitStanding), table(Snapshot, "made_at")]


def names_in_order(arena: Arena, round_number: int = 1) -> list[tuple[str, int]]:
    """Names and scores of a round's standings, best first."""
    query = sa.select(Standing.name, Standing.score).where(
        Standing.contest_id == arena.contest_id, Standing.round_number == round_number
    )
    rows = db.session.execute(query.order_by(Standing.sort_key, Standing.name_key)).all()
    db.session.rollback()
    return [(name, score) for name, score in rows]


def unit_numbers(arena: Arena, round_number: int = 1) -> dict[str, tuple[int, int, int, int]]:
    """People, attempts, sum of scores and full scores of each unit by code."""
    query = sa.select(UnitStanding).where(
        UnitStanding.contest_id == arena.contest_id, UnitStanding.round_number == round_number
    )
    rows = {
        unit.code: (unit.people, unit.attempts, unit.score_sum, unit.full_scores) for unit in db.session.scalars(query)
    }
    db.session.rollback()
    return rows


def standing(arena: Arena, name: str, round_number: int = 1) -> Standing | None:
    """A person's standing as stored now."""
    db.session.rollback()
    return db.session.get(Standing, (arena.contest_id, round_number, arena.people[name]))


def fold(arena: Arena, frozen: FrozenClock, round_number: int = 1) -> None:
    """Fold a round at the moment the clock shows."""
    assert service.fold(arena.rounds[round_number], frozen.moment)
