"""The list of duties that a person may decide about: what waits for a confirmation, and what was decided already.

Who confirms follows from the words of a task, of which there are few; so the words are read first, and the database
then finds the duties, a page at a time, in a fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.accounts.models import Person
from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor, Role
from quiz.core.vietnamese import fold
from quiz.plans.authority import OF_COMMITTEE, STAFF, Asked, Confirmer, Powers, asked_of, named_confirmer, powers_of
from quiz.plans.models import Duty, Plan, PlanTask
from quiz.plans.modules import kept_of
from quiz.plans.rules import DutyState, Status, status_of
from quiz.units.models import OrgUnit, UnitKind

STATES = (
    DutyState.SUBMITTED,
    DutyState.CARRIED_OUT,
    DutyState.RETURNED,
    DutyState.CONFIRMED,
    DutyState.EVALUATED,
    DutyState.EXCUSED,
)
"""What the list can be narrowed to; the first is what it shows at once."""
_PARENT, _ISSUER = aliased(OrgUnit), aliased(OrgUnit)


@dataclass(frozen=True)
class Filters:
    """What a list was narrowed to; "" and None: not narrowed. `unit` counts with everything below it."""

    state: DutyState = DutyState.SUBMITTED
    plan: str = ""
    unit: OrgUnit | None = None
    module: str = ""
    text: str = ""
    task_id: int | None = None


@dataclass(frozen=True)
class Line:
    """A duty of the list. `is_kept`: it is decided with the record of its module, and cannot be ticked here."""

    duty: Duty
    task: PlanTask
    plan: Plan
    unit: OrgUnit
    person: str
    status: Status
    asked: Asked
    is_kept: bool = False

    @property
    def needs_basis(self) -> bool:
        """Whether confirming it takes the number and date of a document."""
        return self.asked.confirmer is Confirmer.COLLECTIVE


def waiting(actor: Actor, filters: Filters, today: date, number: int = 1) -> Page[Line]:
    """The duties in a state that the person may decide about, those due first on top."""
    powers = powers_of(actor)
    query = _narrowed(_mine(powers, filters.state), filters)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())) or 0
    query = query.order_by(Duty.due_on.is_(None), Duty.due_on, Duty.id).limit(PER_PAGE).offset(offset(number))
    rows = db.session.execute(query).all()
    asked = asked_of([(duty, task, unit) for duty, task, _plan, unit, _name in rows])
    kept = kept_of([(duty, task) for duty, task, *_more in rows])
    statuses = {row[0].id: status_of(DutyState(row[0].state), row[0].due_on, today) for row in rows}
    lines = [
        Line(duty, task, plan, unit, name or "", statuses[duty.id], asked[duty.id], duty.id in kept)
        for duty, task, plan, unit, name in rows
    ]
    return Page(lines, number, total)


def count_waiting(actor: Actor) -> int:
    """How many duties wait for the person."""
    query = _mine(powers_of(actor), DutyState.SUBMITTED)
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def _mine(powers: Powers, state: DutyState) -> sa.Select[Duty, PlanTask, Plan, OrgUnit, str]:
    person_id = powers.actor.person_id
    others = (
        sa.or_(Duty.person_id.is_(None), Duty.person_id != person_id),
        sa.or_(Duty.submitted_by.is_(None), Duty.submitted_by != person_id),
    )
    return (
        sa.select(Duty, PlanTask, Plan, OrgUnit, Person.name)
        .join(PlanTask, PlanTask.id == Duty.task_id)
        .join(Plan, Plan.id == Duty.plan_id)
        .join(OrgUnit, OrgUnit.id == Duty.unit_id)
        .join(_ISSUER, _ISSUER.id == Plan.unit_id)
        .outerjoin(_PARENT, _PARENT.id == OrgUnit.parent_id)
        .outerjoin(Person, Person.id == Duty.person_id)
        .where(Duty.state == state, *others, _may_decide(powers))
    )


def _may_decide(powers: Powers) -> sa.ColumnElement[bool]:
    """The same as Powers.may_confirm, as a condition; tests hold the two against each other."""
    words: dict[Confirmer | None, list[str]] = {}
    for approval in db.session.scalars(sa.select(PlanTask.approval).distinct()):
        words.setdefault(named_confirmer(approval), []).append(approval)

    def named(who: Confirmer | None) -> sa.ColumnElement[bool]:
        return PlanTask.approval.in_(words.get(who, []))

    inside = sa.or_(_covers(powers.actor, OrgUnit), _leads(powers))
    above = sa.or_(_covers(powers.actor, _PARENT), sa.and_(_PARENT.id.is_(None), _covers(powers.actor, OrgUnit)))
    of_person = sa.and_(named(None), Duty.person_id.is_not(None))
    of_unit = sa.and_(named(None), Duty.person_id.is_(None))
    return sa.or_(
        sa.and_(sa.or_(named(Confirmer.COLLECTIVE), named(Confirmer.BRANCH_COMMITTEE), of_person), inside),
        sa.and_(sa.or_(named(Confirmer.SUPERIOR), of_unit), above),
        sa.and_(named(Confirmer.ISSUER), _covers(powers.actor, _ISSUER)),
    )


def _covers(actor: Actor, unit: type[OrgUnit]) -> sa.ColumnElement[bool]:
    held = [grant for grant in actor.grants if grant.role in {*STAFF, Role.ADMINISTRATOR}]
    if any(grant.first is None or grant.last is None for grant in held):
        return sa.true()
    return sa.or_(sa.false(), *(unit.position.between(grant.first, grant.last) for grant in held))


def _leads(powers: Powers) -> sa.ColumnElement[bool]:
    led = [unit_id for unit_id in powers.posts if powers.leads(unit_id)]
    committees = [unit_id for unit_id, kinds in powers.posts.items() if OF_COMMITTEE in kinds]
    in_branch = sa.and_(OrgUnit.id.in_(committees), OrgUnit.kind == UnitKind.BRANCH)
    return sa.or_(OrgUnit.id.in_(led), in_branch)


def _narrowed(
    query: sa.Select[Duty, PlanTask, Plan, OrgUnit, str], filters: Filters
) -> sa.Select[Duty, PlanTask, Plan, OrgUnit, str]:
    if filters.task_id is not None:
        query = query.where(PlanTask.id == filters.task_id)
    if filters.plan:
        query = query.where(Plan.slug == filters.plan)
    if filters.unit is not None:
        query = query.where(OrgUnit.position.between(filters.unit.position, filters.unit.last_position))
    if filters.module:
        query = query.where(PlanTask.module == filters.module)
    for word in fold(filters.text).split():
        columns = (PlanTask.title_folded, OrgUnit.name_folded, Person.name_folded)
        query = query.where(sa.or_(*(column.contains(word, autoescape=True) for column in columns)))
    return query


def choices(actor: Actor, state: DutyState) -> tuple[Sequence[tuple[str, str]], Sequence[str]]:
    """The plans (slug, title) and modules among the duties in a state that the person may decide about."""
    mine = _mine(powers_of(actor), state).with_only_columns(Plan.slug, Plan.title, PlanTask.module).distinct()
    rows = db.session.execute(mine).all()
    return sorted({(row[0], row[1]) for row in rows}), sorted({row[2] for row in rows})
