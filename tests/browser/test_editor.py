"""The question editor in a real browser: live preview, steps by keyboard, pictures, the guard, two tabs at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from quiz.bank.models import ItemRevision
from quiz.bank.service import import_file
from quiz.core import clock
from quiz.core.db import db
from tests.bank.files import Question, as_json
from tests.bank.workbench import AUTHOR, png
from tests.browser.serving import served

pytestmark = pytest.mark.browser
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def console(app: Flask) -> Iterator[str]:
    """The console with a bank of one draft; its address."""
    app.extensions["actor_loader"] = lambda: AUTHOR
    asked = [Question("Thủ đô của nước ta ở đâu?", id="LS-1")]
    import_file(AUTHOR, "NQ", "de.json", as_json(asked), None, clock.now(), approve=False)
    db.session.rollback()
    with served(app) as base:
        yield f"{base}/admin/bank"


@pytest.fixture
def editor(page: Page, console: str) -> Page:
    """The editor of the draft."""
    page.goto(f"{console}/items/1/edit")
    return page


def revisions() -> list[tuple[int, str]]:
    """Numbers and stems of the draft's revisions."""
    db.session.rollback()
    query = sa.select(ItemRevision.number, ItemRevision.stem).order_by(ItemRevision.id)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def save(page: Page, remark: str = "Sửa") -> None:
    page.locator("#remark").fill(remark)
    page.get_by_role("button", name="Lưu phiên bản mới").click()


def shown(page: Page) -> list[str]:
    """The options as the preview shows them."""
    return [text.strip() for text in page.locator(".bank-phone-options li > div").all_text_contents()]


def test_the_preview_and_the_findings_follow_the_typing(editor: Page) -> None:
    expect(editor.locator(".bank-phone-stem")).to_have_text("Thủ đô của nước ta ở đâu?")
    editor.locator("#stem").fill("Khi a < b & <b>c</b>?")
    expect(editor.locator(".bank-phone-stem")).to_have_text("Khi a < b & <b>c</b>?")
    editor.locator("#option-0").fill("Cao Bằng")
    expect(editor.locator(".bank-problems")).to_contain_text("Phương án A và B giống nhau")
    assert shown(editor)[:2] == ["Cao Bằng", "Cao Bằng"]
    editor.locator("#option-0").fill("Huế")
    expect(editor.locator(".bank-problems")).to_have_count(0)
    assert revisions() == [(1, "Thủ đô của nước ta ở đâu?")]


def test_options_are_added_moved_and_removed_by_the_keyboard_alone(editor: Page) -> None:
    editor.get_by_role("button", name="Thêm phương án").focus()
    editor.keyboard.press("Enter")
    expect(editor.locator("#option-4")).to_be_focused()
    editor.keyboard.type("Huế")
    editor.get_by_role("button", name="Đưa phương án E lên").focus()
    editor.keyboard.press("Enter")
    for place in "DCB":
        expect(editor.get_by_role("button", name=f"Đưa phương án {place} lên")).to_be_focused()
        editor.keyboard.press("Enter")
    expect(editor.locator("#option-0")).to_be_focused()
    assert shown(editor) == ["Huế", "Hà Nội", "Cao Bằng", "Hà Tĩnh", "Trà Vinh"]
    editor.get_by_role("button", name="Bỏ phương án B").focus()
    editor.keyboard.press("Enter")
    expect(editor.locator("#option-0")).to_be_focused()
    assert shown(editor) == ["Huế", "Cao Bằng", "Hà Tĩnh", "Trà Vinh"]
    save(editor)
    expect(editor.locator(".is-key")).to_contain_text("Cao Bằng")
    assert [number for number, _stem in revisions()] == [1, 2]


def test_one_right_answer_takes_the_other_back_and_several_stay(editor: Page) -> None:
    keys = editor.locator("[name=key]")
    keys.nth(3).check()
    expect(keys.nth(1)).not_to_be_checked()
    editor.locator("#kind").select_option("multiple")
    keys.nth(0).check()
    expect(keys.nth(3)).to_be_checked()
    expect(editor.locator(".bank-phone")).to_contain_text("Chọn tất cả phương án đúng.")


def test_a_picture_is_shown_at_once_and_saved(editor: Page) -> None:
    editor.locator("#file").set_input_files({"name": "anh.png", "mimeType": "image/png", "buffer": png()})
    picture = editor.locator(".bank-phone img")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.naturalWidth") == 40
    save(editor)
    kept = editor.locator(".bank-picture img")
    expect(kept).to_be_visible()
    assert kept.evaluate("one => one.decode().then(() => one.naturalWidth)") == 40


def test_what_is_no_picture_is_told_and_nothing_is_lost(editor: Page) -> None:
    editor.locator("#stem").fill("Đang gõ dở?")
    editor.locator("#file").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"not a picture"})
    expect(editor.locator("#live-state")).to_contain_text("Hình bị hỏng")
    expect(editor.locator("#stem")).to_have_value("Đang gõ dở?")


def test_leaving_with_unsaved_words_is_asked_about_and_saving_is_not(editor: Page) -> None:
    asked: list[str] = []
    editor.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    editor.locator("#stem").fill("Đang gõ dở?")
    editor.get_by_role("link", name="Không lưu, quay lại").click()
    expect(editor.locator("#stem")).to_have_value("Đang gõ dở?")
    assert asked == ["beforeunload"]
    save(editor)
    expect(editor.get_by_role("heading", name="Câu LS-1")).to_be_visible()
    assert asked == ["beforeunload"]


def test_an_error_keeps_the_form_and_takes_the_focus(editor: Page) -> None:
    editor.locator("[name=key]").nth(1).uncheck()
    save(editor)
    expect(editor.locator("#refused")).to_be_focused()
    expect(editor.locator("#refused")).to_contain_text("chưa có đáp án đúng")
    assert len(revisions()) == 1


def test_the_second_of_two_tabs_sees_the_difference_and_can_take_over(editor: Page, console: str) -> None:
    other = editor.context.new_page()
    other.goto(f"{console}/items/1/edit")
    editor.locator("#stem").fill("Thủ đô hiện nay ở đâu?")
    save(editor, "Của tab một")
    expect(editor.get_by_role("heading", name="Câu LS-1")).to_be_visible()
    other.locator("#stem").fill("Thủ đô của nước Việt Nam ở đâu?")
    save(other, "Của tab hai")
    expect(other.locator("#refused")).to_contain_text("vừa được người khác thay đổi")
    expect(other.locator(".bank-difference ins").first).to_contain_text("hiện nay")
    expect(other.locator("#stem")).to_have_value("Thủ đô của nước Việt Nam ở đâu?")
    save(other, "Giữ bản của tôi")
    expect(other.get_by_role("heading", name="Câu LS-1")).to_be_visible()
    assert [stem for _number, stem in revisions()] == [
        "Thủ đô của nước ta ở đâu?",
        "Thủ đô hiện nay ở đâu?",
        "Thủ đô của nước Việt Nam ở đâu?",
    ]


def test_a_lost_connection_is_told_and_the_words_stay(editor: Page) -> None:
    editor.route("**/preview", lambda route: route.abort())
    editor.locator("#stem").fill("Gõ khi mất mạng?")
    expect(editor.locator("#live-state")).to_contain_text("Không kết nối được máy chủ")
    editor.unroute("**/preview")
    editor.locator("#stem").press_sequentially("!")
    expect(editor.locator(".bank-phone-stem")).to_have_text("Gõ khi mất mạng?!")
    expect(editor.locator("#live-state")).to_be_empty()


@pytest.mark.parametrize("width", [320, 390, 1920])
def test_no_page_of_the_console_scrolls_sideways_or_breaks_the_policy(page: Page, console: str, width: int) -> None:
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_viewport_size({"width": width, "height": 844})
    bank = f"{console}/banks/NQ"
    paths = (bank, f"{bank}/new", f"{bank}/bulk?action=council&all=1", f"{bank}/council", f"{console}/items/1")
    for path in (*paths, f"{console}/items/1/edit", f"{console}/items/1/difference"):
        page.goto(path)
        assert page.evaluate(TOO_WIDE) == 0, path
    assert problems == []


def test_a_whole_page_is_chosen_by_one_box(page: Page, console: str) -> None:
    page.goto(f"{console}/banks/NQ")
    page.get_by_label("Chọn cả trang").check()
    expect(page.get_by_label("Chọn câu LS-1")).to_be_checked()
    page.get_by_label("Chọn tất cả 1 câu phù hợp").check()
    expect(page.get_by_label("Chọn câu LS-1")).to_be_disabled()
    page.locator("#action").select_option("retire")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", name="Cho thôi dùng: 1 câu hỏi")).to_be_visible()
