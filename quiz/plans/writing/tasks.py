"""Making, changing, moving and removing tasks of a plan; what was assigned already follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean, fold
from quiz.plans.assigning.giving import make_duties
from quiz.plans.models import Assignment, Duty, DutyStep, Plan, PlanActor, PlanTask
from quiz.plans.rules import SETTLED, DutyState
from quiz.plans.timing import service as timing
from quiz.plans.timing.rules import occurrences
from quiz.plans.writing.checks import checked_task
from quiz.plans.writing.drafts import ActorDraft, TaskDraft
from quiz.plans.writing.making import locked, make_actor, require_open, require_version, touch, write
from quiz.plans.writing.rights import require_change
from quiz.plans.writing.rules import is_work, next_own_code

FINISHED = tuple(sorted({*SETTLED, DutyState.EXCUSED}))
"""States of duties that a removed task leaves alone."""


def make_task(
    actor: Actor | None,
    plan_id: int,
    draft: TaskDraft,
    now: datetime,
    *,
    is_own: bool = False,
    new_actor: ActorDraft | None = None,
) -> PlanTask:
    """Add a task at the end of its section; without a code it gets the next "R-01". `new_actor` is added with it.

    Raises Invalid with the field, Conflict (state) where the plan cannot be changed now.
    """
    with transaction():
        plan = locked(Plan, plan_id)
        require_change(actor, plan)
        require_open(plan)
        rows = tasks_of(plan.id)
        code = clean(draft.code) or next_own_code(task.code for task in rows)
        draft = replace(_with(actor, plan, draft, new_actor, now), code=code)
        draft = checked_task(draft, _actors(plan.id))
        if code in {task.code for task in rows}:
            raise Invalid("Kế hoạch đã có việc mang mã %(used)s.", field="code", used=code)
        task = PlanTask(plan_id=plan.id, is_own=is_own, **_columns(draft))
        db.session.add(task)
        living = [one for one in rows if one.removed_at is None]
        last = max((i for i, one in enumerate(living) if one.section == draft.section), default=len(living) - 1)
        _number([*living[: last + 1], task, *living[last + 1 :]])
        touch(plan, now)
        db.session.flush()
        audit.record(actor, "plan.task.make", "plan_task", task.id, after=draft.columns())
    return task


def change_task(
    actor: Actor | None,
    task_id: int,
    draft: TaskDraft,
    version: int,
    now: datetime,
    *,
    new_actor: ActorDraft | None = None,
) -> PlanTask:
    """Change a task; where its day changed and the plan is issued, the days of its duties follow in the same step.

    Raises Conflict (stale) where somebody was faster, Conflict (state) for a task that belongs to the unit above.
    """
    with transaction():
        task, plan = _writable(actor, task_id)
        require_version(task, version)
        if task.origin_id is not None:
            raise Conflict("Nội dung việc của cấp trên chỉ sửa ở kế hoạch cấp trên.", code="state")
        draft = replace(_with(actor, plan, draft, new_actor, now), code=task.code)
        draft = checked_task(draft, _actors(plan.id))
        before, after, was_work = TaskDraft.of(task).columns(), draft.columns(), task.is_work
        changed = {name: value for name, value in after.items() if before[name] != value}
        write(task, _columns(draft))
        touch(plan, now)
        db.session.flush()
        old = {name: before[name] for name in changed}
        audit.record(actor, "plan.task.change", "plan_task", task.id, before=old, after=changed)
        if "deadline" in changed or was_work != task.is_work:
            follow(actor, plan, task, now)
    return task


def move_task(actor: Actor | None, task_id: int, after_id: int | None, version: int, now: datetime) -> None:
    """Put a task behind another one (None: at the front); it takes over that one's section."""
    with transaction():
        task, plan = _writable(actor, task_id)
        require_version(task, version)
        others = [one for one in tasks_of(plan.id) if one.removed_at is None and one.id != task.id]
        places = {one.id: number for number, one in enumerate(others, 1)}
        if after_id is not None and after_id not in places:
            raise Invalid("Vui lòng chọn trong danh sách việc đứng liền trước.", field="after")
        at = 0 if after_id is None else places[after_id]
        before = {"position": task.position, "section": task.section}
        if others:
            task.section = others[max(at - 1, 0)].section
        _number([*others[:at], task, *others[at:]])
        touch(plan, now)
        after = {"position": task.position, "section": task.section}
        audit.record(actor, "plan.task.move", "plan_task", task.id, before=before, after=after)


def remove_task(actor: Actor | None, task_id: int, version: int, now: datetime, *, reason: str = "") -> int:
    """Take a task out of the plan: assignments are taken back, open duties excused; how many duties that were.

    Raises Invalid where somebody has begun and no reason is given, Conflict for a task of the unit above.
    """
    with transaction():
        task, plan = _writable(actor, task_id)
        require_version(task, version)
        if task.origin_id is not None and task.is_work:
            raise Conflict("Việc do cấp trên giao không bỏ được ở kế hoạch của đơn vị.", code="state")
        if begun(task.id) and not reason.strip():
            raise Invalid("Đã có đơn vị bắt đầu việc này. Vui lòng ghi lý do bỏ việc.", field="reason")
        excused = 0 if task.origin_id is not None else excuse(actor, task.id, reason.strip(), now)
        task.removed_at = now
        touch(plan, now)
        after = {"code": task.code, "excused": excused}
        audit.record(actor, "plan.task.remove", "plan_task", task.id, after=after, reason=reason.strip())
    return excused


def begun(task_id: int) -> int:
    """How many duties of a task somebody has begun."""
    query = sa.select(sa.func.count()).where(
        Duty.task_id == task_id, Duty.state.not_in([DutyState.OPEN, DutyState.EXCUSED])
    )
    return db.session.scalar(query) or 0


def tasks_of(plan_id: int) -> list[PlanTask]:
    """All tasks of a plan in their order, also those removed."""
    query = sa.select(PlanTask).where(PlanTask.plan_id == plan_id).order_by(PlanTask.position, PlanTask.id)
    return list(db.session.scalars(query))


def _with(actor: Actor | None, plan: Plan, draft: TaskDraft, new: ActorDraft | None, now: datetime) -> TaskDraft:
    if new is None:
        return draft
    made = make_actor(actor, plan.id, new, now)
    return replace(draft, actors=(*draft.actors, made.name))


def follow(actor: Actor | None, plan: Plan, task: PlanTask, now: datetime) -> None:
    """Duties after another rule: nobody need do what falls away and was not begun, what is new is made, days follow."""
    periods = [time.period for time in occurrences(task.deadline, plan.years)] if task.is_work else []
    gone = (Duty.task_id == task.id, Duty.state == DutyState.OPEN, Duty.period.not_in(periods))
    _excuse_duties(actor, gone, "Thời hạn của việc đã thay đổi.", now)
    if task.is_work:
        make_duties(plan, task)
    timing.redate(plan.id, now, task_ids=[task.id])


def excuse(actor: Actor | None, task_id: int, reason: str, now: datetime) -> int:
    """Take a task back from every unit: what is not finished is excused; how many duties that were. A fixed number of
    statements, within the caller's transaction.
    """
    excused = _excuse_duties(actor, (Duty.task_id == task_id, Duty.state.not_in(FINISHED)), reason, now)
    taken = {"removed_at": now, "removed_reason": reason}
    given = (Assignment.task_id == task_id, Assignment.removed_at.is_(None))
    db.session.execute(sa.update(Assignment).where(*given).values(taken), execution_options=_AT_ONCE)
    return excused


def _excuse_duties(actor: Actor | None, which: tuple[Any, ...], reason: str, now: datetime) -> int:
    person_id = actor.person_id if actor else None
    steps = sa.select(
        Duty.id,
        sa.literal(now, DutyStep.at.type),
        sa.literal(person_id, sa.BigInteger),
        Duty.state,
        sa.literal(str(DutyState.EXCUSED)),
        sa.literal(reason),
        sa.literal(""),
    ).where(*which)
    columns = ["duty_id", "at", "actor_id", "from_state", "to_state", "remark", "basis"]
    db.session.execute(sa.insert(DutyStep).from_select(columns, steps, include_defaults=False))
    told = {"state": str(DutyState.EXCUSED), "decided_at": now, "decided_by": person_id, "version": Duty.version + 1}
    excused = db.session.execute(sa.update(Duty).where(*which).values(told), execution_options=_AT_ONCE)
    return int(getattr(excused, "rowcount", 0))


_AT_ONCE = {"synchronize_session": False}


def _writable(actor: Actor | None, task_id: int) -> tuple[PlanTask, Plan]:
    task = locked(PlanTask, task_id)
    plan = locked(Plan, task.plan_id)
    require_change(actor, plan)
    require_open(plan)
    if task.removed_at is not None:
        raise Conflict("Việc này đã được bỏ khỏi kế hoạch.", code="state")
    return task, plan


def _actors(plan_id: int) -> dict[str, PlanActor]:
    return {row.name: row for row in db.session.scalars(sa.select(PlanActor).where(PlanActor.plan_id == plan_id))}


def _columns(draft: TaskDraft) -> dict[str, object]:
    work = is_work(draft.deadline, draft.quantity, draft.targets)
    return {**draft.columns(), "title_folded": fold(draft.title)[:500], "is_work": work}


def _number(tasks: list[PlanTask]) -> None:
    """Give tasks their places; a task that only moved up or down for another one's sake keeps its version."""
    moved = [(task, place) for place, task in enumerate(tasks, 1) if task.position != place]
    for task, place in moved:
        if task.id is None:
            task.position = place
    rows = [{"task": task.id, "place": place} for task, place in moved if task.id is not None]
    if rows:
        table = db.metadata.tables[PlanTask.__tablename__]
        places = sa.update(table).where(table.c.id == sa.bindparam("task")).values(position=sa.bindparam("place"))
        db.session.connection().execute(places, rows)
    for task, place in moved:
        if task.id is not None:
            set_committed_value(task, "position", place)
