"""Lists of difficulties of a unit: those it has to answer, those it raised, all of its subtree; searched and paged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.accounts.models import Person
from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan, PlanTask
from quiz.plans.models_records import Difficulty, DifficultyStep, ReportPeriod
from quiz.plans.reporting.difficulties import NO_SUCH
from quiz.units.models import OrgUnit

VIEWS = {"to_answer": "Cần trả lời", "raised": "Đã nêu", "all": "Tất cả"}
STATES = ("open", "answered", "withdrawn")


@dataclass(frozen=True)
class Listed:
    """A difficulty with the names that are shown beside it, and the last words said about it."""

    row: Difficulty
    unit: OrgUnit
    at: OrgUnit
    task: str
    answer: str


@dataclass(frozen=True)
class Told:
    """A step of a difficulty with names."""

    row: DifficultyStep
    unit: str
    by: str


def listed(plan: Plan, unit: OrgUnit, view: str, state: str, text: str, number: int) -> Page[Listed]:
    """A page of the difficulties of a unit in a plan, the newest first; `text` is searched without marks."""
    found = _query(plan, unit, view, state)
    if words := fold(text).split():
        ids = [row.row.id for row in found if all(word in _searched(row) for word in words)]
        found = [row for row in found if row.row.id in set(ids)]
    start = offset(number)
    return Page(_answered(found[start : start + PER_PAGE]), number, len(found))


def _query(plan: Plan, unit: OrgUnit, view: str, state: str) -> list[Listed]:
    at = aliased(OrgUnit)
    query = (
        sa.select(Difficulty, OrgUnit, at, PlanTask.title)
        .join(OrgUnit, OrgUnit.id == Difficulty.unit_id)
        .join(at, at.id == Difficulty.at_unit_id)
        .outerjoin(PlanTask, PlanTask.id == Difficulty.task_id)
        .where(Difficulty.plan_id.in_(_plans(plan)))
    )
    within = OrgUnit.position.between(unit.position, unit.last_position)
    condition = {"to_answer": at.id == unit.id, "raised": OrgUnit.id == unit.id}.get(view, within)
    query = query.where(condition, within)
    if state in STATES:
        query = query.where(Difficulty.state == state)
    rows = db.session.execute(query.order_by(Difficulty.id.desc()))
    return [Listed(row, raised_by, at_unit, task or "", "") for row, raised_by, at_unit, task in rows]


def _plans(plan: Plan) -> list[int]:
    """A plan and the one above it: what left a derived plan's subtree goes on there."""
    return [plan.id, *filter(None, (plan.parent_id,))]


def _searched(row: Listed) -> str:
    return fold(f"{row.row.text} {row.unit.name} {row.task}")


def _answered(rows: Sequence[Listed]) -> list[Listed]:
    answers: dict[int, str] = {}
    ids = [one.row.id for one in rows]
    query = sa.select(DifficultyStep).where(DifficultyStep.difficulty_id.in_(ids), DifficultyStep.action == "answered")
    for step in db.session.scalars(query):
        answers[step.difficulty_id] = step.text
    return [Listed(one.row, one.unit, one.at, one.task, answers.get(one.row.id, "")) for one in rows]


def of_report(report_id: int | None, period: ReportPeriod, plan: Plan, unit: OrgUnit) -> list[Listed]:
    """The difficulties that a report tells: its own, those raised within the period, those that are still open."""
    first, end = clock.at_local(period.from_on, 0, 0), clock.at_local(period.to_on, 24, 0)

    def belongs(row: Difficulty) -> bool:
        is_own = row.report_id is not None and row.report_id == report_id
        return is_own or row.state == "open" or first <= row.raised_at < end

    found = [one for one in _query(plan, unit, "all", "") if one.row.state != "withdrawn" and belongs(one.row)]
    return _answered(sorted(found, key=lambda one: one.row.id)[:500])


def seen(actor: Actor, plan: Plan, difficulty_id: int) -> Listed:
    """A difficulty for whoever acts for the unit that raised it, or for one above; NotFound otherwise."""
    row = db.session.get(Difficulty, difficulty_id)
    if row is None or row.plan_id not in _plans(plan):
        raise NotFound(NO_SUCH)
    unit, at = db.session.get_one(OrgUnit, row.unit_id), db.session.get_one(OrgUnit, row.at_unit_id)
    if not actor.covers(unit.position, *STAFF):
        raise NotFound(NO_SUCH)
    task = db.session.get(PlanTask, row.task_id) if row.task_id is not None else None
    return _answered([Listed(row, unit, at, task.title if task else "", "")])[0]


def steps_of(difficulty_id: int) -> list[Told]:
    """What happened to a difficulty, in order."""
    query = (
        sa.select(DifficultyStep, OrgUnit.name, Person.name)
        .join(OrgUnit, OrgUnit.id == DifficultyStep.unit_id)
        .outerjoin(Person, Person.id == DifficultyStep.actor_id)
        .where(DifficultyStep.difficulty_id == difficulty_id)
        .order_by(DifficultyStep.id)
    )
    return [Told(row, unit, by or "") for row, unit, by in db.session.execute(query)]
