"""Fixtures: a Chromium, the application on a port of its own, and a sitting whose server a test holds in its hand."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from quiz.app import create_app
from quiz.core.room import Room
from quiz.core.settings import Settings
from tests.browser import chromium
from tests.browser.sitting import ATTEMPT, FakeSitting, calls, pages

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    with sync_playwright() as playwright:
        running = chromium.launch(playwright)
        yield running
        running.close()


class Quiet(WSGIRequestHandler):
    """Says nothing about the requests it answers."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Not a word."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on a free port; its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone without any memory."""
    fresh = browser.new_context(viewport=PHONE, locale="vi-VN", reduced_motion="reduce")
    fresh.set_default_timeout(10_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of the phone."""
    return context.new_page()


@pytest.fixture
def sitting() -> FakeSitting:
    """An attempt of ten minutes."""
    return FakeSitting()


@pytest.fixture
def address(sitting: FakeSitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The product's pages and styles around the attempt; the address of its paper."""
    monkeypatch.setattr("quiz.app.ROOMS", (Room("attempts", "Bài thi", blueprints=(pages(), calls(sitting))),))
    url = f"sqlite:///{tmp_path / 'sen.db'}"
    app = create_app(Settings(database_url=url, secret_key="s" * 40, testing=True, instance=tmp_path))
    with served(app) as base:
        yield f"{base}/attempts/{ATTEMPT}"


@pytest.fixture
def paper(page: Page, address: str) -> Page:
    """The paper, open and drawn."""
    page.goto(address)
    page.locator(".question").first.wait_for()
    return page
