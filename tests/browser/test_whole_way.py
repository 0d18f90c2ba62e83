"""The whole way of a contestant with the product's own server: from the contest's page to the result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from quiz.attempts.models import Attempt
from quiz.core.db import db
from tests.browser.acting import choose, expect_saved, hand_in, is_chosen
from tests.browser.serving import served
from tests.factories.stage import Stage, build

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(app: Flask) -> Stage:
    """A contest whose first round is open since an hour; the first person is logged in."""
    made = build(datetime.now(UTC) - timedelta(hours=1))
    app.extensions["actor_loader"] = lambda: made.actors[0]
    return made


@pytest.fixture
def base(app: Flask, stage: Stage) -> Iterator[str]:
    """The product's address."""
    with served(app) as address:
        yield address


def start(page: Page, base: str, stage: Stage) -> None:
    """From the contest's page into the paper, by what a person sees there."""
    page.goto(f"{base}/contests/{stage.slug}")
    consent = page.locator("input[name=accept_rules][type=checkbox]")
    if consent.count():
        consent.check()
    page.get_by_role("button", name=re.compile("làm bài|vào thi|bắt đầu", re.IGNORECASE)).first.click()
    page.locator(".question").first.wait_for()


def stored() -> Attempt:
    """The one attempt as the database has it now."""
    db.session.rollback()
    attempt: Attempt = db.session.scalars(db.select(Attempt)).one()
    return attempt


def test_a_person_starts_answers_comes_back_and_hands_in(page: Page, base: str, stage: Stage) -> None:
    start(page, base, stage)
    choose(page, 1, 0)
    choose(page, 2, 1)
    expect_saved(page)
    page.goto(base)
    page.go_back()
    page.locator(".question").first.wait_for()
    assert is_chosen(page, 1, 0)
    assert is_chosen(page, 2, 1)
    hand_in(page)
    expect(page.locator("#receipt-code")).to_have_text(re.compile("SEN-"))
    receipt = page.locator("#receipt-code").inner_text()
    page.locator("#ending-onward").click()
    expect(page.locator("h1")).to_have_text("Kết quả bài thi")
    expect(page.locator(".receipt code")).to_have_text(receipt)
    attempt = stored()
    assert attempt.closed_by == "person"
    assert sum(1 for mask in attempt.answers if mask) == 2


def test_the_paper_of_a_handed_in_attempt_is_its_result(page: Page, base: str, stage: Stage) -> None:
    start(page, base, stage)
    hand_in(page)
    expect(page.locator("#receipt-code")).to_be_visible()
    page.goto(f"{base}/attempts/{stored().id}")
    expect(page).to_have_url(re.compile("/result$"))


def test_the_login_can_end_in_mid_paper_without_harm(page: Page, app: Flask, base: str, stage: Stage) -> None:
    start(page, base, stage)
    app.extensions["actor_loader"] = lambda: None
    choose(page, 3, 0)
    expect_saved(page)
    page.reload()
    page.locator(".question").first.wait_for()
    assert is_chosen(page, 3, 0)
    hand_in(page)
    expect(page.locator("#receipt-code")).to_be_visible()
    assert stored().submitted_at is not None
