"""The same task in many units is one line of the to-do list of whoever looks after them; every line leads somewhere."""

from __future__ import annotations

import re
from datetime import date, timedelta

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.plans.models_records import Difficulty, PeriodReport, ReportPeriod
from quiz.plans.overview.scope import own_units, reach
from quiz.plans.overview.todo import Group, Item, todo_of
from quiz.plans.overview.todo_queries import Wanted
from tests.factories.plans import make_plan
from tests.factories.units import make_unit
from tests.people import SignIn
from tests.plans.overview.conftest import TODAY, Stage

LATE = TODAY - timedelta(days=3)


def lines(stage: Stage, group: Group, **narrowed: object) -> list[Item]:
    """The lines of one group for the organiser of the province, everything below it included."""
    actor = stage.cast.actor("organiser")
    own = [unit.id for unit in own_units(actor)]
    wanted = Wanted(reach(actor), TODAY, own=own, **narrowed)  # type: ignore[arg-type]
    (shown,) = todo_of(actor, wanted, group, 1)
    return list(shown.page.rows)


def test_a_task_late_in_many_units_is_one_line_and_the_own_unit_s_stays_alone(stage: Stage) -> None:
    task = stage.task("Mở hội nghị", code="V-1")
    own = stage.give(task, "P", LATE)
    stage.give(task, "A", LATE - timedelta(days=9))
    stage.give(task, "B", LATE, period="2026-01")
    stage.give(task, "B", LATE, period="2026-02")
    alone, many = lines(stage, Group.LATE)
    assert (alone.url, alone.many) == (f"/admin/plans/duties/{own}", 1)
    assert (many.unit, many.note, many.many) == ("2 đơn vị", "3 lượt việc", 3)
    assert many.due_on == LATE - timedelta(days=9)
    assert many.url == f"/admin/plans/todo?group=late&task={task.id}"
    opened = lines(stage, Group.LATE, task_id=task.id)
    assert [one.many for one in opened] == [1, 1, 1, 1]


def test_the_badge_counts_things_and_the_pages_count_lines(stage: Stage) -> None:
    task = stage.task("Mở hội nghị")
    for unit in "AB":
        stage.give(task, unit, LATE)
    actor = stage.cast.actor("organiser")
    (shown,) = todo_of(actor, Wanted(reach(actor), TODAY), Group.LATE, 1)
    assert (shown.many, shown.page.total) == (2, 1)


def test_what_waits_in_many_units_is_confirmed_from_one_list(stage: Stage, signed_in: SignIn) -> None:
    task, other = stage.task("Nộp kế hoạch"), stage.task("Việc khác hẳn")
    for unit in "AB":
        stage.give(task, unit, LATE, state="submitted")
    stage.give(other, "A", LATE, state="submitted")
    many = next(one for one in lines(stage, Group.CONFIRM) if one.many > 1)
    assert many.url == f"/admin/plans/duties/?task={task.id}"
    text = signed_in("organiser").get(many.url).text
    assert text.count('name="duty"') == 2
    assert "Việc khác hẳn" not in text


def test_people_are_told_by_task_with_how_many_have_done_it(stage: Stage) -> None:
    task = stage.task("Bản cam kết")
    for unit, names in (("A", ("Nguyễn Văn An", "Lê Thị Hoa")), ("B", ("Trần Thị Bình",))):
        duty = stage.give_people(task, unit, LATE, "party_member")
        holders = [stage.holder(name, unit, "party_member") for name in names]
        if unit == "A":
            stage.own_row(duty, holders[0], state="confirmed")
    (item,) = lines(stage, Group.PEOPLE)
    assert (item.unit, item.note) == ("2 đơn vị", "1 trên 3 người đã xong")
    assert item.url == f"/admin/plans/todo?group=people&task={task.id}"
    assert {one.unit for one in lines(stage, Group.PEOPLE, task_id=task.id)} == {
        stage.cast.unit(name).name for name in "AB"
    }


def test_every_line_of_the_list_leads_to_a_page_that_is_there(stage: Stage, signed_in: SignIn) -> None:
    now, units = clock.now(), stage.cast.units
    task = stage.task("Mở hội nghị")
    for unit in "PAB":
        stage.give(task, unit, LATE)
    stage.give(stage.task("Chờ xác nhận"), "A", LATE, state="submitted")
    stage.give_people(stage.task("Cam kết"), "A", LATE, "party_member")
    stage.holder("Nguyễn Văn An", "A", "party_member")
    with transaction():
        period = ReportPeriod(
            plan_id=stage.plan.id, unit_id=units["P"], kind="month", key="2026-02", title="Báo cáo tháng 2",
            from_on=date(2026, 2, 1), to_on=date(2026, 2, 28), due_on=TODAY, created_at=now,
        )  # fmt: skip
        hard = Difficulty(
            plan_id=stage.plan.id, unit_id=units["A"], at_unit_id=units["P"], text="Thiếu tài liệu", state="open",
            raised_at=now,
        )  # fmt: skip
        db.session.add_all([period, hard])
        db.session.flush()
        db.session.add(PeriodReport(period_id=period.id, unit_id=units["A"], state="submitted"))
    make_plan(units["A"], title="Kế hoạch xã", parent_id=stage.plan.id, state="submitted")
    organiser = signed_in("organiser")
    page = organiser.get("/admin/plans/todo?all=1").text
    ways = set(re.findall(r'class="button button-small [^"]*" href="([^"]+)"', page))
    assert len(ways) >= 8
    for way in ways:
        assert organiser.get(way.replace("&amp;", "&")).status_code == 200, way


def test_only_one_line_of_the_menu_and_one_tab_is_marked(stage: Stage, signed_in: SignIn) -> None:
    make_unit(parent=stage.cast.unit("P"))
    organiser = signed_in("organiser")
    for address in ("todo", "duties/", "duties/evidence", "calendar", "", "ke-hoach", "ke-hoach/grid", "search?q=a"):
        text = organiser.get(f"/admin/plans/{address}").text
        menu = text.split('id="admin-menu"')[1].split("</ul>")[0]
        assert menu.count("aria-current") == 1, address
