"""Every actor of the table and every task of the four plans, against a reading of the table of this test's own."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

import quiz
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.plans.assigning import service
from quiz.plans.models import Assignment, Duty, Plan, PlanActor, PlanTask
from quiz.units.models import OrgUnit, UnitKind
from tests.factories.plans import make_plan
from tests.factories.units import make_unit

SAMPLES = Path(quiz.__file__).parent / "plans" / "samples"
PLANS = ("bac-giang-2024", "cao-bang-2024", "ha-tinh-2024", "tra-vinh-2021-2025")
IMPLYING = {
    "party_member": {"party_member", "committee_member", "standing_member", "secretary"},
    "committee_member": {"committee_member", "standing_member", "secretary"},
    "standing_member": {"standing_member", "secretary"},
    "cadre": {"cadre", "head"},
}
PER_YEAR = {"month": 12, "quarter": 4, "year": 1}
Given = tuple[bool, frozenset[str]]


@cache
def read(name: str) -> Any:
    return yaml.safe_load((SAMPLES / f"{name}.yaml").read_text("utf-8"))


def table() -> dict[str, dict[str, Any]]:
    return {actor["name"]: actor for actor in read("actors")["actors"]}


@pytest.fixture
def forest(app: Any) -> dict[int, str]:
    """A province with two units of every kind below it, another province beside it; the kinds by id of the first."""
    root = make_unit("Tỉnh", code="T", kind=UnitKind.PROVINCE)
    inside = {root.id: str(UnitKind.PROVINCE)}
    for kind in UnitKind:
        for _ in range(2):
            inside[make_unit("", root, kind=kind).id] = str(kind)
    outside = make_unit("Tỉnh khác", kind=UnitKind.PROVINCE)
    for kind in UnitKind:
        make_unit("", outside, kind=kind)
    return inside


def expected(actors: list[dict[str, Any]], forest: dict[int, str], chosen: dict[str, list[int]]) -> dict[int, Given]:
    """Who gets a task of these actors, told by the table alone."""
    found: dict[int, Given] = {}
    for actor in actors:
        if "anyone" in actor["posts"]:
            continue
        if actor["scope"] == "all":
            kinds = actor["unit_kinds"]
            reached = [one for one, kind in forest.items() if "any_unit" in kinds or kind in kinds]
        else:
            reached = chosen.get(actor["name"], [])
        posts = frozenset().union(*(IMPLYING.get(post, {post}) for post in actor["posts"]))
        for one in reached:
            body, known = found.get(one, (False, frozenset()))
            found[one] = (body or not actor["posts"], known | posts)
    return found


def given(task_id: int) -> dict[int, Given]:
    rows = db.session.scalars(sa.select(Assignment).where(Assignment.task_id == task_id))
    return {row.unit_id: (row.to_unit, frozenset(row.posts)) for row in rows}


def add(plan: Plan, actors: list[dict[str, Any]], chosen: dict[str, list[int]]) -> None:
    with transaction():
        for actor in actors:
            values = {key: actor[key] for key in ("name", "unit_kinds", "posts", "scope")}
            db.session.add(PlanActor(plan_id=plan.id, unit_ids=chosen.get(actor["name"], []), **values))


def chosen_in(forest: dict[int, str]) -> dict[str, list[int]]:
    """For every second actor that has to be chosen, two units of whatever kind; for the others nobody chose."""
    units, by_hand = list(forest), [one for one in table().values() if one["scope"] != "all"]
    picked = enumerate(by_hand)
    return {one["name"]: [units[i % len(units)], units[(i + 7) % len(units)]] for i, one in picked if i % 2}


def test_the_table_and_the_plans_are_whole() -> None:
    assert len(table()) == 157
    assert sum(len(read(name)["tasks"]) for name in PLANS) == 466
    assert {actor["scope"] for actor in table().values()} == {"all", "some", "named"}


def test_every_actor_means_the_units_and_posts_of_the_table(forest: dict[int, str]) -> None:
    plan, chosen = make_plan(next(iter(forest)), years=[2026]), chosen_in(forest)
    actors = list(table().values())
    add(plan, actors, chosen)
    with transaction():
        for number, actor in enumerate(actors):
            row = {"code": f"A-{number}", "title": actor["name"][:500], "module": "activities", "is_work": False}
            db.session.add(PlanTask(plan_id=plan.id, actors=[actor["name"]], position=number, **row))
    service.assign_plan(None, plan.id, clock.now())
    for task in db.session.scalars(sa.select(PlanTask).where(PlanTask.plan_id == plan.id)):
        actor = table()[task.actors[0]]
        assert given(task.id) == expected([actor], forest, chosen), actor["name"]


@pytest.mark.parametrize("name", PLANS)
def test_every_task_of_the_plans_goes_to_whom_its_actors_mean(forest: dict[int, str], name: str) -> None:
    document, chosen = read(name), chosen_in(forest)
    years = document["plan"]["years"]
    plan = make_plan(next(iter(forest)), years=years)
    add(plan, [table()[one] for one in sorted({one for task in document["tasks"] for one in task["actors"]})], chosen)
    wanted = write_tasks(plan, document["tasks"])
    done = service.assign_plan(None, plan.id, clock.now())
    numbers = count_duties(plan)
    for task_id, (source, is_repeat) in wanted.items():
        who = {} if is_repeat else expected([table()[one] for one in source["actors"]], forest, chosen)
        assert given(task_id) == who, source["id"]
        each = 0 if is_repeat or not is_work(source) else times(source["deadline"], years)
        assert {unit: numbers[(task_id, unit)] for unit in who} == dict.fromkeys(who, each), source["id"]
    assert done.added == db.session.scalar(sa.select(sa.func.count()).select_from(Assignment))
    assert sum(numbers.values()) == done.duties > 0
    again = service.assign_plan(None, plan.id, clock.now())
    assert (again.added, again.kept, again.duties) == (0, done.added, 0)
    a_new_branch_gets_what_the_branches_have(next(iter(forest)), plan, forest)


def is_work(task: dict[str, Any]) -> bool:
    return task["deadline"]["kind"] != "ongoing" or task["quantity"] is not None


def times(deadline: dict[str, Any], years: list[int]) -> int:
    """How many times a task is due in the plan's years, by the words of the rule; none before the first year."""
    if deadline["kind"] != "recurring":
        return 1
    due_years = [year + deadline.get("year_offset", 0) for year in years]
    counted = [
        year
        for year in due_years
        if year in deadline.get("years", due_years)
        and year >= deadline.get("from_year", 0)
        and year not in deadline.get("except_years", ())
    ]
    counted = [year for year in counted if year >= min(years)] or counted
    return len(counted) * PER_YEAR[deadline["every"]]


def write_tasks(plan: Plan, tasks: list[dict[str, Any]]) -> dict[int, tuple[dict[str, Any], bool]]:
    """The tasks as rows; by their ids what the document says, and whether it is a repeat of another one."""
    wanted: dict[int, tuple[dict[str, Any], bool]] = {}
    with transaction():
        first: int | None = None
        for number, task in enumerate(tasks):
            is_repeat = "lặp việc" in (task["output"] or "")
            row = PlanTask(
                plan_id=plan.id,
                code=task["id"],
                position=number,
                title=task["title"],
                module=task["module"],
                actors=task["actors"],
                deadline={key: str(value) if key == "on" else value for key, value in task["deadline"].items()},
                is_work=is_work(task),
                merged_into_id=first if is_repeat else None,
            )
            db.session.add(row)
            db.session.flush()
            first = first or row.id
            wanted[row.id] = (task, is_repeat)
    return wanted


def count_duties(plan: Plan) -> Counter[tuple[int, int]]:
    query = sa.select(Duty.task_id, Duty.unit_id).where(Duty.plan_id == plan.id)
    return Counter((row[0], row[1]) for row in db.session.execute(query))


def a_new_branch_gets_what_the_branches_have(root_id: int, plan: Plan, forest: dict[int, str]) -> None:
    """A branch founded later has after the next run what its kind has, and nobody else gets anything."""
    new = make_unit("Chi bộ Mới", db.session.get_one(OrgUnit, root_id), kind=UnitKind.BRANCH)
    branch = next(unit_id for unit_id, kind in forest.items() if kind == UnitKind.BRANCH)
    added = service.assign_plan(None, plan.id, clock.now()).added
    tasks = sa.select(PlanTask.id).where(PlanTask.plan_id == plan.id)
    theirs = sa.select(Assignment.task_id).where(Assignment.task_id.in_(tasks), Assignment.unit_id == new.id)
    assert added == len(db.session.scalars(theirs).all()) > 0
    old = sa.select(Assignment.task_id).where(Assignment.task_id.in_(tasks), Assignment.unit_id == branch)
    assert {*db.session.scalars(theirs)} <= {*db.session.scalars(old)}
