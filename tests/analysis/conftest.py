"""A stage with a crowd that has sat its round, and browsers with rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from quiz.analysis.queries import ItemRow, item_rows
from quiz.analysis.rules import Choice
from tests.analysis.crowd import Crowd, paper_of
from tests.conftest import FrozenClock
from tests.factories.stage import build
from tests.leaderboard.conftest import log_in

__all__ = ["log_in"]
CrowdMaker = Callable[..., Crowd]


@pytest.fixture
def new_crowd(app: Flask, frozen: FrozenClock) -> CrowdMaker:
    """Builds a stage of so many items and questions a paper, with a crowd before it."""

    def make(items: int = 8, questions: int = 5, seed: int = 1, **rules: Any) -> Crowd:
        stage = build(frozen.moment, people=2, items=items, **paper_of(questions), **rules)
        stage.accept_rules(frozen.moment)
        return Crowd(stage, frozen.moment, seed)

    return make


@pytest.fixture
def crowd(new_crowd: CrowdMaker, frozen: FrozenClock) -> Crowd:
    """Drawn papers of five out of eight; sixty people have sat twice, an hour ago."""
    made = new_crowd()
    made.sit(60, attempts=2)
    frozen.move(hours=1)
    return made


def records(crowd: Crowd, choice: Choice = Choice.ALL) -> dict[int, ItemRow]:
    """What was made of every item, by revision."""
    return {row.revision_id: row for row in item_rows(crowd.stage.round_id, choice)}
