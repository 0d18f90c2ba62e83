"""The pages of a sitting: the start button, the paper's shell, the result as far as the rules show it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.attempts.starting import start_attempt
from quiz.contests.rules import Review, Shown
from tests.attempts.conftest import Sitting, StageMaker, right_answers
from tests.conftest import FrozenClock
from tests.factories.sessions import login_headers
from tests.factories.stage import Stage

Page = Callable[..., str]


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A browser that says in each request whose it is."""
    return app.test_client(use_cookies=False)


def finished(app: Flask, client: FlaskClient, stage: Stage, right: int) -> Sitting:
    """The first person's attempt, handed in with so many right answers."""
    app.config["WTF_CSRF_ENABLED"] = False
    sitting = Sitting(app, client, stage.actors[0])
    sitting.start()
    answers = {position: ids for position, ids in right_answers(sitting.body).items() if int(position) <= right}
    sitting.submit(seq=1, answers=answers)
    return sitting


def test_the_start_button_leads_to_the_paper(app: Flask, browser: FlaskClient, stage: Stage) -> None:
    headers = login_headers(app, stage.actors[0].person_id)
    answer = browser.post("/contests/thu/rounds/1/start", headers=headers)
    assert answer.status_code == 303
    assert browser.get(answer.location, headers=headers).status_code == 200
    again = browser.post("/contests/thu/rounds/1/start", headers=headers)
    assert again.location == answer.location


def test_a_start_that_is_refused_says_why(app: Flask, browser: FlaskClient, stage: Stage, frozen: FrozenClock) -> None:
    frozen.move(days=2)
    answer = browser.post("/contests/thu/rounds/1/start", headers=login_headers(app, stage.actors[0].person_id))
    assert answer.status_code == 409
    assert "Vòng thi đã kết thúc." in answer.text


def test_the_shell_of_a_paper_holds_nothing_of_it(
    app: Flask, browser: FlaskClient, stage: Stage, frozen: FrozenClock
) -> None:
    attempt, _new = start_attempt(stage.actors[0], "thu", 1, None, frozen.moment)
    stranger = browser.get(f"/attempts/{attempt.id}")
    assert stranger.status_code == 200
    assert "Câu hỏi thử" not in stranger.text
    assert str(attempt.person_id) not in stranger.headers.get("Set-Cookie", "")


def test_the_paper_and_the_result_of_another_person_are_not_found(
    app: Flask, browser: FlaskClient, stage: Stage, frozen: FrozenClock
) -> None:
    attempt, _new = start_attempt(stage.actors[0], "thu", 1, None, frozen.moment)
    other = login_headers(app, stage.actors[1].person_id)
    for url in (f"/attempts/{attempt.id}", f"/attempts/{attempt.id}/result", "/attempts/1", "/attempts/1/result"):
        assert browser.get(url, headers=other).status_code == 404


def test_paper_and_result_lead_to_each_other(app: Flask, client: FlaskClient, stage: Stage) -> None:
    sitting = finished(app, client, stage, 5)
    headers = login_headers(app, stage.actors[0].person_id)
    closed = f"/attempts/{sitting.body['attempt_id']}"
    assert app.test_client(use_cookies=False).get(closed, headers=headers).location == f"{closed}/result"
    sitting.start()
    opened = f"/attempts/{sitting.body['attempt_id']}"
    assert app.test_client(use_cookies=False).get(f"{opened}/result", headers=headers).location == opened


def test_the_result_shows_score_receipt_and_own_rank(app: Flask, client: FlaskClient, stage: Stage) -> None:
    sitting = finished(app, client, stage, 4)
    receipt = (sitting.show().json or {})["receipt"]
    headers = login_headers(app, stage.actors[0].person_id)
    page = (
        app.test_client(use_cookies=False).get(f"/attempts/{sitting.body['attempt_id']}/result", headers=headers).text
    )
    assert "<strong>4</strong>" in page
    assert "trên 5 điểm" in page
    assert receipt in page
    assert "Vị trí của tôi" in page


@pytest.mark.parametrize(
    ("review", "days", "words", "no_words"),
    [
        (Review(Shown.AFTER_ROUND), 0, ["Điểm được công bố sau khi vòng thi kết thúc."], ["<strong>3</strong>"]),
        (Review(Shown.NEVER), 3, ["Theo thể lệ, điểm không hiển thị cho thí sinh."], ["<strong>3</strong>"]),
        (Review(), 0, ["<strong>3</strong>"], ["KHOA-BI-MAT", "Xem lại từng câu"]),
        (Review(), 3, ["KHOA-BI-MAT", "Xem lại từng câu"], []),
        (Review(correctness=Shown.NOW, key=Shown.NEVER), 3, ["Xem lại từng câu"], ["KHOA-BI-MAT"]),
    ],
)
def test_what_is_shown_follows_the_rules(
    app: Flask,
    client: FlaskClient,
    make_stage: StageMaker,
    frozen: FrozenClock,
    review: Review,
    days: int,
    words: list[str],
    no_words: list[str],
) -> None:
    made = make_stage(review=review)
    sitting = finished(app, client, made, 3)
    frozen.move(days=days)
    headers = login_headers(app, made.actors[0].person_id)
    page = (
        app.test_client(use_cookies=False).get(f"/attempts/{sitting.body['attempt_id']}/result", headers=headers).text
    )
    assert [word for word in words if word not in page] == []
    assert [word for word in no_words if word in page] == []
