"""The printed rules beside the form: what would be printed, what must be mended, nothing stored."""

from __future__ import annotations

from datetime import datetime

import pytest
from lxml import html

from quiz.contests import previewing, queries
from quiz.contests.draft import ContestDraft, Mistake, mistake
from quiz.contests.posted import fields
from quiz.contests.titles import title_of
from tests.contests.browsing import Browser
from tests.contests.full_file import FULL
from tests.factories.contests import contest_file, make_bank, make_contest
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
PREVIEW = "/admin/contests/_preview"


@pytest.fixture
def organiser(now: datetime, cast: Cast, signed_in: SignIn) -> Browser:
    """The browser of the organiser of province P, with a bank."""
    make_bank(now)
    return Browser(signed_in("organiser"))


def ask(browser: Browser, content: dict[str, object], **more: str) -> Browser:
    """The preview of a form with this content."""
    token = browser.get("/admin/contests/_new").page.xpath("//input[@name='csrf_token']/@value")[0]
    return browser._took(browser.client.post(PREVIEW, data={**fields(content), **more, "csrf_token": token}))


def test_the_preview_is_what_will_be_printed_and_stores_nothing(organiser: Browser, now: datetime) -> None:
    content = contest_file(owner_unit="P")
    ask(organiser, content)
    shown = [one.strip() for one in organiser.page.xpath("//*[@class='printed']//text()") if one.strip()]
    assert queries.all_contests() == []
    contest = make_contest(now, owner_unit="P")
    stored = queries.version_of(contest.id, contest.rules_version).html
    assert shown == [one.strip() for one in words_of(stored) if one.strip()]


def words_of(text: str) -> list[str]:
    """The words of printed rules."""
    return list(html.fromstring(f"<div>{text}</div>").xpath("//text()"))


def test_mistakes_are_told_with_links_to_their_fields(organiser: Browser) -> None:
    rounds = [{"number": 1, "opens_at": "09/03/2026 08:00", "closes_at": "01/03/2026 08:00"}]
    ask(organiser, contest_file(rounds=rounds, title=""))
    assert organiser.status == 200
    assert organiser.page.xpath("//a/@href") == ["#f-rounds.0.closes_at", "#f-title"]
    assert "Vòng thi 1, giờ đóng: Giờ đóng phải sau giờ mở" in organiser.answer.text
    assert organiser.page.xpath("//*[@class='printed']") == []


def test_a_bank_that_is_short_and_a_right_that_is_missing_do_not_hide_the_text(organiser: Browser) -> None:
    ask(organiser, contest_file(owner_unit="U", paper={"cells": [{"topic": "*", "level": "*", "count": 9}]}))
    assert organiser.page.xpath("//a/@href") == ["#f-owner_unit"]
    assert organiser.page.xpath("//*[@class='printed']")
    ask(organiser, contest_file(owner_unit="P", paper={"cells": [{"topic": "*", "level": "*", "count": 9}]}))
    assert "Mọi chủ đề, mọi mức độ: cần 9, có 4" in organiser.answer.text


def test_warnings_stand_beside_the_text(organiser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def one(_draft: ContestDraft, _headcounts: object) -> list[Mistake]:
        return [mistake("tie_break[1]", "tiêu chí này không bao giờ được xét")]

    monkeypatch.setattr(previewing, "contradictions", one)
    ask(organiser, contest_file(owner_unit="P"))
    link = organiser.page.xpath("//div[contains(@class, 'notice-warning')]//a")[0]
    assert (link.get("href"), link.text_content()) == ("#f-tie_break.1", "Tiêu chí này không bao giờ được xét")
    assert organiser.page.xpath("//*[@class='printed']")


def test_a_preview_needs_the_forms_token_and_an_organiser(organiser: Browser, signed_in: SignIn) -> None:
    assert organiser.client.post(PREVIEW, data=fields(contest_file())).status_code == 403
    other = Browser(signed_in("contestant"))
    token = other.get("/").page.xpath("//input[@name='csrf_token']/@value")[0]
    answer = other.client.post(PREVIEW, data={**fields(contest_file()), "csrf_token": token})
    assert answer.status_code == 403


def test_a_preview_of_a_stored_contest_is_for_its_organisers(
    organiser: Browser, signed_in: SignIn, now: datetime
) -> None:
    make_contest(now, owner_unit="P")
    ask(organiser, contest_file(owner_unit="P", title="Tên khác"), of="thi-thu")
    assert "Tên khác" in organiser.answer.text
    other = Browser(signed_in("organiser_a"))
    ask(other, contest_file(owner_unit="A"), of="thi-thu")
    assert other.status == 403


def test_every_field_of_a_contest_has_a_title() -> None:
    untitled = {
        part
        for name in fields(contest_file(**FULL, owner_unit="P", summary="Lời", demo="true"))
        for part in name.split(".")
        if not part.isdigit() and title_of(part).lower() == part
    }
    assert untitled == set()
    assert title_of("rounds.1.closes_at") == "Vòng thi 2, giờ đóng"
