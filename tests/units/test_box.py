"""The input that finds a unit while typing, in a real browser: with the keyboard, and as a screen reader hears it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import served
from tests.people import Cast

pytestmark = pytest.mark.browser


@pytest.fixture
def base(app: Flask, cast: Cast) -> Iterator[str]:
    """The product's address, with the cast's units."""
    with served(app) as address:
        yield address


@pytest.fixture
def box(page: Page, base: str) -> Locator:
    """The input on the page of registration."""
    page.goto(f"{base}/register")
    return page.locator("#unit_text")


def test_a_unit_is_chosen_with_the_keyboard_alone(page: Page, box: Locator) -> None:
    box.press_sequentially("xa an bi")
    option = page.get_by_role("option")
    expect(option).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    box.press("Enter")
    expect(box).to_have_value("Xã An Bình, Tỉnh Phong Lan")
    expect(page.locator("#unit")).to_have_value("A")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_a_unit_is_chosen_by_touching_it(page: Page, box: Locator) -> None:
    box.press_sequentially("chay")
    page.get_by_role("option", name=re.compile("Bãi Cháy")).click()
    expect(page.locator("#unit")).to_have_value("B")


def test_typing_on_forgets_the_unit_chosen(page: Page, box: Locator) -> None:
    box.press_sequentially("chay")
    page.get_by_role("option").first.click()
    box.press("End")
    box.press("x")
    expect(page.locator("#unit")).to_have_value("")


def test_escape_closes_the_list_and_keeps_what_was_typed(page: Page, box: Locator) -> None:
    box.press_sequentially("tinh")
    expect(page.get_by_role("option")).to_have_count(2)
    box.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    expect(box).to_have_value("tinh")


def test_how_many_were_found_is_said_aloud(page: Page, box: Locator) -> None:
    said = page.locator("[data-unit-box] [role=status]").first
    box.press_sequentially("tinh")
    expect(said).to_contain_text("Có 2 đơn vị")
    box.fill("zzzz")
    expect(said).to_have_text("Không tìm thấy đơn vị nào.")


def test_no_script_or_style_breaks_the_policy_of_the_page(page: Page, base: str) -> None:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(f"{base}/register")
    page.locator("#unit_text").press_sequentially("tinh")
    expect(page.get_by_role("option")).to_have_count(2)
    assert [text for text in heard if "Content Security Policy" in text or "Error" in text] == []
