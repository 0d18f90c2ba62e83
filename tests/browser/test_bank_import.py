"""A question file's way in a real browser: upload, progress, preview, choice, import, and back out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from quiz.bank import checking
from quiz.bank.models import Item
from quiz.core.db import db
from quiz.core.jobs.runner import Runner
from quiz.core.permissions import Actor, Grant, Role
from quiz.core.settings import Settings
from tests.applications import application
from tests.bank.files import as_docx, as_xlsx, questions
from tests.browser.serving import served

pytestmark = pytest.mark.browser
WIDE = {"width": 1920, "height": 1080}


@pytest.fixture
def bank_app(settings: Settings) -> Iterator[Flask]:
    """An application with a queue and a runner of its own, in which an administrator is logged in everywhere."""
    with application(replace(settings, testing=False)) as app:
        app.extensions["actor_loader"] = lambda: Actor(1, "Quản trị", (Grant(Role.ADMINISTRATOR),))
        runner = Runner(app)
        runner.start()
        yield app
        runner.stop()


@pytest.fixture
def upload(bank_app: Flask, page: Page, tmp_path: Path) -> Iterator[Callable[[str, bytes], None]]:
    """Sends a file through the upload page."""
    with served(bank_app) as base:

        def send(name: str, content: bytes) -> None:
            path = tmp_path / name
            path.write_bytes(content)
            page.goto(f"{base}/admin/bank/import?bank=NQ")
            page.set_input_files("input[type=file]", path)
            page.get_by_role("button", name="Kiểm tra tệp").click()

        yield send


def items() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(Item.id))) or 0


def fits(page: Page) -> bool:
    """Whether nothing makes the page wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_file_comes_in_and_goes_out_again(upload: Callable[[str, bytes], None], page: Page) -> None:
    upload("Đề cương ôn tập.docx", as_docx(questions(6)))
    expect(page.get_by_role("heading", name="Kiểm tra trước khi nhập")).to_be_visible()
    assert items() == 0
    assert fits(page)
    page.get_by_label("Nhập câu này: Câu 2").uncheck()
    expect(page.locator("#choice-state")).to_have_text("Đã ghi lựa chọn: 5 câu được chọn.")
    page.get_by_label("Nhập câu này: Câu 3").uncheck()
    expect(page.locator("#choice-state")).to_have_text("Đã ghi lựa chọn: 4 câu được chọn.")
    page.reload()
    page.get_by_role("button", name="Nhập 4 câu đã chọn").click()
    expect(page.locator("#main .notice-ok").last).to_contain_text("Đã nhập 4 câu hỏi vào ngân hàng “NQ”")
    assert items() == 4
    assert fits(page)
    page.get_by_role("link", name="Hoàn tác lần nhập này…").click()
    expect(page.locator("form.card")).to_contain_text("4 câu mới bị xóa")
    assert fits(page)
    page.get_by_role("button", name="Hoàn tác lần nhập").click()
    expect(page.locator("#main .notice-warning")).to_contain_text("Đã hoàn tác lúc")
    assert items() == 0


def test_a_long_file_shows_its_progress_and_then_the_preview_by_itself(
    upload: Callable[[str, bytes], None], page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "read_at_once", lambda _source: None)
    upload("de.xlsx", as_xlsx(questions(300), {7: "H"}))
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("heading", name="Kiểm tra trước khi nhập")).to_be_visible(timeout=30_000)
    expect(page.locator("#errors")).to_have_text("Nhận được 299 câu, 1 câu lỗi")
    page.get_by_role("link", name="Có lỗi").click()
    expect(page.locator("article")).to_have_count(1)


def test_an_approval_asks_for_its_document_in_the_browser_too(upload: Callable[[str, bytes], None], page: Page) -> None:
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    upload("de.docx", as_docx(questions(3)))
    page.get_by_label("Các câu này đã được hội đồng duyệt bằng văn bản").check()
    page.get_by_role("button", name="Nhập tất cả 3 câu").click()
    expect(page.get_by_text("Vui lòng ghi số văn bản phê duyệt.")).to_be_visible()
    page.get_by_label("Số văn bản phê duyệt").fill("15/QĐ-BTC")
    page.get_by_label("Ngày văn bản").fill("2026-03-01")
    page.get_by_role("button", name="Nhập tất cả 3 câu").click()
    expect(page.locator("#main .notice-ok").last).to_contain_text("Đã nhập 3 câu hỏi")
    assert set(db.session.scalars(sa.select(Item.state))) == {"approved"}
