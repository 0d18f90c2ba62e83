"""What stands behind a cell: the duties of the units, and of a task given to holders of posts its people."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.accounts.models import Membership, Person
from quiz.accounts.posts import is_held
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.vietnamese import name_key
from quiz.plans.models import Assignment, Duty
from quiz.plans.overview.counting import Asked, below, counted
from quiz.plans.overview.personal import NO_POSTS, given, kinds_meant
from quiz.plans.overview.scope import Look
from quiz.plans.overview.statuses import Counts, status_sql
from quiz.plans.overview.tasks import Column, columns_of
from quiz.plans.rules import DutyState, Status, status_of
from quiz.plans.timing.people_days import person_days
from quiz.units.models import OrgUnit
from quiz.units.rules import search_words
from quiz.units.search import has_words

ORDER = {status.value: number for number, status in enumerate(Status)}


@dataclass(frozen=True)
class Behind:
    """A task of a unit at a time of it, behind a cell. `to_unit`: the unit has to act; `people`: how holders stand.

    `duty_id` None: given to holders of posts alone, so that the unit has no duty of its own.
    """

    assignment_id: int
    duty_id: int | None
    unit: OrgUnit
    to_unit: bool
    has_posts: bool
    period: str
    due_on: date | None
    status: Status
    people: Counts = field(default_factory=Counts)


@dataclass(frozen=True)
class Holder:
    """A holder of a post with the own duty: the row (None: nothing begun), its day and its status."""

    person_id: int
    name: str
    post: str
    duty_id: int | None
    due_on: date | None
    status: Status


def column_of(look: Look, task_id: int) -> Column:
    """A task of the plan by its id; NotFound where the plan does not show it."""
    found = next((one for one in columns_of(look.plan, look.today) if one.id == task_id), None)
    if found is None:
        raise NotFound("Không tìm thấy nhiệm vụ này trong kế hoạch.")
    return found


@dataclass(frozen=True)
class Choice:
    """Which duties behind a cell: `own`: of the unit alone; `late`: whose day has passed; a month; words of a unit."""

    own: bool = False
    late: bool = False
    month: str = ""
    words: str = ""


def behind(look: Look, column: Column, choice: Choice, number: int) -> Page[Behind]:
    """What a cell counts, the latest first, a page of it: three statements."""
    found = given(column.times, OrgUnit.id == look.unit.id if choice.own else below(look.unit), to_posts=False)
    status = status_sql(found.c.state, found.c.due_on, look.today)
    asked = Asked(look.unit, [column], look.today, choice.month)
    query = sa.select(found, OrgUnit).join(OrgUnit, OrgUnit.id == found.c.unit_id).where(counted(asked, found.c))
    if wanted := search_words(choice.words):
        query = query.where(has_words(wanted))
    if choice.late:
        query = query.where(status == Status.LATE.value)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(sa.case(ORDER, value=status), found.c.due_on, OrgUnit.position, found.c.period)
    rows = db.session.execute(ordered.limit(PER_PAGE).offset(offset(number))).all()
    people = _people(look, column, sorted({row.assignment_id for row in rows if row.posts != NO_POSTS}))
    return Page([_behind(row, people, look.today) for row in rows], number, total)


def _behind(row: Any, people: dict[tuple[int, str], Counts], today: date) -> Behind:
    return Behind(
        row.assignment_id,
        row.duty_id,
        row.OrgUnit,
        row.to_unit,
        row.posts != NO_POSTS,
        row.period,
        row.due_on,
        status_of(DutyState(row.state), row.due_on, today),
        people.get((row.assignment_id, row.period), Counts()),
    )


def _people(look: Look, column: Column, assignment_ids: Sequence[int]) -> dict[tuple[int, str], Counts]:
    """By assignment and period: how the holders of posts stand."""
    found: dict[tuple[int, str], Counts] = defaultdict(Counts)
    for key, holder in _holders(look, column, assignment_ids):
        found[key].people[holder.status] += 1
    return found


def holders_of(look: Look, column: Column, assignment_id: int, period: str) -> list[Holder]:
    """The holders of posts behind an assignment at a time of it: who is late first, then by name."""
    found = [holder for key, holder in _holders(look, column, [assignment_id]) if key[1] == period]
    return sorted(found, key=lambda one: (ORDER[one.status.value], name_key(one.name)))


def _holders(look: Look, column: Column, ids: Sequence[int]) -> list[tuple[tuple[int, str], Holder]]:
    """People whose posts the assignments name, once each, with their own row where there is one."""
    own, found = aliased(Duty), given(column.times, below(look.unit))
    mine = (own.assignment_id == found.c.assignment_id, own.person_id == Membership.person_id)
    query = (
        sa.select(found, Membership.post_kind, Membership.post, Person.id, Person.name, own)
        .select_from(found)
        .join(Membership, sa.and_(Membership.unit_id == found.c.unit_id, is_held(look.today)))
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(own, sa.and_(*mine, own.period == found.c.period))
        .where(found.c.assignment_id.in_(ids), Membership.post_kind != "", Person.is_active)
        .order_by(Membership.id)
    )
    units = sa.select(Assignment.unit_id).where(Assignment.id.in_(ids))
    held = sa.select(Membership.person_id).where(Membership.unit_id.in_(units))
    days = person_days([column.duty_task_id], held, units)
    people: dict[tuple[int, str, int], Holder] = {}
    for *row, kind, post, person_id, name, duty in db.session.execute(query):
        assignment_id, unit_id, posts, period, state = row[0], row[1], row[4], row[5], row[7]
        key = (assignment_id, period, person_id)
        if kind in kinds_meant(json.loads(posts)) and key not in people:
            day = duty.due_on if duty else days.of(column.duty_task_id, unit_id, person_id, period).due_on
            seen = status_of(DutyState(duty.state if duty else state), day, look.today)
            people[key] = Holder(person_id, name, post, duty.id if duty else None, day, seen)
    return [(key[:2], holder) for key, holder in people.items()]


def assignment_of(look: Look, assignment_id: int) -> tuple[Assignment, OrgUnit]:
    """An assignment within the subtree that is looked at; NotFound for any other."""
    query = sa.select(Assignment, OrgUnit).join(OrgUnit, OrgUnit.id == Assignment.unit_id)
    row = db.session.execute(query.where(Assignment.id == assignment_id, below(look.unit))).one_or_none()
    if row is None:
        raise NotFound("Không tìm thấy việc này trong phạm vi quý vị phụ trách.")
    return row[0], row[1]


def column_behind(look: Look, task_id: int) -> Column:
    """The task of the plan whose duties stand with this one; NotFound where the plan does not show it."""
    found = next((one for one in columns_of(look.plan, look.today) if one.duty_task_id == task_id), None)
    if found is None:
        raise NotFound("Không tìm thấy nhiệm vụ này trong kế hoạch.")
    return found
