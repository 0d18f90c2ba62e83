"""Liveness asks nothing; readiness names each dependency; neither tells of the inside."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.core import health
from quiz.core.settings import Settings
from tests.applications import application

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def without_redis(settings: Settings) -> Iterator[Flask]:
    """An application whose Redis has gone away."""
    with application(replace(settings, redis_url="unix:///nonexistent/redis.sock")) as made:
        yield made


@pytest.fixture
def at_head(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables made without migrations count as the newest."""
    monkeypatch.setitem(health.CHECKS, "migrations", lambda: True)


def test_the_process_says_that_it_lives(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_an_unknown_address_is_answered_in_vietnamese(client: FlaskClient) -> None:
    answer = client.get("/khong-co")
    assert answer.status_code == 404
    assert "Không tìm thấy trang này." in answer.text


def test_an_unknown_api_address_is_answered_in_json_with_a_request_id(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["error"]["code"] == "not_found"
    assert len(answer.json["error"]["request_id"]) == 16


def test_all_is_ready(client: FlaskClient, at_head: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "ok",
        "checks": {"database": True, "migrations": True, "disk": True, "redis": True},
    }


@pytest.mark.parametrize("name", health.CHECKS)
def test_each_missing_dependency_is_named_and_liveness_does_not_mind(
    client: FlaskClient, at_head: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def broken() -> bool:
        raise OSError("no route to 10.0.0.9")

    monkeypatch.setitem(health.CHECKS, name, broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["status"] == "degraded"
    assert {check for check, holds in answer.json["checks"].items() if not holds} == {name}
    assert "10.0.0.9" not in answer.text
    assert client.get("/healthz").status_code == 200


def test_a_redis_that_has_gone_away_is_noticed(without_redis: Flask) -> None:
    answer = without_redis.test_client().get("/readyz")
    assert answer.json is not None
    assert answer.json["checks"]["redis"] is False
    assert answer.json["checks"]["database"] is True


def test_a_full_disk_is_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert health.disk_has_room()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(1, 1, health.MIN_FREE_BYTES))
    assert not health.disk_has_room()


def test_metrics_come_in_the_form_of_prometheus(client: FlaskClient) -> None:
    answer = client.get("/metrics")
    assert answer.content_type.startswith("text/plain; version=")
    assert "# TYPE sen_responses_total counter" in answer.text
