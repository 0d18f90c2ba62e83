"""A person's duty has a row from its first act on, and for holders of the post alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from quiz.accounts.models import Membership
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import NotFound
from quiz.plans.assigning import service
from quiz.plans.models import Assignment, Duty
from tests.factories.people import make_person
from tests.factories.plans import make_plan, make_post, make_task
from tests.people import Cast


def assigned(cast: Cast, posts: list[str], deadline: dict[str, Any] | None = None, **values: Any) -> Assignment:
    """A task of the province's plan given to holders of posts in the branch C."""
    task = make_task(make_plan(cast.units["P"], years=[2026]).id, deadline=deadline or {"kind": "ongoing"})
    with transaction():
        row = Assignment(
            task_id=task.id, unit_id=cast.units["C"], to_unit=False, posts=posts, assigned_at=clock.now(), **values
        )
        db.session.add(row)
    return row


def test_a_holder_s_duty_is_made_once_with_the_day_of_its_period(cast: Cast) -> None:
    assignment = assigned(cast, ["party_member"], {"kind": "recurring", "every": "quarter"})
    person = make_person(unit=cast.unit("C"))
    make_post(person.id, cast.units["C"], "party_member")
    duty = service.person_duty(assignment.id, person.id, "2026-Q2", clock.now())
    assert (duty.person_id, duty.unit_id, duty.due_on) == (person.id, cast.units["C"], date(2026, 6, 30))
    assert service.person_duty(assignment.id, person.id, "2026-Q2", clock.now()).id == duty.id
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Duty)) == 1


def test_a_secretary_has_the_duties_of_a_party_member(cast: Cast) -> None:
    assignment = assigned(cast, ["party_member"])
    person = make_person(unit=cast.unit("C"), post="Bí thư chi bộ")
    assert service.person_duty(assignment.id, person.id, "", clock.now()).person_id == person.id


@pytest.mark.parametrize("where", ["nowhere", "another unit", "another post", "ended", "closed account"])
def test_who_holds_none_of_the_posts_in_the_unit_has_no_duty(cast: Cast, where: str) -> None:
    assignment = assigned(cast, ["committee_member"])
    person = make_person(unit=cast.unit("C"))
    if where != "nowhere":
        unit = cast.units["A" if where == "another unit" else "C"]
        post = make_post(person.id, unit, "party_member" if where == "another post" else "committee_member")
        with transaction():
            if where == "ended":
                db.session.get_one(Membership, post.id).to_on = clock.local(clock.now()).date()
            person.is_active = where != "closed account"
    with pytest.raises(NotFound):
        service.person_duty(assignment.id, person.id, "", clock.now())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Duty)) == 0


def test_a_period_that_the_task_does_not_know_is_refused(cast: Cast) -> None:
    assignment = assigned(cast, ["party_member"], {"kind": "recurring", "every": "quarter"})
    person = make_person(unit=cast.unit("C"), post="Đảng viên")
    with pytest.raises(NotFound):
        service.person_duty(assignment.id, person.id, "2026-05", clock.now())


def test_a_task_that_was_taken_back_makes_no_new_duties_and_keeps_those_there_are(cast: Cast) -> None:
    assignment = assigned(cast, ["party_member"])
    first, second = (make_person(unit=cast.unit("C"), post="Đảng viên") for _ in range(2))
    duty = service.person_duty(assignment.id, first.id, "", clock.now())
    service.take_back(None, assignment.id, "Nhầm", clock.now())
    assert service.person_duty(assignment.id, first.id, "", clock.now()).id == duty.id
    assert db.session.get_one(Duty, duty.id).state == "excused"
    with pytest.raises(NotFound):
        service.person_duty(assignment.id, second.id, "", clock.now())
