"""Fixtures: a sitting whose server a test holds in its hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from quiz.app import create_app
from quiz.core.room import Room
from quiz.core.settings import Settings
from tests.browser.serving import served
from tests.browser.sitting import ATTEMPT, FakeSitting, calls, pages


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
