"""Every route of the yearly plan with values of one's own and of others for each of its places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.plans.security.forest import World

ROOMS = ("plans_", "conferences", "registrations")
OF_POSTS = frozenset({"posts", "posts_workbook", "add_post", "end_post"})
Values = dict[str, Any]


def routes(app: Flask) -> list[Rule]:
    """Every route of the yearly plan, of its modules and of posts."""
    found = [rule for rule in app.url_map.iter_rules() if _is_ours(rule.endpoint)]
    return sorted(found, key=lambda rule: (rule.rule, rule.endpoint))


def _is_ours(endpoint: str) -> bool:
    room, _dot, name = endpoint.partition(".")
    return room.startswith(ROOMS) or (room == "accounts_admin" and name in OF_POSTS)


PLACES: dict[str, tuple[str, ...]] = {
    "task_id": ("task", "overlay"),
    "actor_id": ("actor",),
    "assignment_id": ("assignment", "personal_assignment", "own_assignment"),
    "duty_id": ("duty", "handed", "personal_duty", "own_duty"),
    "evidence_id": ("evidence", "personal_evidence", "loose_evidence", "removed_evidence", "photo"),
    "extension_id": ("extension", "personal_extension"),
    "event_id": ("event",),
    "period_id": ("period",),
    "difficulty_id": ("difficulty",),
    "conference_id": ("conference",),
    "session_id": ("session", "repeat"),
    "material_id": ("material",),
    "registration_id": ("registration", "confirmed", "draft", "joint_registration"),
    "exemption_id": ("exemption",),
    "post_id": ("post",),
    "message_id": ("message_member", "message_organiser", "message_contact", "message_secretary"),
}
"""By place of an address: which of the ids of a unit fit there."""
WHOLE = {"year": 2026, "day": "2026-03-02"}
"""Places that name nobody's row."""
TOKEN = "f" * 32


def values_of(world: World, rule: Rule, place: str, unit: str, *, as_own: bool) -> list[Any]:
    """What a unit has for a place of an address; a place without any fails."""
    ids = world.own[unit]
    if place in PLACES:
        found = [ids[name] for name in PLACES[place] if name in ids]
        if place == "period_id" and as_own and unit != "U":
            found.append(world.roots["P"]["period"])
        assert found, f"{rule.rule}: {unit} has nothing for {place}"
        return found
    if place in WHOLE:
        return [WHOLE[place]]
    if place == "slug":
        if rule.endpoint.startswith("registrations") and as_own:
            return [world.slugs["U" if unit == "U" else "P"]]
        names = (f"own_{unit}", unit, *(("P",) if as_own and unit != "U" else ()))
        return [world.slugs[name] for name in dict.fromkeys(names) if name in world.slugs]
    if place in {"code", "unit_code"}:
        return [unit]
    if place == "person_id":
        return [world.people[f"{who}_{unit}"] for who in ("member", "elder", "organiser")]
    assert place == "token", f"{rule.rule}: tests/plans/security/addresses.py has no value for {place}"
    return [TOKEN]


@dataclass(frozen=True)
class Address:
    """An address of a route, and which of its places name somebody else's row."""

    rule: Rule
    url: str
    foreign: tuple[str, ...]


def named(rule: Rule) -> list[str]:
    """The places of a route that name a row of somebody."""
    return sorted(rule.arguments - WHOLE.keys())


def foreign(app: Flask, world: World, rule: Rule, mine: str, others: tuple[str, ...]) -> Iterator[Address]:
    """Addresses in which at least one place names a row of the others, the rest one's own, once each combination."""
    places, seen = named(rule), set[str]()
    for other in others:
        for choice in product((False, True), repeat=len(places)):
            theirs = tuple(place for place, is_theirs in zip(places, choice, strict=True) if is_theirs)
            if theirs and (other == others[0] or len(theirs) == len(places)):
                owners = {one: other if one in theirs else mine for one in places}
                for values in _filled(world, rule, owners, mine):
                    url = build(app, rule, values)
                    if url not in seen:
                        seen.add(url)
                        yield Address(rule, url, theirs)


def own(app: Flask, world: World, rule: Rule, unit: str) -> list[str]:
    """Addresses of a route made of a unit's own rows."""
    return [build(app, rule, values) for values in _filled(world, rule, dict.fromkeys(named(rule), unit), unit)]


def _filled(world: World, rule: Rule, owners: dict[str, str], mine: str) -> Iterator[Values]:
    """Values for the places: of each all that its owner has, beside the first of the others; of plans all with all."""
    lists = {place: values_of(world, rule, place, unit, as_own=unit == mine) for place, unit in owners.items()}
    whole = {place: value for place, value in WHOLE.items() if place in rule.arguments}
    first = {place: found[0] for place, found in lists.items()}
    for slug in lists.get("slug", [None]):
        there = {} if slug is None else {"slug": slug}
        yield {**whole, **first, **there}
        for place, found in lists.items():
            if place != "slug":
                yield from ({**whole, **first, **there, place: value} for value in found[1:])


def build(app: Flask, rule: Rule, values: Values) -> str:
    """The address of a route."""
    method = next(iter(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})))
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
