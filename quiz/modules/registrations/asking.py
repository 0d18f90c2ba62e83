"""What a plan asks of its units and people in a year: which tasks a registration answers, its bounds, who is exempt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa
from flask_babel import gettext

from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.modules.registrations.rules import WHOLE_TERM, Bounds, asks_to_register, bounds_of, terms_of
from quiz.plans.models import Assignment, Plan, PlanTask
from quiz.plans.rules import PlanState
from quiz.plans.timing.rules import Occurrence, is_dated, occurrences

MODULE = "registrations"
LIVE = (PlanState.ISSUED, PlanState.CLOSED, PlanState.CONFIRMED)


@dataclass(frozen=True)
class Rule:
    """Words of the plan that say who need not register, and the task that says them."""

    task_id: int
    code: str
    words: str


@dataclass(frozen=True)
class Asked:
    """What the uppermost plan asks for in a year: tasks of people, tasks of units, all tasks of the module."""

    plan: Plan
    year: int
    personal: tuple[PlanTask, ...]
    collective: tuple[PlanTask, ...]
    tasks: tuple[PlanTask, ...]

    @cached_property
    def person_bounds(self) -> Bounds:
        """How much a person registers."""
        return bounds_of([task.targets for task in self.personal], "registered_deeds", (1, 3))

    @cached_property
    def unit_bounds(self) -> Bounds:
        """How much a collective registers."""
        bounds = bounds_of([task.targets for task in self._of_units()], "key_tasks", (1, 2))
        return Bounds(bounds.least, bounds.most, bounds.contents or 3)

    def _of_units(self) -> list[PlanTask]:
        """Tasks of units, and those that say what a collective's plan holds without a day of their own."""
        return [task for task in self.tasks if task not in self.personal]

    @cached_property
    def main_personal(self) -> PlanTask | None:
        """The task that says who confirms a person's registration and by when."""
        return _main(self.personal)

    @cached_property
    def main_collective(self) -> PlanTask | None:
        """The same of a collective's."""
        return _main(self.collective)

    @cached_property
    def rules(self) -> list[Rule]:
        """The plan's words about exemptions, each once."""
        found: dict[str, Rule] = {}
        for task in self.tasks:
            if task.exemptions:
                found.setdefault(task.exemptions, Rule(task.id, task.code, task.exemptions))
        return list(found.values())

    def occurrence(self, task: PlanTask | None) -> Occurrence | None:
        """When a task is due in this year; None where the plan has no such day."""
        return None if task is None else occurrence_of(self.plan, self.year, task)

    @property
    def title(self) -> str:
        """The year as people read it."""
        return str(gettext("toàn khóa") if self.year == WHOLE_TERM else gettext("năm %(year)s", year=self.year))


def occurrence_of(plan: Plan, year: int, task: PlanTask) -> Occurrence | None:
    """The first time a task is due for a year; None where it was due before anybody had heard of the plan."""
    found = occurrences(task.deadline, plan.years)
    return next((one for one in found if not one.period or one.period.startswith(str(year))), None)


def _main(tasks: Sequence[PlanTask]) -> PlanTask | None:
    ranked = sorted(tasks, key=lambda task: (not task.approval, not is_dated(task.deadline), task.position))
    return ranked[0] if ranked else None


def root_of(plan: Plan) -> Plan:
    """The uppermost plan that this one was derived from: duties and registrations stand there."""
    while plan.parent_id is not None:
        plan = db.session.get_one(Plan, plan.parent_id)
    return plan


def plan_by_slug(slug: str) -> Plan:
    """The uppermost plan of an address; NotFound where there is none, or it is a draft still."""
    plan = db.session.scalar(sa.select(Plan).where(Plan.slug == slug))
    if plan is None or plan.parent_id is not None or plan.state not in LIVE:
        raise NotFound("Không tìm thấy kế hoạch này.")
    return plan


def asked_in(slug: str, year: int) -> Asked:
    """What the plan of an address asks for in a year; NotFound where it asks for nothing then."""
    asked = asked_of(plan_by_slug(slug), year)
    if not asked.personal and not asked.collective:
        raise NotFound("Kế hoạch này không yêu cầu đăng ký trong năm đã chọn.")
    return asked


def asked_of(plan: Plan, year: int) -> Asked:
    """What an uppermost plan asks for in a year: two statements."""
    tasks = tasks_of([plan.id])
    kinds = kinds_of([task.id for task in tasks])
    return _asked(plan, year, tasks, kinds)


def _asked(plan: Plan, year: int, tasks: Sequence[PlanTask], kinds: dict[int, tuple[bool, bool]]) -> Asked:
    fitting = [
        task
        for task in tasks
        if task.is_work
        and asks_to_register(task.title, task.targets)
        and year in terms_of(task.targets, task_years(plan))
        and occurrence_of(plan, year, task) is not None
    ]
    personal = tuple(task for task in fitting if kinds.get(task.id, (False, False))[0])
    collective = tuple(task for task in fitting if kinds.get(task.id, (False, False))[1])
    return Asked(plan, year, personal, collective, tuple(tasks))


def task_years(plan: Plan) -> list[int]:
    """The years of a plan."""
    return sorted(plan.years)


def years_asked(plans: Sequence[Plan]) -> dict[int, list[Asked]]:
    """For each uppermost plan the years in which it asks for registrations; two statements for all of them."""
    tasks = tasks_of([plan.id for plan in plans])
    kinds = kinds_of([task.id for task in tasks])
    found: dict[int, list[Asked]] = {}
    for plan in plans:
        own = [task for task in tasks if task.plan_id == plan.id]
        every = [_asked(plan, year, own, kinds) for year in (WHOLE_TERM, *task_years(plan))]
        found[plan.id] = [asked for asked in every if asked.personal or asked.collective]
    return found


def tasks_of(plan_ids: Sequence[int]) -> list[PlanTask]:
    """The tasks of the module that stand in plans, in their order, without repeats and what was taken out."""
    query = sa.select(PlanTask).where(
        PlanTask.plan_id.in_(plan_ids),
        PlanTask.module == MODULE,
        PlanTask.merged_into_id.is_(None),
        PlanTask.removed_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(PlanTask.plan_id, PlanTask.position)))


def posts_text() -> sa.ColumnElement[str]:
    """The posts of an assignment as they are stored, so that databases can compare them."""
    return sa.cast(Assignment.posts, sa.Text)


def kinds_of(task_ids: Sequence[int]) -> dict[int, tuple[bool, bool]]:
    """For each task that is assigned: whether to holders of posts, and whether to units as bodies."""
    text = posts_text()
    query = (
        sa.select(Assignment.task_id, Assignment.to_unit, text)
        .where(Assignment.task_id.in_(task_ids), Assignment.removed_at.is_(None))
        .group_by(Assignment.task_id, Assignment.to_unit, text)
    )
    found: dict[int, tuple[bool, bool]] = {}
    for task_id, to_unit, posts in db.session.execute(query):
        people, units = found.get(task_id, (False, False))
        found[task_id] = people or bool(json.loads(posts)), units or bool(to_unit)
    return found


def root_plans() -> list[Plan]:
    """The uppermost plans that are in force, the newest first."""
    query = sa.select(Plan).where(Plan.parent_id.is_(None), Plan.state.in_(LIVE))
    return list(db.session.scalars(query.order_by(Plan.issued_at.desc(), Plan.id.desc())))
