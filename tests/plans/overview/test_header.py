"""The way to the own tasks stands in the header of those who have some, and of nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.plans.overview.own import own_list
from tests.factories.people import make_person
from tests.factories.plans import make_duty, make_plan, make_post, make_task
from tests.people import Cast, SignIn, cast, signed_in
from tests.plans.overview.conftest import TODAY

__all__ = ["cast", "signed_in"]
LINK = 'href="/tasks/"'


def somebody(cast: Cast, name: str) -> int:
    """A new person of C without any post; the id."""
    person = make_person(unit=cast.unit("C"), login_name=f"{name}.thu")
    cast.people[name] = person.id
    return person.id


def test_a_holder_of_a_post_finds_the_own_tasks_from_the_start_page(cast: Cast, signed_in: SignIn) -> None:
    make_post(somebody(cast, "member"), cast.units["C"], "party_member")
    assert LINK in signed_in("member").get("/").text


@pytest.mark.parametrize(("state", "is_there"), [("open", True), ("returned", True), ("confirmed", False)])
def test_so_does_somebody_without_a_post_while_an_own_duty_is_open(
    cast: Cast, signed_in: SignIn, state: str, is_there: bool
) -> None:
    task = make_task(make_plan(cast.units["P"]).id)
    make_duty(task.id, cast.units["C"], person_id=somebody(cast, "member"), state=state)
    assert (LINK in signed_in("member").get("/").text) is is_there


def test_a_post_that_has_ended_and_a_plain_contestant_show_nothing(cast: Cast, signed_in: SignIn) -> None:
    post = make_post(somebody(cast, "former"), cast.units["C"], "secretary")
    with transaction():
        db.session.merge(post).to_on = clock.local(clock.now()).date() - timedelta(days=1)
    assert LINK not in signed_in("former").get("/").text
    assert LINK not in signed_in("contestant").get("/").text


def test_the_page_opens_where_no_plan_gives_any_personal_task(cast: Cast, signed_in: SignIn) -> None:
    make_post(somebody(cast, "member"), cast.units["C"], "party_member")
    assert signed_in("member").get("/tasks/").status_code == 200


def test_what_waits_for_a_confirmation_names_the_person(cast: Cast) -> None:
    make_post(somebody(cast, "secretary"), cast.units["C"], "secretary")
    task = make_task(make_plan(cast.units["P"]).id, approval="Chi ủy")
    make_duty(task.id, cast.units["C"], person_id=somebody(cast, "member"), state="submitted")
    waiting = own_list(cast.actor("secretary"), TODAY).to_confirm
    assert [item.note for item in waiting] == [cast.person("member").name]
