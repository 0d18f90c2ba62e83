"""The console pages of a merge: choose, look, confirm, take back."""

from __future__ import annotations

import pytest

from quiz.accounts import queries as people
from quiz.core import clock
from quiz.units import queries
from tests.people import Cast, SignIn
from tests.units.test_pages import send

PAGE = "/admin/units/B/merge"


def chosen(**values: str) -> dict[str, str]:
    """What the form sends for Xã An Bình."""
    today = clock.local(clock.now()).strftime("%d/%m/%Y")
    return {"text_1": "Xã An Bình", "code_1": "A", "day": today, "reason": "NQ số 12", **values}


def test_the_preview_says_what_will_move_and_nothing_has_moved(signed_in: SignIn, cast: Cast) -> None:
    page = send(signed_in("organiser"), PAGE, **chosen())
    assert page.status_code == 200
    for part in ("Chưa có gì thay đổi", "Xã An Bình", "Chi bộ Cầu Đá", "NQ số 12", 'name="confirmed"', 'value="A"'):
        assert part in page.text
    assert cast.unit("A").merged_into_id is None


def test_confirmed_it_is_done_and_can_be_taken_back(signed_in: SignIn, cast: Cast) -> None:
    client = signed_in("organiser")
    done = send(client, PAGE, **chosen(), confirmed="1")
    assert (done.status_code, done.location) == (303, "/admin/units/?under=B")
    assert cast.unit("A").merged_into_id == cast.units["B"]
    assert people.primary_unit_id(cast.people["contestant"]) == cast.units["B"]
    assert "đã sáp nhập vào đơn vị khác" in client.get("/admin/units/A/edit").text
    asking = client.get("/admin/units/A/unmerge").text
    assert "NQ số 12" in asking
    assert "Phường Bãi Cháy" in asking
    assert send(client, "/admin/units/A/unmerge", reason="Nhầm").status_code == 303
    assert cast.unit("A").merged_into_id is None
    assert people.primary_unit_id(cast.people["contestant"]) == cast.units["A"]
    assert "Không có gì để hoàn tác" in client.get("/admin/units/A/unmerge").text


@pytest.mark.parametrize(
    ("values", "status", "text"),
    [
        ({"text_1": "Xã không có", "code_1": ""}, 422, "Chưa rõ đơn vị nào"),
        ({"text_1": "", "code_1": ""}, 422, "chọn ít nhất một đơn vị"),
        ({"reason": ""}, 422, "Vui lòng điền mục này"),
        ({"day": "hôm nay"}, 422, "ngày/tháng/năm"),
        ({"day": "01/01/2099"}, 422, "Ngày sáp nhập chưa đến"),
        ({"text_1": "Tỉnh Phong Lan", "code_1": "P"}, 409, "là cấp trên của đơn vị tiếp nhận"),
    ],
)
def test_what_is_wrong_stands_at_its_box(
    signed_in: SignIn, cast: Cast, values: dict[str, str], status: int, text: str
) -> None:
    answer = send(signed_in("organiser"), PAGE, **chosen(**values))
    assert (answer.status_code, text in answer.text) == (status, True), answer.text


@pytest.mark.parametrize("path", [PAGE, "/admin/units/B/unmerge"])
def test_another_ones_unit_is_refused(signed_in: SignIn, path: str) -> None:
    assert signed_in("organiser_a").get(path).status_code == 403
    assert signed_in("contact").get(path).status_code == 403


def test_a_unit_out_of_reach_cannot_be_taken_in(signed_in: SignIn, cast: Cast) -> None:
    values = chosen(text_1="Phường Bãi Cháy", code_1="B")
    answer = send(signed_in("organiser_a"), "/admin/units/C/merge", **values, confirmed="1")
    assert answer.status_code == 403
    assert queries.get(cast.units["B"]).merged_into_id is None
