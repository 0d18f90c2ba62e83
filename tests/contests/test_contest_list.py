"""The list of contests in the console: searched without marks, by state, in pages; empty states that lead on."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from quiz.contests import queries, rehearsals, service
from quiz.contests.rehearsing import Plan
from tests.conftest import FrozenClock
from tests.contests.browsing import Browser
from tests.factories.contests import make_bank, make_contest, windows
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
URL = "/admin/contests/"


@pytest.fixture
def organiser(now: datetime, cast: Cast, signed_in: SignIn) -> Browser:
    """The browser of the organiser of province P with contests in several states."""
    day = timedelta(days=1)
    for slug, title, start in (
        ("dang-mo", "Tìm hiểu Đảng bộ tỉnh", now),
        ("sap-mo", "Học đường văn minh", now + 30 * day),
        ("da-xong", "Dòng sông quê hương", now - 30 * day),
    ):
        make_contest(now, slug=slug, title=title, owner_unit="P", rounds=windows(start, 5 * day))
    return Browser(signed_in("organiser"))


def found(browser: Browser, query: str = "") -> list[str]:
    """The titles in the list."""
    return browser.get(URL + query).texts("//main//tbody//th/a")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?q=dang+bo", ["Tìm hiểu Đảng bộ tỉnh"]),
        ("?q=%C4%90%E1%BA%A2NG+tinh", ["Tìm hiểu Đảng bộ tỉnh"]),
        ("?q=sap-mo", ["Học đường văn minh"]),
        ("?state=over", ["Dòng sông quê hương"]),
        ("?state=open", ["Tìm hiểu Đảng bộ tỉnh"]),
        ("?state=upcoming", ["Học đường văn minh"]),
        ("?state=open&q=song", []),
        ("", ["Tìm hiểu Đảng bộ tỉnh", "Học đường văn minh", "Dòng sông quê hương"]),
    ],
)
def test_contests_are_found_by_words_and_state(organiser: Browser, query: str, titles: list[str]) -> None:
    assert found(organiser, query) == titles
    if not titles:
        assert "Không có cuộc thi nào như vậy." in organiser.text
        assert organiser.links()["Xem tất cả"] == URL


def test_long_lists_come_in_pages_that_keep_the_search(organiser: Browser, now: datetime) -> None:
    for number in range(21):
        make_contest(now, slug=f"nhieu-{number}", title=f"Nhiều {number}", owner_unit="P")
    assert len(found(organiser, "?q=nhieu")) == 20
    assert "q=nhieu" in organiser.links()["›Trang sau"]
    assert len(found(organiser, "?q=nhieu&page=2")) == 1
    assert found(organiser, "?q=nhieu&page=9") == []


def test_without_any_contest_the_page_leads_to_the_form(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    browser = Browser(signed_in("organiser")).get(URL)
    assert "Chưa có cuộc thi nào." in browser.text
    assert browser.links()["Tạo cuộc thi"] == "/admin/contests/_new"


def test_contests_of_others_are_neither_found_nor_counted(organiser: Browser, signed_in: SignIn, now: datetime) -> None:
    other = Browser(signed_in("organiser_a"))
    before = other.get(URL).text
    make_contest(now, slug="cua-p", title="Của tỉnh", owner_unit="P")
    assert other.get(URL).text == before
    assert found(other, "?q=cua") == []
    make_contest(now, slug="cua-a", title="Của xã", owner_unit="A")
    assert found(other) == ["Của xã"]


def test_rehearsals_are_listed_for_their_organisers_with_a_badge(organiser: Browser, cast: Cast, now: datetime) -> None:
    make_bank(now, "khac")
    real = queries.contest_by_slug("sap-mo")
    rehearsals.start_rehearsal(cast.actor("organiser"), real.id, Plan("khac", 60), now)
    assert "Diễn tập: Học đường văn minh" in found(organiser, "?q=dien+tap")
    assert organiser.texts("//tbody//span[contains(@class, 'badge-warn')]") == ["Diễn tập"]


def test_a_contest_that_is_over_stays_in_the_list(organiser: Browser, now: datetime, frozen: FrozenClock) -> None:
    contest = queries.contest_by_slug("dang-mo")
    contest_round = queries.round_of(contest.id, 1)
    service.open_round(None, contest_round.id, now)
    service.close_round(None, contest_round.id, now, "Xong")
    frozen.move(seconds=1)
    assert "Tìm hiểu Đảng bộ tỉnh" in found(organiser, "?state=over")
