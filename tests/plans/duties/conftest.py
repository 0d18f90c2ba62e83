"""The cast of all rooms, with people who hold posts in the branch C and a plan of the province P."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.accounts import queries
from quiz.accounts import service as accounts
from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.plans.models import Duty
from tests.factories.people import make_person
from tests.factories.plans import make_duty, make_plan, make_post, make_task
from tests.people import Cast, cast, signed_in

__all__ = ["cast", "signed_in"]
POSTS = (
    ("secretary", "C", "secretary"),
    ("second", "C", "standing_member"),
    ("committee", "C", "committee_member"),
    ("member", "C", "party_member"),
    ("other_member", "C", "party_member"),
    ("head_a", "A", "head"),
    ("secretary_b", "B", "secretary"),
)


@dataclass(frozen=True)
class Stage:
    """The cast by name with the ids of the plan and its people; `duty` makes one of the task that is asked for."""

    cast: Cast
    plan_id: int

    def duty(self, unit: str = "C", approval: str = "", person: str | None = None, **values: Any) -> Duty:
        """A duty of a unit, or of a person in it, whose task names this approval."""
        about = {key: values.pop(key) for key in ("title", "targets", "module", "deadline") if key in values}
        task = make_task(self.plan_id, approval=approval, **about)
        person_id = self.cast.people[person] if person else None
        return make_duty(task.id, self.cast.units[unit], person_id=person_id, **values)

    def actor(self, name: str) -> Actor:
        """The acting person of this name."""
        made = queries.actor_for(self.cast.people[name])
        assert made is not None
        return made


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    """The cast, the holders of posts (see POSTS), and the plan of P."""
    for name, unit, kind in POSTS:
        person = make_person(unit=cast.unit(unit), login_name=f"{name}.thu", name=f"Người {name}")
        make_post(person.id, cast.units[unit], kind)
        cast.people[name] = person.id
    return Stage(cast, make_plan(cast.units["P"]).id)


def grant(cast: Cast, name: str, role: Any, unit: str) -> None:
    """Give one of the cast a role over a unit."""
    accounts.grant_role(None, cast.people[name], role, cast.units[unit], clock.now())


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listen)
