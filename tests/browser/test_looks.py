"""What the paper must look like on small screens, large print and for the keyboard; measured in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.acting import choose, expect_saved
from tests.browser.sitting import FakeSitting

pytestmark = pytest.mark.browser
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def open_at(browser: Browser, address: str, width: int, height: int) -> Page:
    """The paper on a screen of this size in CSS pixels."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(address)
    page.locator(".question").first.wait_for()
    return page


def sizes(page: Page, selector: str, what: str) -> list[float]:
    """A computed size in pixels of every element that matches."""
    script = f"all => all.map(one => {what})"
    return [float(size) for size in page.locator(selector).evaluate_all(script)]


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (640, 360), (960, 540), (1920, 1080)])
def test_the_paper_never_scrolls_sideways(browser: Browser, address: str, width: int, height: int) -> None:
    page = open_at(browser, address, width, height)
    assert page.evaluate(TOO_WIDE) == 0
    page.locator(".paper-count summary").click()
    assert page.evaluate(TOO_WIDE) == 0
    box = page.locator(".paper-jump").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.close()


def test_questions_are_large_and_options_easy_to_touch(paper: Page) -> None:
    text = "parseFloat(getComputedStyle(one).fontSize)"
    assert min(sizes(paper, ".question-stem, .option-text", text)) >= 18
    assert min(sizes(paper, ".option", "one.getBoundingClientRect().height")) >= 48
    assert min(sizes(paper, ".submit-button", "one.getBoundingClientRect().height")) >= 44
    paper.locator(".paper-count summary").click()
    assert min(sizes(paper, ".paper-jump a", "one.getBoundingClientRect().height")) >= 44


def test_the_time_stays_in_sight_while_scrolling_but_not_on_a_very_low_screen(browser: Browser, address: str) -> None:
    for height, stays in ((844, True), (360, False)):
        page = open_at(browser, address, 640, height)
        page.locator("#question-9").scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        seen = page.locator(".paper-time").evaluate("one => one.getBoundingClientRect().bottom > 0")
        assert seen is stays
        page.close()


def test_a_paper_can_be_done_with_the_keyboard_alone(paper: Page, sitting: FakeSitting) -> None:
    paper.locator("#question-1 input").first.focus()
    paper.keyboard.press("ArrowDown")
    outline = paper.locator("#question-1 .option").nth(1).evaluate("one => getComputedStyle(one).outlineStyle")
    assert outline == "solid"
    expect_saved(paper)
    assert sitting.answers["1"]
    paper.locator(".submit-button").last.focus()
    paper.keyboard.press("Enter")
    expect(paper.locator("#review")).to_be_visible()
    paper.keyboard.press("Escape")
    expect(paper.locator("#review")).to_be_hidden()


def test_each_question_names_itself_and_its_options(paper: Page) -> None:
    group = paper.get_by_role("group", name="Câu 4 Việt Nam có đường bờ biển.")
    expect(group.get_by_role("radio")).to_have_count(2)
    expect(paper.get_by_role("group", name="Câu 3").get_by_role("checkbox")).to_have_count(5)
    assert paper.locator("#question-1 .option-letter").all_text_contents() == ["A", "B", "C", "D"]


def test_nothing_is_asked_of_another_host_and_nothing_breaks_the_policy(page: Page, address: str) -> None:
    hosts: set[str] = set()
    problems: list[str] = []
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address)
    choose(page, 1, 0)
    expect_saved(page)
    assert hosts == {address.split("/")[2]}
    assert problems == []


def test_markup_of_the_bank_is_shown_but_never_run(page: Page, sitting: FakeSitting, address: str) -> None:
    sitting.items[0] |= {
        "markup": "html",
        "stem": "Nước có công thức H<sub>2</sub>O<img src=x onerror='document.title=1'>"
        "<script>document.title=2</script><a href='javascript:document.title=3'>đúng không?</a>",
    }
    sitting.items[1] |= {"stem": "Thẻ <b>đậm</b> viết thế nào?"}
    page.goto(address)
    stem = page.locator("#question-1 .question-stem")
    expect(stem).to_have_text("Nước có công thức H2Ođúng không?")
    assert stem.locator("sub").count() == 1
    assert stem.locator("script, a, [onerror]").count() == 0
    assert page.title() not in {"1", "2", "3"}
    expect(page.locator("#question-2 .question-stem")).to_have_text("Thẻ <b>đậm</b> viết thế nào?")


def test_pictures_of_a_question_are_shown(page: Page, sitting: FakeSitting, address: str) -> None:
    sitting.items[0]["images"] = ["/static/core/lotus.svg"]
    page.goto(address)
    picture = page.locator("#question-1 .question-image")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.naturalWidth > 0")
