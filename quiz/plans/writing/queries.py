"""Reading a plan with its tasks for its pages, in a fixed number of statements however many tasks there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.core.audit import AuditEntry
from quiz.core.db import db, in_portions
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold
from quiz.plans import authority
from quiz.plans.models import Assignment, Plan, PlanActor, PlanStep, PlanTask
from quiz.plans.timing.rules import occurrences
from quiz.plans.writing.carrying import uppermost_ids
from quiz.plans.writing.tasks import tasks_of
from quiz.plans.writing.wording import deadline_words, target_words, time_words
from quiz.units.models import OrgUnit
from quiz.units.queries import within_reach

KINDS = ("work", "standing", "repeat", "own", "given")


@dataclass(frozen=True)
class TaskLine:
    """A task as pages show it; `assigned`: to how many units within the person's reach."""

    task: PlanTask
    deadline: str
    times: list[str]
    targets: list[str]
    repeat_of: PlanTask | None
    assigned: int


@dataclass
class Section:
    """A section of a plan: what is work, standing duties, repeats of other tasks."""

    name: str
    work: list[TaskLine] = field(default_factory=list)
    standing: list[TaskLine] = field(default_factory=list)
    repeats: list[TaskLine] = field(default_factory=list)


@dataclass(frozen=True)
class TaskFilter:
    """What a person looks for among the tasks of a plan."""

    module: str = ""
    actor: str = ""
    kind: str = ""
    text: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.module or self.actor or self.kind or self.text)


def plan_by_slug(slug: str) -> Plan | None:
    """The plan at this address."""
    return db.session.scalar(sa.select(Plan).where(Plan.slug == slug))


def task_of(plan: Plan, task_id: int) -> PlanTask | None:
    """A task of this plan that was not removed."""
    task = db.session.get(PlanTask, task_id)
    return task if task is not None and task.plan_id == plan.id and task.removed_at is None else None


def actors_of(plan_id: int) -> list[PlanActor]:
    """The actors of a plan by name."""
    rows = db.session.scalars(sa.select(PlanActor).where(PlanActor.plan_id == plan_id))
    return sorted(rows, key=lambda row: fold(row.name))


def task_lines(actor: Actor, plan: Plan, tasks: Sequence[PlanTask] | None = None) -> list[TaskLine]:
    """The tasks of a plan with words and counts; those given, else all that were not removed."""
    every = [task for task in tasks_of(plan.id) if task.removed_at is None]
    by_id = {task.id: task for task in every}
    wanted = every if tasks is None else tasks
    roots = uppermost_ids(wanted)
    given = _assigned_in_reach(actor, sorted(set(roots.values())))
    return [
        TaskLine(
            task=task,
            deadline=deadline_words(task.deadline),
            times=times_of(plan, task.deadline),
            targets=[target_words(target) for target in task.targets],
            repeat_of=by_id.get(task.merged_into_id or 0),
            assigned=given.get(roots[task.id], 0),
        )
        for task in wanted
    ]


def times_of(plan: Plan, deadline: Mapping[str, Any]) -> list[str]:
    """The times a rule names in the plan's years, in words; none where it says no day and awaits nothing."""
    times = occurrences(deadline, plan.years, plan.issued_on)
    return [time_words(time) for time in times if time.due_on or time.awaits]


def _assigned_in_reach(actor: Actor, task_ids: Sequence[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for portion in in_portions(task_ids):
        query = (
            sa.select(Assignment.task_id, sa.func.count())
            .join(OrgUnit, OrgUnit.id == Assignment.unit_id)
            .where(Assignment.task_id.in_(portion), Assignment.removed_at.is_(None))
            .where(within_reach(actor, *authority.STAFF))
            .group_by(Assignment.task_id)
        )
        counts.update({row[0]: row[1] for row in db.session.execute(query)})
    return counts


def fits(line: TaskLine, wanted: TaskFilter) -> bool:
    """Whether a task is among those looked for."""
    task = line.task
    kinds = {
        "": True,
        "work": task.is_work and task.merged_into_id is None,
        "standing": not task.is_work and task.merged_into_id is None,
        "repeat": task.merged_into_id is not None,
        "own": task.is_own,
        "given": line.assigned > 0,
    }
    text = f"{task.title_folded} {fold(' '.join((task.code, task.quantity, task.note, *task.actors)))}"
    return (
        kinds.get(wanted.kind, True)
        and wanted.module in {"", task.module}
        and (not wanted.actor or wanted.actor in task.actors)
        and all(word in text for word in fold(wanted.text).split())
    )


def sections(lines: Sequence[TaskLine]) -> list[Section]:
    """Tasks by section, in the order of the plan."""
    found: dict[str, Section] = {}
    for line in lines:
        section = found.setdefault(line.task.section, Section(line.task.section))
        if line.task.merged_into_id is not None:
            section.repeats.append(line)
        else:
            (section.work if line.task.is_work else section.standing).append(line)
    return list(found.values())


def steps_of(plan_id: int) -> list[tuple[PlanStep, str]]:
    """The steps of a plan through its states with the names of who took them, the newest first."""
    query = sa.select(PlanStep, Person.name).outerjoin(Person, Person.id == PlanStep.actor_id)
    rows = db.session.execute(query.where(PlanStep.plan_id == plan_id).order_by(PlanStep.id.desc()))
    return [(step, name or "") for step, name in rows]


def changes_of(kind: str, row_id: int, most: int = 30) -> list[tuple[AuditEntry, str]]:
    """The newest changes of a row with the names of who made them."""
    query = (
        sa.select(AuditEntry, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.object_kind == kind, AuditEntry.object_id == str(row_id))
        .order_by(AuditEntry.id.desc())
    )
    return [(entry, name or "") for entry, name in db.session.execute(query.limit(most))]


def derived_tasks(task: PlanTask) -> Mapping[int, tuple[PlanTask, Plan, OrgUnit]]:
    """The tasks of plans of lower units that carry this one on, by id, with their plans and units."""
    query = (
        sa.select(PlanTask, Plan, OrgUnit)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .join(OrgUnit, OrgUnit.id == Plan.unit_id)
        .where(PlanTask.origin_id == task.id, PlanTask.removed_at.is_(None))
        .order_by(OrgUnit.position)
    )
    return {row[0].id: (row[0], row[1], row[2]) for row in db.session.execute(query)}


def upper_task(task: PlanTask) -> tuple[PlanTask, Plan] | None:
    """The task of the upper plan that this one carries on, with its plan."""
    if task.origin_id is None:
        return None
    query = sa.select(PlanTask, Plan).join(Plan, Plan.id == PlanTask.plan_id).where(PlanTask.id == task.origin_id)
    row = db.session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])
