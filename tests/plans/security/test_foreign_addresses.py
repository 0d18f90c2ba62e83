"""Somebody else's rows, by every address that can name one (Z3): 403 or 404, and nothing changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from tests.plans.security.addresses import Address, foreign, named, own, routes
from tests.plans.security.conftest import House
from tests.plans.security.forest import mark

OF_A = ["organiser_A", "contact_A", "secretary_A", "plain_A"]
STAFF = {"organiser_A", "contact_A", "organiser_C"}
WHO = {
    "A": ["organiser_A", "contact_A", "secretary_A", "member_A", "organiser_P"],
    "C": ["organiser_C", "organiser_A", "secretary_C", "committee_C", "member_C"],
}
PUBLIC = {"conferences.scan"}
WITHOUT_ROW = {
    "conferences_admin.accept": "a file that was sent",
    "conferences_admin.accept_list": "the same",
    "plans_writing.accept": "the same",
    "registrations_admin.accept": "the same",
    "conferences.scan": "a code at the door",
    "conferences.check_in": "the same",
    "plans_overview.cell": "a task that the query names",
    "plans_assigning.undo": "a run that the query names",
    "plans_timing.calendar_remove": "a day of the calendar, which is the whole product's",
}
"""Routes that need more than the rows of the world; what that is."""
SENT = {
    "version": "1",
    "do": "submit",
    "decision": "confirm",
    "step": "confirmed",
    "action": "grant",
    "reason": "Phá",
    "remark": "Phá",
    "title": "Phá",
    "text": "Phá",
    "url": "https://x.vn",
    "until": "05/04/2026",
    "sure": "1",
    "level": "good",
    "unit": "A",
    "unit_text": "A",
    "post": "Bí thư",
    "kind": "secretary",
}
"""A body that would do something on one of the routes."""


def test_every_route_is_known_and_each_of_its_places_has_values_of_every_unit(house: House) -> None:
    found = routes(house.app)
    assert len(found) > 130
    assert sum(bool(named(rule)) for rule in found) > 100
    for rule in found:
        for unit in ("A", "B", "C", "U"):
            assert own(house.app, house.world, rule, unit), rule.rule


@pytest.mark.parametrize("name", OF_A)
def test_somebody_of_a_unit_reaches_no_row_of_its_sibling_or_of_strangers(house: House, name: str) -> None:
    client, before, asked, open_ = house.browser(name), house.contents(), 0, []
    for method, address in _tried(house, name, "A", ("B", "U")):
        answer = client.open(address.url, method=method, data=SENT if method == "POST" else None)
        asked += 1
        if answer.status_code not in {403, 404} or mark("B") in answer.text or mark("U") in answer.text:
            open_.append((name, method, address.url, address.foreign, answer.status_code))
    assert open_ == [], "\n".join(map(str, open_))
    assert house.contents() == before
    assert asked > (900 if name in STAFF else 300)


def _tried(house: House, name: str, mine: str, others: tuple[str, ...]) -> Iterator[tuple[str, Address]]:
    """Every call with somebody else's rows; of the console's pages one each for who has no role."""
    refused: set[tuple[str, str]] = set()
    for rule in routes(house.app):
        for address in foreign(house.app, house.world, rule, mine, others):
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                if name in STAFF or (method, rule.rule) not in refused or not rule.rule.startswith("/admin/"):
                    refused.add((method, rule.rule))
                    yield method, address


@pytest.mark.parametrize("name", ["organiser_C", "secretary_C"])
def test_a_branch_reaches_no_row_of_the_unit_above_it(house: House, name: str) -> None:
    client, before, open_ = house.browser(name), house.contents(), []
    for method, address in _tried(house, name, "C", ("A",)):
        if "period_id" in address.foreign and address.rule.rule.find("/<unit_code>") > 0:
            continue  # what A asks of the units below, C answers
        answer = client.open(address.url, method=method, data=SENT if method == "POST" else None)
        if answer.status_code not in {403, 404} or mark("A") in answer.text:
            open_.append((name, method, address.url, address.foreign, answer.status_code))
    assert open_ == [], "\n".join(map(str, open_))
    assert house.contents() == before


def test_every_route_answers_somebody_who_may_with_the_rows_of_the_unit(house: House) -> None:
    """Otherwise a refusal would prove nothing."""
    silent = []
    for rule in routes(house.app):
        urls = [(unit, url) for unit in ("A", "C") for url in own(house.app, house.world, rule, unit)]
        urls.sort(key=lambda pair: pair[0] != "A")
        if rule.endpoint not in WITHOUT_ROW and not any(
            _is_open(house, name, rule, url) for unit, url in urls for name in WHO[unit]
        ):
            silent.append((rule.endpoint, urls[0][1]))
        house.restore() if "POST" in (rule.methods or set()) else None
    assert silent == [], "\n".join(map(str, silent))


def _is_open(house: House, name: str, rule: Rule, url: str) -> bool:
    method = "GET" if "GET" in (rule.methods or set()) else "POST"
    steps = {"plans_reporting.step": "return", "plans_own_reports.step": "take_back"}
    sent = {**SENT, "do": steps.get(rule.endpoint, SENT["do"])}
    answer = house.browser(name).open(url, method=method, data=sent if method == "POST" else None)
    to_the_door = (answer.location or "").startswith("/login")
    return answer.status_code not in {403, 404} and answer.status_code < 500 and not to_the_door


def test_whoever_is_not_logged_in_is_sent_to_the_door(house: House) -> None:
    house.app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the refusal is to be that of the login
    client, before, asked = house.browser(""), house.contents(), 0
    for rule in routes(house.app):
        if rule.endpoint not in PUBLIC:
            for url in own(house.app, house.world, rule, "A"):
                for method in sorted({"GET", "POST"} & (rule.methods or set())):
                    answer = client.open(url, method=method, data=SENT if method == "POST" else None)
                    asked += 1
                    is_sent = answer.status_code == 302 and answer.location.startswith("/login")
                    assert is_sent if method == "GET" else answer.status_code == 401, (method, url, answer.status_code)
    house.app.config["WTF_CSRF_CHECK_DEFAULT"] = True
    assert house.contents() == before
    assert asked > 200
