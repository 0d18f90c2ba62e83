"""Roles given and taken back: within the own subtree, never above the own rank."""

from __future__ import annotations

import pytest

from quiz.accounts import queries, service
from quiz.core.errors import Invalid, NotAllowed, NotFound
from quiz.core.permissions import Role
from quiz.units import service as units
from tests.conftest import START
from tests.factories.people import make_person
from tests.people import Cast

CONTACT, ORGANISER, ADMINISTRATOR = Role.UNIT_CONTACT, Role.ORGANISER, Role.ADMINISTRATOR


def held(person_id: int) -> list[tuple[Role, int | None]]:
    return [(role.role, role.unit_id) for role in queries.roles_of(person_id)]


@pytest.mark.parametrize(
    ("who", "role", "unit", "may"),
    [
        ("organiser_a", CONTACT, "A", True),
        ("organiser_a", ORGANISER, "C", True),
        ("organiser_a", ORGANISER, "A", True),
        ("organiser_a", ADMINISTRATOR, "A", False),
        ("organiser_a", CONTACT, "B", False),
        ("organiser_a", CONTACT, "P", False),
        ("organiser_a", CONTACT, None, False),
        ("organiser", ORGANISER, "B", True),
        ("organiser", ORGANISER, "U", False),
        ("organiser", ORGANISER, None, False),
        ("organiser", ADMINISTRATOR, "P", False),
        ("contact", CONTACT, "A", False),
        ("contestant", CONTACT, "A", False),
        ("administrator", ADMINISTRATOR, None, True),
        ("administrator", ORGANISER, "U", True),
    ],
)
def test_roles_are_given_downwards_only(cast: Cast, who: str, role: Role, unit: str | None, may: bool) -> None:
    person = make_person(unit=cast.unit("C"))
    unit_id = cast.units[unit] if unit else None
    if may:
        service.grant_role(cast.actor(who), person.id, role, unit_id, START)
        assert held(person.id) == [(role, unit_id)]
    else:
        with pytest.raises(NotAllowed):
            service.grant_role(cast.actor(who), person.id, role, unit_id, START)
        assert held(person.id) == []


def test_an_administrator_of_a_subtree_gives_every_role_inside_it_and_none_outside(cast: Cast) -> None:
    local = make_person(unit=cast.unit("A"))
    service.grant_role(None, local.id, ADMINISTRATOR, cast.units["A"], START)
    actor = queries.actor_for(local.id)
    assert actor is not None
    person = make_person(unit=cast.unit("C"))
    service.grant_role(actor, person.id, ADMINISTRATOR, cast.units["C"], START)
    for unit_id in (cast.units["B"], cast.units["P"], None):
        with pytest.raises(NotAllowed):
            service.grant_role(actor, person.id, CONTACT, unit_id, START)
    assert held(person.id) == [(ADMINISTRATOR, cast.units["C"])]


@pytest.mark.parametrize("whom", ["outsider", "organiser", "administrator"])
def test_people_beyond_the_subtree_or_above_get_no_role(cast: Cast, whom: str) -> None:
    before = held(cast.people[whom])
    with pytest.raises(NotAllowed):
        service.grant_role(cast.actor("organiser_a"), cast.people[whom], CONTACT, cast.units["A"], START)
    assert held(cast.people[whom]) == before


def test_nobody_raises_oneself(cast: Cast) -> None:
    for role, unit_id in ((ADMINISTRATOR, cast.units["A"]), (ORGANISER, cast.units["P"]), (ORGANISER, None)):
        with pytest.raises(NotAllowed):
            service.grant_role(cast.actor("organiser_a"), cast.people["organiser_a"], role, unit_id, START)


@pytest.mark.parametrize("unit", ["A", None])
def test_the_same_role_twice_is_one_role(cast: Cast, unit: str | None) -> None:
    person = make_person(unit=cast.unit("A"))
    unit_id = cast.units[unit] if unit else None
    first = service.grant_role(None, person.id, ORGANISER, unit_id, START)
    assert service.grant_role(None, person.id, ORGANISER, unit_id, START).id == first.id
    assert len(held(person.id)) == 1


def test_being_a_contestant_is_no_role_to_give(cast: Cast) -> None:
    with pytest.raises(Invalid):
        service.grant_role(None, cast.people["contestant"], Role.CONTESTANT, None, START)


def test_unknown_people_and_units_are_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        service.grant_role(None, 999, ORGANISER, None, START)
    with pytest.raises(NotFound):
        service.grant_role(None, cast.people["contestant"], ORGANISER, 999, START)


def grant_of(cast: Cast, name: str) -> int:
    return queries.roles_of(cast.people[name])[0].id


@pytest.mark.parametrize(
    ("who", "whose", "may"),
    [
        ("organiser_a", "contact", True),
        ("organiser", "organiser_a", True),
        ("organiser_a", "organiser", False),
        ("organiser", "administrator", False),
        ("contact", "contact", False),
        ("administrator", "organiser", True),
    ],
)
def test_roles_are_taken_back_by_those_who_could_give_them(cast: Cast, who: str, whose: str, may: bool) -> None:
    before = held(cast.people[whose])
    if may:
        service.revoke_role(cast.actor(who), grant_of(cast, whose))
        assert held(cast.people[whose]) == []
    else:
        with pytest.raises(NotAllowed):
            service.revoke_role(cast.actor(who), grant_of(cast, whose))
        assert held(cast.people[whose]) == before


def test_a_role_taken_back_ends_at_once(cast: Cast) -> None:
    token = service.open_session(cast.people["organiser_a"], START)
    service.revoke_role(None, grant_of(cast, "organiser_a"))
    actor = queries.actor_of(token, START)
    assert actor is not None
    assert not actor.has(ORGANISER)


def test_a_role_follows_its_unit_when_the_tree_changes(cast: Cast) -> None:
    token = service.open_session(cast.people["organiser_a"], START)
    units.move_unit(None, cast.units["C"], cast.units["B"])
    actor = queries.actor_of(token, START)
    assert actor is not None
    assert not actor.covers(cast.unit("C").position, ORGANISER)
    assert actor.covers(cast.unit("A").position, ORGANISER)
    assert not actor.covers(cast.unit("B").position, ORGANISER)
