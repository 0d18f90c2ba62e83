"""A stage with an open round, and a contestant's own way to the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quiz.bank.models import ItemKey
from quiz.core.db import db
from quiz.core.permissions import Actor
from tests.conftest import FrozenClock
from tests.factories.stage import Stage, build

StageMaker = Callable[..., Stage]


@pytest.fixture
def make_stage(app: Flask, frozen: FrozenClock) -> StageMaker:
    """Builds the stage with other rules; everybody has accepted them."""

    def make(**changes: Any) -> Stage:
        made = build(frozen.moment, **changes)
        made.accept_rules(frozen.moment)
        return made

    return make


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    """Two people, one round of five questions and ten minutes, two attempts."""
    return make_stage()


class Sitting:
    """One person's attempt through the API."""

    def __init__(self, app: Flask, client: FlaskClient, actor: Actor) -> None:
        self.app, self.client, self.actor = app, client, actor
        self.body: dict[str, Any] = {}

    def start(self, **body: Any) -> TestResponse:
        """Open an attempt as the person logged in."""
        loader = self.app.extensions["actor_loader"]
        self.app.extensions["actor_loader"] = lambda: self.actor
        answer = self.client.post("/api/v1/contests/thu/rounds/1/attempts", json=body)
        self.app.extensions["actor_loader"] = loader
        if answer.status_code in {200, 201}:
            self.body = answer.json or {}
        return answer

    @property
    def url(self) -> str:
        """The attempt's address."""
        return f"/api/v1/attempts/{self.body['attempt_id']}"

    @property
    def token(self) -> dict[str, str]:
        """The header that opens it."""
        return {"X-Attempt-Token": self.body["attempt_token"]}

    def show(self) -> TestResponse:
        """Resume."""
        return self.client.get(self.url, headers=self.token)

    def save(self, seq: int, answers: dict[str, Any], **more: Any) -> TestResponse:
        """Save the whole state."""
        return self.client.put(f"{self.url}/answers", json={"seq": seq, "answers": answers, **more}, headers=self.token)

    def submit(self, **body: Any) -> TestResponse:
        """Hand in."""
        return self.client.post(f"{self.url}/submission", json=body, headers=self.token)

    def first_options(self) -> dict[str, list[str]]:
        """An answer to every question: the first option shown."""
        return {str(item["position"]): [item["options"][0]["id"]] for item in self.body["items"]}


@pytest.fixture
def sitting(app: Flask, client: FlaskClient, stage: Stage) -> Sitting:
    """The first person, before the start."""
    app.config["WTF_CSRF_ENABLED"] = False
    return Sitting(app, client, stage.actors[0])


def right_answers(body: dict[str, Any]) -> dict[str, list[str]]:
    """The key in the ids of one attempt, found by the options' texts (tests alone may know it)."""
    wanted = {}
    for item in body["items"]:
        number = int(item["stem"].removeprefix("Câu hỏi thử ").removesuffix("?"))
        mask = db.session.query(ItemKey.mask).filter(ItemKey.explanation == f"KHOA-BI-MAT-{number}").scalar()
        texts = {f"Phương án {letter} của câu {number}" for bit, letter in enumerate("ABCD") if mask >> bit & 1}
        wanted[str(item["position"])] = [option["id"] for option in item["options"] if option["text"] in texts]
    return wanted
