"""The events of a plan as people see and keep them: what happened when, to whom, and which tasks wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from quiz.core import audit, clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor
from quiz.plans.authority import STAFF, may_manage
from quiz.plans.models import Duty, Plan, PlanEvent, PlanTask
from quiz.plans.rules import PlanState
from quiz.plans.timing.days import OF_THE_PLAN
from quiz.plans.timing.families import facts_of, uppermost
from quiz.plans.timing.rules import EVENTS
from quiz.plans.timing.service import record_event, remove_events
from quiz.units.models import OrgUnit
from quiz.units.queries import named, within_reach


@dataclass(frozen=True)
class EventRow:
    """What happened to the plan, a unit, or so many people; `may_undo`: recorded by hand, and this person's to undo."""

    id: int
    kind: str
    happened_on: date
    unit_name: str
    people: int
    source: str
    may_undo: bool


@dataclass(frozen=True)
class Waiting:
    """A task that follows an event: how many duties within reach have their day, and how many wait for it."""

    task: PlanTask
    kind: str
    dated: int
    waiting: int


def seen_plan(actor: Actor, slug: str) -> tuple[Plan, OrgUnit]:
    """The plan of an address with its unit, for staff over the unit, or below it once issued; else NotFound."""
    plan = db.session.scalar(sa.select(Plan).where(Plan.slug == slug))
    unit = db.session.get(OrgUnit, plan.unit_id) if plan else None
    if plan is None or unit is None or not sees_plan(actor, plan, unit):
        raise NotFound("Không tìm thấy kế hoạch này.")
    return plan, unit


def sees_plan(actor: Actor, plan: Plan, unit: OrgUnit) -> bool:
    """Whether the person acts for the plan's unit or one above it, or for one below it once the plan is issued."""
    below = (
        grant.first is not None and grant.last is not None and unit.position <= grant.first <= unit.last_position
        for grant in actor.grants
        if grant.role in STAFF
    )
    is_out = plan.state in {PlanState.ISSUED, PlanState.CLOSED}
    return actor.covers(unit.position, *STAFF) or (is_out and any(below))


def page_of_events(actor: Actor, plan: Plan, unit: OrgUnit, number: int) -> Page[EventRow]:
    """The events within reach, the latest first: those of the whole plan, and of units and people below its unit."""
    event, people = PlanEvent, sa.func.count(PlanEvent.person_id)
    grouped = (event.plan_id, event.kind, event.happened_on, event.source, OrgUnit.name, OrgUnit.position)
    query = (
        sa.select(sa.func.min(event.id), people, *grouped)
        .join(OrgUnit, OrgUnit.id == event.unit_id, isouter=True)
        .where(_within_reach(actor, plan, unit))
        .group_by(*grouped, event.person_id.is_(None))
    )
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(event.happened_on.desc(), sa.func.min(event.id))
    rows = db.session.execute(ordered.limit(PER_PAGE).offset(offset(number))).all()
    manages = may_manage(actor, plan, unit)
    found = []
    for first, count, plan_id, kind, day, source, name, position in rows:
        is_mine = manages and plan_id == plan.id if position is None else actor.covers(position, *STAFF)
        may_undo = is_mine and not source and not count
        found.append(EventRow(first, kind, day, name or "", count, source, may_undo))
    return Page(found, number, total)


def _within_reach(actor: Actor, plan: Plan, unit: OrgUnit) -> sa.ColumnElement[bool]:
    """The whole plan's events and those of units the person acts for; managers also see people without a unit."""
    facts, of_nobody = facts_of(plan.id), sa.and_(PlanEvent.unit_id.is_(None), PlanEvent.person_id.is_(None))
    below = sa.and_(
        PlanEvent.plan_id == facts.root_id,
        OrgUnit.position.between(unit.position, unit.last_position),
        within_reach(actor, *STAFF),
    )
    shown = sa.or_(sa.and_(PlanEvent.plan_id.in_(facts.chain), of_nobody), below)
    if may_manage(actor, plan, unit) and plan.id == facts.root_id:
        return sa.or_(shown, sa.and_(PlanEvent.plan_id == plan.id, PlanEvent.unit_id.is_(None)))
    return shown


def waiting_tasks(actor: Actor, plan: Plan) -> Sequence[Waiting]:
    """The tasks of the plan that follow an event, with their duties within reach; two statements and one a level."""
    rows = db.session.scalars(
        sa.select(PlanTask)
        .where(PlanTask.plan_id == plan.id, PlanTask.removed_at.is_(None))
        .order_by(PlanTask.position)
    ).all()
    following = [row for row in rows if row.deadline.get("kind") == "relative" and row.merged_into_id is None]
    tops = {task.id: task for task in uppermost([row.id for row in following])}
    counts = {
        task_id: (dated, every - dated)
        for task_id, dated, every in db.session.execute(
            sa.select(Duty.task_id, sa.func.count(Duty.due_on), sa.func.count())
            .join(OrgUnit, OrgUnit.id == Duty.unit_id)
            .where(Duty.task_id.in_(tops), within_reach(actor, *STAFF))
            .group_by(Duty.task_id)
        )
    }
    top_of = {row.id: _top(row, tops) for row in following}
    return [Waiting(row, str(row.deadline.get("event", "")), *counts.get(top_of[row.id], (0, 0))) for row in following]


def _top(row: PlanTask, tops: dict[int, PlanTask]) -> int:
    """The uppermost task of one: codes are kept when a plan is derived."""
    if row.id in tops:
        return row.id
    return next((top.id for top in tops.values() if top.code == row.code), row.id)


def record_by_hand(
    actor: Actor, plan: Plan, unit: OrgUnit, kind: str, happened_on: date, unit_code: str, now: datetime
) -> None:
    """Record an event of the whole plan, for which its managers are asked, or of a unit, by its staff."""
    if kind not in EVENTS:
        raise Invalid("Loại sự kiện này không có trong danh mục.", field="kind")
    if happened_on > clock.local(now).date():
        raise Invalid("Chỉ ghi sự kiện đã diễn ra; ngày này còn ở phía trước.", field="happened_on")
    if plan.state == PlanState.CLOSED:
        raise Conflict("Kế hoạch đã kết thúc nên không ghi thêm sự kiện.", code="closed")
    if kind in OF_THE_PLAN:
        if unit_code.strip():
            raise Invalid("Sự kiện này là của cả kế hoạch; vui lòng để trống đơn vị.", field="unit")
        if not may_manage(actor, plan, unit):
            raise NotAllowed("Chỉ ban tổ chức của đơn vị ban hành kế hoạch mới ghi được sự kiện này.")
        record_event(actor, plan.id, kind, happened_on, now)
        return
    concerned = _own_unit(actor, unit, unit_code)
    record_event(actor, plan.id, kind, happened_on, now, unit_id=concerned.id)


def _own_unit(actor: Actor, unit: OrgUnit, text: str) -> OrgUnit:
    if not text.strip():
        raise Invalid("Sự kiện này là của từng đơn vị; vui lòng chọn đơn vị.", field="unit")
    found = named(text)
    is_below = found is not None and unit.position <= found.position <= unit.last_position
    if found is None or not is_below or not actor.covers(found.position, *STAFF):
        raise Invalid("Không tìm thấy đơn vị này trong phạm vi của quý vị.", field="unit")
    return found


def take_back_by_hand(actor: Actor, plan: Plan, unit: OrgUnit, event_id: int) -> None:
    """Undo an event that was recorded by hand; the days that hung on it are awaited again."""
    with transaction():
        row = db.session.get(PlanEvent, event_id)
        facts = facts_of(plan.id)
        if row is None or row.plan_id not in facts.chain or row.person_id is not None:
            raise NotFound("Không tìm thấy sự kiện này.")
        of_unit = db.session.get(OrgUnit, row.unit_id) if row.unit_id is not None else None
        if of_unit is None and not (row.plan_id == plan.id and may_manage(actor, plan, unit)):
            raise NotAllowed("Chỉ ban tổ chức của đơn vị ban hành kế hoạch mới bỏ được sự kiện này.")
        if of_unit is not None and not actor.covers(of_unit.position, *STAFF):
            raise NotFound("Không tìm thấy sự kiện này.")
        if row.source:
            raise Conflict("Sự kiện này được ghi ở mục khác; vui lòng sửa tại mục đó.", code="source")
        before = {"kind": row.kind, "on": row.happened_on, "unit": row.unit_id}
        audit.record(actor, "plan.event_taken_back", "plan", row.plan_id, before=before)
        remove_events([(row.id, row.plan_id, row.kind, row.unit_id, row.person_id)])
