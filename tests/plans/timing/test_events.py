"""The page of a plan's events: who sees which, recording and undoing by hand."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core import clock
from quiz.core.db import db
from quiz.plans.models import Duty, Plan, PlanEvent
from quiz.plans.timing import events, service
from tests.conftest import FrozenClock
from tests.factories.plans import make_duty, make_plan, make_task
from tests.people import Cast, SignIn

AFTER_OWN = {"kind": "relative", "to": "hội nghị", "event": "own_conference", "months": 1}
AFTER_PROVINCE = {**AFTER_OWN, "event": "provincial_conference"}
pytestmark = pytest.mark.usefixtures("frozen", "no_csrf")


@pytest.fixture
def no_csrf(app: Flask) -> None:
    """The token is the matter of tests/security."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def plan(cast: Cast, frozen: FrozenClock) -> Plan:
    """The province's plan with a task for each kind of event, and their duties."""
    plan = make_plan(cast.units["P"], title="Kế hoạch tỉnh")
    for rule in (AFTER_PROVINCE, AFTER_OWN):
        task = make_task(plan.id, f"Sau {rule['event']}", deadline=rule)
        for name in "AB":
            make_duty(task.id, cast.units[name])
    return plan


def days(kind: str) -> list[date | None]:
    db.session.rollback()
    rows = db.session.scalars(sa.select(Duty).order_by(Duty.task_id, Duty.id)).all()
    return [row.due_on for row in (rows[:2] if kind == "provincial_conference" else rows[2:])]


def test_the_managers_record_and_undo_what_happened_to_the_whole_plan(plan: Plan, signed_in: SignIn) -> None:
    url, browser = f"/admin/plans/{plan.slug}/events", signed_in("organiser")
    values = {"kind": "provincial_conference", "happened_on": "01/03/2026", "unit": ""}
    assert browser.post(url, data={**values, "unit_id": "3", "source": "conference:1"}).status_code == 303
    assert days("provincial_conference") == [date(2026, 4, 1)] * 2
    event = db.session.scalars(sa.select(PlanEvent)).one()
    assert (event.unit_id, event.source) == (None, "")
    undo = f"{url}/{event.id}/undo"
    assert "Cả kế hoạch" in browser.get(url).text
    assert browser.post(undo).status_code == 303
    assert days("provincial_conference") == [None, None]
    assert browser.post(undo).status_code == 404


def test_a_unit_records_for_itself_alone(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    url, browser = f"/admin/plans/{plan.slug}/events", signed_in("contact")
    of_plan = {"kind": "provincial_conference", "happened_on": "01/03/2026"}
    assert browser.post(url, data=of_plan).status_code in {403, 422}
    for unit in ("B", "U", "", "P"):
        answer = browser.post(url, data={"kind": "own_conference", "happened_on": "01/03/2026", "unit": unit})
        assert answer.status_code == 422, unit
    assert db.session.scalars(sa.select(PlanEvent)).all() == []
    assert (
        browser.post(url, data={"kind": "own_conference", "happened_on": "01/03/2026", "unit": "A"}).status_code == 303
    )
    assert days("own_conference") == [date(2026, 4, 1), None]


@pytest.mark.parametrize("day", ["03/03/2026", "mai", ""])
def test_a_day_to_come_or_none_is_refused(plan: Plan, signed_in: SignIn, day: str) -> None:
    answer = signed_in("organiser").post(
        f"/admin/plans/{plan.slug}/events", data={"kind": "own_conference", "happened_on": day, "unit": "A"}
    )
    assert answer.status_code == 422
    assert db.session.scalars(sa.select(PlanEvent)).all() == []


def test_everybody_sees_the_own_subtree_alone(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    now = clock.now()
    for name in "AB":
        service.record_event(None, plan.id, "own_conference", date(2026, 3, 1), now, unit_id=cast.units[name])
    people = [cast.people["contact"], cast.people["contestant"]]
    service.record_event(
        None, plan.id, "own_conference", date(2026, 2, 1), now, unit_id=cast.units["A"], person_ids=people, source="c:1"
    )
    url = f"/admin/plans/{plan.slug}/events"
    mine, all_of_them = signed_in("contact").get(url).text, signed_in("organiser").get(url).text
    assert "2 người, Xã An Bình" in mine
    assert "Phường Bãi Cháy" not in mine
    assert "Phường Bãi Cháy" in all_of_them
    assert signed_in("outsider").get(url).status_code == 403
    assert signed_in("contestant").get(url).status_code == 403
    other = db.session.scalars(sa.select(PlanEvent).where(PlanEvent.unit_id == cast.units["B"])).one()
    assert signed_in("contact").post(f"{url}/{other.id}/undo").status_code == 404


def test_counts_of_waiting_duties_stay_within_the_own_subtree(plan: Plan, cast: Cast) -> None:
    service.record_event(None, plan.id, "own_conference", date(2026, 3, 1), clock.now(), unit_id=cast.units["B"])
    by_kind = {one.kind: (one.dated, one.waiting) for one in events.waiting_tasks(cast.actor("organiser"), plan)}
    assert by_kind == {"provincial_conference": (0, 2), "own_conference": (1, 1)}
    by_kind = {one.kind: (one.dated, one.waiting) for one in events.waiting_tasks(cast.actor("contact"), plan)}
    assert by_kind == {"provincial_conference": (0, 1), "own_conference": (0, 1)}


def test_what_another_part_recorded_is_not_undone_here(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    service.record_event(
        None, plan.id, "own_conference", date(2026, 3, 1), clock.now(), unit_id=cast.units["A"], source="conference:1"
    )
    event = db.session.scalars(sa.select(PlanEvent)).one()
    assert signed_in("organiser").post(f"/admin/plans/{plan.slug}/events/{event.id}/undo").status_code == 409
    assert days("own_conference") == [date(2026, 4, 1), None]


def test_a_draft_is_not_seen_from_below(cast: Cast, signed_in: SignIn) -> None:
    draft = make_plan(cast.units["P"], state="draft")
    assert signed_in("contact").get(f"/admin/plans/{draft.slug}/events").status_code == 404
    assert signed_in("organiser").get(f"/admin/plans/{draft.slug}/events").status_code == 200


def test_a_plan_without_such_tasks_says_so(cast: Cast, signed_in: SignIn) -> None:
    plan = make_plan(cast.units["P"])
    page = signed_in("organiser").get(f"/admin/plans/{plan.slug}/events").text
    assert "Không có việc nào chờ sự kiện" in page
    assert "Chưa có sự kiện nào" in page


def test_the_unit_of_an_event_is_named_by_its_name(plan: Plan, cast: Cast, signed_in: SignIn) -> None:
    url, browser = f"/admin/plans/{plan.slug}/events", signed_in("organiser_a")
    values = {"kind": "own_conference", "happened_on": "01/03/2026"}
    refused = browser.post(url, data={**values, "unit_text": cast.unit("B").name})
    assert refused.status_code == 422
    assert "Không tìm thấy đơn vị này trong phạm vi của quý vị." in refused.text
    assert browser.post(url, data={**values, "unit_text": cast.unit("A").name}).status_code == 303
    assert db.session.scalars(sa.select(PlanEvent.unit_id)).all() == [cast.units["A"]]
