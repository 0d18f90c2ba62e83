"""Handing in: never without a confirmation, once, with a receipt, whatever the network does."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.acting import choose, hand_in, option
from tests.browser.questions import option_id
from tests.browser.sitting import FakeSitting

pytestmark = pytest.mark.browser


def test_handing_in_needs_a_confirmation(paper: Page, sitting: FakeSitting) -> None:
    paper.locator(".submit-button").first.click()
    expect(paper.locator("#review")).to_be_visible()
    paper.locator("#review-back").click()
    expect(paper.locator("#review")).to_be_hidden()
    assert sitting.submissions == []
    assert option(paper, 1, 0).locator("input").is_enabled()


def test_the_confirmation_lists_what_is_open_and_leads_there(paper: Page, sitting: FakeSitting) -> None:
    for position in (1, 2, 3, 5, 6, 7, 8):
        choose(paper, position, 0)
    paper.locator(".submit-button").last.click()
    assert paper.locator("#review-list a").all_text_contents() == ["4", "9", "10"]
    expect(paper.locator("#review-open-text")).to_contain_text("Còn 3 câu chưa làm")
    paper.locator("#review-list a").nth(1).click()
    expect(paper.locator("#review")).to_be_hidden()
    expect(paper.locator("#question-9")).to_be_in_viewport()
    expect(paper.locator("#question-9")).to_be_focused()
    assert sitting.submissions == []


def test_a_full_paper_is_confirmed_without_a_list(paper: Page) -> None:
    for position in range(1, 11):
        choose(paper, position, 0)
    paper.locator(".submit-button").first.click()
    expect(paper.locator("#review-done")).to_be_visible()
    expect(paper.locator("#review-open")).to_be_hidden()


def test_where_only_complete_papers_are_valid_the_confirmation_warns(paper: Page, sitting: FakeSitting) -> None:
    sitting.complete_only, sitting.prediction = True, {"question": "Có bao nhiêu người dự thi?", "value": None}
    paper.reload()
    for position in range(1, 10):
        choose(paper, position, 0)
    paper.locator(".submit-button").last.click()
    expect(paper.locator("#review-open-text")).to_contain_text("Còn 2 câu chưa trả lời; theo thể lệ")
    expect(paper.locator("#review-open-text")).to_contain_text("không hợp lệ và được 0 điểm")
    assert paper.locator("#review-list a").all_text_contents() == ["10", "Câu dự đoán"]
    paper.locator("#review-list a").last.click()
    expect(paper.locator("#prediction")).to_be_focused()
    choose(paper, 10, 0)
    paper.locator("#prediction-input").fill("12")
    paper.locator(".submit-button").last.click()
    expect(paper.locator("#review-done")).to_be_visible()


def test_what_was_just_chosen_goes_with_the_paper(paper: Page, sitting: FakeSitting) -> None:
    choose(paper, 1, 0)
    hand_in(paper)
    expect(paper.locator("#receipt-code")).to_have_text("SEN-ABCD-EFGH-IJKL-MNOP")
    expect(paper.locator("#receipt-score")).to_have_text("1 trên 10 điểm")
    assert sitting.answers == {"1": [option_id(1, 0)]}
    assert len(sitting.submissions) == 1


def test_after_handing_in_the_way_leads_to_the_result_and_nothing_is_kept(paper: Page, address: str) -> None:
    choose(paper, 1, 0)
    hand_in(paper)
    paper.locator("#ending-onward").click()
    expect(paper).to_have_url(f"{address}/result")
    assert paper.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_result_comes_by_itself(paper: Page, address: str) -> None:
    hand_in(paper)
    expect(paper).to_have_url(f"{address}/result", timeout=12_000)


def test_a_hidden_score_is_not_shown_as_nothing(paper: Page, sitting: FakeSitting) -> None:
    sitting.close("person")
    assert sitting.outcome is not None
    sitting.outcome["score"] = None
    sitting.outcome, kept = None, sitting.outcome
    sitting.close = lambda closed_by: setattr(sitting, "outcome", kept)  # type: ignore[method-assign]
    hand_in(paper)
    expect(paper.locator("#receipt-code")).to_be_visible()
    expect(paper.locator("#receipt-score")).to_be_hidden()


def test_handing_in_offline_goes_on_by_itself_when_the_network_is_back(
    paper: Page, context: BrowserContext, sitting: FakeSitting
) -> None:
    context.set_offline(True)
    choose(paper, 2, 1)
    hand_in(paper)
    expect(paper.locator("#ending-text")).to_contain_text("Chưa kết nối được với máy chủ")
    assert not option(paper, 1, 0).locator("input").is_enabled()
    context.set_offline(False)
    expect(paper.locator("#receipt-code")).to_be_visible(timeout=20_000)
    assert sitting.answers == {"2": [option_id(2, 1)]}


def test_one_can_go_back_to_the_paper_while_handing_in_fails(
    paper: Page, context: BrowserContext, sitting: FakeSitting
) -> None:
    context.set_offline(True)
    hand_in(paper)
    paper.locator("#ending-back").click()
    expect(paper.locator("#ending")).to_be_hidden()
    choose(paper, 1, 1)
    context.set_offline(False)
    expect(paper.locator("#save-state")).to_have_text(re.compile("Đã lưu"), timeout=20_000)
    assert sitting.outcome is None
    assert sitting.answers == {"1": [option_id(1, 1)]}


def test_a_paper_that_is_closed_already_leads_to_its_result(page: Page, sitting: FakeSitting, address: str) -> None:
    sitting.close("deadline")
    page.goto(address)
    expect(page).to_have_url(f"{address}/result")


def test_without_login_the_way_leads_to_the_login(page: Page, sitting: FakeSitting, address: str) -> None:
    sitting.logged_in = False
    page.goto(address)
    expect(page.locator("#opening-login")).to_have_attribute("href", "/login?next=/attempts/4711")
    expect(page.locator("#opening-text")).to_have_text("Vui lòng đăng nhập để tiếp tục.")
