"""What stands behind a cell, the timeline, search: each within the own subtree alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.plans.models import PlanTask
from quiz.plans.overview.cells import Choice, assignment_of, behind, column_of, holders_of
from quiz.plans.overview.finding import find
from quiz.plans.overview.scope import _without, look_at
from quiz.plans.overview.tasks import current
from quiz.plans.overview.timeline import timeline_of
from quiz.plans.overview.words import period
from quiz.plans.rules import Status
from tests.factories.plans import make_plan, make_task
from tests.people import SignIn
from tests.plans.overview.conftest import TODAY, Stage

LATE = TODAY - timedelta(days=3)
AHEAD = TODAY + timedelta(days=60)


def test_behind_a_cell_stand_the_duties_it_counts_the_latest_first(stage: Stage) -> None:
    task = stage.task()
    stage.give(task, "A", AHEAD)
    stage.give(task, "C", LATE)
    stage.give(task, "B", LATE)
    look = look_at(stage.cast.actor("contact"), "ke-hoach", "", TODAY)
    column = column_of(look, task.id)
    rows = behind(look, column, Choice(), 1).rows
    assert [(row.unit.code, row.status) for row in rows] == [("C", Status.LATE), ("A", Status.AHEAD)]
    assert [row.unit.code for row in behind(look, column, Choice(own=True), 1).rows] == ["A"]
    assert [row.unit.code for row in behind(look, column, Choice(late=True), 1).rows] == ["C"]
    assert [row.unit.code for row in behind(look, column, Choice(words="cau da"), 1).rows] == ["C"]


def test_the_people_behind_a_duty_are_named_late_ones_first(stage: Stage, signed_in: SignIn) -> None:
    task = stage.task(code="V-3").id
    duty = stage.give_people(db.session.get_one(PlanTask, task), "C", LATE, "party_member")
    given = stage.assignment(duty)
    an, binh = (stage.holder(name, "C", "party_member") for name in ("Nguyễn Văn An", "Trần Thị Bình"))
    stage.own_row(duty, an, state="confirmed")
    look = look_at(stage.cast.actor("contact"), "ke-hoach", "", TODAY)
    people = holders_of(look, column_of(look, task), given, "")
    assert [(one.person_id, one.status) for one in people] == [(binh.id, Status.LATE), (an.id, Status.DONE)]
    page = signed_in("contact").get(f"/admin/plans/ke-hoach/grid/people/{given}").text
    assert page.index("Trần Thị Bình") < page.index("Nguyễn Văn An")


def test_people_of_another_unit_are_nobody_s_business(stage: Stage, signed_in: SignIn) -> None:
    task = stage.task()
    given, task_id = stage.assignment(stage.give_people(task, "B", LATE, "party_member")), task.id
    stage.holder("Hoàng Thị Giang", "B", "party_member")
    look = look_at(stage.cast.actor("contact"), "ke-hoach", "", TODAY)
    with pytest.raises(NotFound):
        assignment_of(look, given)
    contact = signed_in("contact")
    assert contact.get(f"/admin/plans/ke-hoach/grid/people/{given}").status_code == 404
    assert contact.get(f"/admin/plans/ke-hoach/grid/people/{given}?unit=B").status_code == 404
    assert "Phường" not in contact.get(f"/admin/plans/ke-hoach/grid/cell?task={task_id}").text
    assert contact.get(f"/admin/plans/ke-hoach/grid/cell?unit=B&task={task_id}").status_code == 404


@pytest.mark.parametrize("page", ["grid", "grid.xlsx", "timeline", "grid/cell?task=1", "grid/people/1"])
def test_pages_of_a_plan_are_for_the_staff_of_its_subtree(stage: Stage, signed_in: SignIn, page: str) -> None:
    stage.give(stage.task(), "A", LATE)
    address = f"/admin/plans/ke-hoach/{page}"
    assert signed_in("contestant").get(address).status_code == 403
    assert signed_in("outsider").get(address).status_code == 403
    mark = "&" if "?" in page else "?"
    assert signed_in("contact").get(f"{address}{mark}unit=P").status_code == 404
    assert signed_in("contact").get(address.replace("ke-hoach", "khong-co")).status_code == 404


def test_the_year_is_told_by_month_with_what_is_late(stage: Stage, signed_in: SignIn) -> None:
    task = stage.task("Sinh hoạt", deadline={"kind": "recurring", "every": "month"})
    for month, state in (("01", "confirmed"), ("02", "open"), ("05", "open")):
        stage.give(task, "A", date(2026, int(month), 28), period=f"2026-{month}", state=state)
    stage.give(stage.task("Không ngày"), "A", None)
    stage.give(stage.task("Năm sau"), "A", date(2027, 1, 31))
    stage.give(task, "B", date(2026, 5, 28), period="2026-05")
    made = timeline_of(look_at(stage.cast.actor("contact"), "ke-hoach", "", TODAY), None)
    told = {month.first.month: (month.counts.total, month.counts.done, month.counts.late) for month in made.months}
    assert {month: counts for month, counts in told.items() if counts[0]} == {1: (1, 1, 0), 2: (1, 0, 1), 5: (1, 0, 0)}
    assert [line.column.title for line in made.undated] == ["Không ngày"]
    assert made.elsewhere.total == 1
    assert made.today_at == pytest.approx((2 + 1 / 31) / 12)
    page = signed_in("contact").get("/admin/plans/ke-hoach/timeline").text
    assert "Hôm nay, 02/03/2026" in page
    assert "Còn 1 việc đến hạn vào năm khác." in page


@pytest.mark.parametrize(
    ("deadline", "shown"),
    [
        ({"kind": "recurring", "every": "month"}, "2026-03"),
        ({"kind": "recurring", "every": "quarter"}, "2026-Q1"),
        ({"kind": "recurring", "every": "year", "year_offset": -1}, "2026"),
        ({"kind": "fixed", "on": "2026-05-19"}, ""),
    ],
)
def test_the_current_time_of_a_rhythm_is_the_one_due_next(deadline: dict[str, object], shown: str) -> None:
    assert current(deadline, [2026], TODAY) == shown


def test_periods_are_told_in_words() -> None:
    assert [period(key) for key in ("2026-03", "2026-Q1", "2026", "")] == ["Tháng 3/2026", "Quý I/2026", "Năm 2026", ""]


def test_ranges_without_others_keep_what_lies_between() -> None:
    assert _without([(1, 20)], [(3, 5), (6, 9), (15, 20)]) == [(1, 2), (10, 14)]
    assert _without([(1, 4), (8, 9)], [(1, 4)]) == [(8, 9)]
    assert _without([(1, 10)], [(2, 9), (4, 5)]) == [(1, 1), (10, 10)]


def test_search_finds_without_accents_and_in_the_own_subtree_alone(stage: Stage) -> None:
    task = stage.task("Đăng ký làm theo", code="V-7")
    derived = make_plan(stage.cast.units["B"], title="Kế hoạch phường", parent_id=stage.plan.id, years=[2026])
    make_task(derived.id, "Đăng ký thêm của phường", is_own=True)
    stage.holder("Hoàng Thị Giang", "B", "party_member")
    stage.holder("Hoàng Văn Đức", "C", "party_member")
    contact, organiser = stage.cast.actor("contact"), stage.cast.actor("organiser")
    assert [hit.url for hit in find(contact, "dang ky", clock.now()).tasks] == [
        f"/admin/plans/ke-hoach/tasks/{task.id}"
    ]
    assert len(find(organiser, "dang ky", clock.now()).tasks) == 2
    assert [hit.title for hit in find(contact, "hoang", clock.now()).people] == ["Hoàng Văn Đức"]
    assert [hit.title for hit in find(contact, "ke hoach", clock.now()).plans] == ["Kế hoạch tỉnh"]
    assert [hit.title for hit in find(contact, "cau da", clock.now()).units] == ["Chi bộ Cầu Đá"]
    assert find(contact, "bai chay", clock.now()).total == 0
    assert [hit.title for hit in find(contact, "v-7", clock.now()).tasks] == ["V-7 – Đăng ký làm theo"]


def test_a_percent_sign_finds_nothing_by_itself(stage: Stage, signed_in: SignIn) -> None:
    stage.task("Đăng ký")
    assert find(stage.cast.actor("contact"), "%", clock.now()).total == 0
    assert "Không tìm thấy gì" in signed_in("contact").get("/admin/plans/search?q=%25%25").text
