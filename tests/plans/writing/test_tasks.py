"""Making, changing, moving and removing tasks; what was assigned already follows."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.plans.models import Duty, DutyStep
from quiz.plans.writing import service
from quiz.plans.writing.drafts import ActorDraft, TaskDraft
from quiz.plans.writing.tasks import tasks_of
from tests.plans.writing.conftest import Stage, task_draft


def begin(duty: Duty, state: str) -> None:
    """Somebody has gone so far with a duty."""
    with transaction():
        db.session.execute(sa.update(Duty).where(Duty.id == duty.id).values(state=state))


def test_a_task_stands_at_the_end_of_its_section(stage: Stage) -> None:
    actor = stage.cast.actor("organiser")
    service.make_task(actor, stage.plan_id, task_draft(section="II", code="T-08"), stage.now)
    service.make_task(actor, stage.plan_id, task_draft(section="I.1"), stage.now)
    assert [task.code for task in tasks_of(stage.plan_id)] == ["T-01", "T-02", "T-03", "T-09", "T-08"]
    assert [task.position for task in tasks_of(stage.plan_id)] == [1, 2, 3, 4, 5]


def test_a_code_is_used_once_in_a_plan(stage: Stage) -> None:
    with pytest.raises(Invalid) as refused:
        service.make_task(stage.cast.actor("organiser"), stage.plan_id, task_draft(code="T-01"), stage.now)
    assert refused.value.field == "code"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"module": "nothing"}, "module"),
        ({"actors": ()}, "actors"),
        ({"actors": ("Ai đó",)}, "actors"),
        ({"code": "a b"}, "code"),
        ({"deadline": {"kind": "fixed", "on": ""}}, "day"),
        ({"deadline": {"kind": "month", "month": None, "year": 2026}}, "month"),
        ({"deadline": {"kind": "month", "month": 13, "year": 2026}}, "month"),
        ({"deadline": {"kind": "quarter", "quarter": 1, "year": None}}, "quarter_year"),
        ({"deadline": {"kind": "recurring", "every": "week"}}, "every"),
        ({"deadline": {"kind": "recurring", "every": "year", "month": 13}}, "in_month"),
        ({"deadline": {"kind": "recurring", "every": "year", "years": [2026], "from_year": 2026}}, "only_years"),
        ({"deadline": {"kind": "relative", "event": "x", "to": "x", "months": 1}}, "event"),
        ({"deadline": {"kind": "soon"}}, "kind"),
        ({"targets": ({"of": "plans", "min": 3, "max": 1, "per": "unit", "every": None},), "quantity": "3"}, "targets"),
        ({"targets": ({"of": "plans", "min": 3, "max": None, "per": "unit", "every": None},)}, "quantity"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(stage: Stage, values: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        service.make_task(stage.cast.actor("organiser"), stage.plan_id, task_draft(**values), stage.now)
    assert refused.value.field == field
    assert len(tasks_of(stage.plan_id)) == 3


def test_a_new_actor_is_made_with_the_task_or_not_at_all(stage: Stage) -> None:
    actor, new = stage.cast.actor("organiser"), ActorDraft("Trường học", ("school",), ("head",))
    with pytest.raises(Invalid):
        service.make_task(actor, stage.plan_id, task_draft(title=""), stage.now, new_actor=new)
    made = service.make_task(actor, stage.plan_id, task_draft(), stage.now, new_actor=new)
    assert made.actors == ["Cấp ủy", "Trường học"]


def test_a_changed_day_moves_the_days_of_duties_in_the_same_step(stage: Stage) -> None:
    draft = task_draft(code="", title="Báo cáo năm", deadline={"kind": "fixed", "on": "2026-11-20", "before": True})
    service.change_task(stage.cast.actor("organiser"), stage.dated, draft, 1, stage.now)
    assert {duty.due_on for duty in stage.duties(stage.dated)} == {date(2026, 11, 19)}
    assert stage.task(stage.dated).code == "T-01"


def test_another_rhythm_excuses_what_nobody_has_begun_and_makes_what_is_new(stage: Stage) -> None:
    begin(stage.duties(stage.monthly)[0], "draft")
    draft = task_draft(deadline={"kind": "recurring", "every": "quarter"})
    service.change_task(stage.cast.actor("organiser"), stage.monthly, draft, 1, stage.now)
    by_state = {(duty.period, duty.state) for duty in stage.duties(stage.monthly)}
    assert ("2026-01", "draft") in by_state
    assert ("2026-05", "excused") in by_state
    assert {period for period, state in by_state if state == "open"} == {f"2026-Q{n}" for n in range(1, 5)} | set()
    assert len(stage.duties(stage.monthly)) == 3 * 12 + 3 * 4


def test_a_standing_duty_that_gets_a_day_becomes_work_for_whoever_has_it(stage: Stage) -> None:
    draft = task_draft(deadline={"kind": "month", "year": 2026, "month": 6})
    service.change_task(stage.cast.actor("organiser"), stage.standing, draft, 1, stage.now)
    assert [duty.due_on for duty in stage.duties(stage.standing)] == [date(2026, 6, 30)] * 3


def test_a_stale_version_changes_nothing(stage: Stage) -> None:
    actor = stage.cast.actor("organiser")
    service.change_task(actor, stage.dated, task_draft(title="Một"), 1, stage.now)
    for act in (
        lambda: service.change_task(actor, stage.dated, task_draft(title="Hai"), 1, stage.now),
        lambda: service.move_task(actor, stage.dated, stage.standing, 1, stage.now),
        lambda: service.remove_task(actor, stage.dated, 1, stage.now),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "stale"
    assert stage.task(stage.dated).title == "Một"
    assert stage.task(stage.dated).removed_at is None


def test_a_moved_task_takes_over_the_section_it_lands_in(stage: Stage) -> None:
    actor = stage.cast.actor("organiser")
    other = service.make_task(actor, stage.plan_id, task_draft(section="II"), stage.now)
    service.move_task(actor, stage.dated, other.id, 1, stage.now)
    assert [(task.code, task.section) for task in tasks_of(stage.plan_id)][-1] == ("T-01", "II")
    service.move_task(actor, stage.dated, None, stage.task(stage.dated).version, stage.now)
    assert tasks_of(stage.plan_id)[0].code == "T-01"


def test_removing_a_task_takes_it_back_and_excuses_what_is_open(stage: Stage) -> None:
    first, second, _third = stage.duties(stage.dated)
    begin(first, "confirmed")
    begin(second, "submitted")
    actor = stage.cast.actor("organiser")
    with pytest.raises(Invalid) as refused:
        service.remove_task(actor, stage.dated, 1, stage.now)
    assert refused.value.field == "reason"
    assert service.remove_task(actor, stage.dated, 1, stage.now, reason="Trùng việc khác") == 2
    assert sorted(duty.state for duty in stage.duties(stage.dated)) == ["confirmed", "excused", "excused"]
    assert stage.assignments(stage.dated) == []
    steps = db.session.query(DutyStep).order_by(DutyStep.id).all()
    assert [(step.from_state, step.to_state, step.remark) for step in steps] == [
        ("submitted", "excused", "Trùng việc khác"),
        ("open", "excused", "Trùng việc khác"),
    ]
    assert {step.at for step in steps} == {stage.now}


def test_every_change_of_a_task_is_in_the_audit_trail_with_before_and_after(stage: Stage) -> None:
    service.change_task(stage.cast.actor("organiser"), stage.dated, task_draft(title="Mới"), 1, stage.now)
    entry = db.session.query(AuditEntry).filter_by(action="plan.task.change").one()
    assert "Báo cáo tổng kết năm" in entry.before
    assert '"title": "Mới"' in entry.after


@pytest.mark.parametrize(
    ("name", "error"), [("contact", NotAllowed), ("organiser_a", NotAllowed), ("outsider", NotFound)]
)
def test_who_does_not_organise_the_plan_s_unit_changes_no_task(stage: Stage, name: str, error: type[Exception]) -> None:
    actor = stage.cast.actor(name)
    for act in (
        lambda: service.make_task(actor, stage.plan_id, task_draft(), stage.now),
        lambda: service.change_task(actor, stage.dated, task_draft(), 1, stage.now),
        lambda: service.move_task(actor, stage.dated, None, 1, stage.now),
        lambda: service.remove_task(actor, stage.dated, 1, stage.now),
    ):
        with pytest.raises(error):
            act()
    assert stage.task(stage.dated).version == 1


def test_a_form_never_loses_what_a_rule_says(stage: Stage) -> None:
    rule = {"kind": "recurring", "every": "year", "quarter": 4, "year_offset": -1, "from_year": 2026, "note": "quý IV"}
    draft = task_draft(deadline=rule)
    made = service.make_task(stage.cast.actor("organiser"), stage.plan_id, draft, stage.now)
    assert TaskDraft.of(stage.task(made.id)).deadline == rule
