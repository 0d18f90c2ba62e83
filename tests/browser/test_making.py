"""A person who has never seen YAML makes a contest, reads its rules, rehearses with a sitting, wipes, and opens it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from quiz.contests import queries
from quiz.contests.loading import read_contest
from quiz.contests.rules import RoundState
from quiz.contests.writing import to_yaml
from quiz.core import clock
from quiz.core.db import db
from quiz.core.vietnamese import fold
from quiz.units.models import OrgUnit
from tests.browser.acting import choose, expect_saved, hand_in
from tests.browser.serving import served
from tests.factories.contests import make_bank
from tests.factories.people import PASSWORD
from tests.people import Cast, cast

__all__ = ["cast"]
pytestmark = pytest.mark.browser
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HAND_WRITTEN = """
slug: hoi-thi-cua-tinh
title: Hội thi của tỉnh
owner_unit: P
bank: that
rounds:
  - {number: 1, opens_at: 06/01/2098 08:00, closes_at: 12/01/2098 24:00}
  - {number: 2, opens_at: 13/01/2098 08:00, closes_at: 19/01/2098 24:00}
  - {number: 3, opens_at: 20/01/2098 08:00, closes_at: 26/01/2098 24:00}
paper: {cells: [{topic: "*", level: "*", count: 2}]}
time_limit_minutes: 15
attempts_allowed: 2
tie_break: [score, duration, prediction, submitted_at]
prediction: {question: "Theo quý vị, có bao nhiêu người dự thi vòng này?", meaning: people}
"""


@pytest.fixture
def base(app: Flask, cast: Cast) -> Iterator[str]:
    """The product with two banks and the cast; its address."""
    make_bank(clock.now(), "that")
    make_bank(clock.now(), "nhap")
    db.session.rollback()
    with served(app) as address:
        yield address


@pytest.fixture
def organiser(page: Page, base: str) -> Page:
    """The organiser of province P, logged in on a phone."""
    page.goto(f"{base}/login?next=/admin/contests/")
    page.locator("main input[type=text]").first.fill("organiser.thu")
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    expect(page).to_have_url(f"{base}/admin/contests/")
    return page


def field(page: Page, name: str) -> str:
    """The selector of a field by its name."""
    return f"#sheet [name='{name}']:not([type=hidden])"


def fill_weekly(page: Page) -> None:
    """The weekly shape from Monday 06/01/2098 on, with a title, a bank and two questions."""
    page.get_by_role("link", name="Tạo cuộc thi").first.click()
    page.locator("#first_day").fill("06/01/2098")
    page.locator("#round_count").fill("2")
    page.get_by_role("button", name="Điền theo mẫu").click()
    expect(page.locator(field(page, "rounds.1.closes_at"))).to_have_value("19/01/2098 24:00")
    page.locator(field(page, "title")).fill("Hội thi của tỉnh")
    page.locator(field(page, "bank")).select_option("that")
    page.locator(field(page, "paper.cells.0.count")).fill("2")


def test_the_whole_way_from_the_form_to_the_opening(organiser: Page, base: str) -> None:
    page = organiser
    fill_weekly(page)
    page.get_by_role("button", name="Thêm vòng").click()
    expect(page.locator(field(page, "rounds.2.title"))).to_be_focused()
    expect(page.locator(field(page, "title"))).to_have_value("Hội thi của tỉnh")
    page.get_by_role("button", name="Chuyển xuống Dự đoán sát hơn").focus()
    page.keyboard.press("Enter")
    expect(page.locator(field(page, "tie_break.2"))).to_have_value("prediction")
    expect(page.locator("#preview-state")).to_have_text("Đã cập nhật bản xem trước.")
    expect(page.locator("#preview")).to_contain_text("Hội thi của tỉnh")
    order = page.locator("#preview ol", has_text="Câu trả lời dự đoán").locator("li")
    expect(order.nth(1)).to_contain_text("Thời gian làm bài ngắn hơn")
    assert page.evaluate(TOO_WIDE) == 0
    printed = page.locator("#preview .rules-text").inner_text()
    page.locator("#sheet").get_by_role("button", name="Tạo cuộc thi").click()
    expect(page.locator("main")).to_contain_text("Đã tạo cuộc thi.")
    draft = read_contest(HAND_WRITTEN)
    stored = queries.contest_by_slug("hoi-thi-cua-tinh")
    assert to_yaml(queries.draft_of(stored)) == to_yaml(draft)
    page.goto(f"{base}/admin/contests/hoi-thi-cua-tinh/rules/1")
    assert page.locator(".rules-text").inner_text() == printed
    rehearse(page, base)
    wipe(page, base)
    open_first_round(page, base)


def rehearse(page: Page, base: str) -> None:
    """Hold a rehearsal with the other bank and sit in it."""
    page.goto(f"{base}/admin/contests/hoi-thi-cua-tinh")
    page.get_by_role("link", name="Diễn tập", exact=True).click()
    assert page.locator("#bank").input_value() == "nhap"
    page.get_by_role("button", name="Mở cuộc diễn tập").click()
    expect(page.locator(".rehearsal-strip")).to_contain_text("DIỄN TẬP")
    assert page.evaluate(TOO_WIDE) == 0
    page.locator(".check", has_text="Làm bài và nộp bài").get_by_role("link").click()
    expect(page.locator(".rehearsal-strip")).to_be_visible()
    page.locator("#accept-1").check()
    page.get_by_role("button", name="Bắt đầu làm bài").first.click()
    page.locator(".question").first.wait_for()
    choose(page, 1, 0)
    expect_saved(page)
    hand_in(page)
    page.wait_for_url("**/result")
    page.goto(f"{base}/admin/contests/hoi-thi-cua-tinh-dien-tap/walk")
    expect(page.locator(".is-done", has_text="Làm bài và nộp bài")).to_be_visible()


def wipe(page: Page, base: str) -> None:
    """Wipe the rehearsal; a wrong address does not."""
    page.locator("#slug").fill("hoi-thi-cua-tinh")
    page.get_by_role("button", name="Xóa dữ liệu diễn tập").click()
    expect(page.locator("#slug-error")).to_contain_text("không khớp")
    page.locator("#slug").fill("hoi-thi-cua-tinh-dien-tap")
    page.get_by_role("button", name="Xóa dữ liệu diễn tập").click()
    expect(page.locator("main")).to_contain_text("Đã xóa cuộc diễn tập")
    answer = page.request.get(f"{base}/contests/hoi-thi-cua-tinh-dien-tap")
    assert answer.status == 404


def open_first_round(page: Page, base: str) -> None:
    """Go through the list and open the first round ahead of its time."""
    page.get_by_role("link", name="Sẵn sàng mở vòng? Xem danh mục kiểm tra").first.click()
    expect(page.locator(".check", has_text="Đã diễn tập")).to_be_visible()
    assert page.evaluate(TOO_WIDE) == 0
    page.locator("#reason").fill("Khai mạc sớm")
    page.get_by_role("button", name="Mở vòng ngay").click()
    expect(page.locator("main")).to_contain_text("Vòng thi đã mở")
    db.session.rollback()
    contest = queries.contest_by_slug("hoi-thi-cua-tinh")
    assert queries.state_of(queries.round_of(contest.id, 1), clock.now()) is RoundState.OPEN


def test_mistakes_are_summed_up_with_links_that_move_the_focus(organiser: Page) -> None:
    page = organiser
    fill_weekly(page)
    page.locator(field(page, "rounds.1.opens_at")).fill("hôm sau")
    page.locator("#sheet").get_by_role("button", name="Tạo cuộc thi").click()
    alert = page.locator("#sheet [role=alert]")
    expect(alert).to_be_focused()
    link = alert.get_by_role("link", name="Vòng thi 2, giờ mở")
    link.click()
    expect(page.locator(field(page, "rounds.1.opens_at"))).to_have_value("hôm sau")
    assert page.evaluate("location.hash") == "#f-rounds.1.opens_at"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#f-rounds\\\\.1') !== null")


def test_leaving_with_unsaved_changes_is_asked_about(organiser: Page, base: str) -> None:
    page = organiser
    fill_weekly(page)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{base}/admin/contests/")
    assert asked == ["beforeunload"]


def test_without_the_network_the_preview_says_so_and_the_form_stays(organiser: Page) -> None:
    page = organiser
    fill_weekly(page)
    page.context.set_offline(True)
    page.locator(field(page, "title")).fill("Tên gõ khi mất mạng")
    expect(page.locator("#preview-state")).to_contain_text("Chưa cập nhật được bản xem trước")
    expect(page.locator(field(page, "title"))).to_have_value("Tên gõ khi mất mạng")
    page.context.set_offline(False)


def test_a_wide_screen_shows_form_and_rules_side_by_side(organiser: Page) -> None:
    page = organiser
    page.set_viewport_size({"width": 1920, "height": 1080})
    fill_weekly(page)
    form, rules = page.locator("#sheet").bounding_box(), page.locator(".settings-preview").bounding_box()
    assert form is not None
    assert rules is not None
    assert rules["x"] >= form["x"] + form["width"]
    assert page.evaluate(TOO_WIDE) == 0


def test_units_are_found_by_name_with_the_keyboard_and_taken_away_again(organiser: Page) -> None:
    page = organiser
    fill_weekly(page)
    name = db.session.query(OrgUnit.name).filter_by(code="A").scalar()
    db.session.rollback()
    box, codes = page.locator("[id='f-entrants.units']"), page.locator("#sheet [name='entrants.units']")
    box.fill(fold(name))
    page.locator("[role=option]").first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    expect(codes).to_have_value("A")
    box.fill("KHONG-CO")
    box.press("Enter")
    expect(codes).to_have_value("A, KHONG-CO")
    chips = page.locator("ul.picked", has_text=name).locator("li")
    expect(chips).to_have_count(2)
    page.get_by_role("button", name="Bỏ KHONG-CO").click()
    expect(codes).to_have_value("A")
    expect(box).to_be_focused()
    assert page.evaluate(TOO_WIDE) == 0
