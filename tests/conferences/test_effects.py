"""What a conference sets going: the days of those who came, the duty it carries out, and how it is taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from quiz.core.clock import local
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.modules.conferences import attendance, service
from quiz.modules.conferences.drafts import Place, Sitting
from quiz.modules.conferences.queries import sittings_of
from quiz.plans.duties.service import mark
from quiz.plans.models import Duty, PlanEvent
from quiz.plans.rules import DutyState
from quiz.plans.timing.service import person_due_on
from tests.conferences.conftest import AFTER_OWN, AFTER_WHOLE, Hall, draft, make_hall, relative_task
from tests.conftest import FrozenClock
from tests.factories.plans import make_duty
from tests.people import Cast

HELD_ON, MONTH_LATER = date(2026, 3, 2), date(2026, 4, 2)


def due_of(hall: Hall, who: str, unit: str) -> date | None:
    """The day of a task that falls due a month after the conference each attended."""
    return person_due_on(hall.plan_id, AFTER_OWN, hall.cast.units[unit], hall.people[who])


def tick(hall: Hall, frozen: FrozenClock, number: int = 1, **came: bool) -> None:
    """The organiser notes who came."""
    session = sittings_of(hall.conference_id)[number - 1].row
    changes = {hall.people[who]: is_there for who, is_there in came.items()}
    attendance.tick(hall.cast.actor("organiser"), hall.conference_id, session.id, changes, frozen.moment)


@pytest.fixture
def attended(hall: Hall, frozen: FrozenClock) -> Hall:
    """An and Chí came, and the attendance is confirmed."""
    hall.announce(frozen.moment)
    frozen.move(hours=2)
    tick(hall, frozen, an=True, chi=True)
    hall.close(frozen.moment)
    return hall


def test_nothing_starts_before_the_attendance_is_confirmed(hall: Hall, frozen: FrozenClock) -> None:
    hall.announce(frozen.moment)
    frozen.move(hours=2)
    tick(hall, frozen, an=True)
    assert due_of(hall, "an", "A") is None
    assert db.session.scalar(sa.select(sa.func.count(PlanEvent.id))) == 0


def test_the_day_of_each_who_attended_is_a_month_after(attended: Hall) -> None:
    assert due_of(attended, "an", "A") == MONTH_LATER
    assert due_of(attended, "chi", "B") == MONTH_LATER
    assert due_of(attended, "dung", "C") is None  # neither the person nor the branch was there


def test_units_that_sent_somebody_and_the_one_that_held_it_have_their_day(hall: Hall, frozen: FrozenClock) -> None:
    task = relative_task(hall, AFTER_OWN)
    duties = {name: make_duty(task.id, hall.cast.units[name]).id for name in ("P", "A", "B", "C")}
    hall.announce(frozen.moment)
    frozen.move(hours=2)
    tick(hall, frozen, an=True)
    hall.close(frozen.moment)
    days = {name: db.session.get_one(Duty, duty_id).due_on for name, duty_id in duties.items()}
    assert days == {"P": MONTH_LATER, "A": MONTH_LATER, "B": None, "C": None}


def test_the_conference_of_the_whole_plan_starts_what_hangs_on_it(cast: Cast, frozen: FrozenClock) -> None:
    hall = make_hall(cast, frozen.moment, is_whole_plan=True)
    waiting = make_duty(relative_task(hall, AFTER_WHOLE).id, cast.units["B"]).id
    hall.announce(frozen.moment)
    frozen.move(hours=2)
    hall.close(frozen.moment)
    assert db.session.get_one(Duty, waiting).due_on == MONTH_LATER
    service.cancel(cast.actor("organiser"), hall.conference_id, hall.conference.version, "Hoãn", frozen.moment)
    assert db.session.get_one(Duty, waiting).due_on is None


def test_only_the_unit_that_issued_the_plan_holds_the_conference_of_the_whole_plan(
    hall: Hall, frozen: FrozenClock
) -> None:
    make_duty(hall.task_id, hall.cast.units["A"])
    wanted = draft([hall.task_id], hall.starts_at, is_whole_plan=True)
    with pytest.raises(Invalid) as refused:
        service.create(hall.cast.actor("contact"), hall.cast.units["A"], hall.plan_id, wanted, frozen.moment)
    assert refused.value.field == "is_whole_plan"


def test_taking_an_attendance_away_takes_the_day_away(attended: Hall, frozen: FrozenClock) -> None:
    tick(attended, frozen, an=False)
    assert due_of(attended, "an", "A") is None
    assert due_of(attended, "chi", "B") == MONTH_LATER


def test_an_attendance_noted_late_starts_the_day_too(attended: Hall, frozen: FrozenClock) -> None:
    tick(attended, frozen, dung=True)
    assert due_of(attended, "dung", "C") == MONTH_LATER


def test_a_repeat_session_is_for_the_absent_and_counts_from_its_own_day(attended: Hall, frozen: FrozenClock) -> None:
    begins = frozen.moment + timedelta(days=10)
    sitting = Sitting(begins, begins + timedelta(hours=3), [Place("Nhà văn hóa")])
    service.repeat(attended.cast.actor("organiser"), attended.conference_id, sitting, frozen.moment)
    frozen.move(days=10, hours=1)
    tick(attended, frozen, 2, an=True, dung=True, binh=True)  # An was at the first one and stays there
    attended.close(frozen.moment, 2)
    later = date(2026, 4, 12)
    assert due_of(attended, "dung", "C") == later
    assert due_of(attended, "binh", "A") == later
    assert due_of(attended, "an", "A") == MONTH_LATER
    assert (
        db.session.scalar(sa.select(PlanEvent.happened_on).where(PlanEvent.unit_id == attended.cast.units["A"]))
        == HELD_ON
    )


def test_a_cancelled_conference_leaves_no_day_behind(attended: Hall, frozen: FrozenClock) -> None:
    actor = attended.cast.actor("organiser")
    service.cancel(actor, attended.conference_id, attended.conference.version, "Ghi nhầm", frozen.moment)
    assert due_of(attended, "an", "A") is None
    assert db.session.scalar(sa.select(sa.func.count(PlanEvent.id))) == 0
    assert attended.duty.state == DutyState.DRAFT
    assert attended.duty.amounts == {}


def test_cancelling_needs_a_reason(hall: Hall, frozen: FrozenClock) -> None:
    with pytest.raises(Invalid):
        service.cancel(hall.cast.actor("organiser"), hall.conference_id, hall.conference.version, " ", frozen.moment)


def test_the_duty_goes_up_with_what_its_target_counts(attended: Hall) -> None:
    duty = attended.duty
    assert (duty.state, duty.amounts, duty.done_on) == (DutyState.SUBMITTED, {"duration_days": 0.5}, HELD_ON)
    assert duty.submitted_by == attended.cast.people["organiser"]


def test_a_duty_confirmed_beforehand_is_carried_out(hall: Hall, frozen: FrozenClock) -> None:
    mark(None, hall.duty_id, DutyState.CONFIRMED, frozen.moment)
    hall.announce(frozen.moment)
    frozen.move(hours=2)
    hall.close(frozen.moment)
    assert hall.duty.state == DutyState.CARRIED_OUT


def test_only_the_period_the_conference_lies_in_is_carried_out(hall: Hall, frozen: FrozenClock) -> None:
    with transaction():
        hall.duty.period = "2026-Q2"
    hall.announce(frozen.moment)
    frozen.move(hours=2)
    hall.close(frozen.moment)
    assert local(hall.session.starts_at).month == 3
    assert hall.duty.state == DutyState.OPEN


def test_a_session_is_not_confirmed_before_it_begins_nor_twice(hall: Hall, frozen: FrozenClock) -> None:
    hall.announce(frozen.moment)
    with pytest.raises(Conflict):
        hall.close(frozen.moment)
    frozen.move(hours=2)
    hall.close(frozen.moment)
    with pytest.raises(Conflict):
        hall.close(frozen.moment)
