"""A contest made and changed by the form alone: nothing typed is lost, nobody's change is written over."""

from __future__ import annotations

from datetime import datetime

import pytest
from lxml import html

from quiz.contests import queries, service
from quiz.contests.loading import read_contest
from quiz.contests.writing import to_yaml
from quiz.core.db import transaction
from tests.conftest import FrozenClock
from tests.contests.browsing import Browser
from tests.contests.full_file import FULL
from tests.factories.contests import contest_text, make_bank, make_contest
from tests.factories.units import make_unit
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
NEW = "/admin/contests/_new"
SETTINGS = "/admin/contests/thi-thu/settings"


@pytest.fixture
def organiser(now: datetime, cast: Cast, signed_in: SignIn) -> Browser:
    """The browser of the organiser of province P, with a bank to draw from."""
    make_bank(now)
    return Browser(signed_in("organiser"))


def press(browser: Browser, button: str, **typed: str) -> Browser:
    """Type into the form of the page and press one of its buttons."""
    form = browser.page.get_element_by_id("sheet")
    sent = {name: value for name, value in form.form_values() if name != "do"}
    return browser._took(browser.client.post(form.get("action"), data={**sent, **typed, "do": button}))


def values(browser: Browser) -> dict[str, str]:
    """The fields of the form by name."""
    return dict(browser.page.get_element_by_id("sheet").form_values())


HAND_WRITTEN = """
slug: tim-hieu
title: Cuộc thi Tìm hiểu
owner_unit: P
bank: thu
rounds:
  - {number: 1, opens_at: 09/03/2026 08:00, closes_at: 15/03/2026 24:00}
  - {number: 2, opens_at: 16/03/2026 08:00, closes_at: 22/03/2026 24:00}
paper: {cells: [{topic: "*", level: "*", count: 3}, {topic: Lịch sử địa phương, level: Nhận biết, count: 1}]}
time_limit_minutes: 15
attempts_allowed: 2
tie_break: [score, prediction, duration, submitted_at]
prediction: {question: "Theo quý vị, có bao nhiêu người dự thi vòng này?", meaning: people}
entrants: {min_age: 14, staff: barred}
prizes: {each_round: [{title: Giải Nhất, count: 1, worth: 2.000.000 đồng}]}
"""


def test_a_contest_made_by_the_form_is_the_one_a_file_written_by_hand_makes(organiser: Browser) -> None:
    organiser.get(NEW)
    press(organiser, "shape", shape="weekly", first_day="09/03/2026", round_count="2")
    press(organiser, "add:paper.cells")
    press(organiser, "add:prizes.each_round")
    typed = {
        "title": "Cuộc thi Tìm hiểu",
        "slug": "tim-hieu",
        "owner_unit": "P",
        "bank": "thu",
        "paper.cells.0.count": "3",
        "paper.cells.1.topic": "Lịch sử địa phương",
        "paper.cells.1.level": "recognition",
        "paper.cells.1.count": "1",
        "entrants.min_age": "14",
        "entrants.staff": "barred",
        "prizes.each_round.0.count": "1",
        "prizes.each_round.0.worth": "2.000.000 đồng",
    }
    press(organiser, "save", **typed)
    assert "Đã tạo cuộc thi." in organiser.text
    made = queries.draft_of(queries.contest_by_slug("tim-hieu"))
    assert made == read_contest(HAND_WRITTEN)
    downloaded = organiser.client.get("/admin/contests/tim-hieu/file")
    assert downloaded.text == to_yaml(read_contest(HAND_WRITTEN))
    assert "filename=tim-hieu.yaml" in downloaded.headers["Content-Disposition"]


def test_the_address_may_be_left_out_and_is_made_of_the_title(organiser: Browser) -> None:
    for slug in ("hoi-thi-dat-nuoc-2026", "hoi-thi-dat-nuoc-2026-2"):
        organiser.get(NEW)
        press(organiser, "shape", shape="one", first_day="09/03/2026", round_count="1")
        press(organiser, "save", title="Hội thi “Đất nước” 2026", bank="thu", **{"paper.cells.0.count": "2"})
        assert queries.contest_by_slug(slug).title == "Hội thi “Đất nước” 2026"


def test_making_never_writes_over_a_contest_that_is_there(organiser: Browser, now: datetime) -> None:
    make_contest(now, owner_unit="P")
    organiser.get(NEW)
    press(organiser, "shape", shape="one", first_day="09/03/2026", round_count="1")
    press(organiser, "save", title="Khác", slug="thi-thu", bank="thu")
    assert organiser.status == 422
    assert "Địa chỉ này đã có cuộc thi khác dùng" in organiser.text
    assert queries.contest_by_slug("thi-thu").title == "Cuộc thi thử nghiệm"


def test_mistakes_stand_at_their_fields_and_above_with_links_and_nothing_typed_is_lost(organiser: Browser) -> None:
    organiser.get(NEW)
    typed = {
        "title": "",
        "summary": "Dòng một\nDòng hai",
        "rounds.0.opens_at": "ngày mai",
        "rounds.0.closes_at": "15/03/2026 24:00",
        "paper.cells.0.count": "mười",
        "attempts_allowed": "không giới hạn",
        "entrants.units": "A, KHONG-CO",
    }
    press(organiser, "save", **typed)
    assert organiser.status == 422
    kept = values(organiser)
    assert {name: kept[name].replace("\r", "") for name in typed} == typed
    links = organiser.page.xpath("//form[@id='sheet']//div[@role='alert']//a/@href")
    assert {"#f-title", "#f-rounds.0.opens_at", "#f-paper.cells.0.count", "#f-bank"} <= set(links)
    for link in links:
        assert organiser.page.get_element_by_id(link[1:]) is not None
    moment = organiser.page.get_element_by_id("f-rounds.0.opens_at")
    assert moment.get("aria-invalid") == "true"
    error = organiser.page.get_element_by_id(moment.get("aria-describedby").split()[-1])
    assert "không phải “ngày mai”" in error.text_content()
    assert organiser.page.xpath("//*[@autofocus]/@role") == ["alert"]


def test_buttons_work_without_scripts_and_lead_the_eye_to_the_new_row(organiser: Browser) -> None:
    organiser.get(NEW)
    press(organiser, "add:rounds", title="Đang gõ dở", **{"rounds.0.opens_at": "02/03/2026 08:00"})
    assert organiser.status == 200
    assert values(organiser)["title"] == "Đang gõ dở"
    assert values(organiser)["rounds.1.opens_at"] == "09/03/2026 08:00"
    assert organiser.page.xpath("//*[@autofocus]/@name") == ["rounds.1.title"]
    press(organiser, "remove:rounds.0")
    assert values(organiser)["rounds.0.opens_at"] == "09/03/2026 08:00"
    press(organiser, "up:tie_break.1")
    assert [values(organiser)[f"tie_break.{place}"] for place in range(3)] == ["duration", "score", "submitted_at"]
    assert organiser.page.xpath("//*[@autofocus]/@value") == ["down:tie_break.0"]


@pytest.mark.parametrize(
    ("first_day", "count", "told"),
    [
        ("10/03/2026", "2", "vui lòng chọn một ngày thứ Hai"),
        ("mai", "2", "Vui lòng ghi ngày"),
        ("09/03/2026", "0", "từ 1 đến"),
    ],
)
def test_a_shape_that_cannot_be_filled_in_says_why(organiser: Browser, first_day: str, count: str, told: str) -> None:
    organiser.get(NEW)
    press(organiser, "shape", shape="weekly", first_day=first_day, round_count=count, title="Giữ lại")
    assert organiser.status == 422
    assert told in organiser.text
    assert values(organiser)["title"] == "Giữ lại"


@pytest.mark.parametrize("more", [{}, FULL], ids=["small", "full"])
def test_a_form_sent_as_it_is_changes_nothing(
    now: datetime, cast: Cast, signed_in: SignIn, more: dict[str, object]
) -> None:
    with transaction():
        make_unit(code="Q")
    make_contest(now, owner_unit="P", **more)
    browser = Browser(signed_in("organiser")).get(SETTINGS)
    before = queries.draft_of(queries.contest_by_slug("thi-thu"))
    press(browser, "save")
    assert "Không có gì thay đổi." in browser.text
    assert queries.draft_of(queries.contest_by_slug("thi-thu")) == before


def test_who_was_slower_sees_what_differs_and_keeps_what_was_typed(organiser: Browser, now: datetime) -> None:
    make_contest(now, owner_unit="P")
    organiser.get(SETTINGS)
    service.load_contest(None, contest_text(owner_unit="P", title="Tên của người khác", time_limit_minutes=20), now)
    press(organiser, "save", title="Tên của tôi", summary="Lời của tôi")
    assert organiser.status == 409
    assert queries.contest_by_slug("thi-thu").title == "Tên của người khác"
    rows = [[cell.text_content() for cell in row] for row in organiser.page.xpath("//div[@role='alert']//tbody/tr")]
    shown = {title.strip(): (stored.strip(), typed.strip()) for title, stored, typed in map(tuple, map(texts, rows))}
    assert shown == {
        "Tên": ("Tên của người khác", "Tên của tôi"),
        "Lời giới thiệu": ("–", "Lời của tôi"),
        "Thời gian làm bài (phút)": ("20", "15"),
    }
    assert values(organiser)["title"] == "Tên của tôi"
    press(organiser, "save")
    stored = queries.draft_of(queries.contest_by_slug("thi-thu"))
    assert (stored.title, stored.summary, stored.rules.time_limit_seconds) == ("Tên của tôi", "Lời của tôi", 900)


def texts(cells: list[str]) -> list[str]:
    """The words of cells, single-spaced."""
    return [" ".join(cell.split()) for cell in cells]


@pytest.fixture
def begun(organiser: Browser, now: datetime) -> Browser:
    """The form of a contest whose first round has been opened."""
    make_contest(now, owner_unit="P")
    contest = queries.contest_by_slug("thi-thu")
    service.open_round(None, queries.round_of(contest.id, 1).id, now)
    return organiser.get(SETTINGS)


def test_after_the_opening_a_reason_is_asked_for_and_printed(begun: Browser) -> None:
    press(begun, "save", note="Quy định thêm")
    assert begun.status == 422
    assert "phải ghi lý do" in begun.text
    assert values(begun)["note"] == "Quy định thêm"
    press(begun, "save", reason="Theo quyết định 12")
    contest = queries.contest_by_slug("thi-thu")
    assert queries.version_of(contest.id, contest.rules_version).reason == "Theo quyết định 12"
    assert queries.draft_of(contest).rules.note == "Quy định thêm"


def test_what_can_no_longer_change_is_shown_with_the_reason_and_is_no_field(begun: Browser) -> None:
    fields = values(begun)
    for name in ("tie_break.0", "bank", "rounds.0.opens_at", "owner_unit", "prediction.meaning", "rounds.0.practice"):
        assert name not in fields
    for name in ("title", "rounds.0.closes_at", "rounds.1.opens_at", "attempts_allowed", "rounds.1.bank"):
        assert name in fields
    assert "Không đổi được nữa vì cuộc thi đã có vòng chốt đề." in begun.text
    assert "08:00 ngày" not in begun.page.get_element_by_id("f-rounds.0.opens_at").text_content()
    assert "02/03/2026 08:00" in begun.page.get_element_by_id("f-rounds.0.opens_at").text_content()
    buttons = begun.page.xpath("//button[@name='do']/@value")
    assert "remove:rounds.1" in buttons
    assert not {"remove:rounds.0", "add:tie_break", "up:tie_break.1"} & set(buttons)


def test_a_tampered_form_cannot_change_what_is_locked(begun: Browser) -> None:
    tampered = {
        "tie_break.0": "submitted_at",
        "tie_break.1": "score",
        "bank": "khac",
        "owner_unit": "",
        "rounds.0.opens_at": "01/01/2026 00:00",
        "rounds.0.practice": "true",
        "rounds.0.bank": "khac",
        "reason": "Lý do",
        "title": "Tên mới",
    }
    before = queries.draft_of(queries.contest_by_slug("thi-thu"))
    press(begun, "save", **tampered)
    after = queries.draft_of(queries.contest_by_slug("thi-thu"))
    assert after.title == "Tên mới"
    assert (after.rules, after.rounds, after.owner_unit) == (before.rules, before.rounds, before.owner_unit)


def test_a_round_that_was_prepared_cannot_be_left_out_of_the_form(begun: Browser) -> None:
    press(begun, "remove:rounds.0")
    press(begun, "save", reason="Lý do")
    assert begun.status == 422
    assert "Vòng 1 đã chốt đề nên không bỏ được" in begun.text


def test_a_round_that_has_ended_keeps_its_end(begun: Browser, frozen: FrozenClock) -> None:
    frozen.move(days=8)
    begun.get(SETTINGS)
    assert "rounds.0.closes_at" not in values(begun)
    assert "08/03/2026 24:00" in begun.page.get_element_by_id("f-rounds.0.closes_at").text_content()


def test_only_units_and_banks_within_ones_reach_are_offered(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    make_bank(now, "cua-p", owner_unit_id=cast.units["P"])
    make_bank(now, "cua-a", owner_unit_id=cast.units["A"])
    make_bank(now, "chung")
    browser = Browser(signed_in("organiser_a")).get(NEW)
    assert options(browser, "bank") == {"", "cua-a", "chung"}
    assert options(browser, "owner_unit") == {"A", "C"}
    press(browser, "shape", shape="one", first_day="09/03/2026", round_count="1")
    press(browser, "save", title="Lấn quyền", bank="cua-p", owner_unit="P")
    assert browser.status == 422
    assert "không có quyền dùng ngân hàng" in browser.text
    assert [contest.slug for contest in queries.all_contests()] == []


def options(browser: Browser, name: str) -> set[str]:
    """The values that a choice of the form offers."""
    return set(browser.page.xpath(f"//select[@name='{name}']/option/@value"))


def test_the_whole_form_is_escaped(organiser: Browser) -> None:
    organiser.get(NEW)
    evil = "<script>alert(1)</script>\"'"
    press(organiser, "preview", title=evil, note=evil, **{"rounds.0.title": evil, "entrants.units": evil})
    assert "<script>alert" not in organiser.answer.text
    assert values(organiser)["title"] == evil
    assert html.fromstring(organiser.answer.text).xpath("//script[not(@src)]") == []
