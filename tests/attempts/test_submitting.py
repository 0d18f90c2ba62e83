"""Handing in: graded and closed once, with the same receipt for ever."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from quiz.attempts.closing import close_overdue, close_round
from quiz.attempts.models import Attempt
from quiz.contests.rules import Review, Shown
from quiz.core.db import db
from tests.attempts.conftest import Sitting, StageMaker, right_answers
from tests.attempts.test_saving import code_of
from tests.conftest import FrozenClock


def test_all_right_answers_make_the_full_score(sitting: Sitting, frozen: FrozenClock) -> None:
    sitting.start()
    frozen.move(seconds=75, milliseconds=250)
    answer = sitting.submit(seq=1, answers=right_answers(sitting.body))
    assert answer.status_code == 200
    body = answer.json or {}
    assert (body["score"], body["max_score"], body["closed_by"], body["saved_seq"]) == (5, 5, "person", 1)
    assert body["submitted_at"] == "2026-03-02T01:01:15.250Z"
    row = db.session.query(Attempt).one()
    assert (row.duration_ms, row.score, row.max_score) == (75_250, 500, 500)


def test_one_wrong_option_costs_one_item(sitting: Sitting) -> None:
    sitting.start()
    answers = right_answers(sitting.body)
    wrong = [option["id"] for option in sitting.body["items"][0]["options"] if option["id"] not in answers["1"]]
    assert (sitting.submit(seq=1, answers={**answers, "1": wrong[:1]}).json or {})["score"] == 4


def test_without_answers_what_is_stored_is_graded(sitting: Sitting) -> None:
    sitting.start()
    sitting.save(1, right_answers(sitting.body))
    assert (sitting.submit().json or {})["score"] == 5


def test_a_second_submission_gets_the_first_receipt_whatever_it_brings(sitting: Sitting) -> None:
    sitting.start()
    first = sitting.submit(seq=1, answers=right_answers(sitting.body)).json
    for body in ({"seq": 2, "answers": {}}, {"seq": 1, "answers": {}}, {}, {"seq": 77}):
        again = sitting.submit(**body)
        assert again.status_code == 200
        assert again.json == first


@pytest.mark.parametrize("data", ["[]", "nothing", '{"seq": "x"}', '{"seq": 2, "answers": {"1": ["nothing"]}}'])
def test_a_body_nobody_can_read_is_refused_only_while_the_attempt_is_open(
    sitting: Sitting, frozen: FrozenClock, data: str
) -> None:
    def send() -> TestResponse:
        url, headers = f"{sitting.url}/submission", sitting.token
        return sitting.client.post(url, data=data, headers=headers, content_type="application/json")

    sitting.start()
    assert send().status_code == 422
    assert db.session.query(Attempt).one().submitted_at is None
    frozen.move(minutes=10, milliseconds=5001)
    assert code_of(send()) == (409, "late")
    assert (send().status_code, (send().json or {})["closed_by"]) == (200, "deadline")


def test_a_stale_submission_leaves_the_attempt_open(sitting: Sitting) -> None:
    sitting.start()
    sitting.save(1, sitting.first_options())
    answer = sitting.submit(seq=1, answers={})
    assert code_of(answer) == (409, "stale")
    assert code_of(sitting.submit(seq=9)) == (409, "stale")
    assert db.session.query(Attempt).one().submitted_at is None
    assert sitting.submit(seq=2, answers={}).status_code == 200


@pytest.mark.parametrize(("milliseconds", "status"), [(4000, 200), (5000, 200), (5001, 409), (6000, 409)])
def test_a_submission_after_the_grace_closes_what_was_stored(
    sitting: Sitting, frozen: FrozenClock, milliseconds: int, status: int
) -> None:
    sitting.start()
    right = right_answers(sitting.body)
    sitting.save(1, {"1": right["1"]})
    frozen.move(minutes=10, milliseconds=milliseconds)
    answer = sitting.submit(seq=2, answers=right)
    body, row = answer.json or {}, db.session.query(Attempt).one()
    assert answer.status_code == status
    assert body["receipt"].startswith("SEN-")
    if status == 200:
        assert (body["closed_by"], body["score"], row.duration_ms) == ("person", 5, 600_000)
    else:
        assert (body["error"]["code"], body["closed_by"], body["score"]) == ("late", "deadline", 1)
        assert body["submitted_at"] == "2026-03-02T01:10:00.000Z"
        assert (row.saved_seq, row.duration_ms) == (1, 600_000)
        assert sitting.submit(seq=2, answers=right).status_code == 200


def test_the_clock_closes_without_anyone_looking(sitting: Sitting, frozen: FrozenClock) -> None:
    sitting.start()
    sitting.save(1, right_answers(sitting.body))
    frozen.move(minutes=10, seconds=5)
    assert close_overdue(frozen.moment) == 0
    frozen.move(milliseconds=1)
    assert close_overdue(frozen.moment) == 1
    assert close_overdue(frozen.moment) == 0
    row = db.session.query(Attempt).one()
    assert (row.closed_by, row.score, row.duration_ms) == ("deadline", 500, 600_000)
    assert row.submitted_at == row.deadline_at
    assert row.closed_at == frozen.moment


def test_many_overdue_attempts_are_all_closed(make_stage: StageMaker, frozen: FrozenClock) -> None:
    from quiz.attempts.starting import start_attempt

    made = make_stage(people=230)
    for actor in made.actors:
        start_attempt(actor, "thu", 1, None, frozen.moment)
    frozen.move(minutes=11)
    assert close_overdue(frozen.moment) == 230
    assert db.session.query(Attempt).filter(Attempt.submitted_at.is_(None)).count() == 0


def test_closing_the_round_early_closes_open_attempts(sitting: Sitting, frozen: FrozenClock, stage: object) -> None:
    sitting.start()
    sitting.save(1, right_answers(sitting.body))
    frozen.move(minutes=2)
    close_round(db.session.query(Attempt.round_id).scalar(), frozen.moment, None)
    body = sitting.show().json or {}
    assert (body["state"], body["closed_by"], body["submitted_at"]) == (
        "closed",
        "organiser",
        "2026-03-02T01:02:00.000Z",
    )


@pytest.mark.parametrize("policy", [Shown.AFTER_ROUND, Shown.AFTER_APPROVAL, Shown.NEVER])
def test_a_score_the_rules_hide_is_not_answered(
    make_stage: StageMaker, app: object, client: object, frozen: FrozenClock, policy: Shown
) -> None:
    made = make_stage(review=Review(score=policy))
    hidden = Sitting(app, client, made.actors[0])  # type: ignore[arg-type]
    hidden.app.config["WTF_CSRF_ENABLED"] = False
    hidden.start()
    body = hidden.submit(seq=1, answers=right_answers(hidden.body)).json or {}
    assert (body["score"], body["max_score"]) == (None, 5)
    frozen.move(days=2)
    shown = (hidden.show().json or {})["score"]
    assert shown == (5 if policy is Shown.AFTER_ROUND else None)
