"""The list before a round opens: each line from what is really so, with what to do and where."""

from __future__ import annotations

from datetime import datetime

import pytest

from quiz.contests import queries, readiness, rehearsals
from quiz.contests.models import Contest
from quiz.contests.rehearsing import Plan
from quiz.contests.rules import RoundState
from quiz.core.db import transaction
from tests.contests.browsing import Browser
from tests.factories.contests import add_item, make_bank, make_contest
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
URL = "/admin/contests/thi-thu/rounds/1/readiness"


@pytest.fixture
def contest(now: datetime, cast: Cast) -> Contest:
    """A contest of province P that ranks units by rate."""
    return make_contest(now, owner_unit="P", unit_order=["rate"])


@pytest.fixture
def organiser(contest: Contest, signed_in: SignIn) -> Browser:
    """The browser of its organiser."""
    return Browser(signed_in("organiser"))


def states(browser: Browser) -> dict[str, str]:
    """The state of every line by its title."""
    browser.get(URL)
    assert browser.status == 200
    found = {}
    for item in browser.page.xpath("//li[contains(@class, 'check ')]"):
        found[" ".join(item.xpath(".//strong")[0].text_content().split())] = item.get("class").split("is-")[1].strip()
    return found


def test_what_is_missing_is_told_with_the_way_to_it(organiser: Browser, cast: Cast) -> None:
    with transaction():
        cast.unit("B").headcount = None
    found = states(organiser)
    assert found["Ngân hàng câu hỏi đủ câu cho đề 2 câu"] == "ok"
    assert found["Chưa diễn tập"] == "warn"
    assert found["Thể lệ bản số 1 sẽ được công bố"] == "ok"
    assert found["1 đơn vị chưa có tổng số người"] == "warn"
    assert found["Cơ sở dữ liệu giữ được bài thi cả khi mất điện"] == "ok"
    addresses = organiser.page.xpath("//li[contains(@class, 'check ')]/a/@href")
    assert "/admin/contests/thi-thu/rehearsal" in addresses
    for address in addresses:
        assert organiser.get(address).status == 200, address


def test_a_bank_that_is_short_stops_the_opening(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    make_bank(now, recognition=1)
    make_contest(now, owner_unit="P")
    browser = Browser(signed_in("organiser"))
    assert states(browser)["Ngân hàng câu hỏi chưa đủ câu cho đề"] == "bad"
    assert "cần 2, có 1" in browser.text
    assert "Còn 1 việc phải xong" in browser.text
    assert browser.page.xpath("//form//button[@disabled]")


def test_questions_that_wait_for_approval_are_counted(organiser: Browser, now: datetime) -> None:
    assert states(organiser)["Mọi câu hỏi của ngân hàng đã được duyệt"] == "ok"
    bank_id = make_bank(now, "phu").id
    contest = make_contest(now, slug="khac", owner_unit="P", bank="phu")
    add_item(bank_id, now, "nhap", state="draft")
    add_item(bank_id, now, "bo", state="retired")
    browser = organiser.get("/admin/contests/khac/rounds/1/readiness")
    assert "Ngân hàng còn 1 câu chưa duyệt" in browser.text
    assert contest.slug == "khac"


def test_head_counts_are_asked_for_where_the_ranking_needs_them(
    organiser: Browser, contest: Contest, cast: Cast, now: datetime
) -> None:
    with transaction():
        for name in ("P", "A", "B", "C"):
            cast.unit(name).headcount = 100
    assert states(organiser)["Mọi đơn vị đã có tổng số người"] == "ok"
    with transaction():
        cast.unit("B").headcount = None
    assert states(organiser)["1 đơn vị chưa có tổng số người"] == "warn"
    make_contest(now, slug="khac", owner_unit="P", unit_order=["people"])
    browser = organiser.get("/admin/contests/khac/rounds/1/readiness")
    assert "1 đơn vị chưa có tổng số người (đã xong)" in browser.text


def test_a_rehearsal_is_remembered_even_after_it_is_wiped(organiser: Browser, cast: Cast, now: datetime) -> None:
    make_bank(now, "phu")
    contest_id = queries.contest_by_slug("thi-thu").id
    rehearsals.start_rehearsal(cast.actor("organiser"), contest_id, Plan("phu", 60), now)
    assert states(organiser)["Đã diễn tập"] == "ok"
    browser = organiser.get("/admin/contests/thi-thu-dien-tap/walk")
    browser.send("wiping", slug="thi-thu-dien-tap")
    assert states(organiser)["Đã diễn tập"] == "ok"


def test_a_database_that_may_lose_answers_stops_the_opening(
    organiser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "durability_problems", lambda: ["synchronous = 0"])
    assert states(organiser)["Cơ sở dữ liệu chưa bảo đảm giữ được bài thi khi mất điện"] == "bad"
    assert "synchronous = 0" in organiser.text


def test_the_round_is_opened_from_the_list(organiser: Browser, now: datetime) -> None:
    organiser.get("/admin/contests/thi-thu")
    organiser.get(organiser.links()["Sẵn sàng mở vòng? Xem danh mục kiểm tra"])
    assert organiser.answer.request.path.endswith("/readiness")
    make_contest(
        now,
        slug="mai",
        owner_unit="P",
        rounds=[{"number": 1, "opens_at": "05/03/2026 08:00", "closes_at": "08/03/2026 24:00"}],
    )
    organiser.get("/admin/contests/mai/rounds/1/readiness").send("opening", reason="Khai mạc sớm")
    assert "Vòng thi đã mở" in organiser.text
    assert queries.state_of(queries.round_of(queries.contest_by_slug("mai").id, 1), now) is RoundState.OPEN
    assert "đã mở hoặc đã kết thúc" in organiser.get("/admin/contests/mai/rounds/1/readiness").text
