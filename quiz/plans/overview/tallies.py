"""Duties counted by place and task, or by place, task and day: of units, and of the holders of posts.

A person has a row only from the first act on; those without one are as late as the duty of their unit says. So people
are counted as holders by the unit's day, then those with rows are taken out of that and put where their rows say.
Whatever the number of units and tasks, the number of statements is the same, and two where no task is given to holders
of posts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.accounts.models import Membership
from quiz.core.db import db
from quiz.plans.models import Assignment, Duty
from quiz.plans.overview.personal import NO_POSTS, POSTS, Time, given, holds, kinds_meant
from quiz.plans.overview.statuses import UNFINISHED, Counts, status_sql
from quiz.plans.overview.tasks import Column, by_current
from quiz.plans.rules import Status
from quiz.plans.timing.event_days import event_days
from quiz.plans.timing.rules import month_end
from quiz.units.models import OrgUnit

Key = tuple[int, int, date | None]
"""The place (a unit's id), the task whose duties they are, and the day where days are told apart."""


Moved = tuple[Key, Status, int]


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
        for key, status, many in (*_of_holders(asked, posts), *_of_rows(asked, posts), *_of_events(asked, posts)):
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
            .where(within, holds(kinds_meant(json.loads(kept)), today))
        )
        parts.append(part.distinct() if each else part.group_by(Membership.unit_id))
    return sa.union_all(*parts).cte("holders")


def below(unit: OrgUnit) -> sa.ColumnElement[bool]:
    """A condition on OrgUnit: the unit or one below it."""
    return OrgUnit.position.between(unit.position, unit.last_position)


def _from_given(asked: Asked, task_ids: Collection[int]) -> tuple[sa.Select[Any], list[Any], sa.CTE]:
    """Places with what is given to holders of posts there, at each of its times; the columns of the key."""
    place, found = places(asked), given(_times(asked, task_ids), below(asked.unit))
    key: list[Any] = [place.c.place, found.c.task_id, found.c.due_on if asked.by_day else sa.null().label("day")]
    query = (
        sa.select(*key)
        .select_from(found)
        .join(OrgUnit, OrgUnit.id == found.c.unit_id)
        .join(place, OrgUnit.position.between(place.c.first, place.c.last))
    )
    return query, key[:3] if asked.by_day else key[:2], found


def _times(asked: Asked, task_ids: Collection[int]) -> list[Time]:
    return [time for column in asked.columns for time in column.times if column.duty_task_id in task_ids]


def _of_holders(asked: Asked, posts: Sequence[str]) -> list[tuple[Key, Status, int]]:
    held = holders(posts, asked.today, below(asked.unit))
    query, key, found = _from_given(asked, asked.task_ids)
    status = status_sql(found.c.state, found.c.due_on, asked.today).label("seen_as")
    query = query.join(held, sa.and_(held.c.unit_id == found.c.unit_id, held.c.posts == found.c.posts))
    query = query.where(counted(asked, found.c))
    return _read(query.add_columns(status, sa.func.sum(held.c.people)).group_by(*key, sa.text("seen_as")))


def _of_rows(asked: Asked, posts: Sequence[str]) -> list[Moved]:
    """What people's rows say: out of where the unit's day had put them, into where their own state and day belong."""
    own = aliased(Duty)
    held = holders(posts, asked.today, below(asked.unit), each=True)
    query, key, found = _from_given(asked, asked.task_ids)
    query = query.join(held, sa.and_(held.c.unit_id == found.c.unit_id, held.c.posts == found.c.posts))
    return _moved(asked, query.join(own, _mine(own, held, found)), key, found, own)


def _of_events(asked: Asked, posts: Sequence[str]) -> list[Moved]:
    """The same of people without a row to whom an event happened apart from their unit: only their day is another."""
    apart = event_days(asked.task_ids)
    if apart is None:
        return []
    own = aliased(Duty)
    held = holders(posts, asked.today, below(asked.unit), each=True)
    query, key, found = _from_given(asked, apart.task_ids)
    query = (
        query.join(held, sa.and_(held.c.unit_id == found.c.unit_id, held.c.posts == found.c.posts))
        .join(apart.table, apart.is_of(found.c.task_id, held.c.person_id))
        .outerjoin(own, _mine(own, held, found))
        .where(own.id.is_(None))
    )
    theirs = Theirs(found.c.state, apart.last_day(OrgUnit.position), found.c.period, found.c.task_id)
    return _moved(asked, query, key, found, theirs)


@dataclass(frozen=True)
class Theirs:
    """How a person's duty without a row stands, as expressions."""

    state: Any
    due_on: Any
    period: Any
    task_id: Any


def _mine(own: Any, held: sa.CTE, found: sa.CTE) -> sa.ColumnElement[bool]:
    same = (own.person_id == held.c.person_id, own.assignment_id == found.c.assignment_id)
    return sa.and_(*same, own.period == found.c.period)


def _moved(asked: Asked, query: sa.Select[Any], key: list[Any], found: sa.CTE, theirs: Any) -> list[Moved]:
    stands = status_sql(found.c.state, found.c.due_on, asked.today).label("stands")
    is_own = status_sql(theirs.state, theirs.due_on, asked.today).label("is_own")
    flags = [
        sa.case((counted(asked, duty), 1), else_=0).label(name)
        for duty, name in ((found.c, "was_counted"), (theirs, "is_counted"))
    ]
    day = (theirs.due_on if asked.by_day else sa.null()).label("own_day")
    labels = [sa.text(name) for name in ("stands", "is_own", "was_counted", "is_counted")]
    grouped = [*key, *([sa.text("own_day")] if asked.by_day else []), *labels]
    moved = []
    for row in db.session.execute(query.add_columns(day, stands, is_own, *flags, sa.func.count()).group_by(*grouped)):
        place, task, unit_day, own_day, before, after, was_counted, is_counted, many = row
        moved += [((place, task, unit_day), Status(before), -many)] if was_counted else []
        moved += [((place, task, own_day), Status(after), many)] if is_counted else []
    return moved


def _read(query: sa.Select[Any]) -> list[tuple[Key, Status, int]]:
    rows = db.session.execute(query)
    return [((place, task, day), Status(status), int(many)) for place, task, day, status, many in rows]
