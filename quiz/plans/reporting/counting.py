"""Counting the duties of a unit and of each unit below it over a span of days, in a fixed number of statements.

All numbers are in hundredths. What is settled is counted on the day it was done, or where none was written on the day
it was confirmed; what is due, late or excused by its last day. Late is what had not been handed up when that day had
passed, looked at on the day after the span at the latest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.core import clock
from quiz.core.db import db, in_portions
from quiz.plans.models import Assignment, Duty, PlanTask
from quiz.plans.modules import Span
from quiz.plans.reporting.rules import figure_key
from quiz.plans.rules import SETTLED, DutyState
from quiz.units.models import OrgUnit

COUNTS = ("settled", "due", "late", "excused")
"""What is counted of every task."""
UNFINISHED = (DutyState.OPEN, DutyState.DRAFT, DutyState.RETURNED)
Numbers = dict[int, dict[str, int]]
"""Figures by key, by the unit's id."""


@dataclass(frozen=True)
class RootedTask:
    """A task of a plan with the uppermost one that its duties stand with."""

    task: PlanTask
    root_id: int
    root_plan_id: int

    @property
    def measures(self) -> list[str]:
        """What the task's targets count, each once; shares in percent are left out, as they do not add up."""
        names = dict.fromkeys(str(target["of"]) for target in self.task.targets if target.get("of"))
        return [name for name in names if not name.startswith("percent_")]


def rooted(plan_id: int) -> list[RootedTask]:
    """The living tasks of a plan in order, each with its uppermost task; a statement a level of derived plans."""
    living = (PlanTask.plan_id == plan_id, PlanTask.merged_into_id.is_(None), PlanTask.removed_at.is_(None))
    tasks = db.session.scalars(sa.select(PlanTask).where(*living).order_by(PlanTask.position)).all()
    known: dict[int, tuple[int | None, int]] = {task.id: (task.origin_id, task.plan_id) for task in tasks}
    wanted = {origin for origin, _plan in known.values() if origin is not None} - known.keys()
    while wanted:
        for portion in in_portions(sorted(wanted)):
            about = sa.select(PlanTask.id, PlanTask.origin_id, PlanTask.plan_id).where(PlanTask.id.in_(portion))
            known.update({row[0]: (row[1], row[2]) for row in db.session.execute(about)})
        wanted = {origin for origin, _plan in known.values() if origin is not None} - known.keys()
    return [RootedTask(task, *_root(task.id, known)) for task in tasks]


def _root(task_id: int, known: Mapping[int, tuple[int | None, int]]) -> tuple[int, int]:
    origin, plan_id = known[task_id]
    while origin is not None:
        task_id = origin
        origin, plan_id = known[task_id]
    return task_id, plan_id


def count_duties(unit: OrgUnit, tasks: Sequence[RootedTask], span: Span, today: date) -> tuple[Numbers, Numbers]:
    """Figures of every work task: of the unit's own duties, and of the whole subtree of each unit directly below."""
    work = [one for one in tasks if one.task.is_work]
    if not work:
        return {}, {}
    own, below = _Bucket.own(unit), _Bucket.children(unit)
    return _count(own, work, span, today), _count(below, work, span, today)


@dataclass(frozen=True)
class _Bucket:
    """How duties are gathered: by which column, joined to what."""

    by: Any
    joined: sa.Select[Any]

    @classmethod
    def own(cls, unit: OrgUnit) -> _Bucket:
        """The duties of the unit itself."""
        return cls(Duty.unit_id, sa.select().select_from(Duty).where(Duty.unit_id == unit.id))

    @classmethod
    def children(cls, unit: OrgUnit) -> _Bucket:
        """The duties of each subtree directly below the unit, by the child's id."""
        child = aliased(OrgUnit)
        within = (
            sa.select(OrgUnit.id.label("unit_id"), child.id.label("child_id"))
            .join(child, OrgUnit.position.between(child.position, child.last_position))
            .where(child.parent_id == unit.id)
            .cte("within")
            .prefix_with("materialized")  # some thousand units, not as many duties, are compared with each child
        )
        joined = sa.select().select_from(within).join(Duty, Duty.unit_id == within.c.unit_id)
        return cls(within.c.child_id, joined)


def _count(bucket: _Bucket, work: Sequence[RootedTask], span: Span, today: date) -> Numbers:
    by_root = {one.root_id: one for one in work}
    plans = sorted({one.root_plan_id for one in work})
    found: Numbers = {}
    columns = [sa.func.sum(sa.case((wanted, 1), else_=0)) for wanted in _conditions(span, today)]
    of_people = sa.or_(Duty.person_id.is_not(None), Assignment.to_unit)
    query = (
        bucket.joined.add_columns(bucket.by, Duty.task_id, *columns)
        .join(Assignment, Assignment.id == Duty.assignment_id)
        .where(Duty.plan_id.in_(plans), of_people)
        .group_by(bucket.by, Duty.task_id)
    )
    for unit_id, root_id, *numbers in db.session.execute(query):
        if (one := by_root.get(root_id)) is not None:
            keys = (figure_key(one.task.code, what) for what in COUNTS)
            _put(found, unit_id, zip(keys, (100 * number for number in numbers), strict=True))
    _add_amounts(found, bucket, work, span)
    return found


def _add_amounts(found: Numbers, bucket: _Bucket, work: Sequence[RootedTask], span: Span) -> None:
    by_root = {one.root_id: one for one in work if one.measures}
    measures = sorted({measure for one in by_root.values() for measure in one.measures})
    columns = [_hundredths(name) for name in measures]
    for portion in in_portions(sorted(by_root)):
        query = (
            bucket.joined.add_columns(bucket.by, Duty.task_id, *columns)
            .where(Duty.task_id.in_(portion), _settled(span))
            .group_by(bucket.by, Duty.task_id)
        )
        for unit_id, root_id, *numbers in db.session.execute(query):
            one, sums = by_root[root_id], dict(zip(measures, numbers, strict=True))
            pairs = ((figure_key(one.task.code, f"of.{name}"), int(sums[name] or 0)) for name in one.measures)
            _put(found, unit_id, pairs)


def _hundredths(name: str) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.cast(sa.func.round(Duty.amounts[name].as_float() * 100), sa.BigInteger))


def _put(found: Numbers, unit_id: int, pairs: Iterable[tuple[str, int]]) -> None:
    found.setdefault(unit_id, {}).update((key, value) for key, value in pairs if value)


def _conditions(span: Span, today: date) -> list[sa.ColumnElement[bool]]:
    is_due = Duty.due_on.between(span.from_on, span.to_on)
    looked_at = min(today, span.to_on + timedelta(days=1))
    return [
        _settled(span),
        sa.and_(is_due, Duty.state != DutyState.EXCUSED),
        sa.and_(is_due, Duty.due_on < looked_at, Duty.state.in_(UNFINISHED)),
        sa.and_(is_due, Duty.state == DutyState.EXCUSED),
    ]


def _settled(span: Span) -> sa.ColumnElement[bool]:
    first, end = clock.at_local(span.from_on, 0, 0), clock.at_local(span.to_on, 24, 0)
    undated = Duty.done_on.is_(None)
    counted_on = sa.or_(
        Duty.done_on.between(span.from_on, span.to_on),
        sa.and_(undated, Duty.decided_at >= first, Duty.decided_at < end),
        sa.and_(undated, Duty.decided_at.is_(None), Duty.due_on.between(span.from_on, span.to_on)),
    )
    return sa.and_(Duty.state.in_(sorted(SETTLED)), counted_on)
