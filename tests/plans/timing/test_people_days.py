"""The day of a person without a row is the day that a row has once it is made and worked out anew."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.plans.assigning.service import person_duty
from quiz.plans.models import Assignment, CalendarDay, Duty, PlanEvent, PlanTask
from quiz.plans.timing import service
from quiz.plans.timing.event_days import event_days
from quiz.plans.timing.people_days import person_days
from quiz.plans.timing.rules import occurrences
from quiz.units.models import OrgUnit, UnitKind
from tests.factories.people import make_person
from tests.factories.plans import make_plan, make_post, make_task
from tests.factories.units import make_unit

PEOPLE = 60
RULES = (
    {"kind": "fixed", "on": "2026-05-01"},
    {"kind": "recurring", "every": "quarter"},
    {"kind": "relative", "to": "hội nghị đã dự", "event": "own_conference", "months": 1},
    {"kind": "relative", "to": "tuần đầu khóa", "event": "course_opening_week"},
    {"kind": "relative", "to": "hội nghị toàn tỉnh", "event": "provincial_conference", "months": 2},
    {"kind": "ongoing"},
)
When = tuple[int, str, int, int]


def world(off_days: str) -> list[When]:
    """Sixty people in four units, tasks of every kind of rule, events of people, units and the plan, own days."""
    dice = random.Random(60)
    province = make_unit("Tỉnh", code="P", kind=UnitKind.PROVINCE)
    communes = [make_unit("Xã", province, code=f"X{number}") for number in (1, 2)]
    units = [province, *communes, make_unit("Chi bộ", communes[0], code="C")]
    plan = make_plan(province.id, years=[2026], off_days=off_days)
    tasks = [make_task(plan.id, deadline=dict(rule)) for rule in RULES]
    set_own_days(plan.id, communes[0], units[3], tasks, dice)
    with transaction():
        db.session.add(CalendarDay(day=date(2026, 5, 4), title="Nghỉ bù", is_working=False))
        for task in tasks:
            for unit in units:
                row = Assignment(
                    task_id=task.id, unit_id=unit.id, to_unit=False, posts=["party_member"], assigned_at=clock.now()
                )
                db.session.add(row)
    people = {make_person(unit=unit).id: unit.id for unit in dice.choices(units, k=PEOPLE)}
    for person_id, unit_id in people.items():
        make_post(person_id, unit_id, "party_member")
    happen(plan.id, [unit.id for unit in units], list(people), dice)
    return [
        (task.id, time.period, unit_id, person_id)
        for task in tasks
        for time in occurrences(task.deadline, plan.years)
        for person_id, unit_id in people.items()
    ]


def set_own_days(plan_id: int, commune: OrgUnit, branch: OrgUnit, tasks: list[PlanTask], dice: random.Random) -> None:
    """A commune's plan in force with earlier days, and below it one of a branch, and of another that is a draft."""
    derived = make_plan(commune.id, parent_id=plan_id)
    carried = [
        make_task(derived.id, origin_id=task.id, own_due_on=some_day(dice) if dice.random() < 0.8 else None)
        for task in tasks
    ]
    lowest = make_plan(branch.id, parent_id=derived.id)
    for task in carried:
        make_task(lowest.id, origin_id=task.id, own_due_on=some_day(dice))
    draft = make_plan(branch.parent_id or 0, parent_id=lowest.id, state="draft")
    make_task(draft.id, origin_id=carried[0].id, own_due_on=date(2026, 1, 2))


def happen(plan_id: int, unit_ids: list[int], people: list[int], dice: random.Random) -> None:
    now = clock.now()
    service.record_event(None, plan_id, "provincial_conference", date(2026, 2, 28), now)
    for kind in ("own_conference", "course_opening_week"):
        for unit_id in unit_ids[1:3]:
            service.record_event(None, plan_id, kind, some_day(dice), now, unit_id=unit_id, source="đơn vị")
        for source in ("hội nghị 1", "hội nghị 2"):
            some = dice.sample(people, 20)
            service.record_event(None, plan_id, kind, some_day(dice), now, person_ids=some, source=source)


def some_day(dice: random.Random) -> date:
    return date(2026, 2, 1) + timedelta(days=dice.randrange(60))


@pytest.mark.parametrize("off_days", ["keep", "next", "before"])
def test_the_day_is_that_of_the_row_made_and_worked_out_anew(each_app: Flask, off_days: str) -> None:
    wanted = world(off_days)
    days = person_days({one[0] for one in wanted}, {one[3] for one in wanted}, {one[2] for one in wanted})
    told = {one: days.of(one[0], one[2], one[3], one[1]) for one in wanted}
    given = {(row.task_id, row.unit_id): row.id for row in db.session.scalars(sa.select(Assignment))}
    with transaction():
        made = {one: person_duty(given[one[0], one[2]], one[3], one[1], clock.now()) for one in wanted}
        at_first = {one: (duty.rule_due_on, duty.due_on) for one, duty in made.items()}
    plan_id = db.session.get_one(PlanTask, wanted[0][0]).plan_id
    assert service.redate(plan_id, clock.now()) == 0, "a row is made with its day, so that nothing moves"
    rows = {one: (duty.rule_due_on, duty.due_on) for one, duty in made.items()}
    assert rows == {one: (due.rule_due_on, due.due_on) for one, due in told.items()}
    assert rows == at_first
    assert len({row[1] for row in rows.values()}) > 10, "the world is not all alike"
    assert any(row[1] and row[0] and row[1] < row[0] for row in rows.values())
    assert any(row[1] and row[0] is None for row in rows.values()), "an own day where the rule has none yet"


def test_the_database_says_the_same_of_people_with_an_event_of_their_own(each_app: Flask) -> None:
    wanted = world("next")
    days = person_days({one[0] for one in wanted}, {one[3] for one in wanted}, {one[2] for one in wanted})
    apart = event_days({one[0] for one in wanted})
    assert apart is not None
    home = {one[3]: one[2] for one in wanted}
    at = sa.case({sa.literal(person): sa.literal(unit) for person, unit in home.items()}, value=apart.table.c.person_id)
    query = sa.select(apart.table.c.task_id, apart.table.c.person_id, apart.last_day(OrgUnit.position)).join(
        OrgUnit, OrgUnit.id == at
    )
    found = {(task_id, person_id): day for task_id, person_id, day in db.session.execute(query)}
    assert found == {
        (task_id, person_id): days.of(task_id, home[person_id], person_id).due_on for task_id, person_id in found
    }
    with_event = set(db.session.scalars(sa.select(PlanEvent.person_id).where(PlanEvent.person_id.is_not(None))))
    assert {person_id for _task, person_id in found} == with_event
    assert len(found) > 40


def test_no_duty_is_written_by_working_out_days(app: Flask) -> None:
    wanted = world("keep")
    person_days({one[0] for one in wanted}, {one[3] for one in wanted}, {one[2] for one in wanted})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Duty)) == 0
