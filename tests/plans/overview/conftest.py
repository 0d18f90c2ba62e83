"""The cast, a plan of the province, and a counter of statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.accounts.models import Person
from quiz.core.db import db, transaction
from quiz.plans.models import Assignment, Duty, Plan, PlanTask
from tests.conftest import START
from tests.factories.people import make_person
from tests.factories.plans import make_duty, make_plan, make_post, make_task
from tests.people import Cast, cast, signed_in

__all__ = ["cast", "signed_in"]
TODAY = START.date()
Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def statements(app: Flask) -> Counting:
    """A block that gathers the statements sent while it runs."""

    @contextmanager
    def gather() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            sent.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        yield sent
        sa.event.remove(db.engine, "before_cursor_execute", note)

    return gather


class Stage:
    """A plan of P with tasks, and short ways to give them to units and to holders of posts."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.plan: Plan = make_plan(cast.units["P"], slug="ke-hoach", title="Kế hoạch tỉnh", years=[2026])

    def task(self, title: str = "Mở hội nghị", **values: Any) -> PlanTask:
        """A task of the plan."""
        return make_task(self.plan.id, title, **values)

    def give(self, task: PlanTask, unit: str, due_on: date | None, **values: Any) -> int:
        """A unit's duty; its id."""
        return make_duty(task.id, self.cast.units[unit], due_on=due_on, **values).id

    def give_people(self, task: PlanTask, unit: str, due_on: date | None, *posts: str) -> int:
        """A duty of the holders of posts in a unit; the id of the unit's duty that says their day."""
        duty = make_duty(task.id, self.cast.units[unit], due_on=due_on)
        with transaction():
            assignment = db.session.get_one(Assignment, duty.assignment_id)
            assignment.posts, assignment.to_unit = list(posts), False
            if due_on is not None and task.deadline == {"kind": "ongoing"}:
                rule = {"kind": "fixed", "on": due_on.isoformat()}
                db.session.get_one(PlanTask, task.id).deadline = rule
        return duty.id

    def assignment(self, duty_id: int) -> int:
        """The id of the assignment that a duty belongs to."""
        return db.session.get_one(Duty, duty_id).assignment_id

    def own_row(self, duty_id: int, person: Person, **values: Any) -> int:
        """A person's own row beside the unit's duty; its id."""
        duty = db.session.get_one(Duty, duty_id)
        task, unit, period = duty.task_id, duty.unit_id, duty.period
        values = {"due_on": duty.due_on, **values}
        return make_duty(task, unit, person_id=person.id, period=period, **values).id

    def holder(self, name: str, unit: str, *kinds: str) -> Person:
        """A person who holds posts in a unit."""
        person = make_person(name, self.cast.unit(unit))
        for kind in kinds:
            make_post(person.id, self.cast.units[unit], kind)
        return person


@pytest.fixture
def stage(frozen: object, cast: Cast) -> Stage:
    """An issued plan of the province, on 2 March 2026."""
    return Stage(cast)
