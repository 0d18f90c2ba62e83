"""Duties counted by place and task, or by place, task and day: of units, and of the holders of posts.

A person has a row only from the first act on; those without one are as late as the duty of their unit says. So people
are counted as holders by the unit's day, then those with rows are taken out of that and put where their rows say.
Whatever the number of units and tasks, this takes four statements, two where no task is given to holders of posts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.accounts.models import Membership
from quiz.core.db import db
from quiz.plans.models import Assignment, Duty
from quiz.plans.overview.statuses import UNFINISHED, Counts, status_sql
from quiz.plans.overview.tasks import Column, by_current
from quiz.plans.rules import DutyState, Status
from quiz.plans.timing.rules import month_end
from quiz.units.models import OrgUnit

Key = tuple[int, int, date | None]
"""The place (a unit's id), the task whose duties they are, and the day where days are told apart."""
POSTS = sa.cast(Assignment.posts, sa.Text)
NO_POSTS = "[]"


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


def tally(asked: Asked) -> dict[Key, Counts]:
    """How many duties of each status there are, by place, task and day."""
    found: dict[Key, Counts] = defaultdict(Counts)
    for key, status, many in _of_units(asked):
        found[key].units[status] += many
    if posts := post_sets(asked):
        for key, status, many in (*_of_holders(asked, posts), *_of_rows(asked, posts)):
            found[key].people[status] += many
    return found


def places(asked: Asked) -> sa.Subquery:
    """The places that are counted apart, with the range of units that belong to each."""
    own, last = OrgUnit.position, OrgUnit.position if asked.splits else OrgUnit.last_position
    named = [OrgUnit.id.label("place"), own.label("first")]
    own_place = sa.select(*named, last.label("last")).where(OrgUnit.id == asked.unit.id)
    if not asked.splits:
        return own_place.subquery("places")
    below = sa.select(*named, OrgUnit.last_position.label("last")).where(OrgUnit.parent_id == asked.unit.id)
    return sa.union_all(own_place, below).subquery("places")


def counted(asked: Asked, duty: type[Duty]) -> sa.ColumnElement[bool]:
    """A condition on duties: which duties count: those of a month, of a rhythm the current time and what is overdue."""
    if asked.month:
        year, month = map(int, asked.month.split("-"))
        return duty.due_on.between(date(year, month, 1), month_end(year, month))
    if asked.by_day:
        return sa.true()
    late = sa.and_(duty.due_on < asked.today, duty.state.in_([*UNFINISHED]))
    now = (sa.and_(duty.period == period, duty.task_id.in_(ids)) for period, ids in by_current(asked.columns).items())
    return sa.or_(duty.period == "", late, *now)


def _from(asked: Asked, duty: type[Duty]) -> tuple[sa.Select[Any], list[Any]]:
    """Places, their units, the units' duties with their assignments; and the columns that make the key."""
    place = places(asked)
    key: list[Any] = [place.c.place, duty.task_id, duty.due_on if asked.by_day else sa.null().label("day")]
    query = (
        sa.select(*key)
        .select_from(place)
        .join(OrgUnit, OrgUnit.position.between(place.c.first, place.c.last))
        .join(duty, duty.unit_id == OrgUnit.id)
        .join(Assignment, Assignment.id == duty.assignment_id)
        .where(by_unit(duty.task_id).in_(asked.task_ids), duty.person_id.is_(None))
    )
    return query, key[:3] if asked.by_day else key[:2]


def by_unit(task_id: sa.SQLColumnExpression[int]) -> sa.ColumnElement[int]:
    """A duty's task as a value without index, so that a statement goes from units to duties and never the other way.

    A database without statistics takes the tasks first, for every unit all of them again: seconds instead of a tenth.
    """
    return task_id + 0


def _of_units(asked: Asked) -> list[tuple[Key, Status, int]]:
    status = status_sql(Duty.state, Duty.due_on, asked.today).label("seen_as")
    query, key = _from(asked, Duty)
    query = query.where(Assignment.to_unit, counted(asked, Duty))
    return _read(query.add_columns(status, sa.func.count()).group_by(*key, sa.text("seen_as")))


def post_sets(asked: Asked) -> list[str]:
    """The sets of posts that the tasks were given to, each as it is stored."""
    query = sa.select(POSTS).where(Assignment.task_id.in_(asked.task_ids), POSTS != NO_POSTS).distinct()
    return sorted(db.session.scalars(query))


def holders(posts: Sequence[str], today: date, within: sa.ColumnElement[bool], *, each: bool = False) -> sa.CTE:
    """How many people (`each`: who) hold one of a set of posts in a unit: unit_id, posts, people (or person_id)."""
    who: Any = Membership.person_id if each else sa.func.count(Membership.person_id.distinct()).label("people")
    parts = []
    for kept in posts:
        part = (
            sa.select(Membership.unit_id.label("unit_id"), sa.literal(kept, sa.Text).label("posts"), who)
            .join(OrgUnit, OrgUnit.id == Membership.unit_id)
            .where(within, Membership.post_kind.in_(json.loads(kept)), holds(today))
        )
        parts.append(part.distinct() if each else part.group_by(Membership.unit_id))
    return sa.union_all(*parts).cte("holders")


def holds(today: date) -> sa.ColumnElement[bool]:
    """A condition on Membership: it has not ended."""
    return sa.or_(Membership.to_on.is_(None), Membership.to_on >= today)


def below(unit: OrgUnit) -> sa.ColumnElement[bool]:
    """A condition on OrgUnit: the unit or one below it."""
    return OrgUnit.position.between(unit.position, unit.last_position)


def unit_s_state(duty: type[Duty]) -> sa.ColumnElement[str]:
    """The state of a person without a row: excused with the unit, else nothing begun."""
    return sa.case((duty.state == DutyState.EXCUSED, DutyState.EXCUSED.value), else_=DutyState.OPEN.value)


def _of_holders(asked: Asked, posts: Sequence[str]) -> list[tuple[Key, Status, int]]:
    held = holders(posts, asked.today, below(asked.unit))
    status = status_sql(unit_s_state(Duty), Duty.due_on, asked.today).label("seen_as")
    query, key = _from(asked, Duty)
    query = query.join(held, sa.and_(held.c.unit_id == Assignment.unit_id, held.c.posts == POSTS))
    query = query.where(counted(asked, Duty))
    return _read(query.add_columns(status, sa.func.sum(held.c.people)).group_by(*key, sa.text("seen_as")))


def _of_rows(asked: Asked, posts: Sequence[str]) -> list[tuple[Key, Status, int]]:
    """What people's rows say: out of where the unit's day had put them, into where their own state and day belong."""
    own = aliased(Duty)
    held = holders(posts, asked.today, below(asked.unit), each=True)
    stands = status_sql(unit_s_state(Duty), Duty.due_on, asked.today).label("stands")
    is_own = status_sql(own.state, own.due_on, asked.today).label("is_own")
    flags = [
        sa.case((counted(asked, duty), 1), else_=0).label(name)
        for duty, name in ((Duty, "was_counted"), (own, "is_counted"))
    ]
    query, key = _from(asked, Duty)
    query = (
        query.join(own, sa.and_(own.assignment_id == Duty.assignment_id, own.period == Duty.period))
        .join(held, sa.and_(held.c.unit_id == Assignment.unit_id, held.c.posts == POSTS))
        .where(own.person_id == held.c.person_id)
    )
    day = own.due_on if asked.by_day else sa.null().label("own_day")
    extra = [day, stands, is_own, *flags]
    labels = [sa.text(name) for name in ("stands", "is_own", "was_counted", "is_counted")]
    grouped = [*key, *([day] if asked.by_day else []), *labels]
    moved = []
    for row in db.session.execute(query.add_columns(*extra, sa.func.count()).group_by(*grouped)):
        place, task, unit_day, own_day, before, after, was_counted, is_counted, many = row
        moved += [((place, task, unit_day), Status(before), -many)] if was_counted else []
        moved += [((place, task, own_day), Status(after), many)] if is_counted else []
    return moved


def _read(query: sa.Select[Any]) -> list[tuple[Key, Status, int]]:
    rows = db.session.execute(query)
    return [((place, task, day), Status(status), int(many)) for place, task, day, status, many in rows]
