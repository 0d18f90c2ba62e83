"""Loading plans: made, brought up to date, moved to another year; all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, NotAllowed
from quiz.plans.files.actors import sample
from quiz.plans.files.mistakes import PlanMistakes
from quiz.plans.files.reading import read_plan
from quiz.plans.files.service import LoadReport, load_plan
from quiz.plans.models import Plan, PlanActor, PlanTask
from tests.factories.plans import make_duty, make_task
from tests.people import Cast
from tests.plans.files.texts import PLAN, TASK, plan_text

Load = Callable[..., LoadReport]


@pytest.fixture
def load(cast: Cast) -> Load:
    """Load a text for the province."""

    def do(text: str = PLAN, year: int | None = None) -> LoadReport:
        return load_plan(None, read_plan(text), cast.units["P"], clock.now(), year)

    return do


def tasks(slug: str = "ke-hoach-thu") -> dict[str, PlanTask]:
    db.session.rollback()
    plan = db.session.scalars(sa.select(Plan).where(Plan.slug == slug)).one()
    rows = db.session.scalars(sa.select(PlanTask).where(PlanTask.plan_id == plan.id).order_by(PlanTask.position))
    return {row.code: row for row in rows}


def test_a_plan_is_made_as_its_file_says(load: Load) -> None:
    report = load()
    assert (report.tasks, report.added, report.is_new, report.work) == (1, 1, True, 1)
    plan = db.session.get_one(Plan, report.plan_id)
    assert (plan.slug, plan.state, plan.years, plan.number) == ("ke-hoach-thu", "draft", [2026], "12-KH/TU")
    task = tasks()["T-01"]
    assert (task.title_folded, task.deadline) == ("hop chi bo", {"kind": "fixed", "on": "2026-02-15", "before": True})
    assert (task.quantity, task.approval, task.section) == ("", "", "1.10")
    assert db.session.scalars(sa.select(PlanActor.name)).all() == ["Chi bộ"]


def test_loading_twice_changes_nothing(load: Load) -> None:
    first = load()
    before = {code: (row.id, row.version) for code, row in tasks().items()}
    entries = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    second = load()
    assert (second.is_changed, second.added, second.changed, second.removed) == (False, 0, 0, 0)
    assert second.plan_id == first.plan_id
    assert {code: (row.id, row.version) for code, row in tasks().items()} == before
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == entries


def test_what_the_file_changed_is_changed_and_keeps_its_id(load: Load) -> None:
    load(plan_text(TASK, TASK.replace("T-01", "T-02")))
    before = tasks()["T-01"].id
    report = load(plan_text(TASK.replace("Họp chi bộ", "Họp chi bộ thường kỳ"), TASK.replace("T-01", "T-03")))
    assert (report.added, report.changed, report.removed) == (1, 1, 1)
    found = tasks()
    assert (found["T-01"].id, found["T-01"].title) == (before, "Họp chi bộ thường kỳ")
    assert found["T-02"].removed_at is not None
    assert load(plan_text(TASK, TASK.replace("T-01", "T-02"))).changed == 2, "what comes back is there again"
    assert tasks()["T-02"].removed_at is None


def test_the_days_of_duties_follow_a_changed_rule(load: Load, cast: Cast) -> None:
    load()
    duty = make_duty(tasks()["T-01"].id, cast.units["A"])
    load(PLAN.replace("2026-02-15", "2026-03-15"))
    db.session.expire_all()
    assert duty.due_on == date(2026, 3, 14)


def test_a_task_that_a_unit_added_is_left_alone(load: Load) -> None:
    report = load()
    make_task(report.plan_id, "Việc riêng", code="R-01", is_own=True)
    assert load().is_changed is False
    with pytest.raises(Conflict):
        load(PLAN.replace("T-01", "R-01"))


def test_units_chosen_by_hand_stay_chosen(load: Load, cast: Cast) -> None:
    load()
    with transaction():
        db.session.execute(sa.update(PlanActor).values(unit_ids=[cast.units["C"]]))
    load(PLAN.replace("Họp chi bộ", "Họp"))
    assert db.session.scalars(sa.select(PlanActor.unit_ids)).all() == [[cast.units["C"]]]


def test_nothing_is_stored_while_there_is_a_mistake(load: Load) -> None:
    with pytest.raises(PlanMistakes):
        load(plan_text(TASK, TASK.replace("T-01", "T-02").replace("branch_meetings", "meetings")))
    assert db.session.scalars(sa.select(Plan)).all() == []


def test_the_address_of_another_units_plan_is_refused(load: Load, cast: Cast) -> None:
    load()
    with pytest.raises(Conflict):
        load_plan(None, read_plan(PLAN), cast.units["U"], clock.now())


def test_a_closed_plan_is_not_loaded_again(load: Load) -> None:
    load()
    with transaction():
        db.session.execute(sa.update(Plan).values(state="closed"))
    with pytest.raises(Conflict):
        load()


def test_only_an_organiser_over_the_unit_loads_a_plan(cast: Cast) -> None:
    draft = read_plan(PLAN)
    for name in ("contact", "organiser_a", "outsider", "contestant"):
        with pytest.raises(NotAllowed):
            load_plan(cast.actor(name), draft, cast.units["P"], clock.now())
    assert load_plan(cast.actor("organiser"), draft, cast.units["P"], clock.now()).is_new


def test_a_plan_moved_to_another_year_is_a_plan_of_its_own(load: Load) -> None:
    load()
    report = load(year=2028)
    assert (report.slug, report.shift_years) == ("ke-hoach-thu-2028", 2)
    plan = db.session.get_one(Plan, report.plan_id)
    assert (plan.years, plan.issued_on) == ([2028], date(2028, 1, 5))
    assert plan.topics == [{"year": 2028, "title": "Chuyên đề năm 2026"}], "a title is a quotation"
    assert plan.basis[0]["date"] == "2021-05-18", "a document keeps its date"
    assert tasks("ke-hoach-thu-2028")["T-01"].deadline["on"] == "2028-02-15"
    assert tasks()["T-01"].deadline["on"] == "2026-02-15"
    assert load(year=2028).is_changed is False


def test_a_repeat_is_merged_where_it_is_clear(load: Load) -> None:
    load(sample("cao-bang-2024").read_text(encoding="utf-8"))
    found = tasks("cao-bang-2024")
    merged = {code: row.merged_into_id for code, row in found.items() if row.merged_into_id is not None}
    assert merged == {"CB-61": found["CB-10"].id, "CB-62": found["CB-41"].id, "CB-63": found["CB-06"].id}


@pytest.mark.parametrize("titles", [("Mua sắm thiết bị",), ("Họp chi bộ tháng", "Họp chi bộ quý")])
def test_a_repeat_that_is_not_clear_is_told_and_not_merged(load: Load, titles: tuple[str, ...]) -> None:
    others = [TASK.replace("T-01", f"T-1{n}").replace("Họp chi bộ", title) for n, title in enumerate(titles)]
    repeat = TASK.replace("1.10", "4").replace("output: null", "output: 'Biên bản (lặp việc ở 1.10)'")
    report = load(plan_text(*others, repeat))
    assert (report.merged, len(report.notes)) == (0, 1)
    assert tasks()["T-01"].merged_into_id is None
    assert "chưa gộp" in tasks()["T-01"].note
