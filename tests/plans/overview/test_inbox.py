"""The inbox and the reminders that fill it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from quiz.accounts import service as accounts
from quiz.core import clock, inbox
from quiz.core.db import db, transaction
from quiz.core.inbox import InboxMessage, Note, send
from quiz.core.permissions import Role
from quiz.plans.overview.reminders import days_to_tell, remind, remind_if_due
from tests.conftest import FrozenClock
from tests.factories.people import make_person
from tests.people import SignIn
from tests.plans.overview.conftest import TODAY, Stage

DAY = timedelta(days=1)


def told(stage: Stage, who: str) -> list[str]:
    """What the inbox of somebody says."""
    mine = InboxMessage.person_id == stage.cast.people[who]
    return [one.words() for one in db.session.scalars(sa.select(InboxMessage).where(mine).order_by(InboxMessage.id))]


def note(stage: Stage, key: str, who: str = "contestant", url: str = "/me") -> int:
    """A message in somebody's inbox; its id."""
    with transaction():
        send([Note(stage.cast.people[who], key, "Tin %(key)s", url, {"key": key})], clock.now())
    return db.session.scalars(sa.select(InboxMessage.id).where(InboxMessage.key == key)).one()


def test_unread_messages_stand_first_and_are_read_by_opening(stage: Stage, signed_in: SignIn) -> None:
    one, two = note(stage, "một"), note(stage, "hai")
    browser = signed_in("contestant")
    assert "Hộp thư: 2 tin chưa đọc" in browser.get("/me").text
    assert browser.post(f"/tasks/inbox/{two}", data=_token(browser)).location == "/me"
    page = browser.get("/tasks/inbox").text
    assert page.index("Tin một") < page.index("Tin hai")
    assert "Hộp thư: 1 tin chưa đọc" in page
    browser.post("/tasks/inbox/read", data=_token(browser))
    assert inbox.unread(stage.cast.people["contestant"]) == 0
    assert "tin chưa đọc" not in browser.get("/me").text
    assert db.session.get_one(InboxMessage, one).read_at is not None


def test_a_message_of_somebody_else_is_not_there(stage: Stage, signed_in: SignIn) -> None:
    theirs = note(stage, "riêng", "organiser")
    browser = signed_in("contestant")
    assert browser.post(f"/tasks/inbox/{theirs}", data=_token(browser)).status_code == 404
    assert "Tin riêng" not in browser.get("/tasks/inbox").text
    assert db.session.get_one(InboxMessage, theirs).read_at is None


@pytest.mark.parametrize("url", ["//elsewhere.example/", "https://elsewhere.example/", ""])
def test_a_message_leads_to_the_product_alone(stage: Stage, signed_in: SignIn, url: str) -> None:
    message = note(stage, "lạ", url=url)
    browser = signed_in("contestant")
    assert browser.post(f"/tasks/inbox/{message}", data=_token(browser)).location == "/tasks/inbox"


def _token(browser: object) -> dict[str, str]:
    text = browser.get("/me").text  # type: ignore[attr-defined]
    return {"csrf_token": text.split('name="csrf_token" value="')[1].split('"')[0]}


def test_days_that_are_told_are_seven_and_one_before_the_first_late_and_each_week_after() -> None:
    days = days_to_tell(date(2026, 3, 31))
    assert {date(2026, 4, 7), date(2026, 4, 1), date(2026, 3, 30), date(2026, 3, 23)} <= set(days)
    assert not {date(2026, 3, 31), date(2026, 4, 6), date(2026, 3, 29)} & set(days)


def test_staff_get_one_digest_a_plan_and_day_however_many_duties_there_are(stage: Stage) -> None:
    for due_on in (TODAY - DAY, TODAY - DAY, TODAY + DAY, TODAY + 3 * DAY):
        stage.give(stage.task(), "C", due_on)
    assert remind(clock.now()) > 0
    text = "Kế hoạch tỉnh: đơn vị quý vị phụ trách có 2 việc quá hạn, 2 việc sắp đến hạn."
    assert told(stage, "contact") == [text]
    assert told(stage, "organiser_a") == [text]
    assert told(stage, "outsider") == told(stage, "contestant") == []
    assert remind(clock.now()) == 0


def test_a_day_on_which_nothing_is_told_brings_nothing(stage: Stage) -> None:
    stage.give(stage.task(), "C", TODAY + 3 * DAY)
    stage.give(stage.task(), "C", TODAY - DAY, state="confirmed")
    stage.give(stage.task(), "C", TODAY - DAY, state="submitted")
    assert remind(clock.now()) == 0


def test_the_nearest_unit_with_staff_is_told_and_not_those_above(stage: Stage) -> None:
    person = make_person(unit=stage.cast.unit("C"))
    accounts.grant_role(None, person.id, Role.UNIT_CONTACT, stage.cast.units["C"], clock.now())
    stage.cast.people["of_c"] = person.id
    stage.give(stage.task(), "C", TODAY + DAY)
    remind(clock.now())
    assert len(told(stage, "of_c")) == 1
    assert told(stage, "contact") == told(stage, "organiser") == []


def test_the_unit_above_hears_on_mondays_who_is_late(stage: Stage, frozen: FrozenClock) -> None:
    stage.give(stage.task(), "A", TODAY - 3 * DAY)
    stage.give(stage.task(), "C", TODAY - 3 * DAY)
    remind(clock.now())
    assert told(stage, "organiser") == ["Kế hoạch tỉnh: 2 đơn vị cấp dưới có việc quá hạn, tổng cộng 2 việc."]
    frozen.move(days=1)
    assert remind(clock.now()) == 0


def test_holders_of_posts_are_told_by_their_own_day(stage: Stage) -> None:
    duty = stage.give_people(stage.task(), "C", TODAY + DAY, "party_member")
    an, binh = (stage.holder(name, "C", "party_member") for name in ("Nguyễn Văn An", "Trần Thị Bình"))
    stage.cast.people.update({"an": an.id, "binh": binh.id})
    stage.own_row(duty, binh, state="submitted")
    remind(clock.now())
    assert told(stage, "an") == ["Kế hoạch tỉnh: quý vị có 1 việc sắp đến hạn."]
    assert told(stage, "binh") == told(stage, "contact") == []


def test_a_plan_that_is_not_issued_reminds_nobody(stage: Stage) -> None:
    stage.give(stage.task(), "C", TODAY + DAY)
    with transaction():
        db.session.merge(stage.plan).state = "draft"
    assert remind(clock.now()) == 0


def test_reminders_wait_for_half_past_seven(stage: Stage, frozen: FrozenClock) -> None:
    stage.give(stage.task(), "C", TODAY + DAY)
    frozen.moment = clock.at_local(TODAY, 7, 29)
    remind_if_due()
    assert told(stage, "contact") == []
    frozen.moment = datetime.fromtimestamp(clock.at_local(TODAY, 7, 30).timestamp(), tz=frozen.moment.tzinfo)
    remind_if_due()
    assert len(told(stage, "contact")) == 1
