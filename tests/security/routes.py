"""Every route of the product with values for its places. A route that cannot be filled in fails the build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
VALUES = {
    "slug": "thu",
    "number": 1,
    "code": "THU",
    "item_id": 1,
    "person_id": 1,
    "grant_id": 1,
    "request_id": 1,
    "job_id": 1,
    "attempt_id": 1,
    "token": "0" * 32,
    "name": "a.png",
    "signature": "0" * 20,
    "filename": "core/base.css",
    "import_id": 1,
    "ruling_id": 1,
    "format": "xlsx",
    "picture": 0,
    "task_id": 1,
    "duty_id": 1,
    "assignment_id": 1,
    "evidence_id": 1,
    "report_id": 1,
    "period_id": 1,
    "difficulty_id": 1,
    "conference_id": 1,
    "session_id": 1,
    "registration_id": 1,
    "exemption_id": 1,
    "extension_id": 1,
    "message_id": 1,
    "event_id": 1,
    "actor_id": 1,
    "attendance_id": 1,
    "material_id": 1,
    "thing_id": 1,
    "invitation_id": 1,
    "plan_id": 1,
    "unit_code": "A",
    "day": "2026-03-02",
    "year": 2026,
}


@dataclass(frozen=True)
class Call:
    """A method on an address of the product."""

    method: str
    url: str
    endpoint: str


def calls(app: Flask, methods: tuple[str, ...], **known: object) -> Iterator[Call]:
    """Every route that takes one of the methods; `known` are values of this test, e.g. an attempt's id."""
    values = {**VALUES, **known}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in methods:
            if method in (rule.methods or ()):
                yield Call(method, _filled(app, rule, values), rule.endpoint)


def _filled(app: Flask, rule: Rule, values: dict[str, object]) -> str:
    unknown = rule.arguments - values.keys()
    assert not unknown, f"{rule.rule}: tests/security/routes.py has no value for {sorted(unknown)}"
    adapter = app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}, method=_method(rule))


def _method(rule: Rule) -> str:
    return next(iter(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})))
