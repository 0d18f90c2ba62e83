"""Duties counted by place and task, or by place, task and day: of units, and of the holders of posts.

Whatever the number of units and tasks, the number of statements is the same, and two where no task is given to holders
of posts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from quiz.core.db import db
from quiz.plans.models import Assignment, Duty
from quiz.plans.overview.counting import Asked, Counted, Key, by_unit, counted, places, read
from quiz.plans.overview.people_tallies import of_events, of_holders, of_rows
from quiz.plans.overview.personal import NO_POSTS, POSTS
from quiz.plans.overview.statuses import Counts, status_sql
from quiz.units.models import OrgUnit


def tally(asked: Asked) -> dict[Key, Counts]:
    """How many duties of each status there are, by place, task and day."""
    found: dict[Key, Counts] = defaultdict(Counts)
    posts, personal = given_to(asked)
    for key, status, many in _of_units(asked, personal):
        found[key].units[status] += many
    if posts:
        for key, status, many in (*of_holders(asked, posts), *of_rows(asked, posts), *of_events(asked, posts)):
            found[key].people[status] += many
    return found


def _from(asked: Asked, duty: type[Duty]) -> tuple[sa.Select[Any], list[Any]]:
    """Places, their units and the units' duties; and the columns that make the key."""
    place = places(asked)
    key: list[Any] = [place.c.place, duty.task_id, duty.due_on if asked.by_day else sa.null().label("day")]
    query = (
        sa.select(*key)
        .select_from(place)
        .join(OrgUnit, OrgUnit.position.between(place.c.first, place.c.last))
        .join(duty, duty.unit_id == OrgUnit.id)
        .where(by_unit(duty.task_id).in_(asked.task_ids), duty.person_id.is_(None))
    )
    return query, key[:3] if asked.by_day else key[:2]


def _of_units(asked: Asked, personal: Collection[int]) -> list[Counted]:
    status = status_sql(Duty.state, Duty.due_on, asked.today).label("seen_as")
    query, key = _from(asked, Duty)
    query = query.where(counted(asked, Duty), _to_unit(Duty, personal))
    return read(query.add_columns(status, sa.func.count()).group_by(*key, sa.text("seen_as")))


def given_to(asked: Asked) -> tuple[list[str], list[int]]:
    """The sets of posts that the tasks were given to, as stored; and the tasks that some units have for posts alone."""
    query = sa.select(Assignment.task_id, POSTS, Assignment.to_unit).where(Assignment.task_id.in_(asked.task_ids))
    rows = db.session.execute(query.distinct()).all()
    return sorted({row[1] for row in rows} - {NO_POSTS}), sorted({row[0] for row in rows if not row[2]})


def _to_unit(duty: type[Duty], personal: Collection[int]) -> sa.ColumnElement[bool]:
    """A condition on duties: the unit has to act itself. Only where that differs the assignment is looked at."""
    to_unit = sa.select(Assignment.to_unit).where(Assignment.id == duty.assignment_id).scalar_subquery()
    return sa.or_(by_unit(duty.task_id).not_in(personal), to_unit) if personal else sa.true()
