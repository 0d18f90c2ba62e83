"""What a person does on the paper, and what a test waits for."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

PATIENCE = 10.0
SAVED = re.compile(r"Đã lưu \d\d:\d\d:\d\d")


def option(page: Page, position: int, place: int) -> Locator:
    """The row of an option, by question number and place from 0."""
    return page.locator(f"#question-{position} .option").nth(place)


def choose(page: Page, position: int, place: int) -> None:
    """Touch an option."""
    option(page, position, place).click()


def is_chosen(page: Page, position: int, place: int) -> bool:
    """Whether the option is shown as chosen."""
    return option(page, position, place).locator("input").is_checked()


def hand_in(page: Page) -> None:
    """Ask to hand in, and confirm."""
    page.locator(".submit-button").first.click()
    page.locator("#review-confirm").click()


def expect_saved(page: Page) -> None:
    """The page says that all is stored, with the moment."""
    expect(page.locator("#save-state")).to_have_text(SAVED)


def until(condition: Callable[[], bool], page: Page) -> None:
    """Wait until the server has seen something; fails after ten seconds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "the server did not see it"
        page.wait_for_timeout(50)


def notice(page: Page, kind: str) -> Locator:
    """A sentence that stays on the page."""
    return page.locator(f"#notices [data-kind={kind}]")
