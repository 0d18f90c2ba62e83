"""An import cannot be taken back over what a person decided about the questions it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from quiz.bank.classifying import classify
from quiz.bank.revising import revise_item
from quiz.bank.undoing import undo_import
from quiz.bank.workflow import Move
from quiz.core import clock
from quiz.core.db import transaction
from quiz.core.errors import Conflict
from quiz.core.permissions import Actor
from tests.bank.conftest import ImportQuestions
from tests.bank.files import questions
from tests.bank.test_undoing import import_id, mended, whole_bank
from tests.bank.workbench import AUTHOR, changed, item, seen, take
from tests.conftest import FrozenClock


def _classify(field: str, value: str) -> None:
    classify(AUTHOR, "NQ", [seen("de-cuong-1")], field, value, clock.now())


def _edit_the_topic() -> None:
    revise_item(AUTHOR, item("de-cuong-1").id, changed("de-cuong-1", topic="Khác"), clock.now())


LATER = {
    "reviewed": lambda: take("de-cuong-1", Move.REVIEW),
    "retired": lambda: take("de-cuong-1", Move.RETIRE),
    "returned": lambda: take("de-cuong-1", Move.REVIEW, Move.RETURN),
    "topic": lambda: _classify("topic", "Khác"),
    "level": lambda: _classify("level", "application"),
    "topic in the editor": _edit_the_topic,
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
def test_a_changed_question_about_which_somebody_decided_since_stops_it_by_name(
    import_questions: ImportQuestions, administrator: Actor, frozen: FrozenClock, later: Callable[[], object]
) -> None:
    import_questions(questions(3))
    frozen.move(hours=1)
    report = import_questions(mended(questions(3)), approve=False)
    frozen.move(hours=1)
    later()
    before = whole_bank()
    with pytest.raises(Conflict) as caught:
        undo_import(administrator, import_id(report), clock.now())
    assert caught.value.code == "changed"
    assert "de-cuong-1. Vui lòng" in str(caught.value)
    assert whole_bank() == before


def test_a_state_that_is_not_what_the_import_left_stops_it_without_a_line_of_history(
    import_questions: ImportQuestions, administrator: Actor
) -> None:
    import_questions(questions(2))
    report = import_questions(mended(questions(2)), approve=False)
    with transaction():
        item("de-cuong-1").state = "retired"
    with pytest.raises(Conflict, match="de-cuong-1"):
        undo_import(administrator, import_id(report), clock.now())


def test_what_was_decided_about_other_questions_stops_nothing(
    import_questions: ImportQuestions, administrator: Actor, frozen: FrozenClock
) -> None:
    import_questions(questions(3))
    report = import_questions([replace(questions(1)[0], explanation="Sửa"), *questions(2, first=2)], approve=False)
    frozen.move(hours=1)
    take("de-cuong-3", Move.RETIRE)
    undone = undo_import(administrator, import_id(report), clock.now())
    assert undone.restored == ["de-cuong-1"]
    assert [row[1] for row in whole_bank()] == ["approved", "approved", "retired"]


def test_a_later_import_that_was_taken_back_stands_in_nobody_s_way(
    import_questions: ImportQuestions, administrator: Actor, frozen: FrozenClock
) -> None:
    import_questions(questions(2))
    before = whole_bank()
    sources = []
    for explanation, approve in (("Sửa", False), ("Sửa nữa", True)):
        frozen.move(hours=1)
        asked = [replace(one, explanation=explanation) for one in questions(2)]
        sources.append(import_id(import_questions(asked, approve=approve)))
    for source in reversed(sources):
        frozen.move(hours=1)
        undo_import(administrator, source, frozen.moment)
    assert whole_bank() == before
