"""Decisions reach an open paper: more time, a pause, the way on; no burden on the server, and nothing lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import choose, expect_saved, hand_in, is_chosen, notice, option, until
from tests.browser.questions import option_id
from tests.browser.sitting import FakeSitting
from tests.browser.test_deadline import NO_SPREAD, seconds_left, truth

pytestmark = pytest.mark.browser
REASON = "Bài thi được cộng thêm 10 phút. Lý do: mất điện."
PAUSED = "Cuộc thi tạm dừng, đồng hồ làm bài đứng yên. Lý do: sự cố đường truyền."
HASTE = """
const later = globalThis.setTimeout;
globalThis.waits = [];
globalThis.setTimeout = (work, wait, ...rest) => {
  if (wait >= 15000) globalThis.waits.push(wait);
  return later(work, wait >= 15000 ? wait / 40 : wait, ...rest);
};
"""
"""Long waits are forty times as short, and noted."""


@pytest.fixture
def hasty(page: Page, address: str) -> Page:
    """The paper on a page whose long waits are short."""
    page.add_init_script(HASTE)
    page.goto(address)
    page.locator(".question").first.wait_for()
    return page


def test_more_time_reaches_a_quiet_paper_with_the_reason(hasty: Page, sitting: FakeSitting) -> None:
    sitting.give(600, REASON)
    expect(notice(hasty, "decision")).to_contain_text(REASON)
    expect(hasty.locator("#announcer")).to_have_text(REASON)
    assert abs(seconds_left(hasty) - truth(sitting)) < 2
    assert seconds_left(hasty) > 1100


def test_more_time_learned_from_a_save_is_explained_at_once(paper: Page, sitting: FakeSitting) -> None:
    sitting.give(600, REASON)
    choose(paper, 1, 0)
    expect(notice(paper, "decision")).to_contain_text(REASON)
    assert sitting.looks == 1


def test_the_same_decision_is_told_once(hasty: Page, sitting: FakeSitting) -> None:
    sitting.give(600, REASON)
    notice(hasty, "decision").get_by_role("button").click()
    looks = sitting.looks
    until(lambda: sitting.looks > looks + 1, hasty)
    expect(notice(hasty, "decision")).to_have_count(0)


def test_a_quiet_paper_looks_about_once_a_minute_at_moments_of_its_own(hasty: Page, sitting: FakeSitting) -> None:
    until(lambda: sitting.looks >= 3, hasty)
    waits = hasty.evaluate("waits")
    assert all(45_000 <= wait <= 60_000 for wait in waits)
    assert len(set(waits)) == len(waits)


def test_a_paper_that_saves_does_not_look(paper: Page, sitting: FakeSitting) -> None:
    for position in (1, 2, 3):
        choose(paper, position, 0)
        expect_saved(paper)
    assert sitting.looks == 0


def test_shortly_before_the_end_a_paper_looks_once_more(page: Page, sitting: FakeSitting, address: str) -> None:
    page.add_init_script(NO_SPREAD)
    sitting.end_in(33)
    page.goto(address)
    page.locator(".question").first.wait_for()
    until(lambda: sitting.looks == 1, page)
    assert 25 < truth(sitting) <= 31
    page.wait_for_timeout(1500)
    assert sitting.looks == 1


def test_a_pause_covers_the_questions_and_the_clock_stands(hasty: Page, sitting: FakeSitting) -> None:
    choose(hasty, 1, 0)
    expect_saved(hasty)
    sitting.pause(PAUSED)
    expect(hasty.locator("#pause-text")).to_have_text(PAUSED)
    expect(hasty.locator("#announcer")).to_contain_text(PAUSED)
    expect(hasty.locator(".question").first).to_be_hidden()
    left = seconds_left(hasty)
    hasty.wait_for_timeout(2200)
    assert seconds_left(hasty) == left
    assert hasty.locator(".submit-button").first.is_disabled()


def test_after_the_pause_the_paper_is_as_it_was_with_the_time_it_had(hasty: Page, sitting: FakeSitting) -> None:
    choose(hasty, 1, 0)
    expect_saved(hasty)
    sitting.pause(PAUSED)
    expect(hasty.locator("#pause-cover")).to_be_visible()
    left = seconds_left(hasty)
    hasty.wait_for_timeout(1500)
    sitting.resume()
    expect(hasty.locator("#pause-cover")).to_be_hidden()
    assert abs(seconds_left(hasty) - truth(sitting)) < 2
    assert abs(seconds_left(hasty) - left) < 4
    assert is_chosen(hasty, 1, 0)
    assert option(hasty, 2, 0).locator("input").is_enabled()
    choose(hasty, 2, 1)
    expect_saved(hasty)
    assert sitting.answers == {"1": [option_id(1, 0)], "2": [option_id(2, 1)]}


def test_an_answer_given_as_the_pause_began_is_kept_and_sent_after_it(hasty: Page, sitting: FakeSitting) -> None:
    sitting.pause(PAUSED)
    choose(hasty, 1, 0)
    expect(hasty.locator("#pause-cover")).to_be_visible()
    expect(hasty.locator("#save-state")).to_have_text(re.compile("giữ trên máy này"))
    assert sitting.answers == {}
    sitting.resume()
    until(lambda: sitting.answers == {"1": [option_id(1, 0)]}, hasty)
    expect_saved(hasty)


def test_a_paper_opened_during_a_pause_is_covered(page: Page, sitting: FakeSitting, address: str) -> None:
    sitting.pause(PAUSED)
    page.goto(address)
    expect(page.locator("#pause-text")).to_have_text(PAUSED)
    expect(page.locator(".question").first).to_be_hidden()


def test_handing_in_during_a_pause_waits_for_the_person(hasty: Page, sitting: FakeSitting) -> None:
    sitting.pause(PAUSED)
    hand_in(hasty)
    expect(hasty.locator("#pause-cover")).to_be_visible()
    expect(hasty.locator("#ending")).to_be_hidden()
    assert sitting.outcome is None
    sitting.resume()
    expect(hasty.locator("#pause-cover")).to_be_hidden()
    hand_in(hasty)
    expect(hasty.locator("#ending-title")).to_have_text("Đã nộp bài")


def test_a_pause_that_comes_with_the_deadline_keeps_the_paper(page: Page, sitting: FakeSitting, address: str) -> None:
    page.add_init_script(NO_SPREAD)
    page.add_init_script(HASTE)
    sitting.end_in(3)
    page.goto(address)
    page.locator(".question").first.wait_for()
    sitting.pause(PAUSED)
    expect(page.locator("#pause-cover")).to_be_visible()
    expect(page.locator("#ending")).to_be_hidden()
    page.wait_for_timeout(3000)
    assert sitting.outcome is None
    sitting.resume()
    sitting.give(120, REASON)
    expect(page.locator("#pause-cover")).to_be_hidden()
    choose(page, 1, 0)
    until(lambda: sitting.answers == {"1": [option_id(1, 0)]}, page)


def test_a_round_that_is_cancelled_ends_a_paused_paper(hasty: Page, sitting: FakeSitting) -> None:
    sitting.pause(PAUSED)
    expect(hasty.locator("#pause-cover")).to_be_visible()
    sitting.close("organiser")
    expect(hasty.locator("#ending-title")).to_have_text("Bài thi đã được nộp")
