"""What counting duties rests on: which are asked for, the places they are counted at, who holds the posts there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Membership
from quiz.core.db import db
from quiz.plans.overview.personal import holds, kinds_meant
from quiz.plans.overview.statuses import UNFINISHED
from quiz.plans.overview.tasks import Column, by_current
from quiz.plans.rules import Status
from quiz.plans.timing.rules import month_end
from quiz.units.models import OrgUnit

Key = tuple[int, int, date | None]
"""The place (a unit's id), the task whose duties they are, and the day where days are told apart."""
Counted = tuple[Key, Status, int]
"""So many of a status at a key; less than none where people are taken out of where they had been put."""


@dataclass(frozen=True)
class Asked:
    """What is to be counted: below which unit, which tasks, on which day.

    `splits`: by the children of the unit and the unit itself; otherwise the whole subtree is one place. `by_day`: by
    due day, with all the times of a rhythm; otherwise of a rhythm the current time and those that are overdue.
    """

    unit: OrgUnit
    columns: Sequence[Column]
    today: date
    month: str = ""
    splits: bool = True
    by_day: bool = False

    @property
    def task_ids(self) -> list[int]:
        """The tasks whose duties are counted."""
        return [column.duty_task_id for column in self.columns]


def places(asked: Asked) -> sa.Subquery:
    """The places that are counted apart, with the range of units that belong to each."""
    own, last = OrgUnit.position, OrgUnit.position if asked.splits else OrgUnit.last_position
    named = [OrgUnit.id.label("place"), own.label("first")]
    own_place = sa.select(*named, last.label("last")).where(OrgUnit.id == asked.unit.id)
    if not asked.splits:
        return own_place.subquery("places")
    below = sa.select(*named, OrgUnit.last_position.label("last")).where(OrgUnit.parent_id == asked.unit.id)
    return sa.union_all(own_place, below).subquery("places")


def counted(asked: Asked, duty: Any) -> sa.ColumnElement[bool]:
    """A condition on duties: which duties count: those of a month, of a rhythm the current time and what is overdue."""
    if asked.month:
        year, month = map(int, asked.month.split("-"))
        return sa.and_(duty.due_on.between(date(year, month, 1), month_end(year, month)))
    if asked.by_day:
        return sa.true()
    late = sa.and_(duty.due_on < asked.today, duty.state.in_([*UNFINISHED]))
    now = (sa.and_(duty.period == period, duty.task_id.in_(ids)) for period, ids in by_current(asked.columns).items())
    return sa.or_(duty.period == "", late, *now)


def by_unit(task_id: sa.SQLColumnExpression[int]) -> sa.ColumnElement[int]:
    """A duty's task as a value without index, so that a statement goes from units to duties and never the other way.

    A database without statistics takes the tasks first, for every unit all of them again: seconds instead of a tenth.
    """
    return task_id + 0


def holders(posts: Sequence[str], today: date, within: sa.ColumnElement[bool], *, each: bool = False) -> sa.CTE:
    """How many people (`each`: who) hold one of a set of posts in a unit: unit_id, posts, people (or person_id)."""
    who: Any = Membership.person_id if each else sa.func.count(Membership.person_id.distinct()).label("people")
    parts = []
    for kept in posts:
        part = (
            sa.select(Membership.unit_id.label("unit_id"), sa.literal(kept, sa.Text).label("posts"), who)
            .join(OrgUnit, OrgUnit.id == Membership.unit_id)
            .where(within, holds(kinds_meant(json.loads(kept)), today))
        )
        parts.append(part.distinct() if each else part.group_by(Membership.unit_id))
    return sa.union_all(*parts).cte("holders")


def below(unit: OrgUnit) -> sa.ColumnElement[bool]:
    """A condition on OrgUnit: the unit or one below it."""
    return OrgUnit.position.between(unit.position, unit.last_position)


def read(query: sa.Select[Any]) -> list[Counted]:
    """What a statement counted."""
    rows = db.session.execute(query)
    return [((place, task, day), Status(status), int(many)) for place, task, day, status, many in rows]
