"""What the page of a duty shows: its words, where it is, what the person can do now, and how it came there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.plans.authority import named_confirmer
from quiz.plans.duties.cases import Case, is_own, may_look, seen_case, steps_for
from quiz.plans.duties.rules import MEASURES, is_done_at_once
from quiz.plans.duties.shelf import Piece, choosable, evidence_of
from quiz.plans.models import DutyStep
from quiz.plans.modules import DutyLink, kept_of, present
from quiz.plans.rules import DutyState, Status, status_of
from quiz.plans.timing.wording import words

S = DutyState
_EVIDENCE_FOR = frozenset({S.OPEN, S.DRAFT, S.RETURNED, S.SUBMITTED, S.CONFIRMED, S.CARRIED_OUT})


@dataclass(frozen=True)
class Told:
    """A step of the history as it is shown."""

    at: datetime
    by: str
    from_state: DutyState | None
    to_state: DutyState
    remark: str
    basis: str


@dataclass(frozen=True)
class Amount:
    """Something to be counted: its key, what it is, and how many the plan asks for."""

    of: str
    title: str
    least: float | None
    most: float | None


@dataclass(frozen=True)
class DutyPage:
    """Everything of the page. `steps`: the states the person may take the duty to; `main`: the one to do now."""

    case: Case
    status: Status
    steps: frozenset[DutyState]
    main: DutyState | None
    rule: str
    is_named: bool
    is_own: bool
    fills: bool
    person: str
    in_charge_by: str
    history: Sequence[Told]
    evidence: Sequence[Piece]
    choosable: Sequence[Piece]
    amounts: Sequence[Amount]
    link: DutyLink | None

    @property
    def at_once(self) -> bool:
        """Whether the duty is simply told as done, with nothing to be approved beforehand."""
        return is_done_at_once(self.case.task.approval)

    @property
    def takes_evidence(self) -> bool:
        """Whether the person may add evidence now."""
        return self.fills and self.case.state in _EVIDENCE_FOR

    @property
    def gives_back(self) -> bool:
        """Whether evidence can be taken from it again."""
        return self.fills and self.case.state in (S.OPEN, S.DRAFT, S.RETURNED)


def duty_page(actor: Actor, duty_id: int, today: date) -> DutyPage:
    """The page of a duty; NotFound for one the person may not look at."""
    case, powers = seen_case(actor, duty_id)
    duty = case.duty
    steps = frozenset[DutyState]() if kept_of([(duty, case.task)]) else frozenset(steps_for(powers, case))
    fills = is_own(powers, case) or powers.may_fill(case.unit)
    people = _names([duty.person_id, duty.submitted_by, duty.decided_by])
    return DutyPage(
        case=case,
        status=status_of(case.state, duty.due_on, today),
        steps=steps,
        main=_main(case, steps),
        rule=words(case.task.deadline),
        is_named=named_confirmer(case.task.approval) is not None,
        is_own=is_own(powers, case),
        fills=fills,
        person=people.get(duty.person_id or 0, ""),
        in_charge_by=people.get(duty.decided_by or 0, ""),
        history=_history(duty.id),
        evidence=evidence_of("duty", [duty.id]).get(duty.id, []),
        choosable=choosable(actor, duty, case.unit) if fills else [],
        amounts=_amounts(case),
        link=_link(actor, case) if may_look(powers, case) else None,
    )


def _main(case: Case, steps: frozenset[DutyState]) -> DutyState | None:
    """What the person would do now: what moves the duty on."""
    wanted = {
        S.OPEN: (S.SUBMITTED,),
        S.DRAFT: (S.SUBMITTED,),
        S.RETURNED: (S.SUBMITTED,),
        S.SUBMITTED: (S.CONFIRMED,),
        S.CONFIRMED: (S.CARRIED_OUT,),
        S.CARRIED_OUT: (S.EVALUATED,),
    }.get(case.state, ())
    at_once = case.state is S.CONFIRMED and is_done_at_once(case.task.approval)
    return next((to for to in wanted if to in steps and not at_once), None)


def _amounts(case: Case) -> list[Amount]:
    return [
        Amount(str(one["of"]), MEASURES.get(str(one["of"]), MEASURES["other"]), one.get("min"), one.get("max"))
        for one in {str(one["of"]): one for one in case.task.targets}.values()
    ]


def _link(actor: Actor, case: Case) -> DutyLink | None:
    module = present().get(case.task.module)
    if module is None or module.duty_links is None:
        return None
    return module.duty_links(actor, [(case.duty, case.task)]).get(case.duty.id)


def _history(duty_id: int) -> list[Told]:
    rows = db.session.execute(
        sa.select(DutyStep, Person.name)
        .outerjoin(Person, Person.id == DutyStep.actor_id)
        .where(DutyStep.duty_id == duty_id)
        .order_by(DutyStep.id.desc())
    )
    return [
        Told(
            step.at,
            name or "",
            DutyState(step.from_state) if step.from_state else None,
            DutyState(step.to_state),
            step.remark,
            step.basis,
        )
        for step, name in rows
    ]


def _names(ids: Sequence[int | None]) -> dict[int, str]:
    wanted = {one for one in ids if one is not None}
    rows = db.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}
