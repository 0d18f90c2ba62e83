"""Plans from files on the console: what a file would change, taking it, and the samples that the product brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

import sqlalchemy as sa
import yaml

from quiz.core.db import db, transaction
from quiz.core.errors import Invalid
from quiz.core.permissions import Actor
from quiz.plans.files.actors import SAMPLES, sample
from quiz.plans.files.drafts import PlanDraft
from quiz.plans.files.reading import read_plan
from quiz.plans.files.service import LoadReport
from quiz.plans.models import Plan
from quiz.plans.writing.drafts import TaskDraft
from quiz.plans.writing.loading import bring_in
from quiz.plans.writing.rules import is_usable_slug
from quiz.plans.writing.tasks import tasks_of
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class TaskOutcome:
    """What becomes of a task: "added", "changed", "removed" or "kept"."""

    code: str
    title: str
    what: str


@dataclass(frozen=True)
class Loaded:
    """What loading a file did, or would do: the report of the file and every task that is touched."""

    report: LoadReport
    tasks: list[TaskOutcome]


@dataclass(frozen=True)
class Sample:
    """A shipped plan: its name, title, years and number of tasks."""

    name: str
    title: str
    years: tuple[int, ...]
    tasks: int


class _Undo(Exception):
    """Ends the transaction without keeping anything."""


def text_of(content: bytes) -> str:
    """The text of an uploaded file; Invalid where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("Tệp kế hoạch phải dùng bảng mã UTF-8.", field="file") from error


def look_at(actor: Actor, content: bytes, unit_id: int, year: int | None, now: datetime) -> Loaded:
    """What taking a file would do; nothing is kept. Raises PlanMistakes with every mistake and its place."""
    kept: list[Loaded] = []
    try:
        with transaction():
            kept.append(take_file(actor, content, unit_id, year, now))
            raise _Undo
    except _Undo:
        pass
    return kept[0]


def take_file(actor: Actor, content: bytes, unit_id: int, year: int | None, now: datetime) -> Loaded:
    """Take the plan of a file: made, or brought up to date; what is no longer in the file is taken back."""
    return _take(actor, read_plan(text_of(content)), unit_id, year, now)


def take_sample(actor: Actor, name: str, unit_id: int, year: int | None, now: datetime) -> Loaded:
    """Make a plan of a shipped one, moved to a year; if another unit has taken it, the unit's code joins its name."""
    if name not in {one.name for one in samples()}:
        raise Invalid("Vui lòng chọn một kế hoạch mẫu trong danh sách.", field="sample")
    draft = read_plan(sample(name).read_text(encoding="utf-8"))
    unit = db.session.get(OrgUnit, unit_id)
    taken = sa.select(Plan.id).where(Plan.slug == _slug(draft, year), Plan.unit_id != unit_id)
    if unit is not None and db.session.scalar(taken) is not None:
        draft = replace(draft, source=f"{draft.source}-{unit.code.lower()}"[:58])
    return _take(actor, draft, unit_id, year, now)


@cache
def samples() -> tuple[Sample, ...]:
    """The shipped plans; read once, since they are part of the program."""
    return tuple(_sample(path.stem, path.read_text(encoding="utf-8")) for path in sorted(SAMPLES.glob("*-20*.yaml")))


def _sample(name: str, text: str) -> Sample:
    head, _mark, tasks = text.partition("\ntasks:")
    plan = yaml.safe_load(head)["plan"]
    return Sample(name, plan["title"], tuple(plan["years"]), tasks.count("\n  - id: "))


def _take(actor: Actor, draft: PlanDraft, unit_id: int, year: int | None, now: datetime) -> Loaded:
    if not is_usable_slug(draft.source):
        raise Invalid("Mã (id) của tệp trùng tên một mục của hệ thống; vui lòng đặt mã khác.", field="file")
    with transaction():
        there = db.session.scalar(sa.select(Plan).where(Plan.slug == _slug(draft, year)))
        moved = (there.source, there.shift_years) if there is not None and there.slug == draft.source else None
        before = {} if there is None else _tasks(there)
        report = bring_in(actor, draft, unit_id, now, year)
        plan = db.session.get_one(Plan, report.plan_id)
        if moved is not None:
            plan.source, plan.shift_years = moved
        outcomes = _outcomes(before, _tasks(plan))
    return Loaded(report, outcomes)


def _slug(draft: PlanDraft, year: int | None) -> str:
    """Under which address loading finds or makes the plan."""
    return draft.source if year in {None, draft.years[0]} else f"{draft.source}-{year}"


def _tasks(plan: Plan) -> dict[str, TaskDraft]:
    return {task.code: TaskDraft.of(task) for task in tasks_of(plan.id) if task.removed_at is None}


def _outcomes(before: Mapping[str, TaskDraft], after: Mapping[str, TaskDraft]) -> list[TaskOutcome]:
    found = [
        TaskOutcome(code, task.title, "added" if code not in before else "changed" if before[code] != task else "kept")
        for code, task in after.items()
    ]
    return found + [TaskOutcome(code, task.title, "removed") for code, task in before.items() if code not in after]
