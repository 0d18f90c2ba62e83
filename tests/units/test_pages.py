"""The console pages of the units."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quiz.units import queries
from tests.people import Cast, SignIn
from tests.units.files import units_file


def token(client: FlaskClient, page: str = "/admin/units/new") -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert found
    return found[1]


def send(client: FlaskClient, path: str, **values: object) -> TestResponse:
    data = {"csrf_token": token(client), **values}
    return client.post(path, data=data, content_type="multipart/form-data")


def test_the_tree_shows_the_own_subtree_and_nothing_else(signed_in: SignIn) -> None:
    page = signed_in("organiser_a").get("/admin/units/").text
    assert "Xã An Bình" in page
    assert "Chi bộ Cầu Đá" in page
    assert "Bãi Cháy" not in page
    assert "Phong Lan" not in page
    assert "Uyên Ương" not in page


def test_an_administrator_sees_every_tree(signed_in: SignIn) -> None:
    page = signed_in("administrator").get("/admin/units/").text
    assert "Tỉnh Phong Lan" in page
    assert "Tỉnh Uyên Ương" in page


def test_search_finds_without_accents_and_shows_where_a_unit_stands(signed_in: SignIn) -> None:
    page = signed_in("organiser").get("/admin/units/?q=cau+da").text
    assert "Chi bộ Cầu Đá" in page
    assert "Xã An Bình, Tỉnh Phong Lan" in page
    assert "Bãi Cháy" not in page


def test_search_does_not_reach_beyond_the_subtree(signed_in: SignIn) -> None:
    page = signed_in("organiser_a").get("/admin/units/?q=bai+chay").text
    assert "Bãi Cháy" not in page


def test_below_one_unit_only_its_subtree_is_shown(signed_in: SignIn) -> None:
    page = signed_in("organiser").get("/admin/units/?under=A").text
    assert "Chi bộ Cầu Đá" in page
    assert "Bãi Cháy" not in page


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("organiser_a", "/admin/units/?under=B", 403),
        ("organiser_a", "/admin/units/?under=X", 404),
        ("organiser_a", "/admin/units/B/edit", 403),
        ("organiser_a", "/admin/units/P/edit", 403),
        ("organiser_a", "/admin/units/X/edit", 404),
        ("organiser_a", "/admin/units/A/edit", 200),
        ("contact", "/admin/units/", 403),
        ("contestant", "/admin/units/", 403),
        ("deactivated", "/admin/units/", 302),
        (None, "/admin/units/", 302),
    ],
)
def test_pages_open_for_organisers_of_the_subtree_only(
    signed_in: SignIn, who: str | None, path: str, status: int
) -> None:
    assert signed_in(who).get(path).status_code == status


def test_a_unit_is_added_through_the_form(signed_in: SignIn) -> None:
    values = {"code": "n1", "name": "Xã Mới", "kind": "commune", "parent": "P", "parent_text": "Tỉnh Phong Lan"}
    more = {"headcount": "1.250", "headcount_on": "31/12/2025", "aliases": "Xã Cũ\r\nXã Xưa\r\n", "version": "0"}
    answer = send(signed_in("organiser"), "/admin/units/new", **values, **more)
    assert (answer.status_code, answer.location) == (302, "/admin/units/?under=N1")
    unit = queries.by_code("N1")
    assert unit is not None
    assert (unit.name, unit.headcount, str(unit.headcount_on)) == ("Xã Mới", 1250, "2025-12-31")
    assert list(queries.aliases(unit.id)) == ["Xã Cũ", "Xã Xưa"]


def test_the_unit_above_is_found_by_its_name_alone(signed_in: SignIn, cast: Cast) -> None:
    values = {"code": "N1", "name": "Chi bộ Mới", "kind": "branch", "parent_text": "xa an binh"}
    assert send(signed_in("organiser_a"), "/admin/units/new", **values).status_code == 302
    unit = queries.by_code("N1")
    assert unit is not None
    assert unit.parent_id == cast.units["A"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"code": ""}, "Vui lòng điền mục này."),
        ({"code": "A"}, "Mã đơn vị A đã được dùng."),
        ({"code": "Xã"}, "Mã đơn vị gồm"),
        ({"headcount": "nhiều"}, "Vui lòng ghi một số nguyên."),
        ({"headcount": "-1"}, "Số người phải là số nguyên"),
        ({"headcount_on": "2025-12-31"}, "Vui lòng ghi ngày dạng ngày/tháng/năm."),
        ({"valid_from": "02/01/2026", "valid_to": "01/01/2026"}, "Ngày kết thúc hiệu lực"),
        ({"parent_text": "zzz", "parent": ""}, "Chưa rõ đơn vị cấp trên"),
        ({"parent_text": "Phường Bãi Cháy", "parent": "B"}, "không có quyền"),
        ({"parent_text": "", "parent": ""}, "không có quyền"),
        ({"kind": "castle"}, ""),
    ],
)
def test_what_cannot_be_is_said_beside_the_input_and_nothing_is_stored(
    signed_in: SignIn, change: dict[str, str], text: str
) -> None:
    values = {"code": "N1", "name": "Chi bộ Mới", "kind": "branch", "parent": "A", "parent_text": "Xã An Bình"}
    answer = send(signed_in("organiser_a"), "/admin/units/new", **{**values, **change})
    assert answer.status_code == 200
    assert text in answer.text
    assert queries.by_code("N1") is None


def test_the_form_shows_what_is_stored_and_saves_it(signed_in: SignIn, cast: Cast) -> None:
    client = signed_in("organiser")
    page = client.get("/admin/units/A/edit").text
    assert 'value="Xã An Bình"' in page
    assert 'value="Tỉnh Phong Lan"' in page
    version = cast.unit("A").version
    values = {
        "name": "Xã An Hòa",
        "kind": "commune",
        "parent": "P",
        "parent_text": "Tỉnh Phong Lan",
        "version": version,
    }
    assert send(client, "/admin/units/A/edit", **values, headcount="310").status_code == 302
    unit = cast.unit("A")
    assert (unit.name, unit.code, unit.headcount) == ("Xã An Hòa", "A", 310)


def test_the_code_of_a_unit_cannot_be_slipped_in(signed_in: SignIn, cast: Cast) -> None:
    values = {
        "name": "Xã An Bình",
        "kind": "commune",
        "parent": "P",
        "parent_text": "x",
        "version": cast.unit("A").version,
    }
    send(signed_in("organiser"), "/admin/units/A/edit", **values, code="HACK", id="9", position="77")
    unit = cast.unit("A")
    assert (unit.code, unit.id, unit.position) == ("A", cast.units["A"], 3)


def test_an_edit_of_an_old_page_is_refused(signed_in: SignIn, cast: Cast) -> None:
    values = {"name": "Khác", "kind": "commune", "parent": "P", "parent_text": "Tỉnh Phong Lan", "version": "0"}
    answer = send(signed_in("organiser"), "/admin/units/A/edit", **values)
    assert "vừa được người khác sửa" in answer.text
    assert cast.unit("A").name == "Xã An Bình"


def test_without_a_token_nothing_is_changed(signed_in: SignIn) -> None:
    client = signed_in("organiser")
    values = {"code": "N1", "name": "Xã Mới", "kind": "commune", "parent": "P", "parent_text": "x"}
    assert client.post("/admin/units/new", data=values).status_code == 403
    assert queries.by_code("N1") is None


def upload(client: FlaskClient, content: bytes) -> TestResponse:
    return send(client, "/admin/units/import", file=(io.BytesIO(content), "don-vi.xlsx"))


def test_a_file_is_looked_at_before_it_is_taken(signed_in: SignIn) -> None:
    client = signed_in("organiser")
    page = upload(client, units_file(("N1", "Xã Mới", "Xã", "P"), ("A", "Xã An Bình"))).text
    assert "dòng 4" in page
    assert "Thêm mới" in page
    assert queries.by_code("N1") is None
    accept = re.search(r'action="(/admin/units/import/[0-9a-f]{32})"', page)
    assert accept
    assert send(client, accept[1]).status_code == 302
    assert queries.by_code("N1") is not None
    assert send(client, accept[1]).status_code == 404


def test_a_file_with_problems_names_them_and_offers_nothing_to_accept(signed_in: SignIn) -> None:
    page = upload(signed_in("organiser"), units_file(("N1", "Xã Mới", "Xã", "U"))).text
    assert "<strong>A4</strong>" in page
    assert "ngoài phạm vi" in page
    assert "/admin/units/import/" not in page


@pytest.mark.parametrize("content", [b"", b"not a workbook", units_file(("x",), header=("Cột lạ",))])
def test_an_unusable_file_is_refused_with_its_reason(signed_in: SignIn, content: bytes) -> None:
    answer = upload(signed_in("organiser"), content)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_what_was_typed_is_shown_as_text(signed_in: SignIn) -> None:
    page = upload(signed_in("organiser"), units_file(("N1", "<script>alert(1)</script>", "Xã", "P"))).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_template_has_the_columns_that_are_read(signed_in: SignIn) -> None:
    answer = signed_in("organiser").get("/admin/units/template.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert [cell.value for cell in sheet[1]][:4] == ["Mã", "Tên đơn vị", "Loại", "Mã đơn vị cấp trên"]
    assert "attachment" in answer.headers["Content-Disposition"]
