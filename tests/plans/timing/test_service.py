"""Days of duties: rules, events, own days of derived plans, more time, days that are not worked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import Invalid, NotFound
from quiz.plans.models import CalendarDay, Duty, Extension, PlanEvent, PlanTask
from quiz.plans.timing import service
from tests.factories.plans import make_duty, make_plan, make_task
from tests.people import Cast

AFTER_OWN = {"kind": "relative", "to": "hội nghị", "event": "own_conference", "months": 1}
AFTER_PROVINCE = {**AFTER_OWN, "event": "provincial_conference"}
YEARLY = {"kind": "recurring", "every": "year"}


def due(duty_id: int) -> date | None:
    db.session.rollback()
    return db.session.get_one(Duty, duty_id, populate_existing=True).due_on


def task_of(plan_id: int, deadline: dict[str, Any], **values: Any) -> PlanTask:
    return make_task(plan_id, deadline=deadline, **values)


def test_a_conference_of_the_province_dates_every_unit(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    task = task_of(plan.id, AFTER_PROVINCE)
    duties = [make_duty(task.id, cast.units[name]).id for name in "AB"]
    service.record_event(None, plan.id, "provincial_conference", date(2026, 1, 31), clock.now())
    assert [due(one) for one in duties] == [date(2026, 2, 28)] * 2


def test_the_conference_of_a_unit_dates_that_unit_alone(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    task = task_of(plan.id, AFTER_OWN)
    mine, other = make_duty(task.id, cast.units["A"]).id, make_duty(task.id, cast.units["C"]).id
    service.record_event(None, plan.id, "own_conference", date(2026, 3, 10), clock.now(), unit_id=cast.units["A"])
    assert (due(mine), due(other)) == (date(2026, 4, 10), None)


def test_a_persons_own_conference_goes_before_the_units(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    task = task_of(plan.id, AFTER_OWN)
    at, person = cast.units["A"], cast.people["contestant"]
    duty = make_duty(task.id, at, person_id=person).id
    other = make_duty(task.id, at, person_id=cast.people["contact"]).id
    service.record_event(None, plan.id, "own_conference", date(2026, 3, 10), clock.now(), unit_id=at)
    service.record_event(
        None, plan.id, "own_conference", date(2026, 4, 2), clock.now(), unit_id=at, person_ids=[person], source="c:1"
    )
    assert (due(duty), due(other)) == (date(2026, 5, 2), date(2026, 4, 10))
    assert service.person_due_on(plan.id, AFTER_OWN, at, person) == date(2026, 5, 2)
    assert service.person_due_on(plan.id, AFTER_OWN, at, cast.people["contact"]) == date(2026, 4, 10)
    assert service.person_due_on(plan.id, AFTER_OWN, cast.units["B"], cast.people["outsider"]) is None


def test_a_repeat_session_does_not_move_whoever_attended_the_first(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    duty = make_duty(task_of(plan.id, AFTER_OWN).id, cast.units["A"], person_id=cast.people["contact"]).id
    for source, day in (("c:2", date(2026, 4, 20)), ("c:1", date(2026, 3, 20))):
        service.record_event(
            None, plan.id, "own_conference", day, clock.now(), person_ids=[cast.people["contact"]], source=source
        )
    assert due(duty) == date(2026, 4, 20)


def test_the_same_source_again_moves_the_day(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    duty = make_duty(task_of(plan.id, AFTER_OWN).id, cast.units["A"]).id
    for day in (date(2026, 3, 1), date(2026, 3, 8)):
        service.record_event(None, plan.id, "own_conference", day, clock.now(), unit_id=cast.units["A"], source="c:1")
    assert due(duty) == date(2026, 4, 8)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PlanEvent)) == 1


def test_what_was_taken_back_is_awaited_again(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    task = task_of(plan.id, AFTER_OWN)
    people = [cast.people["contact"], cast.people["contestant"]]
    duties = [make_duty(task.id, cast.units["A"], person_id=one).id for one in people]
    service.record_event(
        None, plan.id, "own_conference", date(2026, 3, 1), clock.now(), person_ids=people, source="c:1"
    )
    service.take_back_events("c:1", clock.now(), person_ids=people[:1])
    assert [due(one) for one in duties] == [None, date(2026, 4, 1)]
    service.take_back_events("c:1", clock.now())
    assert [due(one) for one in duties] == [None, None]


def test_an_event_without_a_span_names_no_day(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    rule = {"kind": "relative", "to": "hướng dẫn", "event": "central_guidance", "months": None}
    duty = make_duty(task_of(plan.id, rule).id, cast.units["A"]).id
    service.record_event(None, plan.id, "central_guidance", date(2026, 3, 1), clock.now())
    assert due(duty) is None


def test_an_event_on_a_derived_plan_dates_the_duties_of_the_upper_one(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    derived = make_plan(cast.units["A"], parent_id=plan.id)
    duty = make_duty(task_of(plan.id, AFTER_OWN).id, cast.units["A"]).id
    own = make_duty(task_of(derived.id, AFTER_OWN, is_own=True).id, cast.units["C"]).id
    for unit in "AC":
        service.record_event(
            None, derived.id, "own_conference", date(2026, 3, 1), clock.now(), unit_id=cast.units[unit]
        )
    assert (due(duty), due(own)) == (date(2026, 4, 1), date(2026, 4, 1))


def test_the_whole_plans_event_of_a_lower_unit_stays_with_it(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    derived = make_plan(cast.units["A"], parent_id=plan.id)
    duty = make_duty(task_of(plan.id, AFTER_PROVINCE).id, cast.units["B"]).id
    own = make_duty(task_of(derived.id, AFTER_PROVINCE, is_own=True).id, cast.units["C"]).id
    service.record_event(None, derived.id, "provincial_conference", date(2026, 3, 1), clock.now())
    assert (due(duty), due(own)) == (None, date(2026, 4, 1))


def test_an_unknown_event_or_plan_is_refused(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    with pytest.raises(Invalid):
        service.record_event(None, plan.id, "storm", date(2026, 3, 1), clock.now())
    with pytest.raises(NotFound):
        service.record_event(None, plan.id + 1, "own_conference", date(2026, 3, 1), clock.now())


def test_the_stricter_day_of_a_derived_plan_counts_below_it(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    task = task_of(plan.id, {"kind": "fixed", "on": "2026-03-31"})
    duties = {name: make_duty(task.id, cast.units[name]).id for name in "ABC"}
    derived = make_plan(cast.units["A"], parent_id=plan.id)
    overlay = make_task(derived.id, origin_id=task.id, own_due_on=date(2026, 3, 15))
    assert service.redate(derived.id, clock.now(), task_ids=[overlay.id]) == 3
    assert {name: due(one) for name, one in duties.items()} == {
        "A": date(2026, 3, 15),
        "B": date(2026, 3, 31),
        "C": date(2026, 3, 15),
    }
    lower = make_plan(cast.units["C"], parent_id=derived.id)
    make_task(lower.id, origin_id=overlay.id, own_due_on=date(2026, 3, 10))
    make_task(make_plan(cast.units["B"], parent_id=plan.id).id, origin_id=task.id, own_due_on=date(2026, 5, 1))
    service.redate(plan.id, clock.now())
    assert [due(duties[name]) for name in "ABC"] == [date(2026, 3, 15), date(2026, 3, 31), date(2026, 3, 10)]


def test_an_own_day_of_a_rhythm_counts_in_the_period_it_falls_into(cast: Cast) -> None:
    plan = make_plan(cast.units["P"], years=[2026])
    task = task_of(plan.id, {"kind": "recurring", "every": "quarter"})
    duties = [make_duty(task.id, cast.units["A"], period=f"2026-Q{number}").id for number in (1, 2, 3)]
    derived = make_plan(cast.units["A"], parent_id=plan.id)
    make_task(derived.id, origin_id=task.id, own_due_on=date(2026, 6, 10))
    service.redate(plan.id, clock.now())
    assert [due(one) for one in duties] == [date(2026, 3, 31), date(2026, 6, 10), date(2026, 9, 30)]


def test_an_own_day_stands_while_an_event_is_awaited(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    task = task_of(plan.id, AFTER_OWN)
    duty = make_duty(task.id, cast.units["A"]).id
    derived = make_plan(cast.units["A"], parent_id=plan.id)
    make_task(derived.id, origin_id=task.id, own_due_on=date(2026, 6, 10))
    service.redate(plan.id, clock.now())
    assert due(duty) == date(2026, 6, 10)


def test_granted_time_stays_whatever_the_rule_says(cast: Cast) -> None:
    plan = make_plan(cast.units["P"])
    task = task_of(plan.id, {"kind": "fixed", "on": "2026-03-31"})
    duty = make_duty(task.id, cast.units["A"]).id
    for state, day in (("granted", date(2026, 4, 15)), ("refused", date(2026, 5, 15)), ("asked", date(2026, 6, 1))):
        with transaction():
            now = clock.now()
            db.session.add(
                Extension(duty_id=duty, state=state, reason="mưa lũ", new_due_on=day, asked_at=now, decided_at=now)
            )
    service.redate(plan.id, clock.now())
    assert due(duty) == date(2026, 4, 15)
    assert db.session.get_one(Duty, duty).rule_due_on == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("off_days", "day"),
    [("keep", date(2026, 5, 2)), ("next", date(2026, 5, 4)), ("before", date(2026, 4, 29))],
)
def test_a_last_day_that_is_not_worked_is_moved_as_the_plan_says(cast: Cast, off_days: str, day: date) -> None:
    plan = make_plan(cast.units["P"], off_days=off_days)
    task = task_of(plan.id, {"kind": "fixed", "on": "2026-05-02"})
    duty = make_duty(task.id, cast.units["A"]).id
    service.redate(plan.id, clock.now())
    assert due(duty) == day
    assert db.session.get_one(Duty, duty).rule_due_on == date(2026, 5, 2)
    assert service.person_due_on(plan.id, task.deadline, cast.units["A"], cast.people["contact"]) == day


def test_a_kept_day_that_is_not_worked_names_the_working_day_before(app: Flask) -> None:
    with transaction():
        db.session.add(CalendarDay(day=date(2026, 5, 2), title="Làm bù", is_working=True))
    assert service.working_day_hint(date(2026, 5, 1)) == date(2026, 4, 29)
    assert service.working_day_hint(date(2026, 5, 2)) is None
    assert service.working_day_hint(date(2026, 5, 3)) == date(2026, 5, 2)
    assert service.working_day_hint(None) is None


def test_dating_again_moves_nothing(cast: Cast) -> None:
    plan = make_plan(cast.units["P"], years=[2026])
    task = task_of(plan.id, YEARLY)
    make_duty(task.id, cast.units["A"], period="2026")
    assert service.redate(plan.id, clock.now()) == 1
    assert service.redate(plan.id, clock.now()) == 0


def test_a_duty_that_is_loaded_shows_its_new_day(cast: Cast) -> None:
    plan = make_plan(cast.units["P"], years=[2026])
    duty = make_duty(task_of(plan.id, YEARLY).id, cast.units["A"], period="2026")
    with transaction():
        loaded = db.session.get_one(Duty, duty.id)
        service.redate(plan.id, clock.now())
        assert loaded.due_on == date(2026, 12, 31)


def test_a_task_is_dated_with_as_many_statements_for_one_duty_as_for_forty(cast: Cast) -> None:
    plan = make_plan(cast.units["P"], years=[2026])
    task = task_of(plan.id, {"kind": "recurring", "every": "month"})
    for month in range(1, 5):
        make_duty(task.id, cast.units["A"], period=f"2026-{month:02d}")
    few = _statements(plan.id)
    for unit in "BC":
        for month in range(1, 13):
            make_duty(task.id, cast.units[unit], period=f"2026-{month:02d}")
    assert _statements(plan.id) == few


def _statements(plan_id: int) -> int:
    seen: list[str] = []

    def count(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", count)
    service.redate(plan_id, clock.now())
    sa.event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)
