"""Where only complete attempts are valid: what is incomplete, what it is worth, and where the person is told."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.attempts.models import Attempt
from quiz.attempts.rules import grade, graded, is_complete
from quiz.contests.rules import Cell, ContestRules, Meaning, Prediction
from quiz.core.db import db
from tests.attempts.conftest import Sitting, StageMaker, right_answers
from tests.attempts.test_rules import KEYS
from tests.conftest import FrozenClock

PREDICTION = Prediction("Có bao nhiêu người dự thi?", Meaning.PEOPLE)
RULES = ContestRules("b", (Cell("A", "recognition", 3),), 600, complete_only=True)


@pytest.fixture
def sit(app: Flask, client: FlaskClient, make_stage: StageMaker) -> Any:
    """A function: the first person's open attempt under these rules."""

    def make(**rules: Any) -> Sitting:
        app.config["WTF_CSRF_ENABLED"] = False
        sitting = Sitting(app, client, make_stage(**rules).actors[0])
        assert sitting.start().status_code == 201
        return sitting

    return make


@pytest.mark.parametrize(
    ("answers", "asks", "value", "complete"),
    [
        ([1, 6, 2], False, None, True),
        ([1, 0, 2], False, None, False),
        ([0, 0, 0], False, None, False),
        ([1, 6, 2], True, None, False),
        ([1, 6, 2], True, 0, True),
        ([1, 0, 2], True, 5, False),
    ],
)
def test_complete_is_every_answer_and_a_readable_prediction(
    answers: list[int], asks: bool, value: int | None, complete: bool
) -> None:
    assert is_complete(bytes(answers), asks, value) is complete


def test_an_incomplete_attempt_has_no_points_of_the_same_most() -> None:
    assert graded(RULES, [10, 20, 30], bytes([1, 6, 2]), None, KEYS) == (300, 300)
    assert graded(RULES, [10, 20, 30], bytes([1, 0, 2]), None, KEYS) == (0, 300)


def test_without_that_rule_blanks_cost_their_own_points_alone() -> None:
    rules = ContestRules("b", RULES.blueprint, 600, prediction=PREDICTION)
    answers = bytes([1, 0, 2])
    assert graded(rules, [10, 20, 30], answers, None, KEYS) == grade([10, 20, 30], answers, KEYS, None)


def handed_in(sitting: Sitting, leave_out: int = 0, **more: Any) -> Attempt:
    """Hand in the right answers without the first few."""
    answers = right_answers(sitting.body)
    kept = {position: ids for position, ids in answers.items() if int(position) > leave_out}
    assert sitting.submit(seq=1, answers=kept, **more).status_code == 200
    db.session.expire_all()
    return db.session.query(Attempt).one()


def page(sitting: Sitting) -> str:
    """The person's result page."""
    sitting.app.extensions["actor_loader"] = lambda: sitting.actor
    return sitting.client.get(f"/attempts/{sitting.body['attempt_id']}/result").text


WHY = "Theo thể lệ, bài thi chưa đủ không hợp lệ và được 0 điểm."


def test_a_blank_takes_every_point_and_the_page_says_why(sit: Any) -> None:
    sitting = sit(complete_only=True)
    assert sitting.body["complete_only"] is True
    attempt = handed_in(sitting, leave_out=1)
    assert (attempt.score, attempt.max_score) == (0, 500)
    assert sum(1 for mask in attempt.answers if mask) == 4
    assert WHY in page(sitting)


def test_a_complete_attempt_keeps_its_points(sit: Any) -> None:
    sitting = sit(complete_only=True)
    assert handed_in(sitting).score == 500
    assert WHY not in page(sitting)


@pytest.mark.parametrize(("prediction", "score"), [(None, 0), ("rất nhiều", 0), ("12.345", 500), (0, 500)])
def test_the_prediction_is_part_of_a_complete_attempt(sit: Any, prediction: object, score: int) -> None:
    sitting = sit(complete_only=True, prediction=PREDICTION)
    assert handed_in(sitting, prediction=prediction).score == score


def test_the_clock_closes_what_is_incomplete_without_points(sit: Any, frozen: FrozenClock) -> None:
    sitting = sit(complete_only=True)
    answers = right_answers(sitting.body)
    answers.pop("3")
    sitting.save(1, answers)
    frozen.move(minutes=11)
    assert sitting.submit().status_code == 409
    db.session.expire_all()
    attempt = db.session.query(Attempt).one()
    assert (attempt.score, attempt.closed_by) == (0, "deadline")


def test_other_contests_say_nothing_of_it(sit: Any) -> None:
    sitting = sit()
    assert sitting.body["complete_only"] is False
    assert handed_in(sitting, leave_out=1).score == 400
    assert WHY not in page(sitting)
