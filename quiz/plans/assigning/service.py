"""Giving tasks to units and taking them back: always by one and the same way, whoever asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quiz.core import audit
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Conflict, NotAllowed, NotFound
from quiz.core.permissions import Actor
from quiz.plans import authority
from quiz.plans.assigning import giving
from quiz.plans.assigning.choosing import choose_units
from quiz.plans.assigning.giving import Act, Standing
from quiz.plans.assigning.matching import Share, share_by_hand
from quiz.plans.assigning.personal import person_duty
from quiz.plans.assigning.queries import Reach, moved_by_more_than_rules, tasks_of
from quiz.plans.assigning.taking_back import take_back, take_back_run
from quiz.plans.models import Plan, PlanTask
from quiz.plans.rules import PlanState
from quiz.plans.timing import service as timing
from quiz.units import queries as units

__all__ = ["Given", "assign", "assign_plan", "choose_units", "person_duty", "take_back", "take_back_run"]

TASKS_AT_A_TIME = 10
"""How many tasks of a plan are given in one transaction, so that nobody else waits long for the database."""
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Given:
    """What an assignment did: how many units were added, how many had the task already, how many duties were made."""

    added: int
    kept: int
    duties: int

    def __add__(self, other: Given) -> Given:
        """Both together."""
        return Given(self.added + other.added, self.kept + other.kept, self.duties + other.duties)


def assign(
    actor: Actor | None, plan_id: int, wanted: Mapping[int, Collection[int]], now: datetime, *, origin: str = "actors"
) -> Given:
    """Give tasks (by id) to units (ids); makes a duty of the unit for every occurrence of a task that is work.

    Who has a task already keeps it; from whom it was taken back gets it again only where somebody chooses the unit
    (`origin` "hand" or "own"). What a unit gets, as a body or for the holders of posts, follows from the task's actors.
    Standing duties get an assignment and no duty. Raises Conflict for a merged repeat and for a closed plan, NotFound
    for tasks and units that are not the plan's, NotAllowed for who does not organise its unit.
    """
    with transaction():
        plan = _locked(plan_id)
        _require(actor, plan, origin)
        tasks = _wanted_tasks(plan, wanted)
        reach = Reach(plan, now)
        _require_ground(reach, wanted)
        return _give(plan, tasks, reach, wanted, Act(actor.person_id if actor else None, now, origin), actor)


def assign_plan(
    actor: Actor | None,
    plan_id: int,
    now: datetime,
    *,
    task_ids: Collection[int] | None = None,
    tell: Tell | None = None,
) -> Given:
    """Give every task of the plan to the units its actors mean, within the subtree of the plan's unit.

    `task_ids`: these tasks alone. `tell(done, total)` hears of the progress. Some tasks at a time, so it can be begun
    again wherever it was broken off.
    """
    plan = _plan(plan_id)
    _require(actor, plan, "actors")
    ids = [task.id for task in tasks_of(plan_id) if task_ids is None or task.id in task_ids]
    given = Given(0, 0, 0)
    for number, portion in enumerate(in_portions(ids, TASKS_AT_A_TIME)):
        with transaction():
            plan = _locked(plan_id)
            reach, tasks = Reach(plan, now), tasks_of(plan_id, portion)
            wanted = {task.id: reach.of(task).keys() for task in tasks}
            given += _give(plan, tasks, reach, wanted, Act(actor.person_id if actor else None, now, "actors"), actor)
        if tell is not None:
            tell(min(len(ids), (number + 1) * TASKS_AT_A_TIME), len(ids))
    return given


def _plan(plan_id: int, *, lock: bool = False) -> Plan:
    plan = db.session.get(Plan, plan_id, with_for_update=True if lock else None)
    if plan is None:
        raise NotFound("Không tìm thấy kế hoạch này.")
    return plan


def _locked(plan_id: int) -> Plan:
    """The plan, whose tasks one at a time gives."""
    plan = _plan(plan_id, lock=True)
    if plan.state == PlanState.CLOSED:
        raise Conflict("Kế hoạch đã kết thúc nên không giao việc được nữa.", code="closed")
    return plan


def _require(actor: Actor | None, plan: Plan, origin: str) -> None:
    unit = units.get(plan.unit_id)
    if actor is None or authority.may_manage(actor, plan, unit):
        return
    if origin != "own" or not authority.may_fill(actor, unit):
        raise NotAllowed("Chỉ ban tổ chức của đơn vị ban hành kế hoạch mới giao việc được.")


def _wanted_tasks(plan: Plan, wanted: Mapping[int, Collection[int]]) -> Sequence[PlanTask]:
    tasks = tasks_of(plan.id, list(wanted))
    for task_id in wanted.keys() - {task.id for task in tasks}:
        task = db.session.get(PlanTask, task_id)
        if task is None or task.plan_id != plan.id or task.removed_at is not None:
            raise NotFound("Không tìm thấy việc này trong kế hoạch.")
        if task.merged_into_id is not None:
            raise Conflict("Việc này lặp lại một việc khác; vui lòng giao việc gốc.", code="merged")
        raise Conflict("Việc này do kế hoạch cấp trên giao.", code="derived")
    return tasks


def _require_ground(reach: Reach, wanted: Mapping[int, Collection[int]]) -> None:
    if not all(unit_id in reach.ground.kinds for unit_ids in wanted.values() for unit_id in unit_ids):
        raise NotFound("Có đơn vị không thuộc phạm vi của kế hoạch hoặc không còn hoạt động.", field="units")


def _give(
    plan: Plan,
    tasks: Sequence[PlanTask],
    reach: Reach,
    wanted: Mapping[int, Collection[int]],
    act: Act,
    actor: Actor | None,
) -> Given:
    """Write it; with a row in the audit trail where anything was given."""
    standing = giving.standing_of([task.id for task in tasks])
    given, touched = Given(0, 0, 0), list[PlanTask]()
    for task in tasks:
        added = _give_task(task, _shares(task, reach, wanted[task.id], act.origin), standing[task.id], act)
        duties = giving.make_duties(plan, task)
        given += Given(added, len(set(wanted[task.id])) - added, duties)
        if duties:
            touched.append(task)
    if by_more_than_rules := moved_by_more_than_rules(plan, touched):
        timing.redate(plan.id, act.at, task_ids=by_more_than_rules)
    if given.added:
        after = {"tasks": len(tasks), "added": given.added, "duties": given.duties, "origin": act.origin}
        audit.record(actor, "plan.assign", "plan", plan.id, after=after)
    db.session.expire_all()
    return given


def _shares(task: PlanTask, reach: Reach, unit_ids: Collection[int], origin: str) -> dict[int, Share]:
    by_actors, by_hand = reach.of(task), share_by_hand(reach.known(task))
    if origin == "actors":
        return {unit_id: by_actors.get(unit_id, by_hand) for unit_id in unit_ids}
    body = Share(to_unit=by_hand.to_unit)
    return {unit_id: by_actors.get(unit_id, by_hand) | body for unit_id in unit_ids}


def _give_task(task: PlanTask, wanted: Mapping[int, Share], standing: Mapping[int, Standing], act: Act) -> int:
    """Give one task; how many units have it that had not. What is there is widened, what was taken back revived."""
    fresh = {unit_id: share for unit_id, share in wanted.items() if unit_id not in standing}
    there = [(standing[unit_id], share) for unit_id, share in wanted.items() if unit_id in standing]
    added = giving.add(task, fresh, act)
    back = [one for one, _ in there if one.removed_at is not None] if act.origin != "actors" else []
    if back:
        giving.revive(back, act)
    wider: dict[Share, list[int]] = {}
    for one, share in there:
        if one.share | share != one.share | Share():
            wider.setdefault(one.share | share, []).append(one.id)
    giving.widen(wider)
    return added + len(back)
