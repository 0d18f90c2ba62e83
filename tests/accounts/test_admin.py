"""The console pages of people: who sees whom, and what may be done."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from quiz.accounts import queries, service
from quiz.accounts.listing import page_of_people
from quiz.core import clock
from quiz.core.permissions import Role
from quiz.units import service as units
from tests.accounts.browser import send
from tests.factories.people import make_person
from tests.people import Cast, SignIn

NEW = "mật khẩu hoàn toàn mới"
CODE = re.compile(r'class="issued-code">(\w{5}) (\w{5})<')


def listed(cast: Cast, who: str, text: str = "", number: int = 1) -> list[str]:
    return [line.name for line in page_of_people(cast.actor(who), text, None, number).rows]


def test_people_of_the_own_subtree_are_listed_and_nobody_else(cast: Cast) -> None:
    inside = {cast.person(name).name for name in ("contestant", "contact", "organiser_a", "deactivated")}
    assert set(listed(cast, "organiser_a")) == inside
    assert cast.person("outsider").name not in listed(cast, "organiser")
    assert len(listed(cast, "administrator")) == 7
    assert listed(cast, "contestant") == listed(cast, "contact") == []


def test_people_without_a_unit_are_seen_by_who_organises_everything(cast: Cast) -> None:
    make_person("Không Đơn Vị")
    assert "Không Đơn Vị" in listed(cast, "administrator")
    assert "Không Đơn Vị" not in listed(cast, "organiser")


@pytest.mark.parametrize(
    "text", ["do hong", "Đỗ Hồng", "hong do", "DO THI", "dohong.x", "0912 345 678", "+84912345678", "đỗ thị hồng"]
)
def test_people_are_found_without_accents_by_login_name_and_by_phone(cast: Cast, text: str) -> None:
    make_person("Đỗ Thị Hồng", cast.unit("A"), login_name="dohong.x", phone="0912345678")
    make_person("Hoàng Văn Đô", cast.unit("A"))
    assert listed(cast, "organiser_a", text) == ["Đỗ Thị Hồng"]


@pytest.mark.parametrize("text", ["%", "_", "hongg", "091234567", "' OR 1=1 --", "\\"])
def test_what_fits_nobody_finds_nobody(cast: Cast, text: str) -> None:
    make_person("Đỗ Thị Hồng", cast.unit("A"), phone="0912345678")
    assert listed(cast, "organiser_a", text) == []


def test_a_search_does_not_reach_beyond_the_subtree(cast: Cast) -> None:
    make_person("Đỗ Thị Hồng", cast.unit("B"), login_name="dohong.x", phone="0912345678")
    for text in ("do thi hong", "dohong.x", "0912345678"):
        assert listed(cast, "organiser_a", text) == []
        assert listed(cast, "organiser", text) == ["Đỗ Thị Hồng"]


def test_people_stand_in_the_order_of_given_names(cast: Cast) -> None:
    for name in ("Trần Văn Ân", "Nguyễn Thị An", "Lê Văn Ẩn", "Đỗ Văn Ăn"):
        make_person(name, cast.unit("C"))
    page = page_of_people(cast.actor("organiser_a"), "", cast.unit("C"), 1)
    assert [line.name for line in page.rows] == ["Nguyễn Thị An", "Đỗ Văn Ăn", "Trần Văn Ân", "Lê Văn Ẩn"]


def test_fifty_people_stand_on_a_page(cast: Cast) -> None:
    for number in range(53):
        make_person(f"Tẩn Lở {number:02d}", cast.unit("C"))
    page = page_of_people(cast.actor("organiser_a"), "tan lo", None, 2)
    assert (page.total, page.pages, len(page.rows)) == (53, 2, 3)
    assert page_of_people(cast.actor("organiser_a"), "tan lo", None, 3).rows == []


@pytest.mark.parametrize(
    ("who", "whom", "status"),
    [
        ("organiser_a", "contestant", 200),
        ("organiser_a", "organiser", 403),
        ("organiser_a", "outsider", 403),
        ("organiser", "administrator", 200),
        ("administrator", "outsider", 200),
        ("contact", "contestant", 403),
        ("contestant", "contestant", 403),
        (None, "contestant", 302),
    ],
)
def test_a_person_is_shown_to_organisers_of_the_unit(
    signed_in: SignIn, cast: Cast, who: str | None, whom: str, status: int
) -> None:
    assert signed_in(who).get(f"/admin/accounts/{cast.people[whom]}").status_code == status


def test_an_unknown_person_is_not_found(signed_in: SignIn) -> None:
    assert signed_in("administrator").get("/admin/accounts/999").status_code == 404


def test_somebody_of_higher_rank_is_shown_without_buttons(signed_in: SignIn, cast: Cast) -> None:
    page = signed_in("organiser").get(f"/admin/accounts/{cast.people['administrator']}").text
    assert "chỉ xem được thông tin" in page
    assert "Cấp mã một lần" not in page


@pytest.mark.parametrize("under", ["B", "P", "U"])
def test_the_list_of_a_foreign_unit_is_closed(signed_in: SignIn, under: str) -> None:
    assert signed_in("organiser_a").get(f"/admin/accounts/?under={under}").status_code == 403
    assert signed_in("organiser_a").get("/admin/accounts/?under=KHONG").status_code == 404


def test_a_person_is_added_with_a_code_that_works(signed_in: SignIn, cast: Cast) -> None:
    values = {"name": "Vàng A Páo", "birth": "1990", "phone": "", "unit": "C", "unit_text": "x", "post": "Bí thư"}
    page = send(signed_in("organiser_a"), "/admin/accounts/new", **values).text
    code = CODE.search(page)
    assert code
    assert "paova" in page
    service.redeem_code("paova", code[1] + code[2], NEW, clock.now())
    person = service.log_in("paova", NEW, clock.now())
    assert queries.primary_unit_id(person.id) == cast.units["C"]


def test_a_likely_duplicate_is_shown_and_kept_apart(signed_in: SignIn) -> None:
    values = {"name": "Vàng A Páo", "birth": "1990", "phone": "0912345678", "unit": "C", "unit_text": "x"}
    client = signed_in("organiser_a")
    assert "Có thể trùng" not in send(client, "/admin/accounts/new", **values).text
    page = send(client, "/admin/accounts/new", **values).text
    assert "Có thể trùng với người đã có" in page
    assert "paova2" in page


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"name": ""}, "Vui lòng điền mục này."),
        ({"birth": "x"}, "Ngày sinh ghi dạng"),
        ({"unit": "B"}, "không có quyền"),
        ({"unit": "", "unit_text": ""}, "Vui lòng chọn đơn vị."),
        ({"unit": "", "unit_text": "zzz"}, "Không tìm thấy đơn vị này."),
        ({"login_name": "contestant.thu"}, "đã có người dùng"),
    ],
)
def test_what_is_wrong_is_said_beside_the_input(signed_in: SignIn, change: dict[str, str], text: str) -> None:
    values = {"name": "Vàng A Páo", "unit": "C", "unit_text": "x"}
    answer = send(signed_in("organiser_a"), "/admin/accounts/new", **{**values, **change})
    assert answer.status_code == 422
    assert text in answer.text
    assert queries.by_login_name("paova") is None


def test_a_code_is_issued_and_shown_once(signed_in: SignIn, cast: Cast) -> None:
    client, person_id = signed_in("organiser_a"), cast.people["contestant"]
    page = send(client, f"/admin/accounts/{person_id}/code", page="/admin/accounts/new").text
    code = CODE.search(page)
    assert code
    assert CODE.search(client.get(f"/admin/accounts/{person_id}").text) is None
    assert service.redeem_code("contestant.thu", code[1] + code[2], NEW, clock.now()).id == person_id


def test_a_role_is_given_and_taken_back(signed_in: SignIn, cast: Cast) -> None:
    client, person_id = signed_in("organiser_a"), cast.people["contestant"]
    page = f"/admin/accounts/{person_id}"
    send(client, f"{page}/roles", page=page, role="unit_contact", unit="C", unit_text="x")
    held = queries.roles_of(person_id)
    assert [(role.role, role.unit_name) for role in held] == [(Role.UNIT_CONTACT, "Chi bộ Cầu Đá")]
    assert "Đầu mối đơn vị: Chi bộ Cầu Đá" in client.get(page).text
    send(client, f"{page}/roles/{held[0].id}/revocation", page=page)
    assert queries.roles_of(person_id) == []


@pytest.mark.parametrize(
    ("role", "unit", "text"),
    [
        ("administrator", "A", "ngang hoặc thấp hơn"),
        ("unit_contact", "B", "ngang hoặc thấp hơn"),
        ("unit_contact", "", "ngang hoặc thấp hơn"),
        ("contestant", "A", ""),
        ("king", "A", ""),
    ],
)
def test_a_role_beyond_ones_reach_is_refused(signed_in: SignIn, cast: Cast, role: str, unit: str, text: str) -> None:
    person_id = cast.people["contestant"]
    page = f"/admin/accounts/{person_id}"
    answer = send(signed_in("organiser_a"), f"{page}/roles", page=page, role=role, unit=unit, unit_text="")
    assert answer.status_code == 422
    assert text in answer.text
    assert queries.roles_of(person_id) == []


def test_the_role_of_another_person_is_not_taken_back_by_its_number(signed_in: SignIn, cast: Cast) -> None:
    foreign = queries.roles_of(cast.people["organiser"])[0].id
    page = f"/admin/accounts/{cast.people['contestant']}"
    answer = send(signed_in("organiser_a"), f"{page}/roles/{foreign}/revocation", page=page)
    assert answer.status_code == 404
    assert len(queries.roles_of(cast.people["organiser"])) == 1


def test_a_person_is_moved_and_an_account_closed(signed_in: SignIn, cast: Cast) -> None:
    client, person_id = signed_in("organiser"), cast.people["contestant"]
    page = f"/admin/accounts/{person_id}"
    send(client, f"{page}/unit", page=page, unit="B", unit_text="x")
    assert queries.primary_unit_id(person_id) == cast.units["B"]
    send(client, f"{page}/state", page=page, active="0")
    assert not cast.person("contestant").is_active
    send(client, f"{page}/state", page=page, active="1")
    assert cast.person("contestant").is_active


ACTIONS = {
    "code": {},
    "roles": {"role": "unit_contact", "unit": "A"},
    "unit": {"unit": "A"},
    "state": {"active": "0"},
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("whom", ["outsider", "organiser", "administrator"])
def test_nobody_beyond_the_subtree_is_touched(signed_in: SignIn, cast: Cast, action: str, whom: str) -> None:
    person_id = cast.people[whom]
    before = (queries.roles_of(person_id), queries.primary_unit_id(person_id))
    answer = send(
        signed_in("organiser_a"), f"/admin/accounts/{person_id}/{action}", page="/admin/accounts/new", **ACTIONS[action]
    )
    assert answer.status_code == 403
    assert (queries.roles_of(person_id), queries.primary_unit_id(person_id)) == before
    assert cast.person(whom).is_active


@pytest.mark.parametrize("action", ACTIONS)
def test_without_a_token_nobody_is_touched(signed_in: SignIn, cast: Cast, action: str) -> None:
    client, person_id = signed_in("organiser_a"), cast.people["contestant"]
    client.get("/admin/accounts/")
    assert client.post(f"/admin/accounts/{person_id}/{action}", data=ACTIONS[action]).status_code == 403
    assert cast.person("contestant").is_active
    assert queries.roles_of(person_id) == []


def waiting(cast: Cast, home: str = "P") -> tuple[int, int]:
    person = make_person("Lò Thị Hoa", cast.unit(home))
    return person.id, units.request_unit("Chi bộ Bản Mới", person.id, clock.now()).id


def test_a_missing_unit_is_answered_by_moving_the_person(signed_in: SignIn, cast: Cast) -> None:
    person_id, request_id = waiting(cast)
    client = signed_in("organiser")
    assert "Có 1 người báo thiếu đơn vị" in client.get("/admin/accounts/").text
    assert "Chi bộ Bản Mới" in client.get("/admin/accounts/requests").text
    path = f"/admin/accounts/requests/{request_id}"
    send(client, path, page="/admin/accounts/new", unit="C", unit_text="x")
    assert queries.primary_unit_id(person_id) == cast.units["C"]
    assert "Chi bộ Bản Mới" not in client.get("/admin/accounts/requests").text
    assert send(client, path, page="/admin/accounts/new", close="1").status_code == 404


def test_a_request_may_be_closed_without_a_move(signed_in: SignIn, cast: Cast) -> None:
    person_id, request_id = waiting(cast)
    client = signed_in("organiser")
    send(client, f"/admin/accounts/requests/{request_id}", page="/admin/accounts/new", close="1", unit="C")
    assert queries.primary_unit_id(person_id) == cast.units["P"]
    assert "Không còn yêu cầu nào" in client.get("/admin/accounts/requests").text


def test_a_request_without_a_unit_stays_open(signed_in: SignIn, cast: Cast) -> None:
    _, request_id = waiting(cast)
    client = signed_in("organiser")
    send(client, f"/admin/accounts/requests/{request_id}", page="/admin/accounts/new", unit="", unit_text="")
    page = client.get("/admin/accounts/requests").text
    assert "Vui lòng chọn đơn vị." in page
    assert "Chi bộ Bản Mới" in page


def test_requests_of_others_are_neither_seen_nor_answered(signed_in: SignIn, cast: Cast) -> None:
    person_id, request_id = waiting(cast)
    client = signed_in("organiser_a")
    assert "Chi bộ Bản Mới" not in client.get("/admin/accounts/requests").text
    answer = send(client, f"/admin/accounts/requests/{request_id}", page="/admin/accounts/new", unit="A")
    assert answer.status_code == 404
    assert queries.primary_unit_id(person_id) == cast.units["P"]


def test_a_menu_line_leads_organisers_here(app: Flask, signed_in: SignIn) -> None:
    assert 'href="/admin/accounts/"' in signed_in("organiser_a").get("/admin/accounts/").text
    assert 'href="/admin/' not in signed_in("contestant").get("/me").text
