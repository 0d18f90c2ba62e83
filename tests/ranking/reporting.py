"""A contest in its second week and the browsers of those who report on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from quiz.accounts.models import Membership
from quiz.contests.rules import Total
from quiz.contests.unit_scheme import Quota, UnitScheme
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.ranking import service
from quiz.units import service as units
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena, make_person
from tests.leaderboard.conftest import LogIn
from tests.ranking.conftest import ArenaMaker

REPORT = "/admin/ranking/thu/report"
Contact = Callable[..., FlaskClient]


@pytest.fixture
def contact(log_in: LogIn, frozen: FrozenClock, app: Flask) -> Contact:
    """A function: a browser of a unit contact of that unit."""

    def of(arena: Arena, code: str, role: Role = Role.UNIT_CONTACT) -> FlaskClient:
        unit = db.session.execute(
            sa.text("select id, position, last_position from org_units where code = :c"), {"c": code}
        ).one()
        person = make_person(f"Đầu mối {code}", frozen.moment)
        browser = log_in(person, role, unit.position, unit.last_position)
        loader = app.extensions["actor_loader"]

        def with_unit() -> Any:
            actor = loader()
            if actor is None or actor.person_id != person:
                return actor
            grants = tuple(type(g)(g.role, unit.id, g.first, g.last) for g in actor.grants)
            return type(actor)(actor.person_id, actor.name, grants)

        app.extensions["actor_loader"] = with_unit
        return browser

    return of


def member(arena: Arena, name: str, unit: str, **values: Any) -> int:
    """A person with an account in a unit."""
    person_id = arena.people.get(name) or arena.person(name, **values)
    with transaction():
        db.session.add(Membership(person_id=person_id, unit_id=arena.units[unit]))
    return person_id


def shown(client: FlaskClient, address: str = REPORT) -> str:
    """The words of a page in one line."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    words = re.sub(r"<[^>]+>", " ", answer.text.split("<main", 1)[1])
    return re.sub(r"\s+", " ", words.replace("&nbsp;", " "))


@pytest.fixture
def week_two(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """The second week of a contest of two rounds: An, Bình and Dung sat in the first, An and Chi in the second."""
    scheme = UnitScheme(quotas=(Quota(each_round=4, total=10),))
    arena = new_arena(rounds=2, contest_total=Total.SUM, unit_scheme=scheme)
    units.renumber()
    for name, unit in (("An", "A1"), ("Bình", "A2"), ("Dung", "B")):
        arena.sit(name, unit, score=1000)
    frozen.move(days=7, hours=1)
    arena.sit("An", "A1", round_number=2, score=600)
    arena.sit("An", "A1", round_number=2, number=2, score=1000)
    arena.sit("Chi", "A", round_number=2, score=500)
    for name, unit in (("An", "A1"), ("Bình", "A2"), ("Chi", "A"), ("Dung", "B"), ("Lò Thị Ến", "A1")):
        member(arena, name, unit, **({"phone": "0912345678"} if name == "Lò Thị Ến" else {}))
    frozen.move(hours=1)
    service.refresh(frozen.moment)
    return arena
