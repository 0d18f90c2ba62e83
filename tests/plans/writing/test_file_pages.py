"""Plans from files and as files: looked at before they are taken, and the same plan again when loaded anew."""

from __future__ import annotations

import io

import pytest
from werkzeug.test import TestResponse

from quiz.core.db import db
from quiz.plans.models import Plan
from quiz.plans.writing import queries
from quiz.plans.writing.drafts import ActorDraft, PlanDraft, TaskDraft
from quiz.plans.writing.export import plan_yaml
from quiz.plans.writing.tasks import tasks_of
from quiz.plans.writing.uploading import samples, take_file, take_sample
from tests.people import SignIn
from tests.plans.writing.conftest import Stage
from tests.plans.writing.test_forms import post


def text_of(plan: Plan) -> str:
    """The plan as a file."""
    return plan_yaml(plan, tasks_of(plan.id), queries.actors_of(plan.id))


def everything(plan: Plan) -> object:
    """All that a plan says, in plain values."""
    db.session.expire_all()
    tasks = [(TaskDraft.of(t), t.position, t.is_work, t.merged_into_id, t.id) for t in tasks_of(plan.id)]
    return PlanDraft.of(plan), tasks, [ActorDraft.of(row) for row in queries.actors_of(plan.id)], plan.shift_years


def test_there_are_four_samples_with_all_their_tasks() -> None:
    assert sum(one.tasks for one in samples()) == 466
    assert len(samples()) == 4


@pytest.mark.parametrize("name", [one.name for one in samples()])
def test_a_plan_that_is_downloaded_and_loaded_again_is_the_same(stage: Stage, name: str) -> None:
    actor, unit = stage.cast.actor("organiser"), stage.cast.units["P"]
    made = take_sample(actor, name, unit, 2026, stage.now)
    plan = stage.plan(made.report.plan_id)
    before, text = everything(plan), text_of(plan)
    again = take_file(actor, text.encode(), unit, None, stage.now)
    assert (again.report.plan_id, again.report.is_new) == (plan.id, False)
    assert {one.what for one in again.tasks} == {"kept"}
    assert everything(plan) == before
    assert text_of(plan) == text


def upload(signed_in: SignIn, name: str, text: str, unit: int, year: str = "") -> TestResponse:
    """Send a plan file."""
    values = {"unit": unit, "year": year, "file": (io.BytesIO(text.encode()), "ke-hoach.yaml")}
    return post(signed_in, name, "import", values)


FILE = """
plan: {id: cua-toi, title: Kế hoạch của tôi, years: [2026]}
tasks:
- {id: A-1, title: Việc một, module: reports, actors: [Cấp ủy], deadline: {kind: month, year: 2026, month: 3}}
- {id: A-2, title: Việc hai, module: reports, actors: [Cấp ủy], deadline: {kind: ongoing}}
"""


def test_a_file_is_looked_at_then_taken_then_brought_up_to_date(stage: Stage, signed_in: SignIn) -> None:
    unit = stage.cast.units["P"]
    look = upload(signed_in, "organiser", FILE, unit)
    assert look.status_code == 200
    assert "Kế hoạch mới sẽ được lập." in look.text
    assert db.session.query(Plan).filter_by(slug="cua-toi").count() == 0
    token = look.text.split("/admin/plans/import/")[1].split('"')[0]
    assert post(signed_in, "organiser", f"import/{token}", {"unit": unit}).location.endswith("/admin/plans/cua-toi")
    newer = FILE.replace("Việc một", "Việc đổi tên").replace("A-2", "A-3")
    again = upload(signed_in, "organiser", newer, unit)
    words = again.text.split("<tbody>")[1]
    assert [word in words for word in ("Sửa", "Thêm mới", "Bỏ khỏi kế hoạch")] == [True] * 3
    token = again.text.split("/admin/plans/import/")[1].split('"')[0]
    post(signed_in, "organiser", f"import/{token}", {"unit": unit})
    plan = db.session.query(Plan).filter_by(slug="cua-toi").one()
    living = [task for task in tasks_of(plan.id) if task.removed_at is None]
    assert [(task.code, task.title) for task in living] == [("A-1", "Việc đổi tên"), ("A-3", "Việc hai")]


def test_a_file_with_mistakes_is_refused_with_every_place(stage: Stage, signed_in: SignIn) -> None:
    wrong = FILE.replace("month: 3", "month: 13").replace("module: reports", "module: nothing")
    answer = upload(signed_in, "organiser", wrong, stage.cast.units["P"])
    assert answer.status_code == 422
    assert "Việc A-1, khóa “deadline.month”, dòng 4" in answer.text
    assert "Việc A-2, khóa “module”, dòng 5" in answer.text
    assert db.session.query(Plan).count() == 1


@pytest.mark.parametrize("year", ["26", "abc", "3000"])
def test_a_year_that_is_none_is_refused(stage: Stage, signed_in: SignIn, year: str) -> None:
    answer = upload(signed_in, "organiser", FILE, stage.cast.units["P"], year)
    assert answer.status_code == 422
    assert "Vui lòng ghi một năm" in answer.text


def test_a_file_whose_name_is_a_word_of_addresses_is_refused(stage: Stage, signed_in: SignIn) -> None:
    answer = upload(signed_in, "organiser", FILE.replace("cua-toi", "todo"), stage.cast.units["P"])
    assert answer.status_code == 422
    assert "trùng tên một mục" in answer.text


def test_nobody_loads_a_plan_for_another_s_unit(stage: Stage, signed_in: SignIn) -> None:
    assert upload(signed_in, "organiser_a", FILE, stage.cast.units["P"]).status_code == 403
    assert upload(signed_in, "contact", FILE, stage.cast.units["A"]).status_code == 403
    sent = {"sample": "ha-tinh-2024", "unit": stage.cast.units["U"], "year": "2026"}
    assert post(signed_in, "organiser", "samples", sent).status_code == 403
    assert db.session.query(Plan).count() == 1


def test_a_sample_becomes_a_draft_of_the_unit_in_the_year_that_was_chosen(stage: Stage, signed_in: SignIn) -> None:
    sent = {"sample": "ha-tinh-2024", "unit": stage.cast.units["A"], "year": "2026", "is_demo": "1", "state": "issued"}
    first = post(signed_in, "organiser_a", "samples", sent)
    assert first.location.endswith("/admin/plans/ha-tinh-2024-2026")
    plan = db.session.query(Plan).filter_by(slug="ha-tinh-2024-2026").one()
    assert (plan.years, plan.state, plan.is_demo, plan.shift_years) == ([2026], "draft", False, 2)
    second = post(signed_in, "organiser", "samples", {**sent, "unit": stage.cast.units["P"]})
    assert second.location.endswith("/admin/plans/ha-tinh-2024-p-2026")
