"""Time: the server's clock alone, whatever the device's clock says; and what happens when it is over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.acting import choose, expect_saved, option, until
from tests.browser.questions import option_id
from tests.browser.sitting import FakeSitting

pytestmark = pytest.mark.browser
SHIFTED = """
const Real = Date, shift = %d * 1000;
globalThis.Date = class extends Real {
  constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + shift); }
  static now() { return Real.now() + shift; }
};
"""
SLEEPY = """
let slept = 0;
const real = performance.now.bind(performance);
performance.now = () => real() - slept;
globalThis.sleepFor = (seconds) => { slept += seconds * 1000; };
"""
NO_SPREAD = "Math.random = () => 0;"


def seconds_left(page: Page) -> int:
    """What the countdown shows, in seconds."""
    minutes, seconds = page.locator(".paper-time .time-left").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def truth(sitting: FakeSitting) -> float:
    """Seconds that are really left."""
    return (sitting.deadline_at - sitting.now()).total_seconds()


@pytest.mark.parametrize("shift", [86_400, -86_400, 3600, -60])
def test_the_countdown_is_right_on_a_device_whose_clock_is_wrong(
    page: Page, sitting: FakeSitting, address: str, shift: int
) -> None:
    page.add_init_script(SHIFTED % shift)
    page.goto(address)
    page.locator(".question").first.wait_for()
    assert abs(seconds_left(page) - truth(sitting)) < 2


def test_a_clock_that_is_set_while_the_paper_is_open_changes_nothing(
    page: Page, sitting: FakeSitting, address: str
) -> None:
    page.goto(address)
    page.locator(".question").first.wait_for()
    page.evaluate(f"() => {{ {SHIFTED % 7200} }}")
    page.wait_for_timeout(600)
    assert abs(seconds_left(page) - truth(sitting)) < 2
    assert option(page, 1, 0).locator("input").is_enabled()


def test_a_page_that_missed_its_ticks_shows_the_right_time_at_once(paper: Page, sitting: FakeSitting) -> None:
    paper.evaluate("() => { const end = performance.now() + 3000; while (performance.now() < end); }")
    paper.wait_for_timeout(300)
    assert abs(seconds_left(paper) - truth(sitting)) < 2


def test_after_a_sleep_of_the_device_the_server_is_asked_for_the_time(
    page: Page, sitting: FakeSitting, address: str
) -> None:
    page.add_init_script(SLEEPY)
    page.goto(address)
    page.locator(".question").first.wait_for()
    with page.expect_request("**/api/v1/attempts/*"):
        page.evaluate("sleepFor(120)")
    page.wait_for_timeout(600)
    assert abs(seconds_left(page) - truth(sitting)) < 2


def test_more_time_is_shown_with_the_next_save(paper: Page, sitting: FakeSitting) -> None:
    sitting.end_in(1500)
    choose(paper, 1, 0)
    expect_saved(paper)
    paper.wait_for_timeout(400)
    assert abs(seconds_left(paper) - 1500) < 5


def test_at_the_deadline_the_last_state_is_sent_and_the_paper_handed_in(
    page: Page, sitting: FakeSitting, address: str
) -> None:
    page.add_init_script(NO_SPREAD)
    sitting.end_in(4)
    page.goto(address)
    page.locator(".question").first.wait_for()
    until(lambda: truth(sitting) < 0.5, page)
    choose(page, 1, 0)
    expect(page.locator("#ending-title")).to_have_text("Hết giờ làm bài")
    expect(page.locator("#receipt-code")).to_have_text("SEN-ABCD-EFGH-IJKL-MNOP")
    assert sitting.answers == {"1": [option_id(1, 0)]}
    assert sitting.outcome is not None
    assert not option(page, 2, 0).locator("input").is_enabled()


def test_a_paper_whose_time_was_extended_at_the_last_moment_goes_on(
    page: Page, sitting: FakeSitting, address: str
) -> None:
    page.add_init_script(NO_SPREAD)
    sitting.end_in(2)
    page.goto(address)
    page.locator(".question").first.wait_for()
    sitting.end_in(300)
    expect(page.locator(".paper-time .time-left")).to_have_text(re.compile(r"4:\d\d"))
    expect(page.locator("#ending")).to_be_hidden()
    choose(page, 1, 0)
    expect_saved(page)
    assert sitting.outcome is None
    assert seconds_left(page) > 200


def test_offline_at_the_deadline_the_person_is_told_what_counts(
    page: Page, context: BrowserContext, sitting: FakeSitting, address: str
) -> None:
    page.add_init_script(NO_SPREAD)
    sitting.end_in(3)
    page.goto(address)
    page.locator(".question").first.wait_for()
    context.set_offline(True)
    choose(page, 1, 0)
    expect(page.locator("#ending-text")).to_contain_text("Chưa kết nối được với máy chủ", timeout=20_000)
    sitting.end_in(-60)
    context.set_offline(False)
    expect(page.locator("#ending-text")).to_contain_text("Có 1 thay đổi chưa kịp gửi nên không được tính")
    assert sitting.answers == {}
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_save_that_comes_too_late_ends_the_sitting(paper: Page, sitting: FakeSitting) -> None:
    sitting.end_in(-60)
    choose(paper, 1, 0)
    expect(paper.locator("#ending-title")).to_have_text("Hết giờ làm bài")
    expect(paper.locator("#ending-onward")).to_be_visible()
    assert sitting.answers == {}
