"""A person's own tasks: of the posts held, with and without a row yet; what leaders confirm; what their unit owes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from quiz.accounts.models import Membership, Person
from quiz.accounts.posts import is_held
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.plans.authority import LEADING, OF_COMMITTEE, Powers, confirmable, powers_of
from quiz.plans.models import Assignment, Duty, Plan, PlanTask
from quiz.plans.overview.linking import links_of
from quiz.plans.overview.personal import given, kinds_meant, personal, times_of
from quiz.plans.overview.statuses import UNFINISHED
from quiz.plans.overview.todo import Item
from quiz.plans.overview.todo_queries import LIVE
from quiz.plans.rules import SOON, DutyState, Status, status_of
from quiz.plans.timing.people_days import person_days
from quiz.units.models import OrgUnit

MOST = 200
"""How many things each list reads at most; nobody has as many."""
ORDER = {status: number for number, status in enumerate(Status)}


@dataclass(frozen=True)
class OwnTask:
    """A task of one's own. `duty_id` None: nothing begun yet, the way in makes the row."""

    task: PlanTask
    plan: Plan
    unit: OrgUnit
    assignment_id: int
    period: str
    duty_id: int | None
    due_on: date | None
    status: Status
    url: str = ""
    action: str = ""
    progress: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the person still has to act."""
        return self.status not in {Status.DONE, Status.EXCUSED, Status.WAITING}


@dataclass(frozen=True)
class OwnList:
    """Everything on the page of own tasks. `has_post` False: the person holds no post, so nothing can be theirs."""

    has_post: bool
    open: Sequence[OwnTask] = ()
    later: Sequence[OwnTask] = ()
    settled: Sequence[OwnTask] = ()
    to_confirm: Sequence[Item] = ()
    of_units: Sequence[Item] = ()
    leads: bool = False

    @property
    def plans(self) -> list[str]:
        """The titles of the plans that these things are of, each once."""
        titles = [task.plan.title for task in (*self.open, *self.later, *self.settled)]
        return list(dict.fromkeys([*titles, *(item.plan for item in (*self.to_confirm, *self.of_units))]))

    @property
    def pressing(self) -> int:
        """How many things should be done now: late, returned, due within a week, to confirm."""
        now = {Status.LATE, Status.RETURNED, Status.SOON}
        return sum(task.status in now for task in self.open) + len(self.to_confirm)


def own_list(actor: Actor, today: date) -> OwnList:
    """The own tasks, those to be done next on top; a person without a post costs one statement."""
    powers = powers_of(actor)
    if not powers.posts:
        return OwnList(False)
    tasks = _tasks(actor, powers, today)
    near = [task for task in tasks if task.is_open and task.status is not Status.AHEAD]
    later = [task for task in tasks if task.status is Status.AHEAD]
    return OwnList(
        True,
        near,
        later,
        [task for task in tasks if not task.is_open],
        _to_confirm(actor, powers),
        _of_units(powers, today),
        any(powers.leads(unit_id) for unit_id in powers.posts),
    )


def _tasks(actor: Actor, powers: Powers, today: date) -> list[OwnTask]:
    """Own tasks with the row where there is one; without one the day that it would have."""
    own = aliased(Duty)
    units = sa.select(Membership.unit_id).where(Membership.person_id == actor.person_id, is_held(today))
    within = OrgUnit.id.in_(units.where(Membership.post_kind != ""))
    found_there = given(times_of(personal(within)), within)
    mine = sa.and_(
        own.assignment_id == found_there.c.assignment_id,
        own.period == found_there.c.period,
        own.person_id == actor.person_id,
    )
    query = (
        sa.select(found_there, own, PlanTask, Plan, OrgUnit)
        .join(PlanTask, PlanTask.id == found_there.c.task_id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .join(OrgUnit, OrgUnit.id == found_there.c.unit_id)
        .outerjoin(own, mine)
        .where(Plan.state.in_([*LIVE]))
    )
    found: list[OwnTask] = []
    rows: list[tuple[Duty, PlanTask]] = []
    everything = db.session.execute(query).all()
    days = person_days({row.task_id for row in everything}, [actor.person_id], {row.unit_id for row in everything})
    for *given_row, row, task, plan, unit in everything:
        assignment_id, _unit, _task, _to_unit, kept, period, _due_on, state, _duty = given_row
        if kinds_meant(json.loads(kept)) & powers.posts.get(unit.id, frozenset()):
            due_on = row.due_on if row else days.of(task.id, unit.id, actor.person_id, period).due_on
            seen = status_of(DutyState(row.state if row else state), due_on, today)
            times = (assignment_id, period, row.id if row else None, due_on, seen)
            found.append(OwnTask(task, plan, unit, *times))
            rows += [(row, task)] if row else []
    links = links_of(actor, rows)
    made = [_linked(task, links.get(task.duty_id or 0)) for task in found]
    return sorted(made, key=lambda one: (ORDER[one.status], one.due_on or date.max, one.task.position, one.period))


def _linked(task: OwnTask, link: tuple[str, str, str] | None) -> OwnTask:
    if task.duty_id is None:
        return task
    url, action, progress = link or (f"/tasks/duties/{task.duty_id}", str(_("Mở")), "")
    return replace(task, url=url, action=action, progress=progress)


def _whole() -> sa.Select[Duty, PlanTask, OrgUnit, Plan]:
    return (
        sa.select(Duty, PlanTask, OrgUnit, Plan)
        .join(PlanTask, PlanTask.id == Duty.task_id)
        .join(OrgUnit, OrgUnit.id == Duty.unit_id)
        .join(Plan, Plan.id == Duty.plan_id)
        .where(Plan.state.in_([*LIVE]), PlanTask.is_work)
        .limit(MOST)
    )


def _to_confirm(actor: Actor, powers: Powers) -> list[Item]:
    """What was handed up in the units where the person holds a post, as far as it is the person's to decide.

    What a module attends to is decided on the module's page; things that one page decides stand here once.
    """
    leading = sorted(unit_id for unit_id, kinds in powers.posts.items() if kinds & {*LEADING, OF_COMMITTEE})
    handed = (Duty.unit_id.in_(leading), Duty.state == DutyState.SUBMITTED)
    rows = db.session.execute(_whole().where(*handed).order_by(Duty.submitted_at, Duty.id)).all()
    allowed = confirmable(actor, [(row[0], row[1], row[2]) for row in rows])
    mine = [row for row in rows if row[0].id in allowed]
    links, names = links_of(actor, [(row[0], row[1]) for row in mine]), _names(row[0].person_id for row in mine)
    found: dict[tuple[str, str], Item] = {}
    for duty, task, unit, plan in mine:
        item = replace(
            _item(duty, task, unit, plan, str(_("Xem và xác nhận"))), note=names.get(duty.person_id or 0, "")
        )
        item = replace(item, url=links[duty.id][0]) if duty.id in links else item
        found.setdefault((item.url, item.note), item)
    return list(found.values())


def _names(people: Iterable[int | None]) -> dict[int, str]:
    wanted = sorted({one for one in people if one is not None})
    return {
        row[0]: row[1] for row in db.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(wanted)))
    }


def _of_units(powers: Powers, today: date) -> list[Item]:
    """Duties of the units that the person leads that are late, returned or due within a week."""
    led = sorted(unit_id for unit_id in powers.posts if powers.leads(unit_id))
    query = _whole().join(Assignment, Assignment.id == Duty.assignment_id)
    query = query.where(Duty.unit_id.in_(led), Duty.person_id.is_(None), Assignment.to_unit)
    near = sa.or_(Duty.due_on <= today + SOON, Duty.state == DutyState.RETURNED)
    rows = db.session.execute(query.where(Duty.state.in_([*UNFINISHED]), near).order_by(Duty.due_on, Duty.id))
    return [_item(*row, str(_("Mở"))) for row in rows]


def _item(duty: Duty, task: PlanTask, unit: OrgUnit, plan: Plan, action: str) -> Item:
    url = f"/tasks/duties/{duty.id}"
    return Item(f"{task.code} – {task.title}", unit.name, url, action, duty.due_on, "", plan.title)
