"""Support and live counts in the console: found by name, phone or receipt, seen only by the contest's organisers."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.accounts.models import Person, RoleGrant
from quiz.attempts.starting import start_attempt
from quiz.attempts.support import find_attempts, live_counts
from quiz.contests.models import Contest
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from tests.attempts.conftest import Sitting
from tests.conftest import FrozenClock
from tests.factories.sessions import login_headers
from tests.factories.stage import Stage


def grant(person_id: int, role: Role, unit_id: int | None, frozen: FrozenClock) -> None:
    """Give a person a role, and the contest to the unit T's commune A."""
    with transaction():
        db.session.add(RoleGrant(person_id=person_id, role=role, unit_id=unit_id, granted_at=frozen.moment))


@pytest.fixture
def sat(sitting: Sitting, stage: Stage, frozen: FrozenClock) -> Stage:
    """The first person has handed in, the second sits."""
    sitting.start()
    sitting.submit(seq=1, answers=sitting.first_options())
    start_attempt(stage.actors[1], "thu", 1, None, frozen.moment)
    with transaction():
        person = db.session.get_one(Person, stage.actors[1].person_id)
        person.phone, person.name, person.name_folded = "0912345678", "Đặng Thị Ửng", "dang thi ung"
    return stage


@pytest.mark.parametrize("text", ["dang thi", "Đặng Thị Ửng", "ỨNG", "0912 345 678", "+84912345678", "nguoi1"])
def test_a_person_is_found_by_name_phone_or_login_name(sat: Stage, text: str) -> None:
    page = find_attempts(sat.contest_id, text, 1)
    assert [row.person.name for row in page.rows] == ["Đặng Thị Ửng"]
    assert page.rows[0].unit_name in {"Xã An", "Xã Bình"}
    assert (page.rows[0].receipt, page.rows[0].answered) == (None, 0)


def test_a_receipt_finds_its_attempt_only_if_it_is_genuine(sat: Stage) -> None:
    closed = next(row for row in find_attempts(sat.contest_id, "", 1).rows if row.receipt)
    assert closed.receipt is not None
    assert [row.attempt.id for row in find_attempts(sat.contest_id, closed.receipt.lower(), 1).rows] == [
        closed.attempt.id
    ]
    forged = closed.receipt[:-1] + ("A" if closed.receipt[-1] != "A" else "B")
    assert find_attempts(sat.contest_id, forged, 1).rows == []


def test_percent_signs_find_nobody(sat: Stage) -> None:
    assert find_attempts(sat.contest_id, "%", 1).rows == []
    assert len(find_attempts(sat.contest_id, "", 1).rows) == 2


def test_live_counts_tell_what_is_going_on(sat: Stage, frozen: FrozenClock) -> None:
    (counts,) = live_counts(sat.contest_id, frozen.moment)
    assert (counts.opened, counts.closed, counts.sitting, counts.people, counts.last_minute) == (2, 1, 1, 2, 2)
    frozen.move(minutes=2)
    assert live_counts(sat.contest_id, frozen.moment)[0].last_minute == 0


def test_only_organisers_over_the_contest_see_them(
    app: Flask, client: FlaskClient, sat: Stage, frozen: FrozenClock
) -> None:
    with transaction():
        db.session.get_one(Contest, sat.contest_id).owner_unit_id = sat.units["A"]
    grant(sat.actors[0].person_id, Role.ORGANISER, sat.units["A"], frozen)
    grant(sat.actors[1].person_id, Role.ORGANISER, sat.units["B"], frozen)
    browser = app.test_client(use_cookies=False)
    own, other = (login_headers(app, actor.person_id) for actor in sat.actors)
    for url in ("/admin/attempts/thu", "/admin/attempts/thu/live.json"):
        assert browser.get(url, headers=own).status_code == 200
        assert browser.get(url, headers=other).status_code == 403
        assert browser.get(url).status_code in {302, 401}
    live = browser.get("/admin/attempts/thu/live.json", headers=own).json
    assert live is not None
    assert live["rounds"][0]["opened"] == 2
    page = browser.get("/admin/attempts/thu?q=dang", headers=own).text
    assert "Đặng Thị Ửng" in page
    assert "nguoi0" not in page


def test_a_search_that_finds_nothing_says_what_to_try(app: Flask, sat: Stage, frozen: FrozenClock) -> None:
    grant(sat.actors[0].person_id, Role.ORGANISER, None, frozen)
    headers = login_headers(app, sat.actors[0].person_id)
    page = app.test_client(use_cookies=False).get("/admin/attempts/thu?q=khongcoai", headers=headers).text
    assert "Không tìm thấy bài thi nào" in page
