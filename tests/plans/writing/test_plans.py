"""Making a plan, changing its head and its actors, and its states."""

from __future__ import annotations

from datetime import date

import pytest

from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.plans.models import Plan, PlanStep
from quiz.plans.writing import service
from quiz.plans.writing.drafts import ActorDraft
from quiz.plans.writing.queries import actors_of
from tests.plans.writing.conftest import Stage, plan_draft, task_draft


def states(plan: Plan) -> list[str]:
    """The states a plan went through."""
    rows = db.session.query(PlanStep).filter_by(plan_id=plan.id).order_by(PlanStep.id)
    return [step.to_state for step in rows]


def test_a_plan_begins_as_a_draft_at_an_address_made_of_its_title(stage: Stage) -> None:
    actor, unit = stage.cast.actor("organiser"), stage.cast.units["P"]
    first = service.make_plan(actor, unit, plan_draft(), stage.now)
    second = service.make_plan(actor, unit, plan_draft(), stage.now)
    assert (first.slug, second.slug, first.state) == ("ke-hoach-thu", "ke-hoach-thu-2", "draft")


@pytest.mark.parametrize("slug", ["new", "duties", "tinh-2026", "Kế hoạch"])
def test_an_address_that_cannot_be_had_is_refused(stage: Stage, slug: str) -> None:
    with pytest.raises(Invalid) as refused:
        service.make_plan(stage.cast.actor("organiser"), stage.cast.units["P"], plan_draft(), stage.now, slug=slug)
    assert refused.value.field == "slug"


def test_a_title_that_is_a_word_of_addresses_gets_a_number(stage: Stage) -> None:
    made = service.make_plan(stage.cast.actor("organiser"), stage.cast.units["P"], plan_draft(title="Todo"), stage.now)
    assert made.slug == "todo-2"


@pytest.mark.parametrize("name", ["contact", "organiser_a", "outsider", "contestant"])
def test_a_plan_is_made_by_an_organiser_of_its_unit_alone(stage: Stage, name: str) -> None:
    with pytest.raises(NotAllowed):
        service.make_plan(stage.cast.actor(name), stage.cast.units["P"], plan_draft(), stage.now)


def test_a_task_does_not_make_the_form_of_the_head_out_of_date(stage: Stage) -> None:
    actor = stage.cast.actor("organiser")
    version = stage.plan().version
    service.make_task(actor, stage.plan_id, task_draft(), stage.now)
    service.change_plan(actor, stage.plan_id, plan_draft(title="Tên mới"), version, stage.now)
    with pytest.raises(Conflict, match="người khác"):
        service.change_plan(actor, stage.plan_id, plan_draft(title="Tên khác"), version, stage.now)
    assert stage.plan().title == "Tên mới"


def test_other_days_off_move_the_days_of_an_issued_plan(stage: Stage) -> None:
    actor = stage.cast.actor("organiser")
    draft = task_draft(deadline={"kind": "fixed", "on": "2026-12-20"})  # a Sunday
    service.change_task(actor, stage.dated, draft, 1, stage.now)
    service.change_plan(actor, stage.plan_id, plan_draft(off_days="before"), stage.plan().version, stage.now)
    assert {duty.due_on for duty in stage.duties(stage.dated)} == {date(2026, 12, 18)}


def test_a_plan_is_issued_with_number_and_day_or_knowingly_without(stage: Stage) -> None:
    actor = stage.cast.actor("organiser")
    plan = service.make_plan(actor, stage.cast.units["P"], plan_draft(number="1-KH"), stage.now)
    with pytest.raises(Invalid, match="ngày ban hành"):
        service.issue(actor, plan.id, plan.version, stage.now)
    service.issue(actor, plan.id, stage.plan(plan.id).version, stage.now, incomplete=True)
    with pytest.raises(Conflict, match="đã được ban hành"):
        service.issue(actor, plan.id, stage.plan(plan.id).version, stage.now)
    assert states(stage.plan(plan.id)) == ["draft", "issued"]
    assert stage.plan(plan.id).issued_at == stage.now


def test_a_closed_plan_is_changed_by_nobody_and_opened_again_with_a_reason(stage: Stage) -> None:
    actor = stage.cast.actor("organiser")
    service.close_plan(actor, stage.plan_id, stage.plan().version, stage.now, remark="Hết năm")
    for act in (
        lambda: service.make_task(actor, stage.plan_id, task_draft(), stage.now),
        lambda: service.change_plan(actor, stage.plan_id, plan_draft(), stage.plan().version, stage.now),
        lambda: service.make_actor(actor, stage.plan_id, ActorDraft("Ai", ("branch",)), stage.now),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "state"
    with pytest.raises(Invalid) as without:
        service.reopen_plan(actor, stage.plan_id, stage.plan().version, stage.now, reason=" ")
    assert without.value.field == "reason"
    service.reopen_plan(actor, stage.plan_id, stage.plan().version, stage.now, reason="Làm tiếp")
    assert states(stage.plan()) == ["closed", "issued"]


def test_states_are_changed_by_whoever_saw_the_newest_version(stage: Stage) -> None:
    actor = stage.cast.actor("organiser")
    with pytest.raises(Conflict) as refused:
        service.close_plan(actor, stage.plan_id, 99, stage.now)
    assert refused.value.code == "stale"
    assert stage.plan().state == "issued"


def test_an_actor_that_is_renamed_is_renamed_in_the_tasks(stage: Stage) -> None:
    actor, row = stage.cast.actor("organiser"), actors_of(stage.plan_id)[0]
    service.change_actor(actor, row.id, ActorDraft("Cấp ủy các cấp", ("branch",)), row.version, stage.now)
    assert stage.task(stage.dated).actors == ["Cấp ủy các cấp"]
    with pytest.raises(Conflict):
        service.change_actor(actor, row.id, ActorDraft("Khác", ("branch",)), 1, stage.now)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (ActorDraft("", ("branch",)), "name"),
        (ActorDraft("Cấp ủy", ("branch",)), "name"),
        (ActorDraft("Ai", ()), "unit_kinds"),
        (ActorDraft("Ai", ("castle",)), "unit_kinds"),
        (ActorDraft("Ai", ("branch",), ("king",)), "posts"),
        (ActorDraft("Ai", ("branch",), (), "few"), "scope"),
    ],
)
def test_an_actor_that_means_nobody_is_refused(stage: Stage, draft: ActorDraft, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        service.make_actor(stage.cast.actor("organiser"), stage.plan_id, draft, stage.now)
    assert refused.value.field == field
