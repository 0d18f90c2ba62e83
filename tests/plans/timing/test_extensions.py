"""More time: asked for by the unit, answered by the unit above, told to those concerned."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.core.inbox import InboxMessage
from quiz.plans.models import Duty, Extension
from quiz.plans.timing import extensions
from tests.conftest import FrozenClock
from tests.factories.plans import make_duty, make_plan, make_post, make_task
from tests.people import Cast, SignIn

UNTIL = date(2026, 4, 15)


@pytest.fixture
def duty(cast: Cast, frozen: FrozenClock) -> int:
    """A duty of A under the province's plan, due on 31 March 2026; the clock stands at 2 March."""
    plan = make_plan(cast.units["P"])
    task = make_task(plan.id, "Nộp báo cáo quý", deadline={"kind": "fixed", "on": "2026-03-31"})
    return make_duty(task.id, cast.units["A"], due_on=date(2026, 3, 31)).id


def due(duty_id: int) -> date | None:
    db.session.rollback()
    return db.session.get_one(Duty, duty_id, populate_existing=True).due_on


def inbox_of(cast: Cast, name: str) -> list[str]:
    mine = sa.select(InboxMessage).where(InboxMessage.person_id == cast.people[name])
    return [row.text % row.params for row in db.session.scalars(mine.order_by(InboxMessage.id))]


def test_the_unit_asks_and_the_unit_above_grants(cast: Cast, duty: int) -> None:
    row = extensions.ask(cast.actor("contact"), duty, UNTIL, "Mưa lũ kéo dài", clock.now())
    assert (row.state, row.old_due_on, due(duty)) == ("asked", date(2026, 3, 31), date(2026, 3, 31))
    assert inbox_of(cast, "organiser") == ["Xã An Bình xin gia hạn “Nộp báo cáo quý” đến ngày 15/04/2026."]
    extensions.decide(cast.actor("organiser"), row.id, True, "Đồng ý", row.version, clock.now())
    assert due(duty) == UNTIL
    assert inbox_of(cast, "contact") == ["“Nộp báo cáo quý” của Xã An Bình được gia hạn đến ngày 15/04/2026."]


def test_the_unit_above_may_grant_another_day(cast: Cast, duty: int) -> None:
    row = extensions.ask(cast.actor("contact"), duty, UNTIL, "Mưa lũ", clock.now())
    extensions.decide(cast.actor("organiser"), row.id, True, "", row.version, clock.now(), date(2026, 4, 5))
    assert due(duty) == date(2026, 4, 5)


def test_a_refusal_needs_words_and_changes_no_day(cast: Cast, duty: int) -> None:
    row = extensions.ask(cast.actor("contact"), duty, UNTIL, "Mưa lũ", clock.now())
    organiser = cast.actor("organiser")
    with pytest.raises(Invalid):
        extensions.decide(organiser, row.id, False, " ", row.version, clock.now())
    extensions.decide(organiser, row.id, False, "Đã đủ thời gian", row.version, clock.now())
    assert due(duty) == date(2026, 3, 31)
    assert "không được đồng ý" in inbox_of(cast, "contact")[0]


def test_the_unit_above_gives_time_without_being_asked(cast: Cast, duty: int) -> None:
    extensions.grant(cast.actor("organiser"), duty, UNTIL, "Bão số 3", clock.now())
    assert due(duty) == UNTIL
    assert len(inbox_of(cast, "contact")) == 1
    extensions.grant(cast.actor("organiser"), duty, date(2026, 5, 1), "Bão số 4", clock.now())
    assert due(duty) == date(2026, 5, 1)
    assert [row.new_due_on for row in extensions.history(duty)] == [date(2026, 5, 1), UNTIL]


def test_nobody_grants_the_own_unit_more_time(cast: Cast, duty: int) -> None:
    for name in ("contact", "organiser_a"):
        with pytest.raises(NotAllowed):
            extensions.grant(cast.actor(name), duty, UNTIL, "Bận", clock.now())
    row = extensions.ask(cast.actor("contact"), duty, UNTIL, "Bận", clock.now())
    with pytest.raises(NotAllowed):
        extensions.decide(cast.actor("organiser_a"), row.id, True, "", row.version, clock.now())


def test_a_stranger_does_not_find_the_duty(cast: Cast, duty: int) -> None:
    for name in ("outsider", "contestant"):
        with pytest.raises(NotFound):
            extensions.ask(cast.actor(name), duty, UNTIL, "Bận", clock.now())


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        (date(2026, 3, 31), "Mưa", "until"),
        (date(2026, 3, 1), "Mưa", "until"),
        (date(2029, 1, 1), "Mưa", "until"),
        (UNTIL, "  ", "reason"),
    ],
)
def test_what_makes_no_sense_is_refused(cast: Cast, duty: int, until: date, reason: str, field: str) -> None:
    with pytest.raises(Invalid) as told:
        extensions.ask(cast.actor("contact"), duty, until, reason, clock.now())
    assert told.value.field == field


def test_only_one_request_waits_at_a_time_and_is_answered_once(cast: Cast, duty: int) -> None:
    row = extensions.ask(cast.actor("contact"), duty, UNTIL, "Mưa", clock.now())
    with pytest.raises(Conflict):
        extensions.ask(cast.actor("contact"), duty, UNTIL, "Mưa", clock.now())
    version = row.version
    extensions.decide(cast.actor("organiser"), row.id, True, "", version, clock.now())
    with pytest.raises(Conflict):
        extensions.decide(cast.actor("organiser"), row.id, False, "Không", version, clock.now())


@pytest.mark.parametrize("state", ["confirmed", "carried_out", "evaluated", "excused"])
def test_a_duty_that_is_done_gets_no_more_time(cast: Cast, duty: int, state: str) -> None:
    with transaction():
        db.session.execute(sa.update(Duty).values(state=state))
    with pytest.raises(Conflict):
        extensions.ask(cast.actor("contact"), duty, UNTIL, "Mưa", clock.now())


def test_a_duty_without_a_day_needs_no_more_time(cast: Cast, duty: int) -> None:
    with transaction():
        db.session.execute(sa.update(Duty).values(due_on=None))
    with pytest.raises(Conflict):
        extensions.ask(cast.actor("contact"), duty, UNTIL, "Mưa", clock.now())


def test_a_person_asks_for_the_own_duty_and_the_own_unit_answers(cast: Cast, duty: int) -> None:
    with transaction():
        db.session.execute(sa.update(Duty).values(person_id=cast.people["contestant"]))
    row = extensions.ask(cast.actor("contestant"), duty, UNTIL, "Ốm", clock.now())
    assert len(inbox_of(cast, "contact")) == 1
    with pytest.raises(NotAllowed):
        extensions.decide(cast.actor("contestant"), row.id, True, "", row.version, clock.now())
    extensions.decide(cast.actor("contact"), row.id, True, "", row.version, clock.now())
    assert due(duty) == UNTIL


def post(browser: FlaskClient, url: str, **values: str) -> int:
    return browser.post(url, data=values).status_code


@pytest.fixture
def no_csrf(app: object) -> None:
    """The token is the matter of tests/security."""
    app.config["WTF_CSRF_ENABLED"] = False  # type: ignore[attr-defined]


@pytest.mark.usefixtures("no_csrf")
def test_the_page_leads_from_asking_to_the_answer(cast: Cast, duty: int, signed_in: SignIn) -> None:
    url = f"/admin/plans/duties/{duty}/extension"
    contact, organiser = signed_in("contact"), signed_in("organiser")
    assert "Gửi đề nghị" in contact.get(url).text
    assert post(contact, url, until="15/04/2026", reason="Mưa lũ", state="granted", decided_by="1") == 303
    assert db.session.scalars(sa.select(Extension.state)).all() == ["asked"]
    shown = contact.get(url).text
    assert "đang chờ cấp trên trả lời" in shown
    assert "Gửi trả lời" not in shown
    page = organiser.get(url).text
    assert "Gửi trả lời" in page
    row = db.session.scalars(sa.select(Extension)).one()
    answer = f"{url}/{row.id}"
    assert post(contact, answer, decision="granted", version="1") == 403
    assert post(organiser, answer, version="1") == 422
    assert post(organiser, answer, decision="refused", version="1", answer="") == 422
    assert post(organiser, answer, decision="granted", version="9") == 409
    assert post(organiser, answer, decision="granted", version=str(row.version), until="16/04/2026") == 303
    assert due(duty) == date(2026, 4, 16)
    assert "Đồng ý" in contact.get(url).text


@pytest.mark.usefixtures("no_csrf")
def test_what_was_typed_is_kept_beside_the_mistake(duty: int, signed_in: SignIn) -> None:
    answer = signed_in("contact").post(
        f"/admin/plans/duties/{duty}/extension", data={"until": "31/03/2026", "reason": "Mưa lũ kéo dài"}
    )
    assert answer.status_code == 422
    assert "Ngày mới phải sau hạn hiện nay (31/03/2026)." in answer.text
    assert "Mưa lũ kéo dài" in answer.text


@pytest.mark.usefixtures("no_csrf")
def test_the_pages_are_closed_to_strangers(cast: Cast, duty: int, signed_in: SignIn) -> None:
    url, own = f"/admin/plans/duties/{duty}/extension", f"/tasks/duties/{duty}/extension"
    assert signed_in("outsider").get(own).status_code == 404
    assert signed_in("contestant").get(url).status_code == 403
    assert signed_in("contestant").get(own).status_code == 404
    assert post(signed_in("contestant"), own, until="15/04/2026", reason="x") == 404
    assert db.session.scalars(sa.select(Extension)).all() == []


@pytest.mark.usefixtures("no_csrf")
def test_the_secretary_of_a_unit_asks_without_a_role(cast: Cast, duty: int, signed_in: SignIn) -> None:
    make_post(cast.people["contestant"], cast.units["A"], "secretary", "Bí thư")
    own = f"/tasks/duties/{duty}/extension"
    browser = signed_in("contestant")
    assert "Gửi đề nghị" in browser.get(own).text
    assert post(browser, own, until="15/04/2026", reason="Mưa lũ", action="grant") == 303
    assert db.session.scalars(sa.select(Extension.state)).all() == ["asked"]


@pytest.mark.usefixtures("no_csrf")
def test_an_answer_goes_to_the_duty_of_its_address_alone(cast: Cast, duty: int, signed_in: SignIn) -> None:
    other = make_duty(db.session.get_one(Duty, duty).task_id, cast.units["B"], due_on=date(2026, 3, 31)).id
    row = extensions.ask(cast.actor("contact"), duty, UNTIL, "Mưa", clock.now())
    url = f"/admin/plans/duties/{other}/extension/{row.id}"
    assert post(signed_in("organiser"), url, decision="granted", version=str(row.version)) == 404
    assert due(duty) == date(2026, 3, 31)
