"""Which tasks of an upper plan concern a unit, and what of them has changed since the unit's plan carried them on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from quiz.core.db import db, in_portions
from quiz.plans.models import Assignment, Plan, PlanTask
from quiz.plans.writing.drafts import TaskDraft
from quiz.plans.writing.rules import Difference, differences
from quiz.plans.writing.tasks import tasks_of
from quiz.plans.writing.wording import task_facts
from quiz.units.models import OrgUnit

CARRIED = (
    *("code", "section", "title", "title_folded", "module", "actors", "quantity", "targets", "deadline"),
    *("approval", "report_to", "output", "exemptions", "note", "is_work"),
)
"""Columns that a derived plan's task has from the task it carries on."""


@dataclass(frozen=True)
class UpperChange:
    """A task of the upper plan that is no longer as the derived plan carries it: new, changed or removed."""

    what: str
    upper: PlanTask
    own: PlanTask | None
    differences: list[Difference]


def carried(upper: PlanTask) -> dict[str, Any]:
    """The columns a derived plan takes from a task."""
    return {name: getattr(upper, name) for name in CARRIED}


def uppermost_ids(tasks: Iterable[PlanTask]) -> dict[int, int]:
    """For each task the id of the one that duties stand with; a statement for each level of plans above."""
    roots = {task.id: task.origin_id or task.id for task in tasks}
    waiting = {task.origin_id for task in tasks if task.origin_id is not None}
    while waiting:
        above: dict[int, int] = {}
        for portion in in_portions(sorted(waiting)):
            query = sa.select(PlanTask.id, PlanTask.origin_id).where(PlanTask.id.in_(portion))
            above.update({row[0]: row[1] for row in db.session.execute(query) if row[1] is not None})
        roots = {task_id: above.get(root, root) for task_id, root in roots.items()}
        waiting = set(above.values())
    return roots


def concerned(plan: Plan, unit: OrgUnit) -> list[PlanTask]:
    """The tasks of a plan that are assigned to the unit or to a unit below it, in the plan's order; no repeats."""
    tasks = [task for task in tasks_of(plan.id) if task.removed_at is None and task.merged_into_id is None]
    roots = uppermost_ids(tasks)
    given = assigned_within(set(roots.values()), unit)
    return [task for task in tasks if roots[task.id] in given]


def assigned_within(task_ids: Collection[int], unit: OrgUnit) -> dict[int, int]:
    """To how many units of a subtree each of the tasks is assigned; tasks of none are left out."""
    counts: dict[int, int] = {}
    within = OrgUnit.position.between(unit.position, unit.last_position)
    for portion in in_portions(sorted(task_ids)):
        query = (
            sa.select(Assignment.task_id, sa.func.count())
            .join(OrgUnit, OrgUnit.id == Assignment.unit_id)
            .where(Assignment.task_id.in_(portion), Assignment.removed_at.is_(None), within)
            .group_by(Assignment.task_id)
        )
        counts.update({row[0]: row[1] for row in db.session.execute(query)})
    return counts


def upper_changes(plan: Plan, unit: OrgUnit) -> list[UpperChange]:
    """What has changed in the upper plan since this one was derived from it or last took it over."""
    if plan.parent_id is None:
        return []
    own = {task.origin_id: task for task in tasks_of(plan.id) if task.origin_id is not None}
    upper_plan = db.session.get_one(Plan, plan.parent_id)
    living = {task.id: task for task in concerned(upper_plan, unit)}
    found = [UpperChange("new", task, None, []) for task in living.values() if task.id not in own]
    for upper in tasks_of(upper_plan.id):
        mine = own.get(upper.id)
        if mine is None:
            continue
        if upper.id not in living:
            found += [UpperChange("removed", upper, mine, [])] if mine.removed_at is None else []
        elif carried(upper) != carried(mine):
            found.append(UpperChange("changed", upper, mine, _words(mine, upper)))
    return found


def _words(mine: PlanTask, upper: PlanTask) -> list[Difference]:
    return differences(task_facts(TaskDraft.of(mine)), task_facts(TaskDraft.of(upper)))
