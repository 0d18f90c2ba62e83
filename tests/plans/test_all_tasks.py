"""A walk through the 466 tasks of the four plans, each on a clock in its own year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core import clock
from quiz.core.db import db
from quiz.plans.files.actors import sample
from quiz.plans.files.drafts import PlanDraft
from quiz.plans.files.reading import read_plan
from quiz.plans.files.service import load_plan
from quiz.plans.models import Plan, PlanActor, PlanTask
from quiz.plans.modules import OF_THE_CONTEST, OF_THE_MACHINERY, TITLES
from quiz.plans.timing.rules import occurrences
from quiz.plans.timing.wording import words
from tests.conftest import FrozenClock
from tests.people import Cast
from tests.plans.dated_tasks import DATED

TASKS = {"bac-giang-2024": 141, "cao-bang-2024": 107, "ha-tinh-2024": 114, "tra-vinh-2021-2025": 104}
MERGED = {"CB-61": "CB-10", "CB-62": "CB-41", "CB-63": "CB-06"}
PRESENT = frozenset({"conferences", "registrations"})
STILL_TO_COME = frozenset(
    {
        "branch_meetings",
        "exemplars",
        "supervision",
        "self_scoring",
        "commendations",
        "essays",
        "communications",
        "activities",
        "materials",
        "standards",
        "teaching",
        "directives",
        "targets",
    }
)


@cache
def draft_of(name: str) -> PlanDraft:
    """What the file of a plan states; reading changes nothing, so each is read once."""
    return read_plan(sample(name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Loaded:
    """A plan as loading wrote it, its rows let go of the database: tests only read them."""

    slug: str
    years: list[int]
    tasks: list[PlanTask]
    actors: frozenset[str]


_LOADED: dict[str, Loaded] = {}


@pytest.fixture(params=sorted(TASKS))
def plan(request: pytest.FixtureRequest, app: Flask) -> Loaded:
    """Each of the four plans, loaded in its own first year, and once for all tests that read it."""
    name = request.param
    if name not in _LOADED:
        cast: Cast = request.getfixturevalue("cast")
        frozen: FrozenClock = request.getfixturevalue("frozen")
        frozen.moment = datetime(draft_of(name).years[0], 1, 2, 1, 0, tzinfo=UTC)
        _LOADED[name] = load(cast, name)
    return _LOADED[name]


def load(cast: Cast, name: str, year: int | None = None) -> Loaded:
    """Load a plan for the province and read it back."""
    report = load_plan(None, draft_of(name), cast.units["P"], clock.now(), year)
    row = db.session.get_one(Plan, report.plan_id)
    query = sa.select(PlanTask).where(PlanTask.plan_id == row.id).order_by(PlanTask.position)
    actors = db.session.scalars(sa.select(PlanActor.name).where(PlanActor.plan_id == row.id))
    loaded = Loaded(row.slug, row.years, list(db.session.scalars(query)), frozenset(actors))
    for task in loaded.tasks:
        db.session.expunge(task)
    return loaded


def test_every_task_has_the_days_that_the_document_says(plan: Loaded) -> None:
    table, seen = DATED[plan.slug], set()
    for task in plan.tasks:
        found = occurrences(task.deadline, plan.years)
        if task.code in table:
            assert [(one.period, one.due_on or one.awaits) for one in found] == table[task.code], task.code
            assert task.is_work, task.code
            seen.add(task.code)
        else:
            assert [(one.period, one.due_on, one.awaits) for one in found] == [("", None, "")], task.code
    assert seen == set(table), "nothing of the table is missing in the plan"


def test_every_task_is_loaded_with_its_own_code_and_place(plan: Loaded) -> None:
    tasks = plan.tasks
    assert len(tasks) == TASKS[plan.slug]
    assert [task.position for task in tasks] == list(range(1, len(tasks) + 1))
    assert len({task.code for task in tasks}) == len(tasks)
    codes = {task.id: task.code for task in tasks}
    merged = {task.code: codes[task.merged_into_id] for task in tasks if task.merged_into_id is not None}
    assert merged == (MERGED if plan.slug == "cao-bang-2024" else {})


def test_every_task_belongs_to_somebody_who_attends_to_it(plan: Loaded) -> None:
    owners = (PRESENT, OF_THE_CONTEST, OF_THE_MACHINERY, STILL_TO_COME)
    for task in plan.tasks:
        assert sum(task.module in group for group in owners) == 1, (task.code, task.module)
    assert set().union(*owners) == set(TITLES)


def test_every_actor_of_a_task_is_known_to_its_plan(plan: Loaded) -> None:
    for task in plan.tasks:
        assert task.actors, task.code
        assert set(task.actors) <= plan.actors, task.code


def test_every_rule_is_said_in_words(plan: Loaded) -> None:
    for task in plan.tasks:
        text = words(task.deadline)
        assert text
        assert "None" not in text, task.code
        assert "%(" not in text, task.code


def test_work_is_what_carries_a_date_a_rhythm_or_a_quantity(plan: Loaded) -> None:
    for task in plan.tasks:
        assert task.is_work == (task.code in DATED[plan.slug] or bool(task.quantity)), task.code


def test_about_a_quarter_of_the_tasks_are_work(app: Flask) -> None:
    drafts = [draft_of(name) for name in TASKS]
    work = sum(task.is_work for draft in drafts for task in draft.tasks)
    assert sum(len(draft.tasks) for draft in drafts) == sum(TASKS.values()) == 466
    assert (sum(len(table) for table in DATED.values()), work) == (115, 135)


def test_a_year_later_every_day_is_a_year_later(plan: Loaded, cast: Cast) -> None:
    moved = load(cast, plan.slug, plan.years[0] + 2)
    for before, after in zip(plan.tasks, moved.tasks, strict=True):
        was = occurrences(before.deadline, plan.years)
        now = occurrences(after.deadline, moved.years)
        assert len(was) == len(now), before.code
        for old, new in zip(was, now, strict=True):
            assert _moved(old.due_on) == _leap(new.due_on), before.code
            assert old.awaits == new.awaits
        assert before.title == after.title
        assert before.deadline.get("note") == after.deadline.get("note")


def _moved(day: date | None) -> date | None:
    return None if day is None else date(day.year + 2, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _leap(day: date | None) -> date | None:
    """29 February as the 28th, since not every year has it."""
    return day.replace(day=28) if day is not None and (day.month, day.day) == (2, 29) else day
