"""Difficulties: raised to the unit above, passed on with a remark, answered, withdrawn by whoever raised them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from quiz.core import audit, inbox
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.core.inbox import Note
from quiz.core.permissions import Actor
from quiz.plans.authority import STAFF, may_fill
from quiz.plans.models import Plan, PlanTask
from quiz.plans.models_records import Difficulty, DifficultyStep
from quiz.plans.reporting.news import OWN_REPORTS, staff_among, staff_of
from quiz.plans.reporting.periods import STALE
from quiz.units import queries as units
from quiz.units.models import OrgUnit

OPEN, ANSWERED, WITHDRAWN = "open", "answered", "withdrawn"
ACTION_TITLES: dict[str, str] = {
    "raised": "Đã nêu",
    "passed": "Chuyển lên cấp trên",
    "answered": "Đã trả lời",
    "withdrawn": "Đã rút",
}
STATE_TITLES: dict[str, str] = {OPEN: "Chờ trả lời", ANSWERED: "Đã trả lời", WITHDRAWN: "Đã rút"}
LONGEST = 4_000
NO_SUCH = "Không tìm thấy khó khăn, vướng mắc này."


def raise_difficulty(
    actor: Actor,
    plan_id: int,
    unit: OrgUnit,
    text: str,
    now: datetime,
    *,
    task_id: int | None = None,
    report_id: int | None = None,
) -> Difficulty:
    """A unit tells the unit above what it cannot solve by itself. Raises NotAllowed, Invalid (`text`, `task`)."""
    words, unit_id = _words(text, "Vui lòng ghi nội dung khó khăn, vướng mắc."), unit.id
    with transaction():
        unit = units.get(unit_id)
        if not may_fill(actor, unit):
            raise NotAllowed("Tài khoản này không nêu khó khăn thay cho đơn vị này.")
        at_plan, above = _above(db.session.get_one(Plan, plan_id), unit)
        _check_task(plan_id, task_id)
        row = Difficulty(plan_id=at_plan.id, unit_id=unit.id, at_unit_id=above.id, task_id=task_id, text=words)
        row.report_id, row.raised_at, row.raised_by = report_id, now, actor.person_id
        db.session.add(row)
        db.session.flush()
        _step(actor, row, unit, "raised", words, now)
        _tell(row, at_plan, [above.id], "%(unit)s nêu khó khăn, vướng mắc cần trả lời.", unit.name, now)
        return row


def _check_task(plan_id: int, task_id: int | None) -> None:
    if task_id is not None:
        task = db.session.get(PlanTask, task_id)
        if task is None or task.plan_id != plan_id:
            raise Invalid("Vui lòng chọn một nhiệm vụ của kế hoạch này.", field="task")


def _above(plan: Plan, unit: OrgUnit) -> tuple[Plan, OrgUnit]:
    """Who answers what a unit raises; what leaves the subtree of a derived plan goes on under the upper plan."""
    if unit.id == plan.unit_id and plan.parent_id is not None:
        plan = db.session.get_one(Plan, plan.parent_id)
    if unit.id == plan.unit_id or unit.parent_id is None:
        raise Invalid("Đơn vị này không có cấp trên trong kế hoạch để gửi lên.", field="text")
    return plan, units.get(unit.parent_id)


def answer(actor: Actor, difficulty_id: int, version: int, text: str, now: datetime) -> Difficulty:
    """The unit that it has come to answers; whoever raised it and everybody between is told."""
    words = _words(text, "Vui lòng ghi nội dung trả lời.")
    with transaction():
        row, at = _open(difficulty_id, version)
        _require_at(actor, at)
        row.state = ANSWERED
        _step(actor, row, at, "answered", words, now)
        plan = db.session.get_one(Plan, row.plan_id)
        passed = db.session.scalars(sa.select(DifficultyStep.unit_id).where(DifficultyStep.difficulty_id == row.id))
        text = "%(unit)s đã trả lời khó khăn, vướng mắc."
        _tell(row, plan, [*passed, row.unit_id], text, at.name, now, but=actor.person_id)
        return row


def pass_up(actor: Actor, difficulty_id: int, version: int, remark: str, now: datetime) -> Difficulty:
    """The unit that it has come to cannot answer either and passes it to the unit above, with a remark."""
    words = _words(remark, "Vui lòng ghi ý kiến khi chuyển lên cấp trên.")
    with transaction():
        row, at = _open(difficulty_id, version)
        _require_at(actor, at)
        plan, above = _above(db.session.get_one(Plan, row.plan_id), at)
        row.plan_id, row.at_unit_id = plan.id, above.id
        _step(actor, row, at, "passed", words, now)
        _tell(row, plan, [above.id], "%(unit)s chuyển lên một khó khăn, vướng mắc cần trả lời.", at.name, now)
        return row


def withdraw(actor: Actor, difficulty_id: int, version: int, remark: str, now: datetime) -> Difficulty:
    """The unit that raised it takes it back."""
    with transaction():
        row, _at = _open(difficulty_id, version)
        if not may_withdraw(actor, row):
            raise NotAllowed("Chỉ đơn vị đã nêu mới rút được khó khăn, vướng mắc này.")
        row.state = WITHDRAWN
        _step(actor, row, units.get(row.unit_id), "withdrawn", remark.strip()[:LONGEST], now)
        return row


def may_withdraw(actor: Actor, row: Difficulty) -> bool:
    """Whether the person raised it or acts for exactly the unit that did: nobody above makes it disappear."""
    acts_for = any(grant.role in STAFF and grant.unit_id == row.unit_id for grant in actor.grants)
    return acts_for or row.raised_by == actor.person_id


def may_answer(actor: Actor, at: OrgUnit) -> bool:
    """Whether the person acts for the unit that has to answer."""
    return actor.covers(at.position, *STAFF)


def _require_at(actor: Actor, at: OrgUnit) -> None:
    if not may_answer(actor, at):
        raise NotAllowed("Chỉ đơn vị đang giữ khó khăn, vướng mắc này mới trả lời hoặc chuyển lên được.")


def _open(difficulty_id: int, version: int) -> tuple[Difficulty, OrgUnit]:
    row = db.session.get(Difficulty, difficulty_id)
    if row is None:
        raise NotFound(NO_SUCH)
    if row.version != version:
        raise Conflict(STALE, code="stale")
    if row.state != OPEN:
        raise Conflict("Khó khăn, vướng mắc này đã được xử lý xong.", code="state")
    return row, units.get(row.at_unit_id)


def _words(text: str, missing: str) -> str:
    words = text.replace("\r\n", "\n").strip()[:LONGEST]
    if not words:
        raise Invalid(missing, field="text")
    return words


def _step(actor: Actor, row: Difficulty, unit: OrgUnit, action: str, text: str, now: datetime) -> None:
    step = DifficultyStep(difficulty_id=row.id, at=now, actor_id=actor.person_id, unit_id=unit.id)
    step.action, step.text = action, text
    db.session.add(step)
    audit.record(actor, f"difficulty.{action}", "difficulty", row.id, after={"unit": unit.code}, reason=text)
    db.session.flush()


def _tell(
    row: Difficulty, plan: Plan, unit_ids: list[int], text: str, unit: str, now: datetime, but: int | None = None
) -> None:
    """Tell the people of units, and for an answer whoever raised it; `but`: not the one who acts."""
    people = {person for found in staff_of(unit_ids).values() for person in found}
    if but is not None and row.raised_by is not None:
        people.add(row.raised_by)
    url = f"/admin/plans/{plan.slug}/reports/difficulties/{row.id}"
    key = f"difficulty:{row.id}:{row.version}:{row.state}"
    staff = staff_among(people)
    notes = [
        Note(person, key, text, url if person in staff else OWN_REPORTS, {"unit": unit})
        for person in sorted(people - {but})
    ]
    inbox.send(notes, now)
