"""Starting as who may enter: refusals, the choice of a division, and what the contest's page and API say before."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.attempts.models import Attempt
from quiz.contests import queries
from quiz.contests.decisions import Decision, Order, decide
from quiz.contests.groups import Division, Entrants, Group
from quiz.core.db import db
from tests.attempts.conftest import Sitting
from tests.conftest import FrozenClock
from tests.factories.stage import Stage, build

BOTH = (Division("X", "Bảng X", Group(units=("A", "B"))), Division("Y", "Bảng Y"))
NONE = (Division("S", "Bảng S – Học sinh", Group(kinds=("school",))),)


@pytest.fixture
def sit(app: Flask, client: FlaskClient, frozen: FrozenClock) -> Any:
    """A function: a stage with these rules, and its first person before anything is accepted."""

    def make(**rules: Any) -> tuple[Stage, Sitting]:
        app.config["WTF_CSRF_ENABLED"] = False
        stage = build(frozen.moment, **rules)
        return stage, Sitting(app, client, stage.actors[0])

    return make


def about(client: FlaskClient, app: Flask, sitting: Sitting | None) -> dict[str, Any]:
    """The contest as the API shows it to a person, or to nobody."""
    app.extensions["actor_loader"] = lambda: sitting.actor if sitting else None
    found: dict[str, Any] = client.get("/api/v1/contests/thu").get_json()
    return found


def page(client: FlaskClient, app: Flask, sitting: Sitting | None) -> str:
    """The contest's page for a person, or for nobody."""
    app.extensions["actor_loader"] = lambda: sitting.actor if sitting else None
    return client.get("/contests/thu").text


def test_who_may_not_enter_is_told_on_the_page_and_refused_at_the_start(
    sit: Any, app: Flask, client: FlaskClient
) -> None:
    _stage, sitting = sit(entrants=Entrants(Group(units=("B",))))
    answer = sitting.start(accept_rules=1)
    assert answer.status_code == 403
    assert answer.get_json()["error"]["code"] == "not_eligible"
    assert "chỉ dành cho người của đơn vị: Xã Bình" in answer.get_json()["error"]["message"]
    text = page(client, app, sitting)
    assert "Quý vị không dự thi được cuộc thi này." in text
    assert "Bắt đầu làm bài" not in text
    entry = about(client, app, sitting)["entry"]
    assert (entry["may_enter"], entry["division"], entry["divisions"]) == (False, None, [])
    assert "Xã Bình" in entry["reason"]
    assert db.session.query(Attempt).count() == 0


def test_no_division_that_fits_is_a_refusal(sit: Any) -> None:
    _stage, sitting = sit(divisions=NONE)
    answer = sitting.start(accept_rules=1)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "not_eligible")
    assert "Bảng S – Học sinh" in answer.get_json()["error"]["message"]


def test_several_divisions_are_offered_and_one_is_chosen(sit: Any, app: Flask, client: FlaskClient) -> None:
    stage, sitting = sit(divisions=BOTH)
    choices = [{"code": "X", "title": "Bảng X"}, {"code": "Y", "title": "Bảng Y"}]
    assert about(client, app, sitting)["entry"]["divisions"] == choices
    text = page(client, app, sitting)
    assert text.count('type="radio" name="division"') == 2
    refused = sitting.start(accept_rules=1)
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "division_required")
    assert refused.get_json()["divisions"] == choices
    assert sitting.start(accept_rules=1, division="Z").status_code == 422
    assert sitting.start(accept_rules=1, division=7).status_code == 422
    assert sitting.start(accept_rules=1, division="Y").status_code == 201
    entry = queries.entry_of(stage.contest_id, sitting.actor.person_id)
    assert entry is not None
    assert entry.division == "Y"
    after = about(client, app, sitting)["entry"]
    assert (after["division"], after["divisions"]) == ("Y", [])
    assert "Quý vị dự thi ở Bảng Y." in page(client, app, sitting)


def test_the_form_of_the_page_starts_in_the_division_chosen(sit: Any, app: Flask, client: FlaskClient) -> None:
    stage, sitting = sit(divisions=BOTH)
    app.extensions["actor_loader"] = lambda: sitting.actor
    answer = client.post("/contests/thu/rounds/1/start", data={"accept_rules": "1", "division": "X"})
    assert answer.status_code == 303
    entry = queries.entry_of(stage.contest_id, sitting.actor.person_id)
    assert entry is not None
    assert entry.division == "X"


def test_who_sits_without_a_rank_is_told_why_before_and_after(sit: Any, app: Flask, client: FlaskClient) -> None:
    _stage, sitting = sit(divisions=BOTH[:1], entrants=Entrants(unranked_logins=("nguoi0",)))
    for _look in range(2):
        text = page(client, app, sitting)
        assert "Quý vị dự thi ở Bảng X." in text
        assert "không xếp hạng" in text
        assert "Lý do: Có tên trong danh sách dự thi không xếp hạng theo thể lệ." in text
        entry = about(client, app, sitting)["entry"]
        assert (entry["may_enter"], entry["is_ranked"], entry["division"]) == (True, False, "X")
        sitting.start(accept_rules=1)


def test_nobody_in_particular_sees_for_whom_the_contest_is(sit: Any, app: Flask, client: FlaskClient) -> None:
    who = Group(units=("T",), kinds=("commune",), posts=("Bí thư",), min_age=14, max_age=35)
    sit(divisions=BOTH, entrants=Entrants(who))
    text = page(client, app, None)
    for line in ("Tỉnh Thử", "Thuộc loại đơn vị: Xã", "Giữ chức danh: Bí thư", "Từ đủ 14 đến 35 tuổi", "Bảng Y"):
        assert line in text
    assert "Quý vị" not in text.split("Đối tượng dự thi")[1].split("Thể lệ cuộc thi")[0]
    assert about(client, app, None)["entry"] is None


def test_a_contest_for_everybody_has_no_such_part(sit: Any, app: Flask, client: FlaskClient) -> None:
    _stage, sitting = sit()
    assert "Đối tượng dự thi" not in page(client, app, None)
    assert "Quý vị đủ điều kiện dự thi." in page(client, app, sitting)


def test_a_disqualified_person_reads_the_reason_and_starts_nothing(
    sit: Any, app: Flask, client: FlaskClient, frozen: FrozenClock
) -> None:
    stage, sitting = sit()
    sitting.start(accept_rules=1)
    sitting.submit()
    decide(None, stage.contest_id, Order(Decision.DISQUALIFY, "Thi hộ"), {sitting.actor.person_id: 1}, frozen.moment)
    text = page(client, app, sitting)
    assert "Thi hộ" in text
    assert "Bắt đầu làm bài" not in text
    assert sitting.start().status_code == 403
    assert about(client, app, sitting)["entry"]["reason"] == "Thi hộ"


def test_what_holds_for_one_person_is_told_to_nobody_else(sit: Any, app: Flask, client: FlaskClient) -> None:
    stage, sitting = sit(entrants=Entrants(unranked_logins=("nguoi0",), barred_logins=("nguoi1",)))
    other = Sitting(app, client, stage.actors[1])
    assert "danh sách dự thi không xếp hạng" in page(client, app, sitting)
    for text in (page(client, app, other), page(client, app, None), str(about(client, app, None))):
        assert "danh sách dự thi không xếp hạng" not in text
        assert "nguoi0" not in text
    assert "không được dự thi" not in page(client, app, sitting)
