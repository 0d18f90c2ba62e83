"""A stage for calls, and a caller that holds every answer against the description."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from quiz.contests.rules import Meaning, Prediction
from tests.api.schemas import fits, problems
from tests.conftest import FrozenClock
from tests.factories.sessions import login_headers
from tests.factories.stage import Stage, build

Headers = dict[str, str]
Ask = Callable[..., TestResponse]
PLACES = re.compile(r"\{(\w+)\}")


@pytest.fixture
def stage(app: Flask, frozen: FrozenClock) -> Stage:
    """Three people and a round with a prediction question."""
    return build(frozen.moment, people=3, prediction=Prediction("Có bao nhiêu người dự thi?", Meaning.PEOPLE))


@pytest.fixture
def ask(app: Flask) -> Ask:
    """Send a call: its address as described, the values of its places, and the status that must come."""
    client = app.test_client(use_cookies=False)

    def send(method: str, path: str, status: int, headers: Headers | None = None, **options: Any) -> TestResponse:
        values: dict[str, Any] = {"slug": "thu", "number": 1, **options.pop("places", {})}
        query, body = options.pop("query", ""), options.pop("body", None)
        url = PLACES.sub(lambda place: str(values[place[1]]), path) + query
        answer = client.open(url, method=method, headers=headers, **({} if body is None else {"json": body}))
        assert answer.status_code == status, answer.text
        assert problems(answer, path, method) == []
        if body is not None and status < 400:
            assert fits(body, path, method)
        return answer

    return send


@pytest.fixture
def headers_of(app: Flask, stage: Stage) -> Callable[[int], Headers]:
    """The headers of a person's fresh login, by index."""
    return lambda index: login_headers(app, stage.actors[index].person_id)
