"""Answers reach the server: after each change, after a bad network, after a reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import APIResponse, BrowserContext, Page, Route, expect

from tests.browser.acting import choose, expect_saved, is_chosen, notice, until
from tests.browser.questions import option_id
from tests.browser.sitting import FakeSitting

pytestmark = pytest.mark.browser
KEPT = "Chưa lưu được, sẽ tự gửi lại (đã giữ trên máy này)"


def outbox(page: Page) -> str | None:
    """What the device keeps for sending."""
    return str(page.evaluate("localStorage.getItem('sen:outbox:4711') ?? ''"))


def test_an_answer_is_saved_by_itself_and_the_page_says_when(paper: Page, sitting: FakeSitting) -> None:
    choose(paper, 1, 2)
    expect_saved(paper)
    assert sitting.answers == {"1": [option_id(1, 2)]}
    assert outbox(paper) == ""


def test_quick_changes_are_sent_together_and_in_sequence(paper: Page, sitting: FakeSitting) -> None:
    for position in range(1, 7):
        choose(paper, position, 0)
    expect_saved(paper)
    choose(paper, 1, 1)
    until(lambda: sitting.answers.get("1") == [option_id(1, 1)], paper)
    assert [save["seq"] for save in sitting.saves] == list(range(1, len(sitting.saves) + 1))
    assert len(sitting.saves) < 6
    assert len(sitting.answers) == 6


def test_several_options_may_be_chosen_only_where_several_are_asked_for(paper: Page, sitting: FakeSitting) -> None:
    for place in (0, 1):
        choose(paper, 1, place)
        choose(paper, 3, place)
    expect_saved(paper)
    assert sitting.answers == {"1": [option_id(1, 1)], "3": [option_id(3, 0), option_id(3, 1)]}


def test_a_choice_can_be_taken_back(paper: Page, sitting: FakeSitting) -> None:
    choose(paper, 2, 0)
    expect_saved(paper)
    paper.locator("#question-2 .question-clear").click()
    until(lambda: sitting.answers == {}, paper)
    assert not is_chosen(paper, 2, 0)


def test_the_count_and_the_numbers_follow_the_answers(paper: Page) -> None:
    choose(paper, 1, 0)
    choose(paper, 4, 1)
    expect(paper.locator(".paper-count .answered-count")).to_have_text("2/10")
    assert paper.locator(".paper-jump .is-answered").all_text_contents() == ["1", "4"]


def test_what_is_answered_offline_arrives_when_the_network_is_back(
    paper: Page, context: BrowserContext, sitting: FakeSitting
) -> None:
    context.set_offline(True)
    for position in range(1, 11):
        choose(paper, position, 1)
    expect(paper.locator("#save-state")).to_have_text(KEPT)
    assert sitting.saves == []
    assert option_id(10, 1) in (outbox(paper) or "")
    context.set_offline(False)
    expect_saved(paper)
    assert sitting.answers == {str(position): [option_id(position, 1)] for position in range(1, 11)}


def test_a_paper_closed_while_offline_is_taken_up_again_with_all_its_answers(
    paper: Page, context: BrowserContext, sitting: FakeSitting, address: str
) -> None:
    choose(paper, 1, 0)
    expect_saved(paper)
    context.set_offline(True)
    choose(paper, 1, 3)
    choose(paper, 2, 2)
    expect(paper.locator("#save-state")).to_have_text(KEPT)
    paper.close()
    again = context.new_page()
    again.wait_for_timeout(500)  # by then the save that leaving the page tries has failed as well
    context.set_offline(False)
    again.goto(address)
    expect(notice(again, "restored")).to_be_visible()
    until(lambda: sitting.answers == {"1": [option_id(1, 3)], "2": [option_id(2, 2)]}, again)
    assert is_chosen(again, 1, 3)
    assert is_chosen(again, 2, 2)


def test_a_reload_shows_what_the_server_holds(paper: Page) -> None:
    choose(paper, 3, 1)
    choose(paper, 3, 4)
    expect_saved(paper)
    paper.reload()
    paper.locator(".question").first.wait_for()
    assert [is_chosen(paper, 3, place) for place in range(5)] == [False, True, False, False, True]


def test_a_save_whose_answer_was_lost_counts_once(paper: Page, sitting: FakeSitting) -> None:
    lost: list[APIResponse] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    paper.route("**/answers", lose_the_first_answer)
    choose(paper, 1, 0)
    expect_saved(paper)
    choose(paper, 2, 0)
    until(lambda: sitting.saved_seq == 2, paper)
    assert [save["seq"] for save in sitting.saves] == [1, 2]
    assert notice(paper, "foreign").count() == 0


def test_a_change_after_a_lost_answer_is_not_mistaken_for_another_device(paper: Page, sitting: FakeSitting) -> None:
    def lose_every_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    paper.route("**/answers", lose_every_answer)
    choose(paper, 1, 0)
    until(lambda: sitting.saved_seq == 1, paper)
    choose(paper, 1, 1)
    paper.unroute("**/answers")
    until(lambda: sitting.answers == {"1": [option_id(1, 1)]}, paper)
    expect_saved(paper)
    assert notice(paper, "foreign").count() == 0


def test_a_busy_server_is_asked_again_no_sooner_than_it_wants(paper: Page, sitting: FakeSitting) -> None:
    sitting.refusals.append((503, "unavailable", 3))
    choose(paper, 1, 0)
    expect(paper.locator("#save-state")).to_have_text(KEPT)
    expect_saved(paper)
    refused, accepted = paper.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.name.endsWith('/answers')).map(e => e.startTime)"
    )
    assert accepted - refused > 3000
    assert len(sitting.saves) == 1


def test_leaving_the_page_sends_what_waits(paper: Page, sitting: FakeSitting) -> None:
    choose(paper, 5, 3)
    paper.goto("about:blank")
    until(lambda: sitting.answers == {"5": [option_id(5, 3)]}, paper)


def test_an_expired_login_does_not_cut_the_sitting(paper: Page, sitting: FakeSitting) -> None:
    sitting.logged_in = False
    choose(paper, 1, 0)
    expect_saved(paper)
    paper.reload()
    paper.locator(".question").first.wait_for()
    assert is_chosen(paper, 1, 0)


def test_without_login_and_token_the_answers_stay_on_the_device(paper: Page, sitting: FakeSitting) -> None:
    sitting.logged_in = False
    paper.evaluate("sessionStorage.clear()")
    choose(paper, 1, 0)
    expect(notice(paper, "locked")).to_be_visible()
    expect(paper.locator("#login-again a")).to_have_attribute("href", "/login?next=/attempts/4711")
    assert option_id(1, 0) in (outbox(paper) or "")


def test_the_prediction_is_saved_as_typed_and_echoed_as_read(page: Page, sitting: FakeSitting, address: str) -> None:
    sitting.prediction = {"question": "Có bao nhiêu người trả lời đúng tất cả?", "value": None}
    page.goto(address)
    page.locator("#prediction-input").fill("12.345")
    expect(page.locator("#prediction-echo")).to_have_text("Hệ thống ghi nhận: 12.345")
    assert sitting.saves[-1]["prediction"] == "12.345"
    page.locator("#prediction-input").fill("nhiều lắm")
    expect(page.locator("#prediction-echo")).to_contain_text("Chưa đọc được")
    page.reload()
    expect(page.locator("#prediction-input")).to_have_value("nhiều lắm")


def test_only_answers_and_the_token_are_ever_kept_on_the_device(paper: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    choose(paper, 1, 0)
    expect(paper.locator("#save-state")).to_have_text(KEPT)
    kept = paper.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage), {...localStorage}]")
    assert kept[:2] == [["sen:outbox:4711"], ["sen:token:4711"]]
    assert kept[2] == {"sen:outbox:4711": f'[["1",["{option_id(1, 0)}"]]]'}
