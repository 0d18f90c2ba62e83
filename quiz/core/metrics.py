"""Counters of all processes together; gunicorn's configuration names the folder they share."""

from __future__ import annotations

import os

from flask import Flask, Response, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, multiprocess

RESPONSES = Counter("sen_responses", "Answers by first digit of the status", ["status"])
_BY_DIGIT = {digit: RESPONSES.labels(f"{digit}xx") for digit in range(1, 6)}


def init_metrics(app: Flask) -> None:
    """Count every answer of the application by the first digit of its status."""

    @app.after_request
    def count(response: Response) -> Response:
        if request.endpoint != "static":
            _BY_DIGIT[response.status_code // 100].inc()
        return response


def registry() -> CollectorRegistry:
    """The registry to read: of all processes where they share a folder, else of this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    shared = CollectorRegistry()
    multiprocess.MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    return shared


def total(name: str, **labels: str) -> int:
    """The value of a counter over all processes, 0 where it has not counted yet."""
    for family in registry().collect():
        for sample in family.samples:
            if sample.name == name and all(sample.labels.get(key) == value for key, value in labels.items()):
                return int(sample.value)
    return 0
