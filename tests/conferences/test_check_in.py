"""Saying to be there by a QR code: one tap, once, whoever and however often."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import DomainError
from quiz.modules.conferences import attendance, queries, service
from quiz.modules.conferences.models import Attendance, Participant
from tests.conferences.conftest import Hall, make_hall
from tests.conftest import FrozenClock
from tests.factories.sessions import login_headers
from tests.people import PASSWORD, SignIn, _cast

THREADS = 6


@pytest.fixture
def called(hall: Hall, frozen: FrozenClock) -> Hall:
    """Everybody is invited and called, and the session is about to begin."""
    hall.announce(frozen.moment)
    return hall


def address(hall: Hall, *, place: int = 0, printed: bool = False) -> str:
    """Where the code that is on the screen now leads to."""
    return f"/conferences/{attendance.code_of(hall.session, place, None if printed else clock.now())}"


def noted(hall: Hall) -> list[tuple[int, str, int | None]]:
    """Who is noted: person, method, by whom."""
    db.session.rollback()
    rows = db.session.scalars(sa.select(Attendance).where(Attendance.conference_id == hall.conference_id))
    return [(row.person_id, row.method, row.recorded_by) for row in rows]


def test_looking_checks_nobody_in_and_one_tap_does(called: Hall, signed_in: SignIn) -> None:
    client, person = signed_in("contestant"), called.cast.people["contestant"]
    page = client.get(address(called))
    assert page.status_code == 200
    assert "Tôi có mặt" in page.text
    assert noted(called) == []
    answer = client.post(address(called))
    assert answer.status_code == 303
    assert answer.location == f"/conferences/{called.conference_id}"
    assert noted(called) == [(person, "qr", person)]
    assert "Đã ghi nhận quý vị có mặt lúc 08:00 02/03/2026" in client.get(answer.location).text


def test_tapping_again_changes_nothing(called: Hall, signed_in: SignIn, frozen: FrozenClock) -> None:
    client = signed_in("contestant")
    client.post(address(called))
    first = queries.attendance(called.conference_id, called.cast.people["contestant"])
    assert first is not None
    at = first.at
    frozen.move(seconds=40)
    assert client.post(address(called)).status_code == 303
    again = queries.attendance(called.conference_id, called.cast.people["contestant"])
    assert again is not None
    assert again.at == at


def test_without_a_login_the_door_leads_back_even_after_the_code_has_ended(
    called: Hall, client: FlaskClient, frozen: FrozenClock
) -> None:
    where = address(called)
    answer = client.get(where)
    assert (answer.status_code, answer.location) == (302, f"/login?next={where}")
    frozen.move(minutes=5)
    entered = client.post("/login", data={"login": "contestant.thu", "password": PASSWORD, "next": where})
    assert entered.location == where
    assert "Tôi có mặt" in client.get(where).text
    assert client.post(where).status_code == 303
    assert len(noted(called)) == 1


def test_a_code_that_has_ended_is_told_so(called: Hall, signed_in: SignIn, frozen: FrozenClock) -> None:
    where = address(called)
    frozen.move(seconds=200)
    client = signed_in("contestant")
    for answer in (client.get(where), client.post(where)):
        assert answer.status_code == 409
        assert "Mã QR này đã hết hạn" in answer.text
    assert noted(called) == []


def test_another_phone_s_scan_does_not_lengthen_a_code(called: Hall, signed_in: SignIn, frozen: FrozenClock) -> None:
    where = address(called)
    assert signed_in("contestant").get(where).status_code == 200
    frozen.move(seconds=200)
    assert signed_in("contact").post(where).status_code == 409


def test_looking_again_does_not_lengthen_a_scan(called: Hall, signed_in: SignIn, frozen: FrozenClock) -> None:
    where, client = address(called), signed_in("contestant")
    for _step in range(3):
        client.get(where)
        frozen.move(minutes=4)
    assert client.post(where).status_code == 409


def test_a_forged_or_foreign_code_is_no_code(called: Hall, signed_in: SignIn, frozen: FrozenClock) -> None:
    client, token = signed_in("contestant"), address(called).rpartition("/")[2]
    session, place, slot, signature = token.split(".")
    other = make_hall(called.cast, frozen.moment)
    for parts in (
        (str(other.session.id), place, slot, signature),
        (session, place, str(int(slot) + 4), signature),
        (session, place, "s", signature),
        (session, "9", slot, signature),
        ("999", place, slot, signature),
    ):
        assert client.post(f"/conferences/{'.'.join(parts)}").status_code == 404
    assert noted(called) == noted(other) == []


def test_a_printed_code_is_good_until_it_is_renewed(called: Hall, signed_in: SignIn, frozen: FrozenClock) -> None:
    where = address(called, printed=True)
    frozen.move(hours=2)
    assert signed_in("contestant").post(where).status_code == 303
    actor = called.cast.actor("organiser")
    service.renew_code(actor, called.conference_id, called.session.id, called.session.version, frozen.moment)
    assert signed_in("contact").post(where).status_code == 404


def test_a_code_is_taken_around_the_session_alone(called: Hall, signed_in: SignIn, frozen: FrozenClock) -> None:
    where, client = address(called, printed=True), signed_in("contestant")
    frozen.move(hours=-2)
    assert client.post(where).status_code == 409
    frozen.move(hours=9)
    assert client.post(where).status_code == 409
    assert noted(called) == []


def test_nobody_checks_in_to_what_is_not_announced_or_is_confirmed(
    hall: Hall, signed_in: SignIn, frozen: FrozenClock
) -> None:
    client = signed_in("contestant")
    assert client.post(address(hall)).status_code == 409
    hall.announce(frozen.moment)
    frozen.move(hours=2)
    hall.close(frozen.moment)
    assert client.post(address(hall)).status_code == 409
    assert noted(hall) == []


def test_the_point_of_an_online_session_is_kept(called: Hall, signed_in: SignIn) -> None:
    place = queries.sittings_of(called.conference_id)[0].places[0].id
    signed_in("contestant").post(address(called, place=place))
    row = queries.attendance(called.conference_id, called.cast.people["contestant"])
    assert row is not None
    assert row.place_id == place


def test_who_was_not_invited_is_a_guest_and_counts_for_nobody(called: Hall, signed_in: SignIn) -> None:
    client = signed_in("outsider")
    assert "được ghi là khách dự" in client.get(address(called)).text
    assert client.post(address(called)).status_code == 303
    row = queries.participant(called.conference_id, called.cast.people["outsider"])
    assert row is not None
    assert row.source == "guest"
    own = queries.ids_within(called.cast.actor("administrator"))
    assert queries.counts_of([called.conference_id], own)[called.conference_id][1] == 0


def test_the_table_itself_refuses_the_same_person_twice(each_app: Flask, frozen: FrozenClock) -> None:
    with transaction():
        hall = make_hall(_cast(), frozen.moment)
    hall.announce(frozen.moment)
    row = {"conference_id": hall.conference_id, "session_id": hall.session.id, "method": "list", "at": frozen.moment}
    with transaction():
        db.session.add(Attendance(person_id=hall.people["an"], **row))
    with pytest.raises(IntegrityError), transaction():
        db.session.add(Attendance(person_id=hall.people["an"], **row))


def test_the_same_person_at_the_same_moment_is_noted_once(each_app: Flask, frozen: FrozenClock) -> None:
    with transaction():
        hall = make_hall(_cast(), frozen.moment)
    hall.announce(frozen.moment)
    guest = hall.cast.people["outsider"]  # a guest has no row yet, so both tables are raced for
    token = attendance.code_of(hall.session, 0, frozen.moment)
    session_id, start = hall.session.id, threading.Barrier(THREADS)
    actor = hall.cast.actor("organiser")
    db.session.remove()
    failures: list[BaseException] = []

    def run(number: int) -> None:
        with each_app.app_context():
            start.wait(timeout=20)
            try:
                attendance.check_in(guest, token, "", frozen.moment)
                changes = {hall.people["an"]: True}
                attendance.tick(actor, hall.conference_id, session_id, changes, frozen.moment + timedelta(number))
            except (DomainError, IntegrityError) as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert sorted(row[0] for row in noted(hall)) == sorted([guest, hall.people["an"]])
    rows = sa.select(sa.func.count(Participant.id)).where(Participant.person_id == guest)
    assert db.session.scalar(rows) == 1


def test_a_tap_without_the_token_of_the_form_is_refused(called: Hall, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client(use_cookies=False)
    headers = login_headers(app, called.cast.people["contestant"])
    assert client.post(address(called), headers={"Cookie": headers["Cookie"]}).status_code == 403
    assert client.post(address(called), headers=headers).status_code == 303
