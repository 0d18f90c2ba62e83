"""The console: the first page, the list, one contest with its papers and rounds, edits against lost updates."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from quiz.contests import queries, service
from quiz.contests.rules import RoundState
from tests.conftest import FrozenClock
from tests.contests.browsing import Browser
from tests.factories.contests import TOPIC, add_item, contest_text, make_bank, make_contest, round_number
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
URL = "/admin/contests/thi-thu"
PAGES = ["/admin/contests/", URL, f"{URL}/edit", f"{URL}/rounds/1/edit", f"{URL}/rules/1", "/admin/contests/_load"]
DECISIONS = ["opening", "closing", "pause", "resumption"]


@pytest.fixture
def organiser(now: datetime, cast: Cast, signed_in: SignIn) -> Browser:
    """The browser of the organiser of province P, which holds the contest."""
    make_contest(now, owner_unit="P")
    return Browser(signed_in("organiser"))


def state() -> RoundState:
    """The state of the first round at its opening."""
    contest_round = round_number(queries.contest_by_slug("thi-thu"))
    return queries.state_of(contest_round, contest_round.opens_at)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_for_the_organiser(organiser: Browser, address: str) -> None:
    assert organiser.get(address).status == 200
    assert organiser.texts("//h1")


@pytest.mark.parametrize("address", [*PAGES, "/admin/"])
def test_no_page_opens_for_others(organiser: Browser, signed_in: SignIn, address: str) -> None:
    assert signed_in("contestant").get(address).status_code == 403
    nobody = signed_in().get(address)
    assert nobody.status_code == 302
    assert nobody.location.startswith("/login?next=")


@pytest.mark.parametrize("name", ["organiser_a", "outsider"])
def test_an_organiser_of_another_unit_sees_and_does_nothing(organiser: Browser, signed_in: SignIn, name: str) -> None:
    other = Browser(signed_in(name))
    token = Browser(signed_in(name)).get("/").page.xpath("//input[@name='csrf_token']/@value")[0]
    for address in (URL, f"{URL}/edit", f"{URL}/rounds/1/edit", f"{URL}/rules/1"):
        assert other.get(address).status == 403
    for decision in DECISIONS:
        answer = other.client.post(f"{URL}/rounds/1/{decision}", data={"csrf_token": token, "reason": "Lý do"})
        assert answer.status_code == 403
    assert state() is RoundState.OPEN
    if name == "organiser_a":
        assert "Cuộc thi thử nghiệm" not in other.get("/admin/contests/").text
        assert "Cuộc thi thử nghiệm" not in other.get("/admin/").text


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_without_the_forms_token_changes_nothing(organiser: Browser, decision: str) -> None:
    answer = organiser.client.post(f"{URL}/rounds/1/{decision}", data={"reason": "Lý do"})
    assert answer.status_code == 403
    assert state() is RoundState.OPEN
    assert organiser.client.get(f"{URL}/rounds/1/{decision}").status_code == 405


def test_the_first_page_lists_what_is_open_or_to_come(
    organiser: Browser, signed_in: SignIn, frozen: FrozenClock
) -> None:
    assert "Cuộc thi thử nghiệm Vòng 1 (1/2) Đang mở Mở đến 24:00 ngày 08/03/2026" in organiser.get("/admin/").text
    frozen.move(days=60)
    later = Browser(signed_in("organiser"))
    assert "Không có cuộc thi nào đang mở hoặc sắp mở." in later.get("/admin/").text
    assert "Cuộc thi thử nghiệm" in later.get("/admin/contests/").text


def test_made_up_contests_are_marked_in_the_console(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    make_contest(now, owner_unit="P")
    browser = Browser(signed_in("organiser"))
    addresses = ["/admin/", *PAGES[:-1]]
    assert not any("Dữ liệu minh họa" in browser.get(address).answer.text for address in addresses)
    service.load_contest(None, contest_text(owner_unit="P", demo=True), now)
    assert all("Dữ liệu minh họa" in browser.get(address).answer.text for address in addresses)


def test_the_contests_page_shows_rounds_papers_and_versions(organiser: Browser) -> None:
    organiser.get(URL)
    assert "Thí sinh đã đồng ý thể lệ 0" in organiser.text
    assert "chưa chốt" in organiser.texts("//article")[0]
    assert organiser.links()["Bản số 1"] == f"{URL}/rules/1"
    assert "Điều 2. Thời gian thi" in organiser.get(f"{URL}/rules/1").text


def test_the_matrix_shows_what_is_asked_beside_what_is_held(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    bank = make_bank(now, recognition=3, application=1)
    add_item(bank.id, now, "dia-ly", "recognition", topic="Địa lý")
    cells = [
        {"topic": TOPIC, "level": "Nhận biết", "count": 2},
        {"topic": TOPIC, "level": "Vận dụng", "count": 4},
        {"topic": "*", "level": "*", "count": 1},
    ]
    make_contest(now, owner_unit="P", paper={"cells": cells})
    browser = Browser(signed_in("organiser")).get(URL)
    assert browser.texts("//table[contains(@class, 'matrix')]//thead//th") == [
        "Chủ đề",
        "Nhận biết",
        "Thông hiểu",
        "Vận dụng",
        "Vận dụng cao",
        "Mọi mức độ",
    ]
    rows = browser.page.xpath("//table[contains(@class, 'matrix')]//tbody/tr")
    cells_shown = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
    assert cells_shown == [
        ["Địa lý", "có 1", "–", "–", "–", "có 1"],
        [TOPIC, "cần 2, có 3", "–", "⚠ cần 4, có 1", "–", "có 4"],
        ["Mọi chủ đề", "có 4", "–", "có 1", "–", "cần 1, có 5"],
    ]
    assert len(browser.page.xpath("//td[contains(@class, 'is-short')]")) == 1
    assert "Ngân hàng chưa đủ câu ở những ô có dấu ⚠" in browser.text


def test_rounds_with_papers_of_their_own_are_shown_apart(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    rounds = [
        {"number": 1, "opens_at": "02/03/2026 08:00", "closes_at": "03/03/2026 24:00"},
        {"number": 2, "opens_at": "04/03/2026 08:00", "closes_at": "05/03/2026 24:00"},
        {
            "number": 3,
            "opens_at": "06/03/2026 08:00",
            "closes_at": "07/03/2026 24:00",
            "paper": {"cells": [{"topic": "*", "level": "*", "count": 4}]},
        },
    ]
    make_contest(now, owner_unit="P", rounds=rounds)
    browser = Browser(signed_in("organiser")).get(URL)
    headings = browser.texts("//section[@aria-labelledby='papers-title']//h3")
    assert headings == ["Vòng 1, Vòng 2 – 2 câu hỏi từ ngân hàng thu", "Vòng 3 – 4 câu hỏi từ ngân hàng thu"]


def test_a_shortage_stands_on_the_contests_page_until_the_bank_is_filled(
    now: datetime, cast: Cast, signed_in: SignIn
) -> None:
    bank = make_bank(now, recognition=1)
    make_contest(now, owner_unit="P")
    service.prepare_due(now)
    browser = Browser(signed_in("organiser")).get(URL)
    assert f"Chủ đề “{TOPIC}”, mức độ Nhận biết: cần 2, có 1." in browser.text
    assert browser.send("/rounds/1/opening", reason="").status == 200
    assert "Ngân hàng câu hỏi chưa đủ cho đề của vòng 1" in browser.texts("//div[contains(@class, 'flashes')]")[0]
    add_item(bank.id, now, "them")
    service.prepare_due(now)
    assert "cần 2, có 1" not in browser.get(URL).text


def test_a_round_is_opened_early_with_a_reason(organiser: Browser, now: datetime) -> None:
    organiser.get(URL).send("/rounds/2/opening", reason="")
    assert "Mở vòng sớm hơn giờ đã công bố phải ghi lý do." in organiser.text
    assert round_number(queries.contest_by_slug("thi-thu"), 2).prepared_at is None
    organiser.send("/rounds/2/opening", reason="Theo công văn 15")
    assert "Vòng thi đã mở;" in organiser.text
    second = round_number(queries.contest_by_slug("thi-thu"), 2)
    assert (second.opens_at, second.prepared_at) == (now, now)
    assert "Theo công văn 15" in organiser.texts("//section[@aria-labelledby='versions-title']")[0]


def test_a_round_is_paused_resumed_and_closed(organiser: Browser, frozen: FrozenClock) -> None:
    organiser.get(URL).send("/rounds/1/pause", reason="Bảo trì")
    assert "Vòng thi đã tạm dừng" in organiser.text
    assert state() is RoundState.PAUSED
    organiser.send("/rounds/1/resumption", reason="")
    assert state() is RoundState.OPEN
    frozen.move(minutes=5)
    organiser.get(URL).send("/rounds/1/closing", reason="")
    assert "Vui lòng ghi lý do." in organiser.text
    organiser.send("/rounds/1/closing", reason="Sự cố")
    assert "Vòng thi đã đóng" in organiser.text
    assert round_number(queries.contest_by_slug("thi-thu")).closes_at == frozen.moment
    assert organiser.form("/rounds/1/closing") is None


def test_a_window_is_edited_and_read_back_as_written(organiser: Browser) -> None:
    organiser.get(f"{URL}/rounds/2/edit")
    (form,) = organiser.page.xpath("//main//form")
    assert form.fields["opens_at"] == "09/03/2026 08:00"
    organiser.send(title="Chung kết", closes_at="16/03/2026 24:00")
    assert "Đã lưu thay đổi của Chung kết." in organiser.text
    assert "từ 08:00 ngày 09/03/2026 đến 24:00 ngày 16/03/2026" in organiser.text
    organiser.get(f"{URL}/rounds/2/edit")
    assert organiser.page.xpath("//main//form")[0].fields["closes_at"] == "16/03/2026 24:00"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", " ", "Tên vòng không được để trống."),
        ("opens_at", "thứ hai", "ngày/tháng/năm giờ:phút"),
        ("opens_at", "29/02/2026 08:00", "ngày/tháng/năm giờ:phút"),
        ("closes_at", "", "ngày/tháng/năm giờ:phút"),
        ("closes_at", "01/03/2026 08:00", "Giờ đóng phải sau giờ mở"),
        ("reason", "x" * 501, "500"),
    ],
)
def test_a_bad_edit_comes_back_with_its_error_and_what_was_typed(
    organiser: Browser, field: str, value: str, words: str
) -> None:
    organiser.get(f"{URL}/rounds/2/edit").send(**{field: value})
    assert organiser.status == 422
    assert words in organiser.texts(f"//p[@id='{field}-error']")[0]
    assert organiser.page.xpath("//main//form")[0].fields[field] == value.strip()
    assert round_number(queries.contest_by_slug("thi-thu"), 2).title == "Vòng 2"


def test_the_opening_of_a_round_that_has_begun_is_not_offered(organiser: Browser, now: datetime) -> None:
    service.prepare_round(round_number(queries.contest_by_slug("thi-thu")).id, now)
    organiser.get(f"{URL}/rounds/1/edit")
    assert "opens_at" not in organiser.page.xpath("//main//form")[0].fields
    organiser.send(closes_at="09/03/2026 24:00", opens_at="01/01/2026 08:00")
    assert "phải ghi lý do" in organiser.texts("//p[@id='reason-error']")[0]
    organiser.send(closes_at="09/03/2026 24:00", opens_at="01/01/2026 08:00", reason="Gia hạn")
    contest_round = round_number(queries.contest_by_slug("thi-thu"))
    assert (contest_round.opens_at, contest_round.closes_at) == (now, now + timedelta(days=7, hours=16))


@pytest.mark.parametrize(
    ("address", "stored"),
    [(f"{URL}/rounds/2/edit", "Bản của tab một"), (f"{URL}/edit", "Bản của tab một")],
)
def test_two_tabs_never_overwrite_each_other(organiser: Browser, signed_in: SignIn, address: str, stored: str) -> None:
    other = Browser(signed_in("organiser")).get(address)
    organiser.get(address).send(title=stored)
    assert organiser.status == 200
    other.send(title="Bản của tab hai")
    assert other.status == 409
    assert stored in other.texts("//dl[@class='facts']")[0]
    assert other.page.xpath("//main//form")[0].fields["title"] == "Bản của tab hai"
    assert stored in other.get(URL).text
    assert "Bản của tab hai" not in other.text


def test_a_made_up_version_is_a_conflict(organiser: Browser) -> None:
    for version in ("999", "abc", "-1"):
        organiser.get(f"{URL}/edit").send(title="Tên khác", version=version)
        assert organiser.status == 409
    assert queries.contest_by_slug("thi-thu").title == "Cuộc thi thử nghiệm"


def test_title_and_summary_are_edited(organiser: Browser) -> None:
    organiser.get(f"{URL}/edit").send(title="  Tên   mới ", summary="Dòng một \r\nDòng hai\r\n")
    contest = queries.contest_by_slug("thi-thu")
    assert (contest.title, contest.summary) == ("Tên mới", "Dòng một\nDòng hai")


@pytest.mark.parametrize("address", [f"{URL}x", f"{URL}/rounds/9/edit", f"{URL}/rules/9"])
def test_what_does_not_exist_is_not_found(organiser: Browser, address: str) -> None:
    assert organiser.get(address).status == 404
