"""The own page: what one sees and may change."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from quiz.accounts import consents, queries, service
from quiz.core import clock
from quiz.core.db import transaction
from quiz.core.permissions import Actor
from quiz.core.room import Room
from tests.accounts.browser import secret, send
from tests.factories.people import make_person
from tests.people import PASSWORD, Cast, SignIn

NEW = "mật khẩu hoàn toàn mới"


def test_the_page_tells_who_i_am_and_what_i_may(signed_in: SignIn, cast: Cast) -> None:
    page = signed_in("organiser_a").get("/me").text
    assert cast.person("organiser_a").name in page
    assert "Xã An Bình" in page
    assert "Ban tổ chức: Xã An Bình" in page


def test_an_administrator_without_a_unit_has_a_page_too(app: Flask, signed_in: SignIn, cast: Cast) -> None:
    assert "Quản trị viên: toàn hệ thống" in signed_in("administrator").get("/me").text
    lonely = make_person("Không Đơn Vị")
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = service.open_session(lonely.id, clock.now())
    assert "Chưa có đơn vị" in client.get("/me").text


def test_nobody_sees_a_page_without_login(signed_in: SignIn) -> None:
    assert signed_in().get("/me").location == "/login?next=/me"
    assert signed_in("deactivated").get("/me").status_code == 302


def test_who_has_not_agreed_is_asked_and_the_box_is_empty(signed_in: SignIn, cast: Cast) -> None:
    client = signed_in("contestant")
    page = client.get("/me").text
    assert "Tài khoản này do ban tổ chức lập" in page
    assert "checked" not in page
    send(client, "/me/agreement", page="/me")
    assert not queries.has_consented(cast.people["contestant"], consents.TAKING_PART)
    send(client, "/me/agreement", page="/me", agrees="y")
    assert queries.has_consented(cast.people["contestant"], consents.TAKING_PART)
    assert "Tài khoản này do ban tổ chức lập" not in client.get("/me").text


def test_the_public_name_is_chosen_and_shown(signed_in: SignIn, cast: Cast) -> None:
    client, name = signed_in("contestant"), cast.person("contestant").name
    assert "hiển thị: N.V.S" in client.get("/me").text
    send(client, "/me/public-name", page="/me", publishes_name="y")
    assert f"hiển thị: {name}" in client.get("/me").text
    send(client, "/me/public-name", page="/me")
    assert cast.person("contestant").public_name == "initials"


def test_the_young_are_told_that_initials_are_shown(app: Flask) -> None:
    young = make_person("Nguyễn Văn Bé", birth=str(clock.now().year - 10))
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = service.open_session(young.id, clock.now())
    send(client, "/me/public-name", page="/me", publishes_name="y")
    page = client.get("/me").text
    assert "hiển thị: N.V.B." in page
    assert "Người dưới 16 tuổi" in page


def test_a_new_password_needs_the_old_one(signed_in: SignIn, cast: Cast) -> None:
    client = signed_in("contestant")
    answer = send(client, "/me/password", page="/me", old_password="sai", password=NEW)
    assert (answer.status_code, "Mật khẩu hiện tại không đúng." in answer.text) == (422, True)
    answer = send(client, "/me/password", page="/me", old_password=PASSWORD, password=NEW)
    assert (answer.status_code, answer.location) == (302, "/me")
    assert client.get("/me").status_code == 200
    assert service.log_in("contestant.thu", NEW, clock.now())


def test_logging_out_elsewhere_keeps_this_device(signed_in: SignIn) -> None:
    here, there = signed_in("contestant"), signed_in("contestant")
    assert "trên 2 thiết bị" in here.get("/me").text
    send(here, "/me/devices", page="/me")
    assert here.get("/me").status_code == 200
    assert there.get("/me").status_code == 302
    assert secret(here) != secret(there)


@pytest.mark.parametrize("path", ["/me/agreement", "/me/public-name", "/me/password", "/me/devices"])
def test_nothing_changes_without_a_token_or_a_login(signed_in: SignIn, path: str) -> None:
    client = signed_in("contestant")
    client.get("/me")
    assert client.post(path, data={"agrees": "y", "publishes_name": "y"}).status_code == 403
    assert send(signed_in(), path, page="/login", agrees="y").status_code == 401
    assert client.get(path).status_code == 405


def test_sections_of_other_rooms_are_shown(app: Flask, signed_in: SignIn, cast: Cast) -> None:
    def section(actor: Actor, now: Any) -> Markup:
        return Markup("<section>{} {}</section>").format(actor.person_id, now.year)

    extra = Room(name="extra", title="x", slots={"me_sections": section})
    app.extensions["rooms"] = (*app.extensions["rooms"], extra)
    page = signed_in("contestant").get("/me").text
    assert f"<section>{cast.people['contestant']} {clock.now().year}</section>" in page


def test_a_missing_birth_date_is_given_once(signed_in: SignIn, cast: Cast) -> None:
    client = signed_in("contestant")
    assert "Bổ sung ngày sinh" in client.get("/me").text
    assert send(client, "/me/birth", page="/me", birth="31/02/1990").status_code == 422
    assert send(client, "/me/birth", page="/me", birth=" ").status_code == 422
    assert cast.person("contestant").birth == ""
    assert send(client, "/me/birth", page="/me", birth="05/09/1985").status_code == 302
    assert cast.person("contestant").birth == "1985-09-05"
    page = client.get("/me").text
    assert "05/09/1985" in page
    assert "Bổ sung ngày sinh" not in page


def test_a_birth_date_that_is_known_is_changed_by_organisers_alone(signed_in: SignIn, cast: Cast) -> None:
    with transaction():
        cast.person("contestant").birth = "1985"
    answer = send(signed_in("contestant"), "/me/birth", page="/me", birth="1990")
    assert answer.status_code == 422
    assert cast.person("contestant").birth == "1985"
