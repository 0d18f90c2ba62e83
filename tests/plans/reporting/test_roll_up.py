"""The roll-up against a count with plain loops, on a forest of four levels, with corrections on every one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core.db import db
from quiz.plans import modules
from quiz.plans.models import Plan
from quiz.plans.models_records import ReportPeriod
from quiz.plans.modules import Figure, PlanModule
from quiz.plans.reporting.counting import rooted
from quiz.plans.reporting.rollup import RollUp, roll_up, thawed
from quiz.plans.reporting.rollup import frozen as freeze
from quiz.units import queries as units
from tests.conftest import FrozenClock
from tests.factories.plans import make_duty, make_plan, make_task
from tests.plans.reporting.forest import TODAY, Woods, grow


def rolled(woods: Woods, unit: str, today: date = TODAY) -> RollUp:
    """The roll-up of a unit as the product makes it."""
    plan = db.session.get_one(Plan, woods.plan_id)
    period = db.session.get_one(ReportPeriod, woods.period_id)
    found = units.get(woods.ids[unit])
    return roll_up(plan, period, found, units.children(found), rooted(plan.id), today)


def given(figures: dict[str, int]) -> dict[str, int]:
    """Figures without those that are 0."""
    return {key: value for key, value in figures.items() if value}


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that run meanwhile."""
    ran: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        ran.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield ran
    sa.event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_unit_s_figures_are_those_of_an_independent_count(
    each_app: Flask, frozen: FrozenClock, seed: int
) -> None:
    woods = grow(seed)
    for unit in woods.ids:
        roll = rolled(woods, unit)
        assert given(dict(roll.unit.counted)) == woods.counted(unit), unit
        assert roll.unit.values() == woods.value(unit), unit


def test_a_child_s_line_counts_its_own_correction_once_the_report_is_accepted(app: Flask, frozen: FrozenClock) -> None:
    woods = grow(4)
    lines = {line.code: line for line in rolled(woods, "R").children}
    assert {code: line.values() for code, line in lines.items()} == {code: woods.passed_up(code) for code in lines}


def test_children_and_the_unit_s_own_make_up_the_whole(app: Flask, frozen: FrozenClock) -> None:
    woods = grow(5)
    roll = rolled(woods, "R")
    for info in roll.infos:
        own = sum(
            value
            for record in woods.records
            if record.unit == "R"
            for key, value in Woods({"R": None}, {}, [record]).counted("R").items()
            if key == info.key
        )
        corrected = sum(one.by for one in woods.corrections if one.unit == "R" and one.figure == info.key)
        below = sum(line.value(info.key) for line in roll.children)
        assert roll.unit.value(info.key) == below + own + corrected, info.key


def test_corrections_below_are_seen_with_their_remarks_once_sent(app: Flask, frozen: FrozenClock) -> None:
    woods = grow(6)
    shown = {(one.code, one.figure, one.counts) for one in rolled(woods, "R").corrections}
    assert shown == {
        (one.unit, one.figure, one.state == "accepted")
        for one in woods.corrections
        if one.unit != "R" and one.state in ("accepted", "submitted")
    }
    assert all(one.remark == "Bổ sung" for one in rolled(woods, "R").corrections)


def test_what_is_frozen_comes_back_the_same(app: Flask, frozen: FrozenClock) -> None:
    woods = grow(7)
    roll = rolled(woods, "R")
    again = thawed(json.loads(json.dumps(freeze(roll))))
    assert again is not None
    assert again.unit.values() == roll.unit.values()
    assert [line.values() for line in again.children] == [line.values() for line in roll.children]
    assert list(again.corrections) == list(roll.corrections)


def test_the_number_of_statements_does_not_grow_with_the_units(app: Flask, frozen: FrozenClock) -> None:
    small = grow(8, per_level=1, duties=20)
    with statements() as few:
        rolled(small, "R")
    db.session.rollback()
    db.drop_all()
    db.create_all()
    large = grow(9, per_level=4, duties=300)
    with statements() as many:
        rolled(large, "R")
    assert len(many) == len(few)
    assert len(many) < 30  # with what the attached modules ask


def test_what_is_late_depends_on_nothing_after_the_day_behind_the_period(app: Flask, frozen: FrozenClock) -> None:
    woods = grow(10)
    assert rolled(woods, "R").unit.values() == rolled(woods, "R", date(2026, 12, 31)).unit.values()


def test_a_derived_plan_counts_the_duties_of_the_uppermost_task(app: Flask, frozen: FrozenClock) -> None:
    woods = grow(11)
    upper = db.session.get_one(Plan, woods.plan_id)
    derived = make_plan(woods.ids["R0"], parent_id=upper.id, years=[2026])
    origin = {one.task.code: one.task.id for one in rooted(upper.id)}
    for code, task_id in origin.items():
        make_task(derived.id, f"Việc {code}", code=code, origin_id=task_id)
    own = make_task(derived.id, "Việc riêng", code="RIENG", is_own=True)
    make_duty(own.id, woods.ids["R00"], state="confirmed", done_on=date(2026, 2, 2))
    unit, period = units.get(woods.ids["R0"]), db.session.get_one(ReportPeriod, woods.period_id)
    plan = db.session.get_one(Plan, derived.id)
    counted = roll_up(plan, period, unit, units.children(unit), rooted(plan.id), TODAY).unit.counted
    expected = {key: value for key, value in woods.counted("R0").items() if ".of." not in key}
    assert given(dict(counted)) == {**expected, "task.RIENG.settled": 100}


def test_the_figures_of_a_module_stand_beside_those_of_tasks(
    app: Flask, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    woods = grow(12)
    asked: list[list[int]] = []

    def figures(_plan: Plan, wanted: object, _span: object) -> dict[int, list[Figure]]:
        ids = [unit.id for unit in wanted]  # type: ignore[attr-defined]
        asked.append(ids)
        return {unit_id: [Figure("registrations.done", "Đã đăng ký", 700, "người")] for unit_id in ids}

    module = PlanModule("registrations", figures)
    monkeypatch.setattr(modules, "present", lambda: {"registrations": module})
    roll = rolled(woods, "R")
    assert len(asked) == 1
    assert roll.unit.value("registrations.done") == 700
    assert all(line.value("registrations.done") == 700 for line in roll.children)


def test_a_frozen_report_names_what_a_module_counts_even_where_it_is_nothing(
    app: Flask, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    woods = grow(13)

    def figures(_plan: Plan, wanted: object, _span: object) -> dict[int, list[Figure]]:
        return {unit.id: [Figure("registrations.failed", "Không hoàn thành", 0)] for unit in wanted}  # type: ignore[attr-defined]

    monkeypatch.setattr(modules, "present", lambda: {"registrations": PlanModule("registrations", figures)})
    again = thawed(json.loads(json.dumps(freeze(rolled(woods, "R")))))
    assert again is not None
    assert "registrations.failed" in {info.key for info in again.infos}
