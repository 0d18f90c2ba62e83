"""Security headers stand on every kind of answer; who speaks for a client is counted in proxies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.core.settings import Settings
from tests.applications import application
from tests.core.conftest import probes

ANSWERS = [
    ("/healthz", 200),
    ("/probe/echo", 200),
    ("/probe/redirect", 302),
    ("/probe/not-allowed", 403),
    ("/khong-co", 404),
    ("/api/v1/khong-co", 404),
    ("/api/v1/probe/conflict", 409),
    ("/probe/unexpected", 500),
    ("/probe/unavailable", 503),
    ("/static/core/lotus.svg", 200),
    ("/static/khong-co.css", 404),
    ("/metrics", 200),
]
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_every_kind_of_answer_carries_the_headers_once(probe: FlaskClient, path: str, status: int) -> None:
    answer = probe.get(path)
    assert answer.status_code == status
    for name, value in EXPECTED.items():
        assert answer.headers.getlist(name) == [value]
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_the_content_policy_allows_nothing_inline_and_nothing_foreign(
    probe: FlaskClient, path: str, status: int
) -> None:
    policy = dict(
        part.strip().partition(" ")[::2] for part in probe.get(path).headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert not any("unsafe" in value or "http" in value or "*" in value for value in policy.values())


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_nothing_but_static_files_may_be_kept_by_caches(probe: FlaskClient, path: str, status: int) -> None:
    cache = probe.get(path).headers["Cache-Control"]
    assert (cache == "no-store") == (not path.startswith("/static/") or status == 404)


def test_an_unchanged_static_file_carries_the_headers_too(probe: FlaskClient) -> None:
    first = probe.get("/static/core/lotus.svg")
    again = probe.get("/static/core/lotus.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["X-Content-Type-Options"] == "nosniff"


def test_strict_transport_is_asked_for_in_production_alone(app: Flask, production: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/healthz").headers
    hsts = production.test_client().get("/healthz").headers["Strict-Transport-Security"]
    assert "max-age=31536000" in hsts
    assert "includeSubDomains" in hsts


def test_the_cookie_of_production_is_bound_to_the_host_and_to_https(production: Flask) -> None:
    config = production.config
    assert config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert config["SESSION_COOKIE_SECURE"]
    assert config["SESSION_COOKIE_HTTPONLY"]
    assert config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert not production.debug
    assert not production.testing


@pytest.fixture
def production(settings: Settings) -> Iterator[Flask]:
    """An application as real people use it, behind one proxy."""
    with application(replace(settings, env="production", testing=False, proxy_hops=1)) as made:
        yield made


FORGED = {
    "X-Forwarded-For": "6.6.6.6, 203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "thi.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Real-IP": "6.6.6.6",
    "Forwarded": "for=6.6.6.6;host=evil.example;proto=https",
}


def test_without_a_proxy_nobody_speaks_for_the_client(probe: FlaskClient) -> None:
    told = probe.get("/probe/echo", headers=FORGED).json
    assert told == {"form": {}, "scheme": "http", "host": "localhost", "address": "127.0.0.1"}


def test_behind_one_proxy_only_its_own_word_counts(production: Flask) -> None:
    production.register_blueprint(probes)
    told = production.test_client().get("/probe/echo", headers=FORGED).json
    assert told == {"form": {}, "scheme": "https", "host": "thi.example", "address": "203.0.113.9"}
