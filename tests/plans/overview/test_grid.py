"""The grid of units and tasks."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook

from quiz.core.db import db, transaction
from quiz.core.errors import NotFound
from quiz.plans.models import Assignment
from quiz.plans.overview.grid import Filter, Grid, Row, grid_of
from quiz.plans.overview.scope import look_at
from quiz.plans.overview.statuses import status_sql
from quiz.plans.rules import DutyState, Status, status_of
from tests.factories.plans import make_duty, make_plan, make_task
from tests.factories.units import make_unit
from tests.people import SignIn
from tests.plans.overview.conftest import TODAY, Counting, Stage

LATE = TODAY - timedelta(days=3)
SOON = TODAY + timedelta(days=3)
AHEAD = TODAY + timedelta(days=60)


def grid(stage: Stage, who: str = "organiser", unit: str = "", **wanted: object) -> Grid:
    """The grid as somebody sees it."""
    look = look_at(stage.cast.actor(who), "ke-hoach", unit, TODAY)
    return grid_of(look, Filter(**wanted))  # type: ignore[arg-type]


def row(made: Grid, code: str) -> Row:
    """The row of a unit."""
    return next(one for one in made.rows if one.unit.code == code)


@pytest.mark.parametrize("due_on", [None, LATE, TODAY, SOON, TODAY + timedelta(days=7), AHEAD])
def test_the_database_sees_every_state_as_the_rules_do(app: Flask, due_on: date | None) -> None:
    for state in DutyState:
        seen = status_sql(sa.literal(state.value), sa.literal(due_on, sa.Date), TODAY)
        assert db.session.scalar(sa.select(seen)) == status_of(state, due_on, TODAY), state


def test_a_child_counts_with_everything_below_and_the_unit_itself_alone(stage: Stage) -> None:
    task = stage.task()
    for unit, due_on in (("P", SOON), ("A", LATE), ("C", LATE), ("B", AHEAD)):
        stage.give(task, unit, due_on)
    made = grid(stage)
    assert [(one.unit.code, one.all.late, one.all.total) for one in made.rows] == [
        ("P", 0, 1),
        ("A", 2, 2),
        ("B", 0, 1),
    ]
    assert (made.all.late, made.all.total) == (2, 4)
    assert made.total(made.columns[0]).late == 2


def test_a_cell_has_its_worst_status_and_says_how_many(stage: Stage) -> None:
    task = stage.task()
    stage.give(task, "A", LATE, state="confirmed")
    stage.give(task, "C", LATE)
    cell = row(grid(stage), "A").of(grid(stage).columns[0])
    assert (cell.worst, cell.of(Status.LATE), cell.total, cell.mark) == (Status.LATE, 1, 2, "!")


def test_the_most_late_unit_stands_on_top(stage: Stage) -> None:
    for number in range(3):
        stage.give(stage.task(), "B", LATE)
        stage.give(stage.task(), "A", LATE if number == 0 else AHEAD)
    assert [one.unit.code for one in grid(stage).rows] == ["B", "A"]


def test_a_rhythm_shows_the_current_time_and_what_is_overdue(stage: Stage) -> None:
    task = stage.task(deadline={"kind": "recurring", "every": "month"})
    days = {"2026-01": date(2026, 1, 31), "2026-02": date(2026, 2, 28), "2026-03": date(2026, 3, 31)}
    for period, due_on in {**days, "2026-04": date(2026, 4, 30)}.items():
        stage.give(task, "A", due_on, period=period, state="confirmed" if period == "2026-01" else "open")
    cell = row(grid(stage), "A").all
    assert (cell.late, cell.done, cell.total) == (1, 0, 2)
    assert row(grid(stage, month="2026-01"), "A").all.done == 1
    assert row(grid(stage, month="2026-04"), "A").all.total == 1


def test_people_count_as_holders_whether_they_have_a_row_or_not(stage: Stage) -> None:
    duty = stage.give_people(stage.task(), "C", LATE, "party_member", "secretary")
    an = stage.holder("Nguyễn Văn An", "C", "party_member", "secretary")
    binh = stage.holder("Trần Thị Bình", "C", "party_member")
    stage.holder("Lê Văn Cường", "C", "party_member")
    stage.holder("Phạm Thị Dung", "C", "veteran")
    stage.own_row(duty, an, state="confirmed")
    stage.own_row(duty, binh, due_on=AHEAD)
    people = row(grid(stage), "A").all.people
    assert {status: many for status, many in people.items() if many} == {
        Status.DONE: 1,
        Status.AHEAD: 1,
        Status.LATE: 1,
    }


def test_people_are_late_by_the_rule_where_their_unit_has_no_duty_of_its_own(stage: Stage) -> None:
    task = stage.task(deadline={"kind": "fixed", "on": LATE.isoformat()})
    with transaction():
        values = {"to_unit": False, "posts": ["party_member"], "assigned_at": stage.plan.created_at}
        db.session.add(Assignment(task_id=task.id, unit_id=stage.cast.units["C"], **values))
    stage.holder("Nguyễn Văn An", "C", "party_member")
    stage.holder("Trần Thị Bình", "C", "secretary")  # who leads a branch is a party member too
    assert row(grid(stage), "A").all.people[Status.LATE] == 2


def test_who_has_left_a_post_is_not_counted_any_more(stage: Stage) -> None:
    duty = stage.give_people(stage.task(), "C", LATE, "party_member")
    an = stage.holder("Nguyễn Văn An", "C", "veteran")
    stage.own_row(duty, an, state="confirmed")
    assert grid(stage).rows == []


def test_a_derived_plan_shows_the_duties_of_the_uppermost_task_and_its_own(stage: Stage) -> None:
    upper = stage.task("Học tập chuyên đề")
    stage.give(upper, "A", LATE)
    stage.give(upper, "B", LATE)
    derived = make_plan(stage.cast.units["A"], slug="xa-an-binh", parent_id=stage.plan.id, years=[2026])
    make_task(derived.id, "Học tập chuyên đề", origin_id=upper.id)
    own = make_task(derived.id, "Việc thêm của xã", is_own=True)
    make_duty(own.id, stage.cast.units["C"], due_on=SOON)
    made = grid_of(look_at(stage.cast.actor("contact"), "xa-an-binh", "", TODAY), Filter())
    assert [(one.unit.code, one.all.late, one.all.total) for one in made.rows] == [("A", 1, 1), ("C", 0, 1)]
    assert [column.is_own for column in made.columns] == [False, True]


def test_standing_removed_and_merged_tasks_have_no_column(stage: Stage) -> None:
    kept = stage.task("Giữ")
    stage.task("Thường xuyên", is_work=False)
    stage.task("Đã bỏ", removed_at=stage.plan.created_at)
    stage.task("Lặp", merged_into_id=kept.id)
    assert [column.title for column in grid(stage).columns] == ["Giữ"]


def test_filters_narrow_rows_and_columns(stage: Stage) -> None:
    late, fine = stage.task(module="conferences"), stage.task(module="materials")
    stage.give(late, "A", LATE)
    stage.give(fine, "B", AHEAD)
    assert [column.id for column in grid(stage, module="materials").columns] == [fine.id]
    only = grid(stage, late=True)
    assert [one.unit.code for one in only.rows] == ["A"]
    assert [column.id for column in only.columns] == [late.id]
    assert [one.unit.code for one in grid(stage, words="bai chay").rows] == ["B"]


@pytest.mark.parametrize(("who", "unit"), [("contact", "B"), ("contact", "P"), ("outsider", ""), ("organiser", "U")])
def test_nobody_looks_outside_of_the_own_subtree_or_the_plan(stage: Stage, who: str, unit: str) -> None:
    with pytest.raises(NotFound):
        look_at(stage.cast.actor(who), "ke-hoach", unit, TODAY)


def test_a_draft_is_seen_by_those_over_its_unit_alone(stage: Stage) -> None:
    make_plan(stage.cast.units["P"], slug="du-thao", state="draft")
    assert look_at(stage.cast.actor("organiser"), "du-thao", "", TODAY).unit.code == "P"
    with pytest.raises(NotFound):
        look_at(stage.cast.actor("contact"), "du-thao", "", TODAY)


def test_the_page_says_who_is_late_in_words_and_leads_down(stage: Stage, signed_in: SignIn) -> None:
    stage.give(stage.task(code="V-9", title="Mở hội nghị học tập"), "C", LATE)
    page = signed_in("organiser").get("/admin/plans/ke-hoach/grid").text
    assert "1 đơn vị có việc quá hạn: 1 trên 1 việc." in page
    assert "Chậm nhiều nhất: Xã An Bình (1 việc)." in page
    assert "/admin/plans/ke-hoach/grid?unit=A" in page
    assert "Quá hạn: 1 trên 1" in page
    assert "- Xã An Bình: 1 việc quá hạn; nhiệm vụ V-9 (1)" in page
    below = signed_in("contact").get("/admin/plans/ke-hoach/grid")
    assert "Chi bộ Cầu Đá" in below.text
    assert "Lên Tỉnh Phong Lan" not in below.text


def test_another_unit_s_duty_changes_no_byte_of_one_s_own_grid(stage: Stage, signed_in: SignIn) -> None:
    task = stage.task().id
    make_duty(task, stage.cast.units["C"], due_on=LATE)
    contact = signed_in("contact")
    addresses = ["/admin/plans/ke-hoach/grid", "/admin/plans/ke-hoach/timeline", "/admin/plans/ke-hoach/grid.xlsx"]
    addresses += ["/admin/plans/todo", "/admin/plans/search?q=hoi", "/admin/plans/search?q=thi"]
    before = {address: _shown(contact.get(address).data) for address in addresses}
    make_duty(task, stage.cast.units["B"], due_on=LATE)
    stage.holder("Hoàng Thị Giang", "B", "party_member")
    assert {address: _shown(contact.get(address).data) for address in addresses} == before


def _shown(data: bytes) -> object:
    if data[:2] == b"PK":
        book = load_workbook(BytesIO(data))
        return [[cell.value for cell in line] for sheet in book for line in sheet.iter_rows()]
    return [line for line in data.decode().splitlines() if "csrf_token" not in line]


def test_a_workbook_says_the_same(stage: Stage, signed_in: SignIn) -> None:
    stage.give(stage.task(code="V-9"), "C", LATE)
    stage.give(stage.task(code="V-10"), "B", AHEAD)
    file = signed_in("organiser").get("/admin/plans/ke-hoach/grid.xlsx")
    lines = [[cell.value for cell in line] for line in load_workbook(BytesIO(file.data)).worksheets[0].iter_rows()]
    assert ["Xã An Bình", 1, 0, 1, "Quá hạn 1/1", None] in lines
    assert ["Cộng", 1, 0, 2, "Quá hạn 1/1", "Chưa đến hạn 1/1"] in lines


def test_the_grid_takes_as_many_statements_for_many_as_for_few(stage: Stage, statements: Counting) -> None:
    def fill(units: int, tasks: int) -> int:
        with statements() as sent:
            grid(stage)
        few = len(sent)
        made = [make_unit(parent=stage.cast.unit("P")) for _ in range(units)]
        for _ in range(tasks):
            task = stage.task()
            for unit in made:
                make_duty(task.id, unit.id, due_on=LATE)
        return few

    stage.give_people(stage.task(), "C", LATE, "party_member")
    fill(3, 5)
    before = fill(12, 10)
    with statements() as sent:
        made = grid(stage)
    assert len(made.rows) == 15
    assert len(sent) == before
