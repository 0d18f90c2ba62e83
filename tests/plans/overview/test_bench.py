"""Every page that is measured answers, and says the same on both databases."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask

from quiz.core import clock
from quiz.plans.overview import bench, bench_data
from tests.conftest import FrozenClock

_SECRET = re.compile(r'name="csrf_token" value="[^"]*"|content="[^"]*" name="csrf|<meta name="csrf[^>]*>|nonce="[^"]*"')
_SEEN: dict[str, str] = {}


def test_every_page_of_the_measurement_says_the_same_on_every_database(each_app: Flask, frozen: FrozenClock) -> None:
    bench_data.fill(50, 12, clock.now())
    for name, page in bench._pages().items():
        answer: Any = page()
        if hasattr(answer, "text"):
            said = _SECRET.sub("", answer.text)
            assert _SEEN.setdefault(name, said) == said, name
