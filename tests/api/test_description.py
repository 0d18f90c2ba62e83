"""The description names every call of the API and no other, and is a sound document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from quiz.api_description.views import document
from quiz.core.permissions import ACCESS
from quiz.core.web import API_PREFIX
from tests.api.schemas import resolved

METHODS = {"get", "post", "put", "patch", "delete"}
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
CODES = {"401", "403", "404", "409", "422", "429", "503"}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Address, method and description of every call."""
    for path, item in document()["paths"].items():
        for method in sorted(METHODS & item.keys()):
            yield path, method, {**item[method], "shared": item.get("parameters", [])}


ALL = [pytest.param(*found, id=f"{found[1]} {found[0]}") for found in operations()]


def references(part: Any) -> Iterator[str]:
    """Every reference within the document."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for one in part.values():
            yield from references(one)
    elif isinstance(part, list):
        for one in part:
            yield from references(one)


def test_every_call_of_the_api_is_described_and_nothing_else(app: Flask) -> None:
    served = {
        (PLACE.sub(r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(API_PREFIX)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert len(served) > 15
    assert {(path, method) for path, method, _described in operations()} == served


def test_the_document_is_served_to_everybody(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.get_json() == document()
    assert answer.get_json()["openapi"].startswith("3.1.")
    assert "max-age" in answer.headers["Cache-Control"]


def test_every_reference_leads_somewhere_and_every_shared_part_is_used() -> None:
    used = set(references(document()))
    for reference in used:
        assert resolved({"$ref": reference}), reference
    there = {
        f"#/components/{kind}/{name}"
        for kind, parts in document()["components"].items()
        if kind != "securitySchemes"
        for name in parts
    }
    assert there == used


def test_every_schema_is_one() -> None:
    for schema in document()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_names_of_operations_are_given_once() -> None:
    names = [described["operationId"] for _path, _method, described in operations()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("path", "method", "described"), ALL)
def test_an_operation_describes_its_places_its_success_and_its_errors(
    path: str, method: str, described: dict[str, Any]
) -> None:
    parameters = [resolved(one) for one in (*described.get("parameters", []), *described["shared"])]
    assert {one["name"] for one in parameters if one["in"] == "path"} == set(re.findall(r"\{(\w+)\}", path))
    statuses = set(described["responses"])
    assert "200" in statuses
    assert statuses - {"200", "201"} <= CODES
    assert ("requestBody" in described) <= ("422" in statuses)
    for one in described["responses"].values():
        assert resolved(one)["description"]
        assert resolved(one)["content"]["application/json"]["schema"]
    assert described["tags"][0] in {tag["name"] for tag in document()["tags"]}


@pytest.mark.parametrize(("path", "method", "described"), ALL)
def test_who_may_call_is_described_as_it_is_declared(
    app: Flask, path: str, method: str, described: dict[str, Any]
) -> None:
    schemes = [set(one) for one in described["security"]]
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        filled = path.format(slug="thu", number=1, attempt_id=1, job_id=1)
        endpoint, _values = adapter.match(filled, method=method.upper())
    login_alone = getattr(app.view_functions[endpoint], ACCESS) is not None
    assert login_alone == all("login" in one for one in schemes)
    assert ("401" in described["responses"]) >= login_alone
    assert ("{attempt_id}" in path) == ({"attempt_token"} in schemes)
    changes = method != "get"
    assert all("csrf" in one for one in schemes if one != {"attempt_token"}) == changes
    assert ("403" in described["responses"]) == changes
