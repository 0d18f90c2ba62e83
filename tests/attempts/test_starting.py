"""Starting: once per click, never over the limit, never outside the window."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.attempts.models import Attempt
from quiz.attempts.starting import start_attempt
from quiz.contests.models import Entry, Round
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, NotAllowed, NotFound
from tests.attempts.conftest import Sitting, StageMaker
from tests.conftest import FrozenClock
from tests.factories.stage import Stage, build


def test_a_start_answers_with_the_whole_paper(sitting: Sitting, frozen: FrozenClock) -> None:
    answer = sitting.start()
    assert answer.status_code == 201
    body = sitting.body
    assert [item["position"] for item in body["items"]] == [1, 2, 3, 4, 5]
    assert all(len(item["options"]) == 4 for item in body["items"])
    assert (body["number"], body["saved_seq"], body["answers"], body["prediction"]) == (1, 0, {}, None)
    assert body["started_at"] == "2026-03-02T01:00:00.000Z"
    assert body["deadline_at"] == "2026-03-02T01:10:00.000Z"


def test_nothing_that_is_served_tells_the_key(sitting: Sitting) -> None:
    text = sitting.start().text
    assert "KHOA-BI-MAT" not in text
    assert {"is_key", "mask", "explanation", "source"}.isdisjoint(sitting.body["items"][0])


def test_a_second_start_shows_the_open_attempt(sitting: Sitting) -> None:
    sitting.start()
    first = sitting.body
    answer = sitting.start()
    assert answer.status_code == 200
    assert sitting.body["attempt_id"] == first["attempt_id"]
    assert sitting.body["items"] == first["items"]


def test_the_attempt_after_the_last_is_refused(sitting: Sitting) -> None:
    for _ in range(2):
        assert sitting.start().status_code == 201
        sitting.submit()
    answer = sitting.start()
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["error"]["code"] == "limit"
    assert db.session.query(Attempt).count() == 2


def test_attempts_have_papers_of_their_own(sitting: Sitting) -> None:
    sitting.start()
    first = sitting.body
    sitting.submit()
    sitting.start()
    assert sitting.body["number"] == 2
    assert [item["stem"] for item in sitting.body["items"]] != [item["stem"] for item in first["items"]]


@pytest.mark.parametrize(("hours", "code"), [(-1, "not_open"), (24, "not_open"), (30, "not_open")])
def test_outside_the_window_nothing_starts(stage: Stage, frozen: FrozenClock, hours: int, code: str) -> None:
    frozen.move(hours=hours)
    with pytest.raises(Conflict) as caught:
        start_attempt(stage.actors[0], "thu", 1, None, frozen.moment)
    assert caught.value.code == code
    assert db.session.query(Attempt).count() == 0


def test_the_round_opens_on_the_millisecond(stage: Stage, frozen: FrozenClock) -> None:
    with pytest.raises(Conflict):
        start_attempt(stage.actors[0], "thu", 1, None, frozen.moment - timedelta(milliseconds=1))
    attempt, is_new = start_attempt(stage.actors[0], "thu", 1, None, frozen.moment)
    assert is_new
    assert attempt.number == 1


def test_an_attempt_ends_with_the_round(stage: Stage, frozen: FrozenClock) -> None:
    frozen.move(hours=23, minutes=55)
    attempt, _is_new = start_attempt(stage.actors[0], "thu", 1, None, frozen.moment)
    assert attempt.deadline_at - attempt.started_at == 5 * 60 * 1000


def test_a_paused_round_takes_no_starts(stage: Stage, frozen: FrozenClock) -> None:
    with transaction():
        db.session.get_one(Round, stage.round_id).paused_at = frozen.moment
    with pytest.raises(Conflict, match="tạm dừng"):
        start_attempt(stage.actors[0], "thu", 1, None, frozen.moment)


def test_without_the_rules_accepted_nothing_starts(app: Flask, frozen: FrozenClock) -> None:
    made = build(frozen.moment)
    for accepted in (None, 0, 2):
        with pytest.raises(Conflict) as caught:
            start_attempt(made.actors[0], "thu", 1, accepted, frozen.moment)
        assert caught.value.code == "rules_not_accepted"
        assert caught.value.details == {"rules_version": 1}
    assert start_attempt(made.actors[0], "thu", 1, 1, frozen.moment)[1]
    entry = db.session.get_one(Entry, (made.contest_id, made.actors[0].person_id))
    assert (entry.rules_version, entry.accepted_at) == (1, frozen.moment)


def test_a_disqualified_person_cannot_start(stage: Stage, frozen: FrozenClock) -> None:
    with transaction():
        db.session.get_one(Entry, (stage.contest_id, stage.actors[0].person_id)).is_disqualified = True
    with pytest.raises(NotAllowed):
        start_attempt(stage.actors[0], "thu", 1, None, frozen.moment)


def test_an_unknown_round_is_not_found(stage: Stage, frozen: FrozenClock) -> None:
    for slug, number in (("khac", 1), ("thu", 2)):
        with pytest.raises(NotFound):
            start_attempt(stage.actors[0], slug, number, None, frozen.moment)


def test_the_unit_of_the_first_start_is_kept_for_the_round(stage: Stage, frozen: FrozenClock) -> None:
    from quiz.accounts.models import Membership

    actor = stage.actors[0]
    first, _new = start_attempt(actor, "thu", 1, None, frozen.moment)
    with transaction():
        membership = db.session.query(Membership).filter_by(person_id=actor.person_id).one()
        membership.unit_id = stage.units["T"]
    frozen.move(minutes=20)
    second, is_new = start_attempt(actor, "thu", 1, None, frozen.moment)
    assert is_new
    assert second.unit_id == first.unit_id != stage.units["T"]


def test_an_attempt_whose_time_is_over_makes_way_for_the_next(make_stage: StageMaker, frozen: FrozenClock) -> None:
    made = make_stage(attempts_allowed=1)
    start_attempt(made.actors[0], "thu", 1, None, frozen.moment)
    frozen.move(minutes=11)
    with pytest.raises(Conflict) as caught:
        start_attempt(made.actors[0], "thu", 1, None, frozen.moment)
    assert caught.value.code == "limit"
    db.session.rollback()
    assert db.session.query(Attempt).one().closed_by == "deadline"


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_look_never_starts_a_clock(client: FlaskClient, stage: Stage, app: Flask, method: str) -> None:
    app.extensions["actor_loader"] = lambda: stage.actors[0]
    for url in ("/contests/thu/rounds/1/start", "/api/v1/contests/thu/rounds/1/attempts"):
        getattr(client, method)(url, headers={"Purpose": "prefetch"})
    assert db.session.query(Attempt).count() == 0
