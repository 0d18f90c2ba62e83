"""What the four plans of the product really ask: bounds, confirmers, days, exemptions in their own words."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.settings import ROOT
from quiz.modules.registrations.asking import Asked, tasks_of, years_asked
from quiz.modules.registrations.rules import WHOLE_TERM, Bounds
from quiz.plans.authority import Confirmer, confirmer_of
from quiz.plans.files.reading import read_plan
from quiz.plans.files.service import load_plan
from quiz.plans.models import Assignment, Plan, PlanActor
from tests.people import Cast

SAMPLES = ROOT / "quiz" / "plans" / "samples"


def asked_by(cast: Cast, name: str) -> dict[int, Asked]:
    """What a sample asks for, by year; every task given to a unit and to the posts of its actors."""
    draft = read_plan((SAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    report = load_plan(None, draft, cast.units["P"], clock.now())
    with transaction():
        plan = db.session.get_one(Plan, report.plan_id)
        posts = {row.name: row.posts for row in db.session.query(PlanActor).filter_by(plan_id=plan.id)}
        for task in tasks_of([plan.id]):
            asked_posts = sorted({post for actor in task.actors for post in posts[actor]})
            to_unit = any(not posts[actor] for actor in task.actors)
            given = Assignment(task_id=task.id, unit_id=cast.units["C"], posts=asked_posts, to_unit=to_unit)
            given.assigned_at = clock.now()
            db.session.add(given)
    return {asked.year: asked for asked in years_asked([plan])[plan.id]}


def test_bac_giang_asks_for_one_to_three_things_and_three_contents(app: Flask, cast: Cast) -> None:
    asked = asked_by(cast, "bac-giang-2024")[2024]
    assert asked.person_bounds == Bounds(1, 3, 3)
    assert asked.unit_bounds == Bounds(1, 2, 3)
    assert asked.main_personal is not None
    assert asked.main_personal.code == "BG-27"
    assert confirmer_of(asked.main_personal, is_personal=True) is Confirmer.BRANCH_COMMITTEE
    occurrence = asked.occurrence(asked.main_personal)
    assert occurrence is not None
    assert occurrence.due_on == date(2024, 2, 14)
    assert "Đảng viên cao tuổi" in asked.rules[0].words


def test_guiding_lower_levels_is_none_of_the_tasks_that_a_registration_answers(app: Flask, cast: Cast) -> None:
    asked = asked_by(cast, "bac-giang-2024")[2024]
    codes = {task.code for task in (*asked.personal, *asked.collective)}
    assert "BG-133" not in codes
    assert {"BG-25", "BG-27", "BG-33"} <= codes


def test_cao_bang_asks_a_month_after_the_own_conference(app: Flask, cast: Cast) -> None:
    asked = asked_by(cast, "cao-bang-2024")[2024]
    assert asked.main_personal is not None
    occurrence = asked.occurrence(asked.main_personal)
    assert occurrence is not None
    assert occurrence.awaits == "own_conference"
    assert asked.person_bounds.contents == 1
    assert asked.unit_bounds == Bounds(1, 2, 3)
    assert "dân tộc thiểu số ít người" in asked.rules[0].words


def test_ha_tinhs_collectives_are_passed_by_their_own_leadership(app: Flask, cast: Cast) -> None:
    asked = asked_by(cast, "ha-tinh-2024")[2024]
    assert asked.main_collective is not None
    assert confirmer_of(asked.main_collective) is Confirmer.COLLECTIVE
    assert "HT-18" not in {task.code for task in (*asked.personal, *asked.collective)}
    assert len(asked.rules) == 1


def test_tra_vinh_asks_for_the_whole_term_and_for_each_year(app: Flask, cast: Cast) -> None:
    asked = asked_by(cast, "tra-vinh-2021-2025")
    assert {WHOLE_TERM, 2022, 2023, 2024, 2025} <= asked.keys()
    assert [task.code for task in asked[WHOLE_TERM].personal] == ["TV-33"]
    occurrence = asked[2023].occurrence(asked[2023].main_personal)
    assert occurrence is not None
    assert (occurrence.period, occurrence.due_on) == ("2023", date(2022, 12, 31))


@pytest.mark.parametrize("name", ["bac-giang-2024", "cao-bang-2024", "ha-tinh-2024", "tra-vinh-2021-2025"])
def test_every_plan_asks_people_and_collectives(app: Flask, cast: Cast, name: str) -> None:
    asked = list(asked_by(cast, name).values())
    assert any(one.personal for one in asked)
    assert any(one.collective for one in asked)
