"""Every view says who may call it, and what changes something is guarded."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Rule

from quiz.core.permissions import ACCESS, Role
from quiz.core.web import csrf

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
WITHOUT_CSRF = {
    "attempts_api.save": "an attempt token speaks; with a login the view asks for the CSRF token itself",
    "attempts_api.submit": "the same",
}


@pytest.fixture
def rules(app: Flask) -> list[Rule]:
    """All addresses but static files."""
    return [rule for rule in app.url_map.iter_rules() if not rule.endpoint.endswith("static")]


def test_every_view_declares_who_may_call_it(app: Flask, rules: list[Rule]) -> None:
    silent = {rule.endpoint for rule in rules if not hasattr(app.view_functions[rule.endpoint], ACCESS)}
    assert silent == set()
    assert len(rules) > 50


def test_what_is_declared_is_nobody_in_particular_or_a_set_of_roles(app: Flask, rules: list[Rule]) -> None:
    for rule in rules:
        allowed = getattr(app.view_functions[rule.endpoint], ACCESS)
        assert allowed is None or (isinstance(allowed, frozenset) and allowed and allowed <= set(Role)), rule.endpoint


def test_the_console_is_for_staff_alone(app: Flask, rules: list[Rule]) -> None:
    jobs = {"jobs.show"}  # whoever asked for the job: the view checks that it is one's own
    for rule in rules:
        if rule.rule.startswith("/admin") and rule.endpoint not in jobs:
            allowed = getattr(app.view_functions[rule.endpoint], ACCESS)
            assert allowed, rule.endpoint
            assert Role.CONTESTANT not in allowed, rule.endpoint


def test_no_address_both_shows_and_changes_without_a_form(rules: list[Rule]) -> None:
    both = {rule.endpoint for rule in rules if {"GET"} < (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    assert all(not endpoint.split(".")[0].endswith("_api") for endpoint in both)


def test_only_calls_with_a_token_of_their_own_go_without_the_csrf_check(app: Flask, rules: list[Rule]) -> None:
    exempt = set()
    for rule in rules:
        view = app.view_functions[rule.endpoint]
        if f"{view.__module__}.{view.__name__}" in csrf._exempt_views and CHANGING & (rule.methods or set()):
            exempt.add(rule.endpoint)
    assert exempt == WITHOUT_CSRF.keys()
    assert csrf._exempt_blueprints & set(app.blueprints.values()) == set()  # a test may have made some of its own


def test_anonymous_visitors_reach_no_page_of_the_console(app: Flask, rules: list[Rule]) -> None:
    client = app.test_client()
    for rule in rules:
        if rule.rule.startswith("/admin") and "GET" in (rule.methods or set()) and not rule.arguments:
            assert client.get(rule.rule).status_code in {302, 308, 401}, rule.rule
