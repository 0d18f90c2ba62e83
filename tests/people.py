"""A small cast with known rights, for every room's tests.

The forest: province P over the communes A and B, branch C below A; province U, unrelated. Import the fixtures you
need in a room's conftest.py: `from tests.people import cast, signed_in  # noqa: F401`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.accounts import queries, service
from quiz.accounts.models import Person
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor, Role
from quiz.units.models import OrgUnit, UnitKind
from tests.factories.people import PASSWORD, make_person
from tests.factories.units import make_unit

SignIn = Callable[..., FlaskClient]


@dataclass(frozen=True)
class Cast:
    """Ids of the units and people; `unit`, `person` and `actor` read them anew."""

    units: dict[str, int]
    people: dict[str, int]

    def unit(self, name: str) -> OrgUnit:
        """One of P, A, B, C, U."""
        return db.session.get_one(OrgUnit, self.units[name])

    def person(self, name: str) -> Person:
        """One of contestant, contact, organiser_a, organiser, administrator, deactivated, outsider."""
        return db.session.get_one(Person, self.people[name])

    def actor(self, name: str) -> Actor:
        """The acting person that services and permissions take."""
        actor = queries.actor_for(self.people[name])
        assert actor is not None
        return actor


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Contestant, unit contact and organiser of A, organiser of P, administrator, deactivated, and one of U."""
    with transaction():
        return _cast()


def _cast() -> Cast:
    units = _forest()
    at = {name: unit.id for name, unit in units.items()}
    homes = {
        "contestant": "A",
        "contact": "A",
        "organiser_a": "A",
        "organiser": "P",
        "administrator": "P",
        "deactivated": "A",
        "outsider": "U",
    }
    people = {name: make_person(unit=units[home], login_name=f"{name}.thu").id for name, home in homes.items()}
    grants = (
        ("contact", Role.UNIT_CONTACT, at["A"]),
        ("organiser_a", Role.ORGANISER, at["A"]),
        ("organiser", Role.ORGANISER, at["P"]),
        ("administrator", Role.ADMINISTRATOR, None),
    )
    for name, role, unit_id in grants:
        service.grant_role(None, people[name], role, unit_id, clock.now())
    service.set_active(None, people["deactivated"], False, clock.now())
    return Cast(at, people)


def _forest() -> dict[str, OrgUnit]:
    province = make_unit("Tỉnh Phong Lan", code="P", kind=UnitKind.PROVINCE, headcount=900)
    commune_a = make_unit("Xã An Bình", province, code="A", kind=UnitKind.COMMUNE, headcount=300)
    commune_b = make_unit("Phường Bãi Cháy", province, code="B", kind=UnitKind.WARD, headcount=200)
    branch = make_unit("Chi bộ Cầu Đá", commune_a, code="C", kind=UnitKind.BRANCH, headcount=30)
    unrelated = make_unit("Tỉnh Uyên Ương", code="U", kind=UnitKind.PROVINCE)
    return {"P": province, "A": commune_a, "B": commune_b, "C": branch, "U": unrelated}


@pytest.fixture
def signed_in(app: Flask, cast: Cast) -> SignIn:
    """A function: a browser in which this one of the cast is logged in (no name: nobody)."""

    def sign_in(name: str | None = None) -> FlaskClient:
        client = app.test_client()
        if name is not None:
            token = service.open_session(cast.people[name], clock.now())
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = token, True
        return client

    return sign_in


__all__ = ["PASSWORD", "Cast", "SignIn", "cast", "signed_in"]
