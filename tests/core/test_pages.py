"""Choosing the language, and how long browsers keep files."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


def test_the_language_is_kept_in_a_cookie_and_the_way_leads_back(client: FlaskClient) -> None:
    answer = client.get("/lang/en", headers={"Referer": "http://localhost/contests/x/standings?page=2"})
    assert answer.location == "/contests/x/standings?page=2"
    cookie = client.get_cookie("lang")
    assert cookie is not None
    assert cookie.value == "en"
    assert cookie.http_only
    assert 'lang="en"' in client.get("/nowhere").text


@pytest.mark.parametrize(
    "origin",
    [
        "http://elsewhere.example/path",
        "http://localhost//elsewhere.example/",
        "http://localhost/\\elsewhere.example",
        "http://localhost/lang/en",
        "javascript:alert(1)",
        "",
    ],
)
def test_the_way_back_never_leaves_the_product(client: FlaskClient, origin: str) -> None:
    assert client.get("/lang/vi", headers={"Referer": origin}).location == "/"


def test_an_unknown_language_is_not_found(client: FlaskClient) -> None:
    assert client.get("/lang/xx").status_code == 404
    assert client.get_cookie("lang") is None


def test_an_address_with_a_fingerprint_is_kept_for_a_year(client: FlaskClient) -> None:
    with client.get("/static/core/base.css?v=0123456789") as answer:
        assert answer.cache_control.max_age == 365 * 24 * 60 * 60


def test_a_plain_address_is_asked_for_each_time(client: FlaskClient) -> None:
    with client.get("/static/attempts/paper.js") as answer:
        assert answer.cache_control.no_cache
        assert answer.headers["ETag"]


def test_the_typeface_is_kept_for_a_year_since_its_folder_has_a_version(client: FlaskClient) -> None:
    name = "vendor/be-vietnam-pro-5.3.0/be-vietnam-pro-latin-400-normal.woff2"
    with client.get(f"/static/{name}") as answer:
        assert answer.cache_control.max_age == 365 * 24 * 60 * 60
