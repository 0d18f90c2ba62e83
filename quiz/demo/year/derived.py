"""Plans of two communes under that of the province: one confirmed and issued, another sent up and waiting."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.demo.year.stage import Stage
from quiz.plans.models import Duty, Plan, PlanTask
from quiz.plans.writing.approving import confirm_plan, send_up
from quiz.plans.writing.deriving import derive_plan, latest_day, set_own
from quiz.plans.writing.drafts import TaskDraft
from quiz.plans.writing.own_tasks import make_own_task
from quiz.plans.writing.states import issue

FROM = (1, 10)
IN_CHARGE = "Phó Bí thư Thường trực Đảng ủy (minh họa)"
EARLIER = timedelta(days=5)


def derive(stage: Stage) -> None:
    """Derive both where no unit has derived a plan yet."""
    known = sa.select(Plan.id).where(Plan.parent_id == stage.plan_id)
    if not stage.has_come(*FROM) or db.session.scalar(known.limit(1)) is not None:
        return
    first, second = stage.committees
    plan = _sent_up(stage, stage.contact, first)
    confirm_plan(stage.organisers[0], plan.id, plan.version, stage.at(1, 18), remark="Nhất trí (minh họa).")
    db.session.flush()
    issue(stage.contact, plan.id, plan.version, stage.at(1, 19), incomplete=True)
    db.session.flush()
    _sent_up(stage, stage.organisers[1], second)


def _sent_up(stage: Stage, actor: Actor, unit_id: int) -> Plan:
    plan = derive_plan(actor, stage.plan_id, unit_id, stage.at(1, 10))
    db.session.flush()
    _tighten(stage, actor, plan)
    _add_own(stage, actor, plan, unit_id)
    db.session.refresh(plan)
    send_up(actor, plan.id, plan.version, stage.at(1, 15))
    db.session.flush()
    return plan


def _tighten(stage: Stage, actor: Actor, plan: Plan) -> None:
    """For the first dated task the commune sets an earlier day, and for it and the next who is in charge."""
    settled = sa.select(Duty.task_id).where(Duty.unit_id == plan.unit_id, Duty.due_on > stage.today)
    rows = db.session.scalars(
        sa.select(PlanTask)
        .where(PlanTask.plan_id == plan.id, PlanTask.is_work, PlanTask.removed_at.is_(None))
        .order_by(PlanTask.origin_id.in_(settled).desc(), PlanTask.position)
        .limit(2)
    ).all()
    for number, task in enumerate(rows):
        latest = latest_day(task)
        day = latest - EARLIER if latest is not None and not number else None
        set_own(actor, task.id, day, IN_CHARGE, task.version, stage.at(1, 11))


def _add_own(stage: Stage, actor: Actor, plan: Plan, unit_id: int) -> None:
    """Something of the commune's own, for every one of its branches."""
    draft = TaskDraft(
        title="Mỗi chi bộ giúp đỡ ít nhất một hộ khó khăn trong năm (minh họa)",
        module="activities",
        quantity="Ít nhất 01 hộ mỗi chi bộ",
        targets=({"of": "households", "min": 1, "max": None, "per": "branch", "every": "year"},),
        deadline={"kind": "fixed", "on": f"{stage.year}-11-30", "before": False},
    )
    make_own_task(actor, plan.id, draft, stage.party.branches[unit_id], stage.at(1, 12))
