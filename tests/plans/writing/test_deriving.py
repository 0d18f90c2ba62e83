"""The plan of a lower unit: derived, with own days and own tasks, sent up, answered, issued, derived again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from quiz.core.inbox import InboxMessage
from quiz.plans.models import Duty, Plan
from quiz.plans.timing import service as timing
from quiz.plans.writing import service
from quiz.plans.writing.carrying import upper_changes
from quiz.plans.writing.queries import task_lines
from quiz.plans.writing.tasks import tasks_of
from tests.plans.writing.conftest import Stage, task_draft


def derive(stage: Stage, name: str = "contact", unit: str = "A", plan_id: int | None = None) -> Plan:
    """The plan of a unit under the province's."""
    actor = stage.cast.actor(name)
    return service.derive_plan(actor, plan_id or stage.plan_id, stage.cast.units[unit], stage.now)


def go_up(stage: Stage, plan: Plan, sender: str = "contact", above: str = "organiser") -> None:
    """Send a plan up, have it confirmed, and issue it."""
    plan_id, cast = plan.id, stage.cast
    service.send_up(cast.actor(sender), plan_id, stage.plan(plan_id).version, stage.now)
    service.confirm_plan(cast.actor(above), plan_id, stage.plan(plan_id).version, stage.now)
    service.issue(cast.actor(sender), plan_id, stage.plan(plan_id).version, stage.now, incomplete=True)


def due_days(stage: Stage, task_id: int) -> dict[str, date | None]:
    """The last days of a task's duties by the unit's letter."""
    names = {unit_id: name for name, unit_id in stage.cast.units.items()}
    return {names[duty.unit_id]: duty.due_on for duty in stage.duties(task_id)}


def own_day(stage: Stage, plan: Plan, task_id: int, day: date | None, name: str = "contact") -> None:
    """The unit's own day of a task of the upper plan."""
    carried = stage.carried(plan, task_id)
    service.set_own(stage.cast.actor(name), carried.id, day, "Văn phòng", carried.version, stage.now)


def test_a_unit_carries_on_the_tasks_that_are_given_to_it_or_below(stage: Stage) -> None:
    with transaction():
        db.session.execute(sa.text("update assignments set removed_at = 1 where task_id = :t"), {"t": stage.monthly})
        db.session.execute(
            sa.text("update assignments set removed_at = 1 where unit_id = :u"), {"u": stage.cast.units["A"]}
        )
    plan = derive(stage)
    assert [(task.code, task.origin_id) for task in tasks_of(plan.id)] == [
        ("T-01", stage.dated),
        ("T-03", stage.standing),
    ]
    assert (plan.state, plan.parent_id, plan.slug) == ("draft", stage.plan_id, "tinh-2026-a")
    assert plan.basis[0]["number"] == "10-KH/TU"
    assert len(stage.duties(stage.dated)) == 3


def test_a_unit_has_one_plan_under_an_upper_one(stage: Stage) -> None:
    made = derive(stage)
    with pytest.raises(Conflict) as refused:
        derive(stage, "organiser_a")
    assert refused.value.details == {"slug": made.slug}


@pytest.mark.parametrize(
    ("name", "unit", "error"),
    [
        ("contact", "B", NotAllowed),
        ("contact", "P", NotAllowed),
        ("outsider", "U", NotFound),
        ("organiser", "P", Invalid),
        ("administrator", "U", Invalid),
        ("contestant", "A", NotFound),
    ],
)
def test_nobody_makes_the_plan_of_another_s_unit(stage: Stage, name: str, unit: str, error: type[DomainError]) -> None:
    with pytest.raises(error):
        derive(stage, name, unit)


def test_a_draft_is_no_plan_to_derive_from(stage: Stage) -> None:
    with transaction():
        stage.plan().state = "draft"
    with pytest.raises(NotFound):
        derive(stage)
    with pytest.raises(Conflict):
        derive(stage, "organiser", "A")


def test_an_own_day_is_never_later_than_the_upper_plan_s(stage: Stage) -> None:
    plan = derive(stage)
    with pytest.raises(Invalid) as refused:
        own_day(stage, plan, stage.dated, date(2026, 12, 16))
    assert refused.value.field == "own_due_on"
    assert "15/12/2026" in refused.value.message()
    own_day(stage, plan, stage.dated, date(2026, 12, 15))
    own_day(stage, plan, stage.dated, date(2026, 11, 30))
    carried = stage.carried(plan, stage.dated)
    assert (carried.own_due_on, carried.in_charge) == (date(2026, 11, 30), "Văn phòng")


def test_own_days_hold_in_the_subtree_once_the_plan_is_issued_and_not_before(stage: Stage) -> None:
    plan = derive(stage)
    own_day(stage, plan, stage.dated, date(2026, 11, 30))
    timing.redate(stage.plan_id, stage.now)
    assert set(due_days(stage, stage.dated).values()) == {date(2026, 12, 15)}
    go_up(stage, plan)
    late, early = date(2026, 12, 15), date(2026, 11, 30)
    assert due_days(stage, stage.dated) == {"A": early, "B": late, "C": early}
    own_day(stage, plan, stage.dated, None)
    assert set(due_days(stage, stage.dated).values()) == {late}


def test_every_level_derives_again_and_only_tightens(stage: Stage) -> None:
    commune = derive(stage)
    own_day(stage, commune, stage.dated, date(2026, 11, 30))
    go_up(stage, commune)
    branch = derive(stage, "organiser_a", "C")
    assert branch.parent_id == commune.id
    carried = stage.carried(branch, stage.carried(commune, stage.dated).id)
    actor = stage.cast.actor("organiser_a")
    with pytest.raises(Invalid, match="30/11/2026"):
        service.set_own(actor, carried.id, date(2026, 12, 1), "", carried.version, stage.now)
    service.set_own(actor, carried.id, date(2026, 11, 1), "", carried.version, stage.now)
    go_up(stage, branch, "organiser_a", "contact")
    assert due_days(stage, stage.dated) == {
        "A": date(2026, 11, 30),
        "B": date(2026, 12, 15),
        "C": date(2026, 11, 1),
    }
    assert len(db.session.query(Duty).filter_by(task_id=stage.dated).all()) == 3


def test_own_tasks_are_given_within_the_subtree_when_the_plan_is_issued(stage: Stage) -> None:
    plan, cast = derive(stage), stage.cast
    draft = task_draft(title="Việc của xã", deadline={"kind": "month", "year": 2026, "month": 5})
    for unit in ("B", "P", "U"):
        with pytest.raises(Invalid) as refused:
            service.make_own_task(cast.actor("contact"), plan.id, draft, [cast.units[unit]], stage.now)
        assert refused.value.field == "units"
    made = service.make_own_task(cast.actor("contact"), plan.id, draft, [cast.units["A"], cast.units["C"]], stage.now)
    assert (made.code, made.is_own, made.actors) == ("R-01", True, ["Xã An Bình", "Chi bộ Cầu Đá"])
    assert stage.duties(made.id) == []
    go_up(stage, plan)
    assert due_days(stage, made.id) == {"A": date(2026, 5, 31), "C": date(2026, 5, 31)}
    assert {(duty.plan_id, duty.state) for duty in stage.duties(made.id)} == {(plan.id, "open")}


def test_an_own_task_of_a_plan_in_force_is_given_at_once_and_taken_from_who_is_left_out(stage: Stage) -> None:
    plan, cast = derive(stage, "organiser_a"), stage.cast
    go_up(stage, plan, "organiser_a")
    actor, draft = cast.actor("organiser_a"), task_draft(title="Việc của xã", quantity="01 buổi")
    made = service.make_own_task(actor, plan.id, draft, [cast.units["A"], cast.units["C"]], stage.now)
    assert {one.unit_id for one in stage.assignments(made.id)} == {cast.units["A"], cast.units["C"]}
    version = stage.task(made.id).version
    service.change_own_task(actor, made.id, draft, [cast.units["C"]], version, stage.now)
    assert {one.unit_id for one in stage.assignments(made.id)} == {cast.units["C"]}
    assert sorted(duty.state for duty in stage.duties(made.id)) == ["excused", "open"]


def test_a_task_of_the_upper_plan_is_neither_changed_nor_removed_below(stage: Stage) -> None:
    plan = derive(stage)
    carried = stage.carried(plan, stage.dated)
    actor = stage.cast.actor("contact")
    with pytest.raises(Conflict):
        service.change_task(actor, carried.id, task_draft(title="Khác"), carried.version, stage.now)
    with pytest.raises(Conflict):
        service.remove_task(actor, carried.id, carried.version, stage.now, reason="Không làm")


def test_standing_duties_are_hidden_below_and_stay_above(stage: Stage) -> None:
    plan = derive(stage)
    actor = stage.cast.actor("contact")
    assert service.choose_standing(actor, plan.id, [], stage.plan(plan.id).version, stage.now) == 0
    assert [line.task.code for line in task_lines(actor, stage.plan(plan.id))] == ["T-01", "T-02"]
    assert upper_changes(stage.plan(plan.id), stage.cast.unit("A")) == []
    carried = stage.carried(plan, stage.standing)
    service.choose_standing(actor, plan.id, [carried.id], stage.plan(plan.id).version, stage.now)
    assert stage.carried(plan, stage.standing).removed_at is None
    assert stage.task(stage.standing).removed_at is None


def test_changes_of_the_upper_plan_are_shown_and_taken_over(stage: Stage) -> None:
    plan, upper = derive(stage), stage.cast.actor("organiser")
    own_day(stage, plan, stage.dated, date(2026, 12, 10))
    draft = task_draft(title="Tên mới", deadline={"kind": "fixed", "on": "2026-12-01"})
    service.change_task(upper, stage.dated, draft, stage.task(stage.dated).version, stage.now)
    service.remove_task(upper, stage.monthly, stage.task(stage.monthly).version, stage.now, reason="Bỏ")
    changes = upper_changes(stage.plan(plan.id), stage.cast.unit("A"))
    assert [(one.what, one.upper.code) for one in changes] == [("changed", "T-01"), ("removed", "T-02")]
    assert {one.label for one in changes[0].differences} >= {"Nội dung việc", "Thời hạn"}
    assert service.take_over(stage.cast.actor("contact"), plan.id, stage.plan(plan.id).version, stage.now) == 2
    carried = stage.carried(plan, stage.dated)
    assert (carried.title, carried.own_due_on) == ("Tên mới", None)
    assert stage.carried(plan, stage.monthly).removed_at is not None
    assert upper_changes(stage.plan(plan.id), stage.cast.unit("A")) == []


def test_a_plan_that_was_sent_up_waits_for_an_answer(stage: Stage) -> None:
    plan, contact = derive(stage), stage.cast.actor("contact")
    with pytest.raises(Conflict, match="xác nhận"):
        service.issue(contact, plan.id, stage.plan(plan.id).version, stage.now, incomplete=True)
    service.send_up(contact, plan.id, stage.plan(plan.id).version, stage.now)
    with pytest.raises(Conflict, match="chờ cấp trên"):
        own_day(stage, plan, stage.dated, date(2026, 11, 1))
    assert told(stage) == {"organiser": ["%(unit)s đã gửi kế hoạch năm lên, đề nghị quý vị xem và trả lời."]}
    with pytest.raises(Invalid) as refused:
        service.return_plan(stage.cast.actor("organiser"), plan.id, stage.plan(plan.id).version, stage.now, remark="")
    assert refused.value.field == "remark"
    service.return_plan(stage.cast.actor("organiser"), plan.id, stage.plan(plan.id).version, stage.now, remark="Sửa")
    assert "trả lại" in told(stage)["contact"][0]
    own_day(stage, plan, stage.dated, date(2026, 11, 1))
    service.send_up(contact, plan.id, stage.plan(plan.id).version, stage.now)
    service.take_back_plan(contact, plan.id, stage.plan(plan.id).version, stage.now)
    assert stage.plan(plan.id).state == "draft"


def told(stage: Stage) -> dict[str, list[str]]:
    """The messages of each of the cast."""
    names: dict[int, str] = {person_id: name for name, person_id in stage.cast.people.items()}
    found: dict[str, list[str]] = {}
    for message in db.session.query(InboxMessage).order_by(InboxMessage.id):
        found.setdefault(names[message.person_id], []).append(message.text)
    return found


@pytest.mark.parametrize("name", ["contact", "organiser_a", "outsider", "contestant"])
def test_only_the_unit_above_answers(stage: Stage, name: str) -> None:
    plan = derive(stage)
    service.send_up(stage.cast.actor("contact"), plan.id, stage.plan(plan.id).version, stage.now)
    answers: list[Any] = [service.confirm_plan, service.return_plan]
    for answer in answers:
        with pytest.raises((NotAllowed, NotFound)):
            answer(stage.cast.actor(name), plan.id, stage.plan(plan.id).version, stage.now, remark="x")
    assert stage.plan(plan.id).state == "submitted"


def test_who_sent_a_plan_up_does_not_confirm_it(stage: Stage) -> None:
    plan, organiser = derive(stage), stage.cast.actor("organiser")
    service.send_up(organiser, plan.id, stage.plan(plan.id).version, stage.now)
    with pytest.raises(NotAllowed, match="người khác"):
        service.confirm_plan(organiser, plan.id, stage.plan(plan.id).version, stage.now)


def test_many_tasks_are_carried_on_in_a_fixed_number_of_statements(stage: Stage) -> None:
    counted: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    derive(stage)
    few = len(counted)
    counted.clear()
    derive(stage, "organiser", "B")
    assert abs(len(counted) - few) <= 2
