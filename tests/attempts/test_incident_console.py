"""The incident console: found without accents, looked at before it is confirmed, listed with who, why and how many."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.accounts.models import RoleGrant
from quiz.attempts.models import Attempt
from quiz.contests.models import Contest, Round, Ruling
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from tests.attempts.desk import Desk
from tests.attempts.time_cases import WEEK
from tests.conftest import FrozenClock
from tests.factories.sessions import login_headers

URL = "/admin/attempts/thu/rounds/1/incidents"


def log_in(app: Flask, client: FlaskClient, desk: Desk, who: int) -> None:
    """Give a browser one person's login."""
    name, _, value = login_headers(app, desk.stage.actors[who].person_id)["Cookie"].partition("=")
    client.set_cookie(name, value)


@pytest.fixture
def desk(app: Flask, frozen: FrozenClock) -> Desk:
    """Three people of whom the first two sit; the third organises everything."""
    desk = Desk(app, frozen)
    desk.round(*WEEK, people=3)
    desk.start(0)
    desk.start(1)
    with transaction():
        person_id = desk.stage.actors[2].person_id
        db.session.add(RoleGrant(person_id=person_id, role=Role.ORGANISER, unit_id=None, granted_at=frozen.moment))
    return desk


@pytest.fixture
def ask(app: Flask, client: FlaskClient, desk: Desk) -> Callable[..., str]:
    """A look, or with `data` a form that is sent, as the organiser; the text of the page it leads to."""
    log_in(app, client, desk, 2)

    def call(url: str, data: dict[str, str] | None = None) -> str:
        answer = client.open(url, method="POST" if data is not None else "GET", data=data)
        while answer.status_code in {302, 303}:
            answer = client.get(answer.location)
        return answer.text

    return call


def test_the_console_shows_who_sits_with_the_time_that_is_left(ask: Callable[..., str], frozen: FrozenClock) -> None:
    frozen.move(minutes=5)
    text = ask("/admin/attempts/thu/incidents")
    assert "Đang làm bài: 2" in text
    assert text.count("10 phút") >= 2
    assert "Chưa có quyết định nào về thời gian" in text


@pytest.mark.parametrize("typed", ["nguyen van a0", "Nguyễn Văn A0", "NGUOI0"])
def test_a_person_is_found_without_accents(ask: Callable[..., str], typed: str) -> None:
    text = ask(f"{URL}?q={typed}")
    assert "Nguyễn Văn A0" in text
    assert "Không tìm thấy thí sinh nào" not in text


def test_a_unit_is_found_by_its_name_and_narrows_the_list(ask: Callable[..., str]) -> None:
    text = ask(f"{URL}?unit_text=xa binh")
    assert "Xã Bình" in text
    assert "Đang làm bài: 1" in text


def test_extra_time_is_shown_before_it_is_given(ask: Callable[..., str], desk: Desk) -> None:
    person = desk.stage.actors[0].person_id
    form = {"minutes": "10", "reason": "Mất điện"}
    text = ask(f"{URL}/time?person={person}", form)
    assert "Xác nhận quyết định" in text
    assert "Nguyễn Văn A0" in text
    assert "Nguyễn Văn B1" not in text
    assert desk.deadline(0) == "02/03 08:15:00"
    text = ask(f"{URL}/time?person={person}", {**form, "confirmed": "1"})
    assert "Số bài đang làm được thay đổi: 1." in text
    assert (desk.deadline(0), desk.deadline(1)) == ("02/03 08:25:00", "02/03 08:15:00")
    assert "Cộng 10 phút" in text
    assert "Nguyễn Văn C2" in text  # who decided
    assert "Mất điện" in text


@pytest.mark.parametrize(
    "form", [{"minutes": "121", "reason": "a"}, {"minutes": "10", "reason": " "}, {"minutes": "x"}]
)
def test_an_impossible_form_comes_back_with_what_is_wrong(
    ask: Callable[..., str], desk: Desk, form: dict[str, str]
) -> None:
    text = ask(f"{URL}/time", {**form, "confirmed": "1"})
    assert "Cộng thêm thời gian" in text
    assert 'class="error' in text or "aria-invalid" in text
    assert desk.deadline(0) == "02/03 08:15:00"


def test_a_window_is_given_and_shown_to_the_person(ask: Callable[..., str], desk: Desk, client: FlaskClient) -> None:
    person = desk.stage.actors[2].person_id
    form = {"opens_at": "10/03/2026 08:00", "closes_at": "10/03/2026 10:00", "reason": "Đi công tác"}
    assert "Xác nhận quyết định" in ask(f"{URL}/window?person={person}", form)
    assert "Đã thực hiện" in ask(f"{URL}/window?person={person}", {**form, "confirmed": "1"})
    text = ask("/contests/thu")
    assert "Giờ mở riêng cho Quý vị" in text
    assert "08:00 ngày 10/03/2026" in text


def test_a_decision_is_taken_back_from_the_list(ask: Callable[..., str], desk: Desk) -> None:
    ask(f"{URL}/time", {"minutes": "10", "reason": "Mất điện", "confirmed": "1"})
    ruling = db.session.query(Ruling).one()
    text = ask(f"/admin/attempts/thu/incidents/{ruling.id}/undo", {"reason": "Nhầm"})
    assert "Đã rút lại" in text
    assert f"Rút lại quyết định số {ruling.id}" in text
    assert desk.deadline(0) == "02/03 08:15:00"


def test_a_contest_is_paused_and_resumed(ask: Callable[..., str], desk: Desk, frozen: FrozenClock) -> None:
    text = ask("/admin/attempts/thu/incidents/pause", {"reason": "Sự cố đường truyền"})
    assert "Cuộc thi tạm dừng từ" in text
    assert "đứng yên" in text
    assert "Cuộc thi tạm dừng theo quyết định của ban tổ chức" in ask("/contests/thu")
    frozen.move(minutes=7)
    text = ask("/admin/attempts/thu/incidents/resumption", {})
    assert "Cho cuộc thi tiếp tục" in text
    assert desk.deadline(0) == "02/03 08:22:00"
    assert db.session.query(Contest).one().paused_at is None


def test_a_round_is_cancelled_and_restored(ask: Callable[..., str], desk: Desk) -> None:
    text = ask("/admin/attempts/thu/rounds/1/cancellation", {"reason": "Lộ đề"})
    assert "Đã hủy" in text
    assert {one.closed_by for one in db.session.query(Attempt)} == {"organiser"}
    assert "Đã hủy theo quyết định của ban tổ chức" in ask("/contests/thu")
    assert "Khôi phục vòng thi" in text
    ask("/admin/attempts/thu/rounds/1/restoration", {"reason": "Kết luận lại"})
    assert db.session.query(Round).one().cancelled_at is None


def test_strangers_see_no_console(app: Flask, client: FlaskClient, desk: Desk) -> None:
    log_in(app, client, desk, 0)
    for url in ("/admin/attempts/thu/incidents", URL):
        assert client.get(url).status_code == 403
    for url in (f"{URL}/time", "/admin/attempts/thu/incidents/pause", "/admin/attempts/thu/rounds/1/cancellation"):
        assert client.post(url, data={"reason": "x", "minutes": "5"}).status_code == 403
    assert db.session.query(Ruling).count() == 0


def test_unknown_people_and_units_are_not_found(app: Flask, client: FlaskClient, desk: Desk) -> None:
    log_in(app, client, desk, 2)
    for query in ("person=999", "person=x", "unit=XYZ"):
        assert client.get(f"{URL}?{query}").status_code == 404
