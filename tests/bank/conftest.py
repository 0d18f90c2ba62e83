"""The cast, an actor for the whole product, and a bank imported from a list of questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask

from quiz.bank.reports import ImportReport
from quiz.bank.service import import_file
from quiz.core import clock
from quiz.core.permissions import Actor, Grant, Role
from tests.bank.files import Question, as_json, questions
from tests.people import cast, signed_in

__all__ = ["cast", "signed_in"]

ImportQuestions = Callable[..., ImportReport]


@pytest.fixture
def administrator() -> Actor:
    """Somebody who may do everything everywhere."""
    return Actor(person_id=1, name="Quản trị", grants=(Grant(Role.ADMINISTRATOR),))


@pytest.fixture
def import_questions(app: Flask, administrator: Actor) -> ImportQuestions:
    """Takes questions (default: four) into the bank NQ as a JSON file; further arguments as of `import_file`."""

    def take(asked: Sequence[Question] | None = None, bank: str = "NQ", **more: Any) -> ImportReport:
        content = as_json(questions(4) if asked is None else asked)
        actor = more.pop("actor", administrator)
        name = more.pop("name", "de-cuong.json")
        return import_file(actor, bank, name, content, None, clock.now(), **more)

    return take
