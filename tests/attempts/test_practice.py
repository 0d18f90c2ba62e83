"""Practice: shown apart, numbered and limited by itself, with keys at once where that tells nothing, never counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from quiz.attempts.clocks import Target
from quiz.attempts.incidents import shift_window
from quiz.attempts.models import Attempt
from quiz.attempts.practice import hides_keys
from quiz.attempts.queries import attempts_used
from quiz.attempts.support import find_attempts, live_counts
from quiz.attempts.verifying import verify_papers
from quiz.contests.models import Contest, Round
from quiz.contests.overview import visible_contests
from quiz.contests.queries import rules_of_round
from quiz.contests.rules import PRACTICE_REVIEW, ContestRules, Review, Shown
from quiz.core.db import db, transaction
from quiz.core.errors import NotFound
from quiz.ranking import service as ranking
from quiz.ranking.models import Standing, UnitStanding
from quiz.ranking.scope import scope_of
from tests.attempts.conftest import Sitting, StageMaker
from tests.conftest import FrozenClock
from tests.factories.stage import RULES, Stage

OWN_LIMIT: dict[int, Any] = {1: {"attempts_allowed": 3}}
Practise = Callable[..., tuple[Stage, Sitting]]


@pytest.fixture
def practise(app: Flask, client: FlaskClient, make_stage: StageMaker) -> Practise:
    """A function: the open round is practice with three attempts, the real one, of one attempt, opens tomorrow."""

    def make(**rules: Any) -> tuple[Stage, Sitting]:
        app.config["WTF_CSRF_ENABLED"] = False
        stage = make_stage(**{"attempts_allowed": 1, "overrides": OWN_LIMIT, **rules})
        with transaction():
            first = db.session.get_one(Round, stage.round_id)
            first.is_practice = True
            window = {"opens_at": first.closes_at, "closes_at": first.closes_at + timedelta(days=1)}
            db.session.add(Round(contest_id=stage.contest_id, number=2, title="Vòng chính thức", **window))
        app.extensions.pop("round_places", None)
        return stage, Sitting(app, client, stage.actors[0])

    return make


def finished(sitting: Sitting) -> str:
    """An attempt with an answer to every question, handed in; the text of its result page."""
    assert sitting.start().status_code == 201
    sitting.submit(seq=1, answers=sitting.first_options())
    return result(sitting)


def result(sitting: Sitting) -> str:
    """The result page of the attempt, for the person."""
    loader = sitting.app.extensions["actor_loader"]
    sitting.app.extensions["actor_loader"] = lambda: sitting.actor
    answer = sitting.client.get(f"/attempts/{sitting.body['attempt_id']}/result")
    sitting.app.extensions["actor_loader"] = loader
    assert answer.status_code == 200
    return answer.text


def test_practice_has_its_own_limit_and_numbers(practise: Practise) -> None:
    _stage, sitting = practise()
    for number in (1, 2, 3):
        finished(sitting)
        assert sitting.body["number"] == number
    answer = sitting.start()
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "limit")
    assert set(db.session.scalars(sa.select(Attempt.is_practice))) == {True}


def test_nothing_of_it_is_used_up_in_the_real_round(practise: Practise, client: FlaskClient, app: Flask) -> None:
    _stage, sitting = practise()
    finished(sitting)
    app.extensions["actor_loader"] = lambda: sitting.actor
    rounds = client.get("/api/v1/contests/thu").get_json()["rounds"]
    told = [(one["practice"], one["attempts_used"], one["attempts_allowed"]) for one in rounds]
    assert told == [(True, 1, 3), (False, 0, 1)]


def test_attempts_of_the_other_kind_are_not_counted_as_used(practise: Practise) -> None:
    stage, sitting = practise()
    finished(sitting)
    assert attempts_used([stage.round_id], sitting.actor.person_id) == {stage.round_id: 1}
    with transaction():
        db.session.execute(sa.update(Attempt).values(is_practice=False))
    assert attempts_used([stage.round_id], sitting.actor.person_id) == {}


def test_the_page_shows_practice_apart_and_says_that_it_does_not_count(practise: Practise, client: FlaskClient) -> None:
    practise()
    text = client.get("/contests/thu").text
    apart, real = text.split('id="practice-title"')[1].split('id="rounds-title"')
    assert "không tính kết quả" in apart
    assert "Vòng 1" in apart
    assert "Vòng chính thức" in real
    assert "Vòng 1" not in real.split("Cam kết rút đề")[0]


def test_what_counts_stands_above_practice_once_it_is_open(
    practise: Practise, client: FlaskClient, frozen: FrozenClock
) -> None:
    practise()
    with transaction():
        db.session.execute(sa.update(Round).where(Round.number == 2).values(opens_at=frozen.moment))
    text = client.get("/contests/thu").text
    assert text.index('id="rounds-title"') < text.index('id="practice-title"')


def test_a_real_round_that_is_open_is_spoken_of_before_practice(practise: Practise, frozen: FrozenClock) -> None:
    practise()
    (card,) = visible_contests(frozen.moment)
    assert card.current.round.number == 1
    with transaction():
        db.session.execute(sa.update(Round).where(Round.number == 2).values(opens_at=frozen.moment))
    (card,) = visible_contests(frozen.moment)
    assert card.current.round.number == 2


def test_the_key_stays_hidden_while_a_real_round_asks_from_the_same_bank(practise: Practise) -> None:
    _stage, sitting = practise()
    text = finished(sitting)
    assert "Bài thi thử không tính kết quả" in text
    assert "trên 5 điểm" in text
    for secret in ("Đáp án đúng", "KHOA-BI-MAT", "Xem lại từng câu"):
        assert secret not in text
    assert "dùng chung ngân hàng câu hỏi này kết thúc" in text
    with transaction():
        db.session.execute(sa.update(Round).where(Round.number == 2).values(cancelled_at=Round.opens_at))
    assert "KHOA-BI-MAT" in result(sitting)


def test_the_key_stays_hidden_while_somebody_may_still_sit_the_real_round(
    practise: Practise, frozen: FrozenClock
) -> None:
    stage, sitting = practise()
    finished(sitting)
    real = db.session.scalars(sa.select(Round).where(Round.number == 2)).one()
    end, late = real.closes_at, Target(real.id, person_id=stage.actors[0].person_id)
    shift_window(None, late, end, end + timedelta(days=1), frozen.moment, "Nằm viện")
    frozen.moment = end + timedelta(hours=1)
    assert not hides_keys(real, frozen.moment)
    practice = db.session.scalars(sa.select(Round).where(Round.is_practice)).one()
    assert hides_keys(practice, frozen.moment)
    assert not hides_keys(practice, end + timedelta(days=1))


def test_practice_on_a_bank_of_its_own_shows_the_key_at_once(practise: Practise) -> None:
    _stage, sitting = practise(overrides={**OWN_LIMIT, 2: {"bank": "CHINH-THUC"}})
    text = finished(sitting)
    assert "Đáp án đúng" in text
    assert "KHOA-BI-MAT" in text
    assert "Xem bảng xếp hạng" not in text


def test_settings_of_its_own_may_show_less(practise: Practise) -> None:
    own = {1: {"attempts_allowed": 3, "review": Review(Shown.NEVER, Shown.NEVER, Shown.NEVER)}, 2: {"bank": "KHAC"}}
    _stage, sitting = practise(overrides=own)
    text = finished(sitting)
    assert "KHOA-BI-MAT" not in text
    assert "trên 5 điểm" not in text


def test_only_practice_shows_everything_at_once_unless_it_is_said_otherwise() -> None:
    own = ContestRules(**{**RULES.__dict__, "overrides": {2: {"review": Review(Shown.NEVER)}}})
    assert own.of_round(1).review == Review()
    assert own.of_round(1, is_practice=True).review == PRACTICE_REVIEW
    assert own.of_round(2, is_practice=True).review == Review(Shown.NEVER)


def test_the_rules_of_a_practice_round_are_read_with_its_review(practise: Practise) -> None:
    stage, _sitting = practise()
    assert rules_of_round(stage.round_id).review == PRACTICE_REVIEW
    second = db.session.scalar(sa.select(Round.id).where(Round.number == 2))
    assert second is not None
    assert rules_of_round(second).review == Review()


def test_practice_stands_in_no_ranking_and_no_table_of_units(practise: Practise, frozen: FrozenClock) -> None:
    stage, sitting = practise()
    finished(sitting)
    frozen.move(minutes=1)
    ranking.refresh(frozen.moment)
    ranking.sweep(frozen.moment)
    ranking.rebuild(stage.contest_id, frozen.moment)
    assert db.session.query(Standing).count() == 0
    assert {one.people for one in db.session.query(UnitStanding)} <= {0}
    with pytest.raises(NotFound):
        scope_of("thu", 1, frozen.moment)
    assert scope_of("thu", None, frozen.moment).number == 2


def test_support_and_live_counts_name_it(practise: Practise, frozen: FrozenClock) -> None:
    stage, sitting = practise()
    finished(sitting)
    counts = live_counts(stage.contest_id, frozen.moment - timedelta(minutes=1))
    assert [(one.round_number, one.is_practice, one.closed) for one in counts] == [(1, True, 1), (2, False, 0)]
    (row,) = find_attempts(stage.contest_id, "", 1).rows
    assert row.attempt.is_practice


def test_its_papers_can_be_drawn_again_by_anybody(practise: Practise, client: FlaskClient, frozen: FrozenClock) -> None:
    _stage, sitting = practise()
    finished(sitting)
    assert client.get("/contests/thu/rounds/1/draw").status_code == 200
    assert verify_papers("thu", 1).total == 1
    frozen.move(days=1)
    assert client.get("/contests/thu/rounds/1/draw.json").status_code == 200


def test_the_real_round_is_prepared_and_sat_after_it(practise: Practise, frozen: FrozenClock) -> None:
    stage, sitting = practise()
    finished(sitting)
    frozen.move(days=1)
    sitting.app.extensions["actor_loader"] = lambda: sitting.actor
    answer = sitting.client.post("/api/v1/contests/thu/rounds/2/attempts", json={})
    assert answer.status_code == 201
    sitting.body = answer.get_json()
    assert sitting.body["number"] == 1
    sitting.submit(seq=1, answers=sitting.first_options())
    frozen.move(minutes=1)
    ranking.refresh(frozen.moment)
    assert [one.round_number for one in db.session.query(Standing)] == [2]
    contest = db.session.get_one(Contest, stage.contest_id)
    assert contest.rules_version == 1
