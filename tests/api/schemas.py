"""Answers held against the description, more strictly than clients should: no field may be there undescribed."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from quiz.api_description.views import document

JSON = "application/json"
Document = dict[str, Any]


def operation(path: str, method: str) -> Document:
    """What is described of a method on an address with {places}."""
    found: Document = document()["paths"][path][method.lower()]
    return found


def response_of(path: str, method: str, status: int) -> Document:
    """What is described of one status, references followed."""
    found: Document = operation(path, method)["responses"][str(status)]
    return resolved(found)


def resolved(part: Document) -> Document:
    """A part of the document, or what it refers to."""
    while "$ref" in part:
        found: Any = document()
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def validator(schema: Document) -> Draft202012Validator:
    """A validator of one schema of the document, in which objects hold what is described and nothing else."""
    return Draft202012Validator({**_closed(schema), "components": _closed(document()["components"])})


def _closed(part: Any) -> Any:
    if isinstance(part, list):
        return [_closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    found = {name: _closed(one) for name, one in part.items()}
    if isinstance(part.get("properties"), dict) and isinstance(part.get("type"), str | list):
        found.setdefault("additionalProperties", False)
    return found


def problems(answer: TestResponse, path: str, method: str) -> list[str]:
    """What in an answer is not as described; a status that is not described is an error of its own."""
    described = response_of(path, method, answer.status_code)
    if answer.mimetype != JSON:
        return [f"{answer.mimetype} is no JSON"]
    missing = [name for name in described.get("headers", {}) if name not in answer.headers]
    found = validator(described["content"][JSON]["schema"]).iter_errors(answer.get_json())
    return [*missing, *(f"{error.json_path}: {error.message}" for error in found)]


def fits(body: object, path: str, method: str) -> bool:
    """Whether the body of a request is as described."""
    schema = operation(path, method)["requestBody"]["content"][JSON]["schema"]
    return validator(schema).is_valid(body)
