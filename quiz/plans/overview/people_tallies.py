"""Holders of posts counted: all by the day of their unit, then those apart taken out of that and put where they belong.

Apart are who has a row, from the first act on, and to whom an event happened that their day follows.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.accounts.models import Membership
from quiz.core.db import db
from quiz.plans.models import Assignment, Duty
from quiz.plans.overview.counting import Asked, Counted, below, by_unit, counted, holders, places, read
from quiz.plans.overview.personal import Time, as_table, given, holds, kinds_meant, standing
from quiz.plans.overview.statuses import status_sql
from quiz.plans.rules import Status
from quiz.plans.timing.event_days import event_days
from quiz.units.models import OrgUnit


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


def of_holders(asked: Asked, posts: Sequence[str]) -> list[Counted]:
    """Everybody who holds one of the posts, by the day of the unit."""
    held = holders(posts, asked.today, below(asked.unit))
    query, key, found = _from_given(asked, asked.task_ids)
    status = status_sql(found.c.state, found.c.due_on, asked.today).label("seen_as")
    query = query.join(held, sa.and_(held.c.unit_id == found.c.unit_id, held.c.posts == found.c.posts))
    query = query.where(counted(asked, found.c))
    return read(query.add_columns(status, sa.func.sum(held.c.people)).group_by(*key, sa.text("seen_as")))


def of_rows(asked: Asked, posts: Sequence[str]) -> list[Counted]:
    """What people's rows say: out of where the unit's day had put them, into where their own state and day belong."""
    own, of_unit = aliased(Duty), aliased(Duty)
    place, time = places(asked), as_table(_times(asked, asked.task_ids))
    state, due_on = standing(of_unit, time)
    key: list[Any] = [place.c.place, own.task_id, due_on.label("day") if asked.by_day else sa.null().label("day")]
    beside = (of_unit.assignment_id == own.assignment_id, of_unit.period == own.period, of_unit.person_id.is_(None))
    query = (
        sa.select(*key)
        .select_from(place)
        .join(OrgUnit, OrgUnit.position.between(place.c.first, place.c.last))
        .join(own, own.unit_id == OrgUnit.id)
        .join(Assignment, Assignment.id == own.assignment_id)
        .join(time, sa.and_(time.c.task_id == by_unit(own.task_id), time.c.period == own.period))
        .outerjoin(of_unit, sa.and_(*beside))
        .where(by_unit(own.task_id).in_(asked.task_ids), own.person_id.is_not(None), _holds_still(own, posts, asked))
    )
    key = [*key[:2], sa.text("day")] if asked.by_day else key[:2]
    return _moved(asked, query, key, Theirs(state, due_on, own.period, own.task_id), own)


def _holds_still(own: Any, posts: Sequence[str], asked: Asked) -> sa.ColumnElement[bool]:
    """A condition on people's rows: the person holds one of the posts that the assignment names."""
    mine = sa.select(Membership.id).where(Membership.person_id == own.person_id, Membership.unit_id == own.unit_id)
    stored = sa.cast(Assignment.posts, sa.Text)
    kinds = ((kept, holds(kinds_meant(json.loads(kept)), asked.today)) for kept in posts)
    return sa.or_(*(sa.and_(stored == kept, mine.where(held).exists()) for kept, held in kinds))


def of_events(asked: Asked, posts: Sequence[str]) -> list[Counted]:
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
    return _moved(asked, query, key, found.c, theirs)


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


def _moved(asked: Asked, query: sa.Select[Any], key: list[Any], before: Any, theirs: Any) -> list[Counted]:
    stands = status_sql(before.state, before.due_on, asked.today).label("stands")
    is_own = status_sql(theirs.state, theirs.due_on, asked.today).label("is_own")
    flags = [
        sa.case((counted(asked, duty), 1), else_=0).label(name)
        for duty, name in ((before, "was_counted"), (theirs, "is_counted"))
    ]
    day = (theirs.due_on if asked.by_day else sa.null()).label("own_day")
    labels = [sa.text(name) for name in ("stands", "is_own", "was_counted", "is_counted")]
    grouped = [*key, *([sa.text("own_day")] if asked.by_day else []), *labels]
    moved = []
    for row in db.session.execute(query.add_columns(day, stands, is_own, *flags, sa.func.count()).group_by(*grouped)):
        place, task, unit_day, own_day, stood, seen, was_counted, is_counted, many = row
        moved += [((place, task, unit_day), Status(stood), -many)] if was_counted else []
        moved += [((place, task, own_day), Status(seen), many)] if is_counted else []
    return moved
