"""A contest file through the console: checked first, stored only when accepted."""

from __future__ import annotations

from datetime import datetime

import pytest

from quiz.contests import queries, service
from quiz.core.errors import NotFound
from tests.contests.browsing import Browser, as_file
from tests.factories.contests import TOPIC, contest_text, make_bank, make_contest, round_number
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
LOAD = "/admin/contests/_load"


@pytest.fixture
def organiser(now: datetime, cast: Cast, signed_in: SignIn) -> Browser:
    """The browser of the organiser of province P, who has a bank."""
    make_bank(now, owner_unit_id=cast.units["P"])
    return Browser(signed_in("organiser"))


def is_stored() -> bool:
    """Whether the contest is there."""
    try:
        queries.contest_by_slug("thi-thu")
    except NotFound:
        return False
    return True


def upload(browser: Browser, text: str | bytes) -> Browser:
    """Send a file and go to its check."""
    return browser.get(LOAD).send("_load", file=as_file(text))


def test_a_good_file_is_shown_first_and_stored_when_accepted(organiser: Browser) -> None:
    upload(organiser, contest_text(owner_unit="P"))
    assert "Tệp không có lỗi. Xác nhận để tạo cuộc thi mới." in organiser.text
    assert "Điều 2. Thời gian thi" in organiser.text
    assert not is_stored()
    review = organiser.answer.request.path
    organiser.send(review)
    assert "Đã tạo cuộc thi." in organiser.text
    assert organiser.answer.request.path == "/admin/contests/thi-thu"
    assert organiser.get(review).status == 404


def test_the_sample_can_be_fetched_and_sent_back(organiser: Browser) -> None:
    address = organiser.get(LOAD).links()["Tải tệp mẫu có chú thích"]
    answer = organiser.client.get(address)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    upload(organiser, answer.data)
    assert organiser.texts("//tbody//th") == ["owner_unit", "bank"]


def test_what_the_bank_still_lacks_is_shown_before_accepting(organiser: Browser) -> None:
    cells = [{"topic": TOPIC, "level": "Nhận biết", "count": 9}]
    upload(organiser, contest_text(owner_unit="P", paper={"cells": cells}))
    missing = f"Chủ đề “{TOPIC}”, mức độ Nhận biết: cần 9, có 4"
    assert organiser.texts("//div[contains(@class, 'notice-warning')]//li") == [
        f"Vòng 1: {missing}",
        f"Vòng 2: {missing}",
    ]
    assert "do Tỉnh Phong Lan tổ chức" in organiser.text


def test_every_mistake_is_shown_at_its_place_and_nothing_can_be_accepted(organiser: Browser) -> None:
    upload(organiser, contest_text(slug="Không Đúng", time_limit_minutes="lâu", owner_unit="P"))
    assert organiser.texts("//tbody//th") == ["slug", "time_limit_minutes"]
    assert "Tệp có 2 chỗ cần sửa" in organiser.text
    review = organiser.answer.request.path
    assert organiser.form(review) is None
    token = organiser.page.xpath("//input[@name='csrf_token']/@value")[0]
    assert organiser.client.post(review, data={"csrf_token": token}).status_code == 422
    assert not is_stored()


def test_mistakes_that_only_the_database_knows_are_shown_too(organiser: Browser) -> None:
    upload(organiser, contest_text(bank="khac", owner_unit="U"))
    assert organiser.texts("//tbody//th") == ["owner_unit", "bank"]
    assert not is_stored()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp rỗng"),
        (b"\xff\xfe\x00s", "UTF-8"),
        (b"PK\x03\x04\x00\x00", "không đọc được"),
        (b"slug: a\nslug: b\n", "hai lần"),
    ],
)
def test_what_is_no_contest_file_is_refused(organiser: Browser, content: bytes, words: str) -> None:
    upload(organiser, content)
    assert words in organiser.text


def test_sending_no_file_asks_for_one(organiser: Browser) -> None:
    organiser.get(LOAD).send("_load")
    assert organiser.status == 422
    assert "Vui lòng chọn một tệp" in organiser.text


def test_a_stored_contest_is_announced_as_changed_or_the_same(organiser: Browser, now: datetime) -> None:
    make_contest(now, owner_unit="P")
    upload(organiser, contest_text(owner_unit="P"))
    assert "giống hệt cuộc thi đang có" in organiser.text
    organiser.send(organiser.answer.request.path)
    assert "không có gì thay đổi" in organiser.text
    upload(organiser, contest_text(owner_unit="P", title="Tên mới"))
    assert "Xác nhận là sửa cuộc thi" in organiser.text
    organiser.send(organiser.answer.request.path)
    assert "Đã cập nhật cuộc thi." in organiser.text
    assert queries.contest_by_slug("thi-thu").title == "Tên mới"


def test_a_change_after_the_preparation_asks_for_its_reason(organiser: Browser, now: datetime) -> None:
    contest = make_contest(now, owner_unit="P")
    service.prepare_round(round_number(contest).id, now)
    upload(organiser, contest_text(owner_unit="P", attempts_allowed=3))
    review = organiser.answer.request.path
    organiser.send(review, reason=" ")
    assert organiser.status == 422
    assert "phải ghi lý do" in organiser.texts("//p[@id='reason-error']")[0]
    organiser.send(review, reason="Quyết định 12")
    assert "Đã cập nhật cuộc thi." in organiser.text
    assert queries.version_of(contest.id, 2).reason == "Quyết định 12"


def test_a_cancelled_upload_is_forgotten(organiser: Browser) -> None:
    upload(organiser, contest_text(owner_unit="P"))
    review = organiser.answer.request.path
    organiser.send("cancellation")
    assert "Đã hủy." in organiser.text
    assert organiser.get(review).status == 404
    assert not is_stored()


def test_a_contest_of_another_unit_cannot_be_changed(organiser: Browser, signed_in: SignIn, now: datetime) -> None:
    make_contest(now, owner_unit="P")
    other = Browser(signed_in("organiser_a"))
    upload(other, contest_text(owner_unit="A", title="Chiếm lấy"))
    assert other.status == 403
    assert queries.contest_by_slug("thi-thu").title == "Cuộc thi thử nghiệm"


def test_uploading_without_the_forms_token_is_refused(organiser: Browser) -> None:
    answer = organiser.client.post(LOAD, data={"file": as_file(contest_text(owner_unit="P"))})
    assert answer.status_code == 403
