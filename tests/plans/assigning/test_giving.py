"""Tasks are given to units, kept, widened, taken back and given again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.plans.assigning import service
from quiz.plans.models import Assignment, Duty, DutyStep, Plan, PlanActor, PlanTask
from quiz.units.models import UnitKind
from tests.factories.plans import make_plan, make_task
from tests.factories.units import make_unit
from tests.people import Cast

MEMBERS = ["committee_member", "party_member", "secretary", "standing_member"]
"""Who is a party member, by post."""


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of the province with an actor for communes, one for branches' members, one for the people."""
    plan = make_plan(cast.units["P"], years=[2026])
    add_actor(plan, "Xã", ["commune"])
    add_actor(plan, "Đảng viên chi bộ", ["branch"], ["party_member"])
    add_actor(plan, "Nhân dân", ["any_unit"], ["anyone"])
    return plan


def add_actor(plan: Plan, name: str, kinds: list[str], posts: list[str] | None = None, **more: Any) -> PlanActor:
    """An actor of a plan."""
    with transaction():
        row = PlanActor(plan_id=plan.id, name=name, unit_kinds=kinds, posts=posts or [], **more)
        db.session.add(row)
    return row


def given_to(task: PlanTask) -> dict[int, tuple[bool, list[str]]]:
    """Who has a task: whether the unit as a body, and which posts, by the unit's id."""
    rows = db.session.scalars(
        sa.select(Assignment).where(Assignment.task_id == task.id, Assignment.removed_at.is_(None))
    )
    return {row.unit_id: (row.to_unit, row.posts) for row in rows}


def duties_of(task: PlanTask) -> list[Duty]:
    return list(db.session.scalars(sa.select(Duty).where(Duty.task_id == task.id).order_by(Duty.unit_id, Duty.period)))


def test_a_plan_gives_each_task_to_the_units_its_actors_mean(cast: Cast, plan: Plan) -> None:
    commune, members = make_task(plan.id, actors=["Xã"]), make_task(plan.id, actors=["Đảng viên chi bộ", "Nhân dân"])
    given = service.assign_plan(None, plan.id, clock.now())
    assert given == service.Given(2, 0, 2)
    assert given_to(commune) == {cast.units["A"]: (True, [])}
    assert given_to(members) == {cast.units["C"]: (False, MEMBERS)}
    assert len(duties_of(commune)) == 1
    assert [duty.unit_id for duty in duties_of(members)] == [cast.units["C"]]


def test_assigning_again_adds_nothing_and_says_what_was_kept(cast: Cast, plan: Plan) -> None:
    make_task(plan.id, actors=["Xã"])
    service.assign_plan(None, plan.id, clock.now())
    assert service.assign_plan(None, plan.id, clock.now()) == service.Given(0, 1, 0)


def test_a_new_unit_gets_its_own_with_the_next_run(cast: Cast, plan: Plan) -> None:
    task = make_task(plan.id, actors=["Xã"])
    service.assign_plan(None, plan.id, clock.now())
    new = make_unit("Xã Mới", cast.unit("P"), kind=UnitKind.COMMUNE)
    assert service.assign_plan(None, plan.id, clock.now()) == service.Given(1, 1, 1)
    assert set(given_to(task)) == {cast.units["A"], new.id}


def test_a_unit_that_is_no_longer_valid_gets_nothing(cast: Cast, plan: Plan) -> None:
    task = make_task(plan.id, actors=["Xã"])
    with transaction():
        cast.unit("A").valid_to = clock.local(clock.now()).date() - timedelta(days=1)
    service.assign_plan(None, plan.id, clock.now())
    assert given_to(task) == {}


@pytest.mark.parametrize(
    ("deadline", "periods"),
    [
        ({"kind": "recurring", "every": "month"}, [f"2026-{month:02d}" for month in range(1, 13)]),
        ({"kind": "recurring", "every": "quarter"}, ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        ({"kind": "recurring", "every": "year"}, ["2026"]),
        ({"kind": "fixed", "on": "2026-05-19"}, [""]),
        ({"kind": "ongoing"}, [""]),
    ],
)
def test_a_unit_has_a_duty_for_every_time_a_task_is_due(
    cast: Cast, plan: Plan, deadline: dict[str, Any], periods: list[str]
) -> None:
    task = make_task(plan.id, actors=["Xã"], deadline=deadline)
    service.assign_plan(None, plan.id, clock.now())
    assert [duty.period for duty in duties_of(task)] == periods
    assert all(duty.due_on == duty.rule_due_on for duty in duties_of(task))
    assert all((duty.due_on is None) == (deadline["kind"] == "ongoing") for duty in duties_of(task))


def test_a_standing_duty_is_assigned_and_makes_no_duty(cast: Cast, plan: Plan) -> None:
    task = make_task(plan.id, actors=["Xã"], is_work=False)
    assert service.assign_plan(None, plan.id, clock.now()) == service.Given(1, 0, 0)
    assert duties_of(task) == []


def test_a_merged_repeat_is_not_given_and_refused_where_somebody_asks_for_it(cast: Cast, plan: Plan) -> None:
    first = make_task(plan.id, actors=["Xã"])
    repeat = make_task(plan.id, actors=["Xã"], merged_into_id=first.id)
    service.assign_plan(None, plan.id, clock.now())
    assert given_to(repeat) == {}
    with pytest.raises(Conflict) as refused:
        service.assign(None, plan.id, {repeat.id: [cast.units["A"]]}, clock.now(), origin="hand")
    assert refused.value.code == "merged"


def test_what_a_derived_plan_carries_on_is_given_by_the_plan_above_alone(cast: Cast, plan: Plan) -> None:
    upper = make_task(plan.id, actors=["Xã"])
    derived = make_plan(cast.units["A"], parent_id=plan.id, years=[2026])
    carried = make_task(derived.id, actors=["Xã"], origin_id=upper.id)
    own = make_task(derived.id, actors=["Đảng viên chi bộ"], is_own=True)
    own_of_all = make_task(derived.id, actors=[], is_own=True)
    service.assign_plan(None, derived.id, clock.now())
    assert given_to(carried) == {}
    assert given_to(own) == {cast.units["C"]: (False, MEMBERS)}  # what the actor means stands above
    assert given_to(own_of_all) == {cast.units["A"]: (True, [])}
    with pytest.raises(Conflict) as refused:
        service.assign(None, derived.id, {carried.id: [cast.units["A"]]}, clock.now())
    assert refused.value.code == "derived"


def test_a_unit_outside_the_plan_s_subtree_is_refused_and_nothing_written(cast: Cast, plan: Plan) -> None:
    task = make_task(plan.id, actors=["Xã"])
    with pytest.raises(NotFound):
        service.assign(None, plan.id, {task.id: [cast.units["A"], cast.units["U"]]}, clock.now(), origin="hand")
    assert given_to(task) == {}


def test_a_task_of_another_plan_is_refused(cast: Cast, plan: Plan) -> None:
    other = make_task(make_plan(cast.units["U"]).id, actors=["Xã"])
    with pytest.raises(NotFound):
        service.assign(None, plan.id, {other.id: [cast.units["A"]]}, clock.now())


def test_a_closed_plan_gives_nothing_any_more(cast: Cast, plan: Plan) -> None:
    make_task(plan.id, actors=["Xã"])
    with transaction():
        db.session.get_one(Plan, plan.id).state = "closed"
    with pytest.raises(Conflict) as refused:
        service.assign_plan(None, plan.id, clock.now())
    assert refused.value.code == "closed"


def test_a_unit_chosen_by_hand_gets_the_task_as_a_body(cast: Cast, plan: Plan) -> None:
    task = make_task(plan.id, actors=["Xã", "Đảng viên chi bộ"])
    service.assign(None, plan.id, {task.id: [cast.units["B"], cast.units["C"]]}, clock.now(), origin="hand")
    assert given_to(task) == {cast.units["B"]: (True, MEMBERS), cast.units["C"]: (True, MEMBERS)}


def test_what_a_unit_has_is_widened_when_an_actor_means_more(cast: Cast, plan: Plan) -> None:
    task = make_task(plan.id, actors=["Xã", "Bí thư"])
    actor = add_actor(plan, "Bí thư", ["branch"], ["secretary"])
    service.assign_plan(None, plan.id, clock.now())
    with transaction():
        db.session.get_one(PlanActor, actor.id).unit_kinds = ["branch", "commune"]
    assert service.assign_plan(None, plan.id, clock.now()) == service.Given(0, 2, 0)
    assert given_to(task)[cast.units["A"]] == (True, ["secretary"])


def test_taking_back_excuses_what_is_unfinished_and_keeps_what_was_done(cast: Cast, plan: Plan) -> None:
    task = make_task(plan.id, actors=["Xã"], deadline={"kind": "recurring", "every": "quarter"})
    service.assign_plan(None, plan.id, clock.now())
    with transaction():
        for duty, state in zip(duties_of(task), ("carried_out", "submitted", "draft", "open"), strict=True):
            duty.state = state
    assignment = db.session.scalars(sa.select(Assignment)).one()
    service.take_back(cast.actor("organiser"), assignment.id, " Xã đã  sáp nhập ", clock.now())
    assert [duty.state for duty in duties_of(task)] == ["carried_out", "excused", "excused", "excused"]
    steps = db.session.scalars(sa.select(DutyStep).order_by(DutyStep.id)).all()
    assert [(step.from_state, step.to_state, step.remark, step.actor_id) for step in steps] == [
        (state, "excused", "Xã đã sáp nhập", cast.people["organiser"]) for state in ("submitted", "draft", "open")
    ]
    assert db.session.get_one(Assignment, assignment.id).removed_reason == "Xã đã sáp nhập"


def test_a_task_is_taken_back_with_a_reason_and_once(cast: Cast, plan: Plan) -> None:
    make_task(plan.id, actors=["Xã"])
    service.assign_plan(None, plan.id, clock.now())
    assignment = db.session.scalars(sa.select(Assignment)).one()
    with pytest.raises(Invalid) as refused:
        service.take_back(None, assignment.id, "  ", clock.now())
    assert refused.value.field == "reason"
    service.take_back(None, assignment.id, "Nhầm", clock.now())
    with pytest.raises(Conflict):
        service.take_back(None, assignment.id, "Nhầm", clock.now())


def test_what_was_taken_back_comes_back_by_hand_alone_with_the_duties_excused_then(cast: Cast, plan: Plan) -> None:
    task = make_task(plan.id, actors=["Xã"], deadline={"kind": "recurring", "every": "quarter"})
    service.assign_plan(None, plan.id, clock.now())
    with transaction():
        duties_of(task)[0].state = "excused"  # for a reason of its own, before
        duties_of(task)[1].state = "confirmed"
    assignment = db.session.scalars(sa.select(Assignment)).one()
    service.take_back(None, assignment.id, "Nhầm", clock.now())
    service.assign_plan(None, plan.id, clock.now())
    assert given_to(task) == {}
    given = service.assign(None, plan.id, {task.id: [cast.units["A"]]}, clock.now(), origin="hand")
    assert given == service.Given(1, 0, 0)
    assert [duty.state for duty in duties_of(task)] == ["excused", "confirmed", "open", "open"]


def test_a_run_is_taken_back_from_the_units_that_have_not_begun(cast: Cast, plan: Plan) -> None:
    task = make_task(plan.id, actors=["Xã", "Phường"])
    add_actor(plan, "Phường", ["ward"])
    before, now = clock.now() - timedelta(days=1), clock.now()
    other = make_task(plan.id, actors=["Xã"])
    service.assign(None, plan.id, {other.id: [cast.units["A"]]}, before)
    service.assign_plan(None, plan.id, now)
    with transaction():
        duties_of(task)[0].state = "draft"
    moment = db.session.scalars(sa.select(Assignment.assigned_at).where(Assignment.task_id == task.id)).first()
    assert moment is not None
    assert service.take_back_run(None, plan.id, moment, "Giao nhầm", clock.now()) == 1
    assert set(given_to(task)) == {cast.units["A"]}
    assert set(given_to(other)) == {cast.units["A"]}  # of an earlier run


@pytest.mark.parametrize("name", ["organiser_a", "contact", "outsider"])
def test_only_an_organiser_over_the_plan_s_unit_gives_and_takes(cast: Cast, plan: Plan, name: str) -> None:
    task = make_task(plan.id, actors=["Xã"])
    service.assign_plan(None, plan.id, clock.now())
    actor, assignment = cast.actor(name), db.session.scalars(sa.select(Assignment)).one()
    trail = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    for attempt in (
        lambda: service.assign(actor, plan.id, {task.id: [cast.units["B"]]}, clock.now(), origin="hand"),
        lambda: service.assign_plan(actor, plan.id, clock.now()),
        lambda: service.take_back(actor, assignment.id, "Nhầm", clock.now()),
        lambda: service.take_back_run(actor, plan.id, assignment.assigned_at, "Nhầm", clock.now()),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert set(given_to(task)) == {cast.units["A"]}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == trail


def test_giving_and_taking_back_work_on_both_databases(each_app: Flask) -> None:
    root = make_unit("Tỉnh", code="T", kind=UnitKind.PROVINCE)
    communes = [make_unit("", root, kind=UnitKind.COMMUNE) for _ in range(3)]
    plan = make_plan(root.id, years=[2026])
    add_actor(plan, "Xã", ["commune"])
    task = make_task(plan.id, actors=["Xã"], deadline={"kind": "recurring", "every": "month"})
    now = clock.now()
    assert service.assign_plan(None, plan.id, now) == service.Given(3, 0, 36)
    moment = db.session.scalars(sa.select(Assignment.assigned_at)).first()
    assert moment is not None
    assert service.take_back_run(None, plan.id, moment, "Nhầm", clock.now()) == 3
    assert {duty.state for duty in duties_of(task)} == {"excused"}
    assert service.assign(None, plan.id, {task.id: [one.id for one in communes]}, now, origin="hand").added == 3
    assert {duty.state for duty in duties_of(task)} == {"open"}
