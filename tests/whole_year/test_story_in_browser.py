"""The same year in short, in a real browser: the organiser at a desk, everybody else with a phone in the hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from quiz.core.db import db
from quiz.plans.models_records import Evidence
from tests.browser.serving import served
from tests.conftest import PHONE, FrozenClock
from tests.documents.evidence_files import photo
from tests.whole_year import steps_plan
from tests.whole_year.cast import NAMES, YEAR, Story, gather

pytestmark = pytest.mark.browser
DESK: ViewportSize = {"width": 1366, "height": 900}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
Sit = Callable[..., Page]


@pytest.fixture
def story(app: Flask, frozen: FrozenClock) -> Story:
    """The cast, and the plan loaded from its file."""
    made = gather(app, frozen)
    steps_plan.load(made)
    steps_plan.choose_body(made)
    return made


@pytest.fixture
def sit(story: Story, browser: Browser) -> Iterator[Sit]:
    """A function: somebody of the cast opens an address, on a screen of this size."""
    opened: list[BrowserContext] = []
    with served(story.app) as base:

        def open_at(login: str, address: str, size: ViewportSize = PHONE) -> Page:
            context = browser.new_context(viewport=size, locale="vi-VN", reduced_motion="reduce")
            context.set_default_timeout(20_000)
            opened.append(context)
            name = story.app.config["SESSION_COOKIE_NAME"]
            cookie = story.person(login).client.get_cookie(name)
            assert cookie is not None
            context.add_cookies([{"name": name, "value": cookie.value, "url": base}])
            page = context.new_page()
            page.goto(f"{base}{address}")
            return page

        yield open_at
        for context in opened:
            context.close()


def fits(page: Page) -> None:
    """Nothing sticks out sideways."""
    assert page.evaluate(TOO_WIDE) == 0, page.url


def test_the_year_in_a_browser(story: Story, sit: Sit, tmp_path: Path) -> None:
    organiser_issues_and_assigns(story, sit)
    contact_does_a_duty(story, sit)
    member_registers(story, sit)
    secretary_confirms(story, sit)
    late_branch_is_seen(story, sit)
    word_file_comes(story, sit, tmp_path)


def organiser_issues_and_assigns(story: Story, sit: Sit) -> None:
    """At the desk: the plan into force, its tasks to the units."""
    story.on(12, 1)
    page = sit("tochuc", f"/admin/plans/{story.slug}/issue", DESK)
    page.get_by_role("button", name="Ban hành").click()
    expect(page).to_have_url(re.compile("/issued$"))
    page.goto(page.url.replace("/issued", "/assign"))
    page.locator("main form[action$='/assign/preview'] button[type=submit]").first.click()
    page.get_by_role("button", name="Xác nhận giao việc").click()
    expect(page.get_by_text("Đã giao thêm").first).to_be_visible()
    assert story.duty("B1", "CB-14", f"{YEAR}-03").due_on == date(YEAR, 3, 31)


def contact_does_a_duty(story: Story, sit: Sit) -> None:
    """On the phone: from the list of what is to be done into the duty, a photo, what was done, sent."""
    story.on(27, 2)
    page = sit("daub1", "/admin/plans/todo")
    fits(page)
    page.get_by_role("link", name=re.compile("Đưa Kết luận 01")).first.click()
    expect(page.locator("h1")).to_contain_text("Đưa Kết luận 01")
    fits(page)
    sent = {"name": "sinh-hoat.jpg", "mimeType": "image/jpeg", "buffer": photo((1600, 1200))}
    page.locator("#file").set_input_files(sent)
    page.locator("textarea[name=result]").fill("Đã sinh hoạt, 3 trên 3 đảng viên dự.")
    page.locator("input[name=amount_meetings]").fill("1")
    page.get_by_role("button", name="Báo đã làm").click()
    expect(page.get_by_text("Đã gửi. Nhiệm vụ đang chờ xác nhận.").first).to_be_visible()
    fits(page)
    db.session.rollback()
    assert db.session.scalars(db.select(Evidence.media_type)).one() == "image/jpeg"
    number = int(page.url.split("/duties/")[1].split("#")[0])
    confirmer = sit("dauxa", f"/admin/plans/duties/{number}")
    expect(confirmer.locator("main img").first).to_be_visible()
    confirmer.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(confirmer.get_by_text("Đã xác nhận.", exact=True).first).to_be_visible()


def member_registers(story: Story, sit: Sit) -> None:
    """On the phone: from the own tasks to the form, and handed up."""
    story.on(2, 3)
    page = sit("dangvien1", f"/registrations/{story.slug}/{YEAR}/mine")
    fits(page)
    page.locator("[name=title_1]").fill("Mỗi ngày giúp một người dân làm thủ tục")
    page.locator("[name=example]").fill("Đúng giờ, gần dân")
    page.locator("[name=commitment]").fill("Tôi cam kết làm theo.")
    page.get_by_role("button", name="Gửi để xác nhận").click()
    expect(page.get_by_text("Đã gửi bản đăng ký, chờ xác nhận.").first).to_be_visible()
    fits(page)


def secretary_confirms(story: Story, sit: Sit) -> None:
    """On the phone: the list of the branch, one tick, confirmed."""
    page = sit("bithu1", f"/registrations/{story.slug}/{YEAR}/units/B1/confirm")
    fits(page)
    page.get_by_role("checkbox", name=re.compile("Lục Thị Bình")).check()
    page.get_by_role("button", name="Xác nhận các bản đăng ký đã chọn").click()
    expect(page.get_by_text("Đã xác nhận 1 bản đăng ký.").first).to_be_visible()
    fits(page)


def late_branch_is_seen(story: Story, sit: Sit) -> None:
    """At the desk on the first of April: red for the commune, and inside it for the branch."""
    story.on(1, 4)
    page = sit("tochuc", f"/admin/plans/{story.slug}/grid", DESK)
    row = page.locator("table.plan-grid tbody tr", has_text=NAMES["DU"])
    expect(row.locator(".plan-late").first).to_be_visible()
    row.get_by_role("link", name=NAMES["DU"]).first.click()
    branch = page.locator("table.plan-grid tbody tr", has_text=NAMES["B3"])
    expect(branch.locator(".plan-late").first).to_be_visible()
    fits(page)
    phone = sit("daub3", "/admin/plans/todo")
    expect(phone.locator("main .badge-danger").first).to_be_visible()
    fits(phone)


def word_file_comes(story: Story, sit: Sit, folder: Path) -> None:
    """The organiser opens the year's report and takes it away as Word."""
    page = sit("tochuc", f"/admin/plans/{story.slug}/reports/periods", DESK)
    page.locator("select[name=kind]").select_option("year")
    page.get_by_role("button", name="Mở kỳ báo cáo").click()
    expect(page.get_by_text("Đã mở 1 kỳ báo cáo.").first).to_be_visible()
    page.goto(page.url.split("/reports")[0] + "/reports")
    page.get_by_role("link", name=re.compile(f"Năm {YEAR}")).first.click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word, thể thức Đảng").click()
    target = folder / "bao-cao.docx"
    waiting.value.save_as(target)
    text = "\n".join(one.text for one in docx.Document(BytesIO(target.read_bytes())).paragraphs)
    assert "BÁO CÁO" in text
    assert f"Năm {YEAR}" in text
