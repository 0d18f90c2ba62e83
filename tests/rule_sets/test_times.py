"""Every edge of time, through the API on a set clock: lengths are those of the scorer, without what a pause took."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from quiz.attempts.models import Attempt
from quiz.contests.models import Contest
from quiz.core.db import db
from tests.attempts import time_decisions
from tests.attempts.desk import Desk
from tests.attempts.time_cases import Case
from tests.conftest import FrozenClock
from tests.rule_sets.dumping import dump_of
from tests.rule_sets.ruled import as_ruled
from tests.rule_sets.scorer import judged

RULES = {"paper": {"points_per_item": 1}}
LATER = timedelta(days=60)


@pytest.mark.parametrize("case", time_decisions.CASES, ids=lambda case: case.title)
def test_the_length_of_every_attempt_of_the_table_is_the_scorer_s(app: Flask, frozen: FrozenClock, case: Case) -> None:
    desk = Desk(app, frozen)
    case.act(desk)
    frozen.moment += LATER
    desk.sweep()
    db.session.rollback()  # what was read before is old
    contest = db.session.query(Contest).one()
    attempts = as_ruled(dump_of(contest))["attempts"]
    lengths = {(one.person_id, one.number): one.duration_ms for one in db.session.query(Attempt)}
    assert {(one["person"], one["number"]): judged(one, RULES)["duration"] for one in attempts} == lengths
    assert all(length is not None and length >= 0 for length in lengths.values())
