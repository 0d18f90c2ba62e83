"""Statements behind the to-do list of the staff: what waits for the units somebody acts for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.accounts.models import Person
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold
from quiz.plans.authority import Confirmer, confirmer_of
from quiz.plans.models import Assignment, Duty, Extension, Plan, PlanTask
from quiz.plans.models_records import Difficulty, PeriodReport, ReportPeriod
from quiz.plans.overview.counting import by_unit, holders
from quiz.plans.overview.personal import NO_POSTS, POSTS, given, personal, times_of
from quiz.plans.rules import DONE, SOON, DutyState, PlanState, ReportState
from quiz.units.models import OrgUnit

LIVE = (PlanState.ISSUED, PlanState.CONFIRMED)
"""Plans whose duties are at work."""
REPORTS_AHEAD = timedelta(days=14)
"""How long before its day a report is told to be due."""
Rows = sa.Select[*tuple[Any, ...]]
"""A statement whatever its columns are."""
Whole = tuple[Duty, PlanTask, OrgUnit, Plan, str | None]


@dataclass(frozen=True)
class Wanted:
    """Whose things are listed: `units` a condition on OrgUnit; and what narrows them.

    `own`: ids of the units the person is named for, whose things are never bundled. `kept`: what addresses of the
    list carry on, as a query string.
    """

    units: sa.ColumnElement[bool]
    today: date
    plan_id: int | None = None
    module: str = ""
    words: str = ""
    task_id: int | None = None
    own: Collection[int] = ()
    kept: str = ""

    @property
    def ids(self) -> sa.Select[int]:
        """The ids of the units."""
        return sa.select(OrgUnit.id).where(self.units)


def _duties(wanted: Wanted) -> Rows:
    """Duties of plans at work with their task, unit, plan and assignment, narrowed by plan, module and words."""
    query = (
        sa.select()
        .select_from(OrgUnit)
        .join(Duty, Duty.unit_id == OrgUnit.id)
        .join(PlanTask, PlanTask.id == Duty.task_id)
        .join(Plan, Plan.id == Duty.plan_id)
        .join(Assignment, Assignment.id == Duty.assignment_id)
        .where(Plan.state.in_([*LIVE]), PlanTask.is_work)
    )
    return _of_task(query, wanted)


def _of_task(query: Rows, wanted: Wanted) -> Rows:
    if wanted.plan_id is not None:
        query = query.where(Plan.id == wanted.plan_id)
    if wanted.task_id is not None:
        query = query.where(PlanTask.id == wanted.task_id)
    if wanted.module:
        query = query.where(PlanTask.module == wanted.module)
    for word in fold(wanted.words).split():
        query = query.where(_has(word))
    return query


def _has(word: str) -> sa.ColumnElement[bool]:
    named = (PlanTask.title_folded, OrgUnit.name_folded, sa.func.lower(PlanTask.code), sa.func.lower(OrgUnit.code))
    return sa.or_(*(column.contains(word, autoescape=True) for column in named))


def of_units(wanted: Wanted) -> Rows:
    """Unfinished duties of the units as bodies."""
    unfinished = (DutyState.OPEN, DutyState.DRAFT, DutyState.RETURNED)
    own = (wanted.units, Duty.person_id.is_(None), Assignment.to_unit, Duty.state.in_([*unfinished]))
    return _duties(wanted).where(*own)


def to_confirm(actor: Actor, wanted: Wanted) -> Rows:
    """Duties that were handed up and wait for the units' own people; never what the person handed up."""
    mine = wanted.ids
    handed = (
        Duty.state == DutyState.SUBMITTED,
        sa.or_(Duty.submitted_by.is_(None), Duty.submitted_by != actor.person_id),
        sa.or_(Duty.person_id.is_(None), Duty.person_id != actor.person_id),
        sa.or_(OrgUnit.id.in_(mine), OrgUnit.parent_id.in_(mine), Plan.unit_id.in_(mine)),
    )
    query = _duties(wanted).where(*handed)
    of_confirmer = _tasks_by_confirmer(query)
    places = {
        Confirmer.SUPERIOR: sa.or_(
            OrgUnit.parent_id.in_(mine), sa.and_(OrgUnit.parent_id.is_(None), OrgUnit.id.in_(mine))
        ),
        Confirmer.ISSUER: Plan.unit_id.in_(mine),
        Confirmer.COLLECTIVE: OrgUnit.id.in_(mine),
        Confirmer.BRANCH_COMMITTEE: OrgUnit.id.in_(mine),
    }
    fits = []
    for (confirmer, of_person), ids in of_confirmer.items():
        whose = Duty.person_id.is_not(None) if of_person else Duty.person_id.is_(None)
        fits.append(sa.and_(whose, by_unit(Duty.task_id).in_(ids), places[confirmer]))
    return query.with_only_columns(Duty.id).where(sa.or_(sa.false(), *fits))


def _tasks_by_confirmer(query: Rows) -> dict[tuple[Confirmer, bool], list[int]]:
    """The tasks something was handed up for, by who confirms and whether it is a person's."""
    of_person = Duty.person_id.is_not(None).label("of_person")
    found: dict[tuple[Confirmer, bool], list[int]] = {}
    tasks = query.with_only_columns(PlanTask.id, of_person).distinct()
    pairs = [(row[0], bool(row[1])) for row in db.session.execute(tasks)]
    known = {
        task.id: task
        for task in db.session.scalars(sa.select(PlanTask).where(PlanTask.id.in_({pair[0] for pair in pairs})))
    }
    for task_id, is_personal in pairs:
        found.setdefault((confirmer_of(known[task_id], is_personal=is_personal), is_personal), []).append(task_id)
    return found


def with_all(duty_ids: Sequence[int]) -> list[Whole]:
    """Duties by id with task, unit, plan and the person's name, in the order of the ids."""
    query = (
        sa.select(Duty, PlanTask, OrgUnit, Plan, Person.name)
        .join(PlanTask, PlanTask.id == Duty.task_id)
        .join(OrgUnit, OrgUnit.id == Duty.unit_id)
        .join(Plan, Plan.id == Duty.plan_id)
        .outerjoin(Person, Person.id == Duty.person_id)
        .where(Duty.id.in_(duty_ids))
    )
    rows = {row[0].id: row for row in db.session.execute(query)}
    return [(row[0], row[1], row[2], row[3], row[4]) for row in (rows[one] for one in duty_ids if one in rows)]


def tasks_and_units(
    task_ids: Collection[int], unit_ids: Collection[int]
) -> tuple[dict[int, tuple[PlanTask, Plan]], dict[int, OrgUnit]]:
    """Tasks with their plans, and units, by id; two statements."""
    tasks = sa.select(PlanTask, Plan).join(Plan, Plan.id == PlanTask.plan_id).where(PlanTask.id.in_(task_ids))
    units = db.session.scalars(sa.select(OrgUnit).where(OrgUnit.id.in_(unit_ids)))
    return {row[0].id: (row[0], row[1]) for row in db.session.execute(tasks)}, {unit.id: unit for unit in units}


def of_people(wanted: Wanted) -> Rows | None:
    """What is given to holders of posts, late or due soon, and not done by all of them; with counts.

    None where nothing is given to holders of posts. People who handed something up have done their part for now.
    """
    posts_given = sa.select(POSTS).join(OrgUnit, OrgUnit.id == Assignment.unit_id)
    posts = list(db.session.scalars(posts_given.where(wanted.units, POSTS != NO_POSTS).distinct()))
    if not posts:
        return None
    near = [time for time in times_of(personal(wanted.units)) if time[2] is None or time[2] <= wanted.today + SOON]
    found, held, done = given(near, wanted.units), holders(posts, wanted.today, wanted.units), _done(wanted)
    many = sa.func.coalesce(done.c.done, 0)
    query = (
        sa.select(found.c.assignment_id, found.c.period, found.c.due_on, PlanTask, OrgUnit, Plan)
        .add_columns(held.c.people, many.label("done"))
        .select_from(found)
        .join(PlanTask, PlanTask.id == found.c.task_id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .join(OrgUnit, OrgUnit.id == found.c.unit_id)
        .join(held, sa.and_(held.c.unit_id == found.c.unit_id, held.c.posts == found.c.posts))
        .outerjoin(done, sa.and_(done.c.assignment_id == found.c.assignment_id, done.c.period == found.c.period))
        .where(Plan.state.in_([*LIVE]), found.c.state != DutyState.EXCUSED, found.c.due_on <= wanted.today + SOON)
        .where(held.c.people > many)
        .order_by(found.c.due_on, OrgUnit.position, found.c.assignment_id)
    )
    return _of_task(query, wanted)


def _done(wanted: Wanted) -> sa.CTE:
    """How many people have done their part, by assignment and period."""
    states = [*DONE, DutyState.SUBMITTED, DutyState.EXCUSED]
    return (
        sa.select(Duty.assignment_id, Duty.period, sa.func.count().label("done"))
        .join(OrgUnit, OrgUnit.id == Duty.unit_id)
        .where(wanted.units, Duty.person_id.is_not(None), Duty.state.in_(states))
        .group_by(Duty.assignment_id, Duty.period)
        .cte("done")
    )


def extensions(wanted: Wanted) -> Rows:
    """More time that was asked for, to be answered by the unit above; the nearest day first."""
    above = sa.or_(OrgUnit.parent_id.in_(wanted.ids), sa.and_(OrgUnit.parent_id.is_(None), wanted.units))
    query = _duties(wanted).join(Extension, Extension.duty_id == Duty.id)
    asked = sa.select(Extension.duty_id).where(Extension.state == "asked")
    query = query.where(Extension.state == "asked", Duty.id.in_(asked), above)
    return query.with_only_columns(Extension, Duty, PlanTask, OrgUnit, Plan).order_by(Duty.due_on, Extension.id)


def _narrowed(query: Rows, wanted: Wanted, *texts: Any) -> Rows:
    if wanted.plan_id is not None:
        query = query.where(Plan.id == wanted.plan_id)
    for word in fold(wanted.words).split():
        query = query.where(sa.or_(*(text.contains(word, autoescape=True) for text in texts)))
    return query


def reports_due(wanted: Wanted) -> Rows:
    """Periods that the units have to report on within a fortnight and have not; the earliest day first."""
    opener = aliased(OrgUnit)
    sent = sa.select(PeriodReport.id).where(
        PeriodReport.period_id == ReportPeriod.id,
        PeriodReport.unit_id == OrgUnit.id,
        PeriodReport.state.in_([ReportState.SUBMITTED, ReportState.ACCEPTED]),
    )
    given = sa.select(Assignment.id).join(PlanTask, PlanTask.id == Assignment.task_id)
    query = (
        sa.select(ReportPeriod, OrgUnit, Plan)
        .join(Plan, Plan.id == ReportPeriod.plan_id)
        .join(opener, opener.id == ReportPeriod.unit_id)
        .join(OrgUnit, sa.and_(OrgUnit.position > opener.position, OrgUnit.position <= opener.last_position))
        .where(wanted.units, Plan.state.in_([*LIVE]), sa.not_(sent.exists()))
        .where(sa.or_(ReportPeriod.due_on.is_(None), ReportPeriod.due_on <= wanted.today + REPORTS_AHEAD))
        .where(given.where(Assignment.unit_id == OrgUnit.id, PlanTask.plan_id == Plan.id).exists())
    )
    narrowed = _narrowed(query, wanted, OrgUnit.name_folded)
    return narrowed.order_by(ReportPeriod.due_on, OrgUnit.position, ReportPeriod.id)


def reports_to_accept(wanted: Wanted) -> Rows:
    """Reports of units directly below that were handed up and wait; those first that came first."""
    query = (
        sa.select(ReportPeriod, OrgUnit, Plan)
        .join(PeriodReport, PeriodReport.period_id == ReportPeriod.id)
        .join(OrgUnit, OrgUnit.id == PeriodReport.unit_id)
        .join(Plan, Plan.id == ReportPeriod.plan_id)
        .where(PeriodReport.state == ReportState.SUBMITTED, OrgUnit.parent_id.in_(wanted.ids))
        .where(PeriodReport.unit_id != ReportPeriod.unit_id)
    )
    return _narrowed(query, wanted, OrgUnit.name_folded).order_by(PeriodReport.submitted_at, PeriodReport.id)


def plans_to_answer(wanted: Wanted) -> Rows:
    """Plans of units below that were sent up to the own unit."""
    upper = aliased(Plan)
    query = (
        sa.select(Plan, OrgUnit)
        .join(OrgUnit, OrgUnit.id == Plan.unit_id)
        .join(upper, upper.id == Plan.parent_id)
        .where(Plan.state == PlanState.SUBMITTED, upper.unit_id.in_(wanted.ids))
    )
    return _narrowed(query, wanted, OrgUnit.name_folded).order_by(Plan.changed_at, Plan.id)


def difficulties(wanted: Wanted) -> Rows:
    """Difficulties that stand at the own units and are not answered; the oldest first."""
    query = (
        sa.select(Difficulty, OrgUnit, Plan)
        .join(OrgUnit, OrgUnit.id == Difficulty.unit_id)
        .join(Plan, Plan.id == Difficulty.plan_id)
        .where(Difficulty.state == "open", Difficulty.at_unit_id.in_(wanted.ids))
    )
    return _narrowed(query, wanted, OrgUnit.name_folded).order_by(Difficulty.raised_at, Difficulty.id)


def late_pairs(wanted: Wanted, most: int) -> list[tuple[str, str]]:
    """Units and codes of tasks that are late, for the text to a chat group."""
    late = of_units(wanted).where(Duty.due_on < wanted.today)
    rows = late.with_only_columns(OrgUnit.name, PlanTask.code).order_by(OrgUnit.position, Duty.due_on).limit(most)
    return [(row[0], row[1]) for row in db.session.execute(rows)]
