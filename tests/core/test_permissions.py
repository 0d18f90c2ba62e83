"""Roles are scoped to a subtree of units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.core.errors import NotAllowed
from quiz.core.permissions import Actor, Grant, Role

EVERYWHERE = Grant(Role.ORGANISER)
COMMUNE = Grant(Role.ORGANISER, unit_id=3, first=10, last=20)


@pytest.mark.parametrize(("position", "covered"), [(9, False), (10, True), (15, True), (20, True), (21, False)])
def test_a_grant_covers_its_subtree_and_nothing_beside(position: int, covered: bool) -> None:
    assert COMMUNE.covers(position) is covered


def test_a_grant_of_a_unit_does_not_cover_what_belongs_to_the_whole_product() -> None:
    assert not COMMUNE.covers(None)
    assert EVERYWHERE.covers(None)
    assert EVERYWHERE.covers(10**6)


def test_everybody_with_an_account_is_a_contestant_and_no_more() -> None:
    nobody = Actor(1, "Lan")
    assert nobody.has(Role.CONTESTANT)
    assert not nobody.has(Role.UNIT_CONTACT, Role.ORGANISER, Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", [Role.UNIT_CONTACT, Role.ORGANISER, Role.ADMINISTRATOR])
def test_an_administrator_holds_every_staff_role_and_others_only_their_own(role: Role) -> None:
    assert Actor(1, "Lan", (Grant(Role.ADMINISTRATOR),)).has(role)
    assert Actor(1, "Lan", (Grant(Role.UNIT_CONTACT),)).has(role) is (role is Role.UNIT_CONTACT)


def test_what_is_not_covered_is_refused() -> None:
    actor = Actor(1, "Lan", (COMMUNE, Grant(Role.UNIT_CONTACT, unit_id=9, first=40, last=40)))
    actor.require(12, Role.ORGANISER)
    actor.require(40, Role.ORGANISER, Role.UNIT_CONTACT)
    for position in (40, 9, 21, None):
        with pytest.raises(NotAllowed):
            actor.require(position, Role.ORGANISER)


@given(st.integers(0, 100), st.integers(0, 50), st.integers(0, 200))
def test_a_grant_covers_exactly_the_positions_within(first: int, length: int, position: int) -> None:
    grant = Grant(Role.ORGANISER, 1, first, first + length)
    assert grant.covers(position) is (position in range(first, first + length + 1))
