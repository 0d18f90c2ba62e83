"""The projector in a real browser: it refreshes, survives a dropped network, scrolls, and can be read from the back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from quiz.ranking import service
from tests.browser.serving import served
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena

pytestmark = pytest.mark.browser
SMALLEST = """() => Math.min(...[...document.querySelectorAll("body *")]
  .filter((one) => !one.children.length && one.textContent.trim() && one.getClientRects().length)
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
OVERFLOW = "() => document.documentElement.scrollHeight - window.innerHeight"


@pytest.fixture
def wall(app: Flask, arena: Arena, frozen: FrozenClock, browser: Browser) -> Iterator[Page]:
    """The board with twenty people on a screen of 1920 × 1080; complaints of the browser fail the test."""
    for number in range(20):
        arena.sit(f"Nguyễn Văn {chr(65 + number)}", "A1", score=900)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    complaints: list[str] = []
    with served(app) as base, browser.new_context(viewport={"width": 1920, "height": 1080}) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{base}/board/thu")
        yield page
    assert complaints == []


def test_the_board_shows_what_is_new_without_being_touched(wall: Page, arena: Arena, frozen: FrozenClock) -> None:
    expect(wall.locator("#people li").first).to_contain_text("Nguyễn Văn A")
    arena.sit("Trần Thị Mới", "B", score=1000)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    expect(wall.locator("#people li").first).to_contain_text("Trần Thị Mới", timeout=10_000)
    expect(wall.locator("#people li").first).to_contain_text("Phường Bình")
    expect(wall.locator("#totals")).to_contain_text("21 người dự thi")


def test_the_last_board_stays_while_the_network_is_gone(wall: Page) -> None:
    expect(wall.locator("#connection")).to_have_text("")
    wall.context.set_offline(True)
    expect(wall.locator("#connection")).to_contain_text("Mất kết nối từ", timeout=10_000)
    expect(wall.locator("#people li")).to_have_count(20)
    wall.context.set_offline(False)
    expect(wall.locator("#connection")).to_have_text("", timeout=10_000)


def test_a_long_list_scrolls_by_itself_and_the_page_does_not(wall: Page) -> None:
    wall.wait_for_function("() => document.getElementById('people').scrollTop > 5", timeout=15_000)
    assert wall.evaluate(OVERFLOW) <= 0


def test_every_text_can_be_read_from_the_back_row(wall: Page) -> None:
    assert wall.evaluate(SMALLEST) >= 28


def test_the_code_for_the_phones_is_drawn(wall: Page) -> None:
    assert wall.evaluate("() => document.querySelector('.projector-qr img').naturalWidth") > 100
