"""The public pages of people and units."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.contests.models import Contest
from quiz.contests.rules import Total
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.ranking import service
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn
from tests.ranking.conftest import ArenaMaker

STANDINGS, UNITS = "/contests/thu/standings", "/contests/thu/units"


def text_of(client: FlaskClient, address: str) -> str:
    """The page as text with its tags."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return unescape(" ".join(answer.text.split()))


def test_the_page_shows_places_and_the_values_that_decide(four: Arena, client: FlaskClient) -> None:
    page = text_of(client, STANDINGS)
    for part in ("Nguyễn Văn An", "Chi bộ Một", "1:01,500", "08:01:01,500 02/03/2026", "Kết quả tạm thời"):
        assert part in page
    assert "Thứ tự xét: điểm, thời gian làm bài, nộp bài lúc." in page
    assert page.index("Nguyễn Văn An") < page.index("Lê Văn Áng") < page.index("Phạm Thị Dung")


def test_nobody_sees_an_own_place_without_a_login_or_a_place(four: Arena, client: FlaskClient, log_in: LogIn) -> None:
    assert "Vị trí của tôi" not in text_of(client, STANDINGS)
    watcher = text_of(log_in(four.person("Người Xem")), STANDINGS)
    assert "Đến dòng của tôi" not in watcher
    assert "Quý vị chưa nộp bài thi nào ở đây nên chưa có thứ hạng." in watcher


def test_the_own_place_says_why(four: Arena, log_in: LogIn) -> None:
    page = text_of(log_in(four.people["Phạm Thị Dung"]), STANDINGS)
    assert "Vị trí của tôi" in page
    assert "trên 4 thí sinh" in page
    assert "Ngang nhau về điểm. Lê Văn Áng xếp trên vì làm bài nhanh hơn: 1:10,000 so với 1:10,001." in page
    assert 'class="is-mine" id="toi"' in page
    best = text_of(log_in(four.people["Nguyễn Văn An"]), STANDINGS)
    assert "Chưa có ai xếp trên." in best


def test_search_and_unit_narrow_the_list_and_stay_in_the_form(four: Arena, client: FlaskClient) -> None:
    page = text_of(client, f"{STANDINGS}?q=dung&unit=B")
    assert "Phạm Thị Dung" in page
    assert "Lê Văn Áng" not in page
    assert 'value="dung"' in page
    assert 'name="unit_text" type="search" value="Phường Bình, Tỉnh Thử"' in page
    assert 'name="unit" value="B"' in page
    assert "Thí sinh của Phường Bình" in page


def test_a_list_without_rows_says_what_to_do(four: Arena, client: FlaskClient) -> None:
    assert "Không có thí sinh nào phù hợp" in text_of(client, f"{STANDINGS}?q=khongcoai")
    assert "Danh sách đã hết" in text_of(client, f"{STANDINGS}?page=9")


def test_a_contest_without_attempts_has_pages_all_the_same(
    arena: Arena, client: FlaskClient, frozen: FrozenClock
) -> None:
    frozen.move(minutes=-1)
    assert "Chưa có ai trong bảng xếp hạng" in text_of(client, STANDINGS)
    assert "Chưa có bảng đơn vị" in text_of(client, UNITS)
    frozen.move(minutes=1)
    assert "Chưa có ai trong bảng xếp hạng" in text_of(client, STANDINGS)
    assert "Tỉnh Thử" in text_of(client, UNITS), "the round has opened, every unit stands with 0"


@pytest.mark.parametrize("query", ["round=7", "round=abc", "round=0", "unit=KHONG", "round=-1"])
def test_what_there_is_not_is_not_found(four: Arena, client: FlaskClient, query: str) -> None:
    assert client.get(f"{STANDINGS}?{query}").status_code == 404


def test_a_name_that_looks_like_html_stays_text(arena: Arena, client: FlaskClient, frozen: FrozenClock) -> None:
    arena.sit("<script>alert(1)</script>")
    service.refresh(frozen.moment)
    for address in (STANDINGS, "/board/thu", f"{STANDINGS}?q=<b>"):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert "<b>" not in text


def test_rounds_and_total_can_be_chosen(new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock) -> None:
    arena = new_arena(rounds=3, contest_total=Total.SUM)
    arena.sit("An", round_number=1)
    frozen.move(weeks=1, minutes=5)
    service.refresh(frozen.moment)
    page = text_of(client, STANDINGS)
    for name in ("Toàn cuộc thi", "Vòng 1", "Vòng 2"):
        assert name in page
    assert "Vòng 3" not in page, "it has not opened"
    assert "An" in text_of(client, f"{STANDINGS}?round=1")
    assert "Chưa có ai" in text_of(client, f"{STANDINGS}?round=2")


def test_the_unit_page_leads_down_the_tree_and_back(four: Arena, client: FlaskClient) -> None:
    roots = text_of(client, UNITS)
    assert "Tỉnh Thử" in roots
    assert "Ngoài tỉnh" in roots
    assert "Xã An" not in roots
    below = text_of(client, f"{UNITS}?parent=T")
    for part in ("Xã An", "Phường Bình", "Xã Đông", "4,0%", "9,25", "2 / 100", "Xem thí sinh của Tỉnh Thử"):
        assert part in below.replace("\xa0", " ").replace('<span class="muted"> / 100</span>', " / 100")
    deepest = text_of(client, f"{UNITS}?parent=A")
    assert deepest.index("Tất cả đơn vị") < deepest.index("Tỉnh Thử") < deepest.index("Chi bộ Một")
    assert "Không có đơn vị trực thuộc" in text_of(client, f"{UNITS}?parent=B")


def test_kinds_of_units_can_be_chosen(four: Arena, client: FlaskClient) -> None:
    page = text_of(client, f"{UNITS}?parent=T&kind=ward")
    assert "Phường Bình" in page
    assert "Xã Đông" not in page
    assert 'aria-current="page">Phường</a>' in page


def test_demo_data_says_so(four: Arena, client: FlaskClient) -> None:
    assert "Dữ liệu minh họa" not in text_of(client, STANDINGS)
    with transaction():
        db.session.query(Contest).one().is_demo = True
    for address in (STANDINGS, UNITS, "/board/thu", "/board/thu.json"):
        assert "Dữ liệu minh họa" in text_of(client, address)


def test_only_organisers_find_the_workbooks(four: Arena, client: FlaskClient, log_in: LogIn) -> None:
    assert "standings.xlsx" not in text_of(client, STANDINGS)
    assert "standings.xlsx" in text_of(log_in(four.people["Nguyễn Văn An"], Role.ORGANISER), STANDINGS)


def test_public_pages_show_no_more_than_the_list_needs(
    arena: Arena, client: FlaskClient, log_in: LogIn, frozen: FrozenClock
) -> None:
    arena.person("Hoàng Thị Kín", public_name="initials", phone="0912345678", birth="1985-09-05")
    arena.sit("Hoàng Thị Kín")
    service.refresh(frozen.moment)
    addresses = [STANDINGS, UNITS, f"{STANDINGS}?unit=A1", f"{STANDINGS}?q=h.t.k", "/board/thu", "/board/thu.json"]
    for address in addresses:
        page = text_of(client, address)
        for secret in ("Kín", "0912345678", "1985", "thisinh"):
            assert secret not in page, address


def test_pages_can_be_read_in_english(four: Arena, app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("lang", "en")
    assert 'lang="en"' in text_of(client, STANDINGS)
