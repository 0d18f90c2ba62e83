"""Counters of several processes are shown together."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from quiz.core import metrics
from tests.servers import SenServer


def counted(text: str, status: str) -> int:
    """How many answers of this kind the metrics page tells."""
    found = re.search(rf'^sen_responses_total{{status="{status}"}} ([0-9.]+)$', text, re.MULTILINE)
    assert found is not None
    return int(float(found.group(1)))


def test_every_answer_is_counted_by_the_first_digit_of_its_status(client: FlaskClient) -> None:
    before = client.get("/metrics").text
    client.get("/khong-co")
    client.get("/khong-co")
    after = client.get("/metrics").text
    assert counted(after, "4xx") - counted(before, "4xx") == 2
    assert counted(after, "2xx") - counted(before, "2xx") == 1
    assert metrics.total("sen_responses_total", status="4xx") == counted(after, "4xx")


def test_a_counter_that_has_not_counted_is_nought(app: Flask) -> None:
    assert metrics.total("sen_never_heard_of", status="2xx") == 0


def test_the_counts_of_all_processes_are_added_up(app: Flask, sen_server: Callable[..., SenServer]) -> None:
    server = sen_server(app, workers=3)
    before = counted(server.get("/metrics"), "2xx")
    for _ in range(30):
        server.get("/healthz")
    assert counted(server.get("/metrics"), "2xx") == before + 31
    assert len(list(app.extensions["settings"].instance.glob("metrics/counter_*.db"))) >= 3


def test_a_new_start_counts_anew(app: Flask, sen_server: Callable[..., SenServer]) -> None:
    first = sen_server(app, workers=2)
    for _ in range(5):
        first.get("/healthz")
    assert first.stop() == 0
    assert counted(sen_server(app, workers=2).get("/metrics"), "2xx") <= 2
