"""What stands behind a cell: the duties of the units, and of a task given to holders of posts its people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.accounts.models import Membership, Person
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.vietnamese import name_key
from quiz.plans.models import Assignment, Duty
from quiz.plans.overview.scope import Look
from quiz.plans.overview.statuses import Counts, status_sql
from quiz.plans.overview.tallies import Asked, below, counted, holds
from quiz.plans.overview.tasks import Column, columns_of
from quiz.plans.rules import DutyState, Status, status_of
from quiz.units.models import OrgUnit
from quiz.units.rules import search_words
from quiz.units.search import has_words

ORDER = {status.value: number for number, status in enumerate(Status)}


@dataclass(frozen=True)
class Behind:
    """A unit's duty behind a cell. `to_unit`: the unit has to act; `people`: how the holders of posts stand."""

    duty: Duty
    unit: OrgUnit
    to_unit: bool
    posts: Sequence[str]
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
    """The duties that a cell counts, the latest first, a page of them: three statements."""
    status = status_sql(Duty.state, Duty.due_on, look.today)
    query = _chosen(look, column, choice)
    if choice.late:
        query = query.where(status == Status.LATE.value)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(sa.case(ORDER, value=status), Duty.due_on, OrgUnit.position, Duty.period)
    rows = db.session.execute(ordered.limit(PER_PAGE).offset(offset(number))).all()
    people = _people(look, [duty for duty, _unit, _to, posts in rows if posts])
    return Page([_behind(row, people, look.today) for row in rows], number, total)


def _chosen(look: Look, column: Column, choice: Choice) -> sa.Select[Any]:
    within = OrgUnit.id == look.unit.id if choice.own else below(look.unit)
    asked = Asked(look.unit, [column], look.today, choice.month)
    columns: list[Any] = [Duty, OrgUnit, Assignment.to_unit, Assignment.posts]
    query = (
        sa.select(*columns)
        .join(OrgUnit, OrgUnit.id == Duty.unit_id)
        .join(Assignment, Assignment.id == Duty.assignment_id)
        .where(Duty.task_id == column.duty_task_id, Duty.person_id.is_(None), within, counted(asked, Duty))
    )
    wanted = search_words(choice.words)
    return query.where(has_words(wanted)) if wanted else query


def _behind(row: Any, people: dict[int, Counts], today: date) -> Behind:
    duty, unit, to_unit, posts = row
    return Behind(
        duty,
        unit,
        to_unit,
        posts,
        status_of(DutyState(duty.state), duty.due_on, today),
        people.get(duty.id, Counts()),
    )


def _people(look: Look, duties: Sequence[Duty]) -> dict[int, Counts]:
    """By the unit's duty: how its holders of posts stand."""
    found: dict[int, Counts] = defaultdict(Counts)
    for duty_id, holder in _holders(look, [duty.id for duty in duties]):
        found[duty_id].people[holder.status] += 1
    return found


def holders_of(look: Look, duty: Duty) -> list[Holder]:
    """The holders of posts behind a unit's duty: who is late first, then by name."""
    found = [holder for _duty, holder in _holders(look, [duty.id])]
    return sorted(found, key=lambda one: (ORDER[one.status.value], name_key(one.name)))


def _holders(look: Look, duty_ids: Sequence[int]) -> list[tuple[int, Holder]]:
    """People whose posts the assignment names, once each, with their own row where there is one: one statement."""
    own = aliased(Duty)
    of_person = sa.and_(
        own.assignment_id == Duty.assignment_id, own.period == Duty.period, own.person_id == Membership.person_id
    )
    query = (
        sa.select(Duty, Assignment.posts, Membership.post_kind, Membership.post, Person.id, Person.name, own)
        .join(Assignment, Assignment.id == Duty.assignment_id)
        .join(Membership, sa.and_(Membership.unit_id == Assignment.unit_id, holds(look.today)))
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(own, of_person)
        .where(Duty.id.in_(duty_ids), Membership.post_kind != "")
        .order_by(Membership.id)
    )
    found: dict[tuple[int, int], Holder] = {}
    for duty, posts, kind, post, person_id, name, row in db.session.execute(query):
        if kind in posts and (duty.id, person_id) not in found:
            found[duty.id, person_id] = _holder(duty, row, (person_id, name, post), look.today)
    return [(duty_id, holder) for (duty_id, _person), holder in found.items()]


def _holder(duty: Duty, row: Duty | None, person: tuple[int, str, str], today: date) -> Holder:
    excused = duty.state == DutyState.EXCUSED
    state = DutyState(row.state) if row else (DutyState.EXCUSED if excused else DutyState.OPEN)
    due_on = row.due_on if row else duty.due_on
    return Holder(*person, row.id if row else None, due_on, status_of(state, due_on, today))


def unit_duty(look: Look, duty_id: int) -> tuple[Duty, OrgUnit]:
    """A unit's duty within the subtree that is looked at; NotFound for any other."""
    query = sa.select(Duty, OrgUnit).join(OrgUnit, OrgUnit.id == Duty.unit_id)
    row = db.session.execute(query.where(Duty.id == duty_id, Duty.person_id.is_(None), below(look.unit))).one_or_none()
    if row is None:
        raise NotFound("Không tìm thấy việc này trong phạm vi quý vị phụ trách.")
    return row[0], row[1]


def column_by_duty(look: Look, duty: Duty) -> Column:
    """The task of the plan whose duty this is; NotFound where the plan does not show it."""
    found = next((one for one in columns_of(look.plan, look.today) if one.duty_task_id == duty.task_id), None)
    if found is None:
        raise NotFound("Không tìm thấy nhiệm vụ này trong kế hoạch.")
    return found
