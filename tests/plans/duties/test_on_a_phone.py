"""A secretary without a role on a cheap phone: from the start page to a duty reported with photos, by touch alone."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from quiz.core.db import db
from quiz.plans.duties.shelf import evidence_of
from quiz.plans.models import Duty
from tests.browser.serving import served
from tests.factories.people import PASSWORD
from tests.plans.duties.conftest import Stage

pytestmark = pytest.mark.browser
WIDTH = 360


@pytest.fixture
def phone(app: Flask, browser: Browser, stage: Stage) -> Iterator[Page]:
    """The start page on a small phone, with the secretary of C logged in."""
    size = {"width": WIDTH, "height": 640}
    context = browser.new_context(viewport=size, has_touch=True, is_mobile=True, locale="vi-VN")  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    with served(app) as base:
        page = context.new_page()
        page.goto(f"{base}/login?next=/")
        page.get_by_label("Tên đăng nhập").fill("secretary.thu")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").tap()
        expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
        yield page
    context.close()


def snapshot(folder: Path, name: str) -> Path:
    """A large photo as a camera makes it; the sign of a bad line is how heavy it is."""
    noise = Image.frombytes("RGB", (1200, 900), os.urandom(1200 * 900 * 3)).resize((2400, 1800))
    kept = io.BytesIO()
    noise.save(kept, "JPEG", quality=95)
    path = folder / name
    path.write_bytes(kept.getvalue())
    return path


def fits(page: Page) -> bool:
    """Whether nothing makes the page wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_duty_is_reported_with_two_photos_in_three_taps(phone: Page, stage: Stage, tmp_path: Path) -> None:
    duty = stage.duty("C", title="Sinh hoạt chuyên đề", due_on=None, state="returned")
    photos = [snapshot(tmp_path, "mot.jpg"), snapshot(tmp_path, "hai.jpg")]
    phone.get_by_role("link", name="Việc của tôi").tap()
    expect(phone.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    assert fits(phone)
    phone.get_by_role("link", name="Sinh hoạt chuyên đề").tap()
    phone.get_by_label("Nội dung đã làm").fill("Họp chi bộ, 9/9 đảng viên dự.")
    phone.get_by_label("Chọn tệp hoặc chụp ảnh").set_input_files(photos)
    expect(phone.locator("#file-status")).to_contain_text("MB")
    sizes = phone.evaluate("[...document.getElementById('file').files].map((file) => file.size)")
    assert sum(sizes) < sum(path.stat().st_size for path in photos) / 2
    assert fits(phone)
    phone.get_by_role("button", name="Báo đã làm").tap()
    expect(phone.get_by_text("Đã gửi. Nhiệm vụ đang chờ xác nhận.")).to_be_visible()
    db.session.rollback()
    assert db.session.get_one(Duty, duty.id).state == "submitted"
    assert len(evidence_of("duty", [duty.id])[duty.id]) == 2


def test_words_outlive_another_form_a_lost_line_and_the_back_button(phone: Page, stage: Stage) -> None:
    duty = stage.duty("C", title="Sinh hoạt chuyên đề")
    address = phone.url.rstrip("/") + f"/tasks/duties/{duty.id}"
    phone.goto(address)
    words = phone.get_by_label("Nội dung đã làm")
    words.fill("Chữ đang gõ dở.")
    phone.get_by_text("Thêm liên kết đến trang web").tap()
    phone.get_by_label("Địa chỉ trang web").fill("https://bao.vn/bai")
    phone.get_by_role("button", name="Thêm liên kết").tap()
    expect(phone.get_by_text("Đã thêm 1 minh chứng.")).to_be_visible()
    expect(words).to_have_value("Chữ đang gõ dở.")
    phone.context.set_offline(True)
    with phone.expect_event("requestfailed"):
        phone.get_by_role("button", name="Báo đã làm").tap()
    phone.context.set_offline(False)
    phone.goto(address)
    expect(words).to_have_value("Chữ đang gõ dở.")
    phone.get_by_role("button", name="Báo đã làm").tap()
    expect(phone.get_by_text("Đã gửi. Nhiệm vụ đang chờ xác nhận.")).to_be_visible()
