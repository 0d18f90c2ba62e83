"""A duty with everything its steps depend on, and which steps a person may take."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.permissions import Actor
from quiz.plans.authority import Asked, Confirmer, Powers, asked_of, powers_of
from quiz.plans.duties.rules import WAYS, Way, Who
from quiz.plans.models import Duty, Plan, PlanTask
from quiz.plans.rules import DutyState
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Case:
    """A duty, its task, plan and unit, and what decides who may confirm it."""

    duty: Duty
    task: PlanTask
    plan: Plan
    unit: OrgUnit
    asked: Asked

    @property
    def state(self) -> DutyState:
        """Where the duty is."""
        return DutyState(self.duty.state)


def case_of(duty_id: int, *, lock: bool = False) -> Case:
    """The duty with this id; NotFound where there is none. `lock` holds the row until the transaction ends."""
    if lock:
        db.session.flush()
        db.session.get(Duty, duty_id, with_for_update=True, populate_existing=True)
    query = (
        sa.select(Duty, PlanTask, Plan, OrgUnit)
        .join(PlanTask, PlanTask.id == Duty.task_id)
        .join(Plan, Plan.id == Duty.plan_id)
        .join(OrgUnit, OrgUnit.id == Duty.unit_id)
        .where(Duty.id == duty_id)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound("Không tìm thấy nhiệm vụ này.")
    duty, task, plan, unit = row
    return Case(duty, task, plan, unit, asked_of([(duty, task, unit)])[duty.id])


def seen_case(actor: Actor, duty_id: int) -> tuple[Case, Powers]:
    """A duty that the person may look at, and what the person is; NotFound for one of somebody else."""
    case, powers = case_of(duty_id), powers_of(actor)
    if not may_look(powers, case):
        raise NotFound("Không tìm thấy nhiệm vụ này.")
    return case, powers


def may_look(powers: Powers, case: Case) -> bool:
    """Whether the person may see the duty: the own one, one of a unit in reach, or one to decide about."""
    return is_own(powers, case) or powers.may_see(case.unit) or powers.may_confirm(case.asked)


def is_own(powers: Powers, case: Case) -> bool:
    """Whether the duty is the person's own."""
    return case.duty.person_id == powers.actor.person_id


def may_take(powers: Powers, case: Case, step: Way) -> bool:
    """Whether a step of this kind is the person's to take now."""
    if step.who is Who.FILLS:
        return is_own(powers, case) or powers.may_fill(case.unit)
    if step.who is Who.HANDED_UP:
        return case.duty.submitted_by == powers.actor.person_id
    if step.who is Who.EXCUSES:
        return powers.may_confirm(_excused_by(case.asked))
    return powers.may_confirm(case.asked)


def _excused_by(asked: Asked) -> Asked:
    """A unit does not excuse itself: its duty is excused by the unit above, or by the issuer."""
    if asked.person_id is None and asked.confirmer in (Confirmer.COLLECTIVE, Confirmer.BRANCH_COMMITTEE):
        return replace(asked, confirmer=Confirmer.SUPERIOR)
    return asked


def steps_for(powers: Powers, case: Case) -> set[DutyState]:
    """The states that the person may take the duty to now."""
    ways = ((to, step) for (at, to), step in WAYS.items() if at is case.state)
    return {to for to, step in ways if may_take(powers, case, step)}
