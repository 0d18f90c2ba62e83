"""Filters of the list of people: units by typing, divisions, the way to the own row, and what stays in the links."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient

from quiz.contests.groups import Division
from quiz.ranking import service
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn
from tests.leaderboard.test_pages import text_of
from tests.ranking.conftest import ArenaMaker

PAGE, FIND = "/contests/thu/standings", "/api/v1/contests/thu/rounds/1/units/find"


def found(client: FlaskClient, text: str) -> list[str]:
    """The codes that a text may mean."""
    return [unit["code"] for unit in client.get(FIND, query_string={"q": text}).json]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("xa", ["A", "C"]),
        ("XÃ ĐÔNG", ["C"]),
        ("dong", ["C"]),
        ("chi bo", ["A1", "A2"]),
        ("chi bo xa an", ["A1", "A2"]),
        ("mot tinh thu", ["A1"]),
        ("a2", ["A2"]),
        ("ng", ["N"]),
        ("khong co", []),
        ("%", []),
        ("", []),
    ],
)
def test_units_of_the_round_are_found_by_typing(four: Arena, client: FlaskClient, text: str, codes: list[str]) -> None:
    assert found(client, text) == codes


def test_a_hit_says_where_the_unit_stands(four: Arena, client: FlaskClient) -> None:
    hit = client.get(f"{FIND}?q=mot").json[0]
    assert hit == {"code": "A1", "name": "Chi bộ Một", "path": "Chi bộ Một, Xã An, Tỉnh Thử"}


def test_without_a_script_the_text_alone_finds_the_unit(four: Arena, client: FlaskClient) -> None:
    page = text_of(client, f"{PAGE}?unit_text=phuong+binh&unit=")
    assert "Thí sinh của Phường Bình" in page
    assert "Nguyễn Văn An" not in page
    changed = text_of(client, f"{PAGE}?unit_text=xa+an&unit=B")
    assert "Thí sinh của Xã An" in changed, "what is typed goes before what was chosen earlier"
    assert "Nguyễn Văn An" in text_of(client, f"{PAGE}?unit_text=&unit=B"), "an emptied box asks for everybody"


def test_a_text_that_may_mean_several_units_offers_them(four: Arena, client: FlaskClient) -> None:
    page = text_of(client, f"{PAGE}?unit_text=chi+bo&q=an")
    assert "“chi bo” có thể là một trong các đơn vị sau" in page
    assert f'href="{PAGE}?round=1&q=an&unit=A2">Chi bộ Hai, Xã An, Tỉnh Thử</a>' in page
    assert "Không tìm thấy đơn vị “xyz”" in text_of(client, f"{PAGE}?unit_text=xyz")


def test_a_code_that_names_no_unit_is_not_found_on_a_page_that_goes_on(four: Arena, client: FlaskClient) -> None:
    answer = client.get(f"{PAGE}?unit=KHONG")
    assert answer.status_code == 404
    assert "Không tìm thấy đơn vị “KHONG”" in unescape(answer.text)
    assert "Xem tất cả thí sinh" in unescape(answer.text)


@pytest.fixture
def pupils(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """130 people, every other one in the second of two divisions."""
    arena = new_arena(rounds=2, divisions=(Division("A", "Cán bộ"), Division("B", "Học sinh"), Division("C", "Khác")))
    for number in range(130):
        arena.person(f"Trần Văn {number:03}", division="AB"[number % 2])
        arena.sit(f"Trần Văn {number:03}", ("A1", "B")[number % 2], score=1000 - number)
    service.refresh(frozen.moment)
    return arena


def test_divisions_are_tabs_with_their_titles_and_their_own_ranks(pupils: Arena, client: FlaskClient) -> None:
    page = text_of(client, f"{PAGE}?division=B")
    assert 'aria-current="page">Học sinh</a>' in page
    assert "Hạng trong bảng" in page
    assert "Trần Văn 001" in page
    assert "Trần Văn 000" not in page
    assert "Chưa có thí sinh nào ở đây" in text_of(client, f"{PAGE}?division=C")


def test_pages_and_rounds_keep_every_filter(pupils: Arena, client: FlaskClient, frozen: FrozenClock) -> None:
    frozen.move(weeks=1)
    page = text_of(client, f"{PAGE}?round=1&division=B&unit=B&q=tran+van&page=1")
    assert f'href="{PAGE}?round=1&page=2&unit=B&division=B&q=tran+van"' in page or (
        "page=2" in page and page.count("division=B&q=tran") > 0
    )
    for link in [part.split('"')[0] for part in page.split('href="')[1:] if "page=2" in part.split('"')[0]]:
        assert {"round=1", "unit=B", "division=B", "q=tran+van", "page=2"} <= set(link.split("?")[1].split("&"))
    other = next(part.split('"')[0] for part in page.split('href="')[1:] if "round=2" in part.split('"')[0])
    assert {"unit=B", "division=B", "q=tran+van"} <= set(other.split("?")[1].split("&"))


def test_the_way_to_the_own_row_leads_to_its_page_within_the_filters(pupils: Arena, log_in: LogIn) -> None:
    mine = log_in(pupils.people["Trần Văn 121"])
    whole = mine.get(f"{PAGE}?round=1&at=toi")
    assert (whole.status_code, whole.location) == (303, f"{PAGE}?round=1&page=3#toi")
    assert 'class="is-mine" id="toi"' in text_of(mine, f"{PAGE}?round=1&page=3")
    within = mine.get(f"{PAGE}?round=1&division=B&at=toi")
    assert within.location == f"{PAGE}?round=1&division=B&page=2#toi"
    elsewhere = mine.get(f"{PAGE}?round=1&division=A&at=toi")
    assert elsewhere.location == f"{PAGE}?round=1&page=3#toi", "filters that leave the own row out are let go"


def test_without_an_own_row_the_way_leads_to_the_list(pupils: Arena, client: FlaskClient, log_in: LogIn) -> None:
    for browser in (client, log_in(pupils.person("Người Xem"))):
        assert browser.get(f"{PAGE}?round=1&at=toi").location == f"{PAGE}?round=1"
