"""Loading a plan: made or brought up to date as a whole, tasks keep their ids, nothing with duties is deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor, Role
from quiz.core.vietnamese import fold
from quiz.plans.files.actors import shipped_actors
from quiz.plans.files.deadlines import YEARS, stored_deadline
from quiz.plans.files.drafts import ActorDraft, PlanDraft, TaskDraft
from quiz.plans.files.merging import Repeat, repeats
from quiz.plans.files.shifting import shifted
from quiz.plans.models import Plan, PlanActor, PlanStep, PlanTask
from quiz.plans.rules import PlanState
from quiz.plans.timing.service import redate
from quiz.units.queries import get as unit_of

_TEXTS = ("section", "title", "module", "quantity", "approval", "report_to", "output", "exemptions")


@dataclass(frozen=True)
class LoadReport:
    """What loading did, in tasks: how many the plan has, were added, changed, taken out; how many are work or repeats.

    `is_new`, `is_changed`: the plan was made, or anything at all is other than before. `notes`: what was not clear.
    """

    plan_id: int
    slug: str
    title: str
    tasks: int
    work: int
    merged: int
    added: int
    changed: int
    removed: int
    is_new: bool
    is_changed: bool
    shift_years: int
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True)
class _Counts:
    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()


def load_plan(
    actor: Actor | None,
    draft: PlanDraft,
    unit_id: int,
    now: datetime,
    year: int | None = None,
    is_demo: bool = False,
) -> LoadReport:
    """Make the plan of a draft, or bring the one it made earlier up to date; `year` moves it to begin in that year.

    All or nothing. The plan is found by its address: the id of the file, and the year where it was moved. Tasks keep
    their ids; one that the file no longer has is marked as removed. Tasks that a unit added for itself are left alone.
    Raises NotAllowed without the organiser's right over the unit, Conflict where the address is another unit's plan's
    or the plan is closed.
    """
    by = _shift(draft, year)
    slug = draft.source if not by else f"{draft.source}-{draft.years[0] + by}"
    moved = shifted(draft, by)
    with transaction():
        unit = unit_of(unit_id)
        if actor is not None:
            actor.require(unit.position, Role.ORGANISER)
        plan = db.session.scalar(sa.select(Plan).where(Plan.slug == slug).with_for_update())
        is_new = plan is None
        if plan is None:
            plan = _make(actor, slug, moved, unit_id, now, is_demo)
        _refuse_others(plan, unit_id)
        is_changed = _write_plan(plan, moved, by)
        is_changed = _write_actors(plan.id, moved) or is_changed
        found = repeats(moved.tasks)
        counts, notes = _write_tasks(plan.id, moved, found, now)
        is_changed = is_new or is_changed or any((counts.added, counts.changed, counts.removed))
        if is_changed:
            plan.changed_at = now
        if counts.changed:
            redate(plan.id, now, task_ids=counts.changed)
        report = _report(plan, moved, found, counts, notes, is_new, is_changed)
        if is_changed:
            audit.record(actor, "plan.loaded", "plan", plan.id, after=report.as_dict())
    return report


def _shift(draft: PlanDraft, year: int | None) -> int:
    if year is None:
        return 0
    if year not in YEARS:
        raise Invalid("Năm chuyển đến phải từ %(first)s đến %(last)s.", field="year", first=YEARS[0], last=YEARS[-1])
    return year - draft.years[0]


def _make(actor: Actor | None, slug: str, draft: PlanDraft, unit_id: int, now: datetime, is_demo: bool) -> Plan:
    plan = Plan(slug=slug, title=draft.title, unit_id=unit_id, is_demo=is_demo, created_at=now, changed_at=now)
    db.session.add(plan)
    db.session.flush()
    by = actor.person_id if actor else None
    db.session.add(PlanStep(plan_id=plan.id, at=now, actor_id=by, to_state=PlanState.DRAFT, remark="Nạp từ tệp."))
    return plan


def _refuse_others(plan: Plan, unit_id: int) -> None:
    if plan.unit_id != unit_id:
        text = "Kế hoạch “%(slug)s” đã được nạp cho đơn vị khác; vui lòng đổi id trong tệp hoặc chọn đúng đơn vị."
        raise Conflict(text, code="other_unit", field="unit", slug=plan.slug)
    if plan.state == PlanState.CLOSED:
        raise Conflict("Kế hoạch “%(slug)s” đã kết thúc nên không nạp lại được.", code="closed", slug=plan.slug)


def _write_plan(plan: Plan, draft: PlanDraft, by: int) -> bool:
    wanted = {
        "source": draft.source,
        "title": draft.title,
        "number": draft.number,
        "issued_on": draft.issued_on,
        "issuer": draft.issuer,
        "province": draft.province,
        "years": list(draft.years),
        "topics": [dict(one) for one in draft.topics],
        "basis": [dict(one) for one in draft.basis],
        "note": draft.note,
        "shift_years": by,
    }
    return _set(plan, wanted)


def _set(row: Any, wanted: Mapping[str, Any]) -> bool:
    """Set what differs; whether anything did."""
    other = {key: value for key, value in wanted.items() if getattr(row, key) != value}
    for key, value in other.items():
        setattr(row, key, value)
    return bool(other)


def _write_actors(plan_id: int, draft: PlanDraft) -> bool:
    """The actors that the tasks name; units that were chosen by hand stay chosen."""
    table = {**shipped_actors(), **{one.name: one for one in draft.actors}}
    named = {name: table[name] for task in draft.tasks for name in task.actors}
    rows = {row.name: row for row in db.session.scalars(sa.select(PlanActor).where(PlanActor.plan_id == plan_id))}
    is_changed = False
    for name, actor in named.items():
        values = {"unit_kinds": [*actor.unit_kinds], "posts": [*actor.posts], "scope": actor.scope, "note": actor.note}
        if name in rows:
            is_changed = _set(rows[name], values) or is_changed
        else:
            db.session.add(PlanActor(plan_id=plan_id, name=name, **values))
            is_changed = True
    return is_changed


def _write_tasks(plan_id: int, draft: PlanDraft, found: Sequence[Repeat], now: datetime) -> tuple[_Counts, list[str]]:
    rows = {row.code: row for row in db.session.scalars(sa.select(PlanTask).where(PlanTask.plan_id == plan_id))}
    own = [task.code for task in draft.tasks if task.code in rows and rows[task.code].is_own]
    if own:
        text = "Mã việc %(codes)s đã dùng cho việc đơn vị tự thêm; vui lòng đổi mã trong tệp."
        raise Conflict(text, code="own_task", field="file", codes=", ".join(own))
    table = {**shipped_actors(), **{one.name: one for one in draft.actors}}
    unclear = {one.code: one.section for one in found if not one.original}
    before = set(rows)
    changed = []
    for position, task in enumerate(draft.tasks, start=1):
        values = {**task_values(task, table, unclear.get(task.code, "")), "position": position, "removed_at": None}
        if task.code in rows:
            if _set(rows[task.code], values):
                changed.append(rows[task.code].id)
        else:
            rows[task.code] = PlanTask(plan_id=plan_id, code=task.code, **values)
            db.session.add(rows[task.code])
    db.session.flush()
    linked = _link(rows, found)
    gone = [row for code, row in rows.items() if code not in {task.code for task in draft.tasks} and not row.is_own]
    gone = [row for row in gone if row.removed_at is None and row.origin_id is None]
    for row in gone:
        row.removed_at = now
    added = tuple(row.id for code, row in rows.items() if code not in before)
    counts = _Counts(added, tuple({*changed, *linked} - set(added)), tuple(row.id for row in gone))
    return counts, [f"{code}: {_unclear(section)}" for code, section in unclear.items()]


def _link(rows: Mapping[str, PlanTask], found: Sequence[Repeat]) -> list[int]:
    """Link repeats with what they repeat, and let go of links the file no longer gives."""
    originals = {one.code: rows[one.original].id for one in found if one.original}
    changed = [row for code, row in rows.items() if _set(row, {"merged_into_id": originals.get(code)})]
    return [row.id for row in changed]


def task_values(task: TaskDraft, table: Mapping[str, ActorDraft], repeats_section: str = "") -> dict[str, Any]:
    """The columns of a task as a draft states it; what is not clear goes into its note, a line each."""
    notes = [task.note]
    notes += [f"{name}: {table[name].note}" for name in task.actors if name in table and table[name].note]
    if repeats_section:
        notes.append(_unclear(repeats_section))
    return {
        **{key: getattr(task, key) for key in _TEXTS},
        "title_folded": fold(task.title)[:500],
        "actors": list(task.actors),
        "targets": [dict(one) for one in task.targets],
        "deadline": stored_deadline(task.deadline),
        "note": "\n".join(one for one in notes if one),
        "is_work": task.is_work,
    }


def _unclear(section: str) -> str:
    return f"Văn bản ghi lặp việc ở mục {section} nhưng chưa rõ là việc nào, nên chưa gộp."


def _report(
    plan: Plan,
    draft: PlanDraft,
    found: Sequence[Repeat],
    counts: _Counts,
    notes: Sequence[str],
    is_new: bool,
    is_changed: bool,
) -> LoadReport:
    return LoadReport(
        plan_id=plan.id,
        slug=plan.slug,
        title=plan.title,
        tasks=len(draft.tasks),
        work=sum(task.is_work for task in draft.tasks),
        merged=sum(bool(one.original) for one in found),
        added=len(counts.added),
        changed=len(counts.changed),
        removed=len(counts.removed),
        is_new=is_new,
        is_changed=is_changed,
        shift_years=plan.shift_years,
        notes=tuple(notes),
    )
