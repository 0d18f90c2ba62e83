"""The pages of the door: login, registration, one-time code, logging out."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from quiz.accounts import queries, service
from quiz.accounts.models import Consent, Person
from quiz.core.db import db
from quiz.units import service as units
from quiz.units.models import UnitRequest
from tests.accounts.browser import log_in, secret, send
from tests.conftest import START, FrozenClock
from tests.people import PASSWORD, Cast, SignIn

FORM = {
    "name": "Lò Thị Hoa",
    "birth": "1985",
    "phone": "",
    "unit": "A",
    "unit_text": "Xã An Bình, Tỉnh Phong Lan",
    "login_name": "hoalt",
    "password": "hoa-ban-trang",
    "agrees": "y",
}


def register(client: FlaskClient, **changes: str | None) -> tuple[int, str]:
    values = {name: value for name, value in {**FORM, **changes}.items() if value is not None}
    answer = send(client, "/register", **values)
    return answer.status_code, answer.text if answer.status_code != 302 else answer.location


def registered() -> Person | None:
    return queries.by_login_name("hoalt")


def test_logging_in_leads_to_where_one_wanted_to_go(client: FlaskClient, cast: Cast) -> None:
    answer = client.get("/me")
    assert answer.location == "/login?next=/me"
    assert 'value="/me"' in client.get(answer.location).text
    assert log_in(client, "contestant.thu", next="/me").location == "/me"
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize("target", ["//evil.vn", "/\\evil.vn", "https://evil.vn", "javascript:alert(1)", "/\t/evil.vn"])
def test_logging_in_never_leads_to_another_host(client: FlaskClient, cast: Cast, target: str) -> None:
    assert log_in(client, "contestant.thu", next=target).location == "/"
    assert client.get("/login", query_string={"next": target}).location == "/"


def test_a_session_cookie_lasts_and_is_closed_to_scripts(client: FlaskClient, cast: Cast) -> None:
    cookie = log_in(client, "contestant.thu").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie


def test_logging_in_empties_the_session_of_before(client: FlaskClient, cast: Cast) -> None:
    client.get("/login")
    with client.session_transaction() as session:
        session["planted"] = "x"
        before = session["csrf_token"]
    log_in(client, "contestant.thu")
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before


def test_a_planted_session_is_not_taken_over(client: FlaskClient, cast: Cast) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = "planted-by-somebody"
    log_in(client, "contestant.thu")
    assert secret(client) != "planted-by-somebody"
    assert queries.actor_of("planted-by-somebody", START) is None


def test_a_failed_login_says_one_thing_and_keeps_the_name_typed(client: FlaskClient, cast: Cast) -> None:
    answers = [log_in(client, "contestant.thu", "sai mật khẩu"), log_in(client, "khong.co.ten.nay", "sai mật khẩu")]
    assert [answer.status_code for answer in answers] == [422, 422]
    for answer in answers:
        assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.text
        assert "sai mật khẩu" not in answer.text
    assert 'value="contestant.thu"' in answers[0].text


def test_without_a_token_nobody_logs_in(client: FlaskClient, cast: Cast) -> None:
    client.get("/login")
    assert client.post("/login", data={"login": "contestant.thu", "password": PASSWORD}).status_code == 403
    assert secret(client) is None


def test_after_fourteen_days_one_has_to_log_in_again(client: FlaskClient, cast: Cast, frozen: FrozenClock) -> None:
    log_in(client, "contestant.thu")
    frozen.move(days=13, hours=23)
    assert client.get("/me").status_code == 200
    frozen.move(hours=1)
    assert client.get("/me").status_code == 302


def test_closing_an_account_works_at_once(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "contestant.thu")
    service.set_active(None, cast.people["contestant"], False, START)
    assert client.get("/me").status_code == 302


def test_logging_out_is_a_post_and_ends_the_session(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "contestant.thu")
    stolen = secret(client)
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 403
    assert client.get("/me").status_code == 200
    assert send(client, "/logout", page="/me").status_code == 302
    assert stolen is not None
    assert queries.actor_of(stolen, START) is None
    assert client.get("/me").status_code == 302


def test_a_registration_logs_in_and_greets(client: FlaskClient, cast: Cast) -> None:
    assert register(client, next="/contests/tuan-1") == (302, "/contests/tuan-1")
    person = registered()
    assert person is not None
    assert (person.birth, person.phone, person.public_name) == ("1985", None, "initials")
    assert queries.primary_unit_id(person.id) == cast.units["A"]
    page = client.get("/me").text
    assert "Lò Thị Hoa" in page
    assert "Đăng ký thành công" in page


def test_the_boxes_are_not_ticked_beforehand(client: FlaskClient, cast: Cast) -> None:
    page = client.get("/register").text
    assert page.count('type="checkbox"') == 2
    assert "checked" not in page


def test_publishing_the_name_needs_its_own_tick(client: FlaskClient, cast: Cast) -> None:
    register(client, publishes_name="y")
    person = registered()
    assert person is not None
    assert person.public_name == "full"
    purposes = db.session.scalars(sa.select(Consent.purpose).where(Consent.person_id == person.id)).all()
    assert sorted(purposes) == ["publish_name", "taking_part"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"name": ""}, "Vui lòng điền mục này."),
        ({"birth": ""}, "Vui lòng ghi ngày sinh hoặc năm sinh."),
        ({"birth": "31/02/1985"}, "Ngày sinh ghi dạng"),
        ({"phone": "12"}, "Số điện thoại di động gồm 10 chữ số"),
        ({"unit": "", "unit_text": ""}, "Vui lòng chọn đơn vị của quý vị."),
        ({"unit": "", "unit_text": "zzz"}, "Không tìm thấy đơn vị này."),
        ({"unit": "KHONG", "unit_text": "x"}, "Không tìm thấy đơn vị này."),
        ({"login_name": "a b"}, "Tên đăng nhập gồm 3 đến 40 ký tự"),
        ({"login_name": "contestant.thu"}, "Tên đăng nhập này đã có người dùng."),
        ({"password": "1234567"}, "Mật khẩu cần có từ 8 đến 128 ký tự."),
        ({"agrees": None}, "Vui lòng đánh dấu vào ô đồng ý tham gia."),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_stored(
    client: FlaskClient, cast: Cast, change: dict[str, str | None], text: str
) -> None:
    status, page = register(client, **change)
    assert status == 422
    assert text in page
    assert registered() is None
    assert "hoa-ban-trang" not in page


def test_a_unit_is_found_by_what_was_typed_without_scripts(client: FlaskClient, cast: Cast) -> None:
    assert register(client, unit="", unit_text="xa an binh")[0] == 302
    person = registered()
    assert person is not None
    assert queries.primary_unit_id(person.id) == cast.units["A"]


def test_units_of_like_names_are_offered_and_one_is_chosen(client: FlaskClient, cast: Cast) -> None:
    status, page = register(client, unit="", unit_text="tinh")
    assert status == 422
    assert 'type="radio" name="unit_choice" value="P"' in page
    assert 'type="radio" name="unit_choice" value="U"' in page
    assert register(client, unit="", unit_text="tinh", unit_choice="U")[0] == 302
    person = registered()
    assert person is not None
    assert queries.primary_unit_id(person.id) == cast.units["U"]


@pytest.mark.parametrize(("unit", "text", "home"), [("", "", "P"), ("", "Xã lạ hoắc", "P"), ("A", "Xã An Bình", "A")])
def test_whose_unit_is_missing_stands_at_the_root_or_the_unit_given(
    client: FlaskClient, cast: Cast, unit: str, text: str, home: str
) -> None:
    assert register(client, unit=unit, unit_text=text, missing_unit="Chi bộ Bản Mới")[0] == 302
    person = registered()
    assert person is not None
    assert queries.primary_unit_id(person.id) == cast.units[home]
    request = db.session.scalars(sa.select(UnitRequest)).one()
    assert (request.text, request.person_id) == ("Chi bộ Bản Mới", person.id)


def test_without_any_unit_nobody_can_register_yet(client: FlaskClient, app: Flask) -> None:
    status, page = register(client, unit="", unit_text="", missing_unit="Xã Tân Lập")
    assert status == 422
    assert "chưa lập danh sách đơn vị" in page
    assert registered() is None


def test_a_unit_that_is_no_more_cannot_be_chosen(client: FlaskClient, cast: Cast, frozen: FrozenClock) -> None:
    units.set_validity(None, cast.units["A"], None, START.date().replace(day=1))
    assert register(client)[0] == 422
    assert registered() is None


def test_fields_that_are_not_asked_for_are_ignored(client: FlaskClient, cast: Cast) -> None:
    extra = {
        "role": "administrator",
        "is_demo": "1",
        "id": "1",
        "is_active": "0",
        "created_at": "1",
        "public_name": "full",
    }
    assert register(client, **extra)[0] == 302
    person = registered()
    assert person is not None
    assert (person.is_active, person.is_demo, person.public_name) == (True, False, "initials")
    assert queries.roles_of(person.id) == []


def test_a_one_time_code_sets_the_password_and_logs_in(client: FlaskClient, cast: Cast, frozen: FrozenClock) -> None:
    code = service.issue_code(None, cast.people["contestant"], START)
    values = {"login": "contestant.thu", "code": code.lower(), "password": "mật khẩu mới tinh"}
    assert send(client, "/login/code", **values).location == "/me"
    assert client.get("/me").status_code == 200
    assert service.log_in("contestant.thu", "mật khẩu mới tinh", START)


def test_a_wrong_code_says_one_thing(client: FlaskClient, cast: Cast, frozen: FrozenClock) -> None:
    service.issue_code(None, cast.people["contestant"], START)
    for login in ("contestant.thu", "khong.co"):
        answer = send(client, "/login/code", login=login, code="AAAAA22222", password="mật khẩu mới tinh")
        assert answer.status_code == 422
        assert "Tên đăng nhập hoặc mã một lần không đúng, hoặc mã đã hết hạn." in answer.text
    assert secret(client) is None


def test_who_is_logged_in_is_led_on_from_the_door(signed_in: SignIn) -> None:
    assert signed_in("contestant").get("/login?next=/me").location == "/me"


def test_what_was_typed_is_shown_as_text(client: FlaskClient, cast: Cast) -> None:
    _, page = register(client, name='"><script>alert(1)</script>', birth="x", missing_unit="<img src=x onerror=y>")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
