"""The same attempt on two devices: nothing is lost, and the person is told what changed elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.acting import choose, expect_saved, hand_in, is_chosen, notice, until
from tests.browser.questions import option_id
from tests.browser.sitting import FakeSitting

pytestmark = pytest.mark.browser


@pytest.fixture
def other(context: BrowserContext, paper: Page, address: str) -> Page:
    """The paper on a second device, opened after the first."""
    page = context.new_page()
    page.goto(address)
    page.locator(".question").first.wait_for()
    return page


def test_only_what_was_changed_here_is_put_over_what_another_device_saved(
    paper: Page, other: Page, sitting: FakeSitting
) -> None:
    choose(other, 1, 0)
    choose(other, 2, 0)
    expect_saved(other)
    paper.bring_to_front()
    paper.evaluate("1")
    choose(paper, 2, 3)
    choose(paper, 5, 1)
    until(lambda: "5" in sitting.answers, paper)
    assert sitting.answers == {"1": [option_id(1, 0)], "2": [option_id(2, 3)], "5": [option_id(5, 1)]}
    assert is_chosen(paper, 1, 0)
    assert is_chosen(paper, 2, 3)


def test_the_person_is_told_which_questions_another_device_changed(paper: Page, sitting: FakeSitting) -> None:
    sitting.saved_seq, sitting.answers = 4, {"6": [option_id(6, 2)], "7": [option_id(7, 0)]}
    choose(paper, 1, 0)
    expect(notice(paper, "foreign")).to_contain_text("Thiết bị khác vừa thay đổi câu 6, 7")
    until(lambda: sitting.saved_seq == 5, paper)
    assert set(sitting.answers) == {"1", "6", "7"}
    assert is_chosen(paper, 6, 2)


def test_coming_back_to_the_page_shows_what_was_changed_elsewhere(paper: Page, sitting: FakeSitting) -> None:
    sitting.saved_seq, sitting.answers = 1, {"8": [option_id(8, 1)]}
    paper.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(notice(paper, "foreign")).to_contain_text("câu 8")
    assert is_chosen(paper, 8, 1)


def test_a_paper_is_not_handed_in_over_changes_that_the_person_has_not_seen(paper: Page, sitting: FakeSitting) -> None:
    sitting.saved_seq, sitting.answers = 1, {"8": [option_id(8, 1)]}
    hand_in(paper)
    expect(notice(paper, "foreign")).to_contain_text("câu 8")
    assert sitting.outcome is None
    assert not paper.locator("#ending").is_visible()
    hand_in(paper)
    expect(paper.locator("#receipt-code")).to_be_visible()
    assert sitting.answers == {"8": [option_id(8, 1)]}


def test_a_paper_handed_in_elsewhere_goes_to_its_result(paper: Page, sitting: FakeSitting) -> None:
    sitting.close("person")
    choose(paper, 1, 0)
    expect(paper.locator("#ending-title")).to_have_text("Bài thi đã được nộp")
    expect(paper.locator("#ending-text")).to_contain_text("Có 1 thay đổi chưa kịp gửi nên không được tính")
    paper.locator("#ending-onward").click()
    expect(paper).to_have_url(paper.url.replace("/result", "") + "/result")
