"""A real Chromium: the one of the system, or Playwright's own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def find(playwright: Playwright) -> str | None:
    """Where a Chromium is; None where there is none."""
    of_the_system = (shutil.which(name) for name in NAMES)
    candidates = [os.environ.get("CHROMIUM"), *of_the_system, playwright.chromium.executable_path]
    return next((path for path in candidates if path and Path(path).exists()), None)


def launch(playwright: Playwright) -> Browser:
    """Start it; without one the test is skipped by name, and fails where CI asks for everything."""
    path = find(playwright)
    if path is None:
        message = "no Chromium found (install chromium, or run: playwright install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))
