"""To-do lists of the staff, own tasks, and what other pages show of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from quiz.accounts import service as accounts
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.plans.models import Extension
from quiz.plans.models_records import Difficulty, PeriodReport, ReportPeriod
from quiz.plans.overview.own import own_list
from quiz.plans.overview.scope import acted_for, own_units
from quiz.plans.overview.todo import Group, Shown, todo_of
from quiz.plans.overview.todo_queries import Wanted
from quiz.plans.rules import Status
from quiz.units.models import OrgUnit
from tests.factories.people import make_person
from tests.factories.plans import make_plan, make_post
from tests.factories.units import make_unit
from tests.people import SignIn
from tests.plans.overview.conftest import TODAY, Counting, Stage

LATE = TODAY - timedelta(days=3)
SOON = TODAY + timedelta(days=3)
AHEAD = TODAY + timedelta(days=60)


def todo(stage: Stage, who: str, **narrowed: object) -> dict[Group, Shown]:
    """The groups of somebody's list."""
    actor = stage.cast.actor(who)
    wanted = Wanted(acted_for(actor, own_units(actor)), TODAY, **narrowed)  # type: ignore[arg-type]
    return {shown.group: shown for shown in todo_of(actor, wanted, None, 1)}


def titles(shown: Shown) -> list[str]:
    """What the items of a group are called."""
    return [item.title for item in shown.page.rows]


def test_groups_hold_what_is_late_returned_and_due_soon_the_earliest_first(stage: Stage) -> None:
    one, other = stage.task("Một", code="V-1"), stage.task("Hai", code="V-2")
    stage.give(one, "A", LATE)
    stage.give(other, "C", LATE - timedelta(days=1))
    stage.give(stage.task("Trả", code="V-3"), "A", AHEAD, state="returned")
    stage.give(stage.task("Sắp", code="V-4"), "A", SOON)
    stage.give(stage.task("Xa", code="V-5"), "A", AHEAD)
    stage.give(stage.task("Xong", code="V-6"), "A", LATE, state="confirmed")
    found = todo(stage, "contact")
    assert list(found) == [Group.LATE, Group.RETURNED, Group.SOON]
    assert titles(found[Group.LATE]) == ["V-2 – Hai", "V-1 – Một"]
    assert titles(found[Group.RETURNED]) == ["V-3 – Trả"]
    assert titles(found[Group.SOON]) == ["V-4 – Sắp"]


def test_one_acts_for_units_below_until_they_have_staff_of_their_own(stage: Stage) -> None:
    stage.give(stage.task(), "A", LATE)
    stage.give(stage.task(), "B", LATE)
    found = todo(stage, "organiser")
    assert [item.unit for item in found[Group.LATE].page.rows] == ["Phường Bãi Cháy"]
    below = make_person(unit=stage.cast.unit("C"))
    accounts.grant_role(None, below.id, Role.UNIT_CONTACT, stage.cast.units["C"], clock.now())
    actor = stage.cast.actor("contact")
    acts = db.session.scalars(sa.select(OrgUnit.code).where(acted_for(actor, own_units(actor)))).all()
    assert acts == ["A"]


def test_what_is_to_be_confirmed_goes_to_whom_the_task_names(stage: Stage) -> None:
    above = stage.task("Cấp trên", approval="cấp trên trực tiếp")
    body = stage.task("Tập thể", approval="tập thể lãnh đạo cơ quan")
    contact = stage.cast.people["contact"]
    stage.give(above, "A", LATE, state="submitted", submitted_by=contact)
    stage.give(body, "A", LATE, state="submitted", submitted_by=contact)
    stage.give(above, "C", LATE, state="submitted", submitted_by=None)
    assert [item.title.split(" – ")[1] for item in todo(stage, "organiser")[Group.CONFIRM].page.rows] == ["Cấp trên"]
    mine = todo(stage, "organiser_a")[Group.CONFIRM].page.rows
    assert {(item.title.split(" – ")[1], item.unit) for item in mine} == {
        ("Tập thể", "Xã An Bình"),
        ("Cấp trên", "Chi bộ Cầu Đá"),
    }
    assert [item.unit for item in todo(stage, "contact")[Group.CONFIRM].page.rows] == ["Chi bộ Cầu Đá"]


def test_holders_of_posts_who_have_not_done_it_are_counted_by_unit(stage: Stage) -> None:
    duty = stage.give_people(stage.task("Bản cam kết"), "C", LATE, "party_member")
    given = stage.assignment(duty)
    stage.own_row(duty, stage.holder("Nguyễn Văn An", "C", "party_member"), state="submitted")
    stage.holder("Trần Thị Bình", "C", "party_member")
    (item,) = todo(stage, "contact")[Group.PEOPLE].page.rows
    url = f"/admin/plans/ke-hoach/grid/people/{given}?unit=C&period="
    assert (item.note, item.url) == ("1 trên 2 người đã xong", url)
    assert Group.LATE not in todo(stage, "contact")


def test_reports_plans_difficulties_and_more_time_are_there_too(stage: Stage) -> None:
    now, units = clock.now(), stage.cast.units
    duty = stage.give(stage.task(), "A", AHEAD)
    with transaction():
        period = ReportPeriod(
            plan_id=stage.plan.id, unit_id=units["P"], kind="month", key="2026-02", title="Báo cáo tháng 2",
            from_on=date(2026, 2, 1), to_on=date(2026, 2, 28), due_on=SOON, created_at=now,
        )  # fmt: skip
        hard = Difficulty(
            plan_id=stage.plan.id, unit_id=units["A"], at_unit_id=units["P"], text="Thiếu tài liệu", state="open",
            raised_at=now,
        )  # fmt: skip
        more = Extension(duty_id=duty, reason="Bão", new_due_on=AHEAD + timedelta(days=9), asked_at=now)
        db.session.add_all([period, hard, more])
    make_plan(units["A"], title="Kế hoạch xã", parent_id=stage.plan.id, state="submitted")
    above, own = todo(stage, "organiser"), todo(stage, "contact")
    assert titles(own[Group.REPORTS]) == ["Báo cáo tháng 2"]
    assert {Group.REPORTS, Group.PLANS, Group.DIFFICULTIES, Group.EXTENSIONS} & own.keys() == {Group.REPORTS}
    assert titles(above[Group.PLANS]) == ["Kế hoạch xã"]
    assert titles(above[Group.DIFFICULTIES]) == ["Thiếu tài liệu"]
    assert len(above[Group.EXTENSIONS].page.rows) == 1
    with transaction():
        db.session.add(PeriodReport(period_id=period.id, unit_id=units["A"], state="submitted"))
    assert Group.REPORTS not in todo(stage, "contact")
    assert titles(todo(stage, "organiser")[Group.INCOMING]) == ["Báo cáo tháng 2"]


def test_the_list_is_narrowed_by_module_plan_unit_and_words(stage: Stage, signed_in: SignIn) -> None:
    stage.give(stage.task("Mở hội nghị", module="conferences"), "A", LATE)
    stage.give(stage.task("Đăng ký", module="registrations"), "C", LATE)
    contact = signed_in("contact")
    for query, shown in (("module=conferences", "A"), ("q=dang+ky", "C"), ("unit=C", "C"), ("plan=ke-hoach", "AC")):
        text = contact.get(f"/admin/plans/todo?{query}").text
        assert ("Mở hội nghị" in text, "Đăng ký</strong>" in text) == ("A" in shown, "C" in shown), query
    assert contact.get("/admin/plans/todo?unit=B").status_code == 404
    assert contact.get("/admin/plans/todo?group=late&page=2").status_code == 200


def test_a_contestant_sees_no_console_list_and_an_empty_own_one_that_explains(stage: Stage, signed_in: SignIn) -> None:
    contestant = signed_in("contestant")
    assert contestant.get("/admin/plans/todo").status_code == 403
    assert "Trang này dành cho người giữ chức vụ" in contestant.get("/tasks/").text
    assert "Việc theo kế hoạch năm" not in contestant.get("/me").text
    assert signed_in().get("/tasks/").status_code == 302


def test_own_tasks_are_there_before_anything_was_begun(stage: Stage, signed_in: SignIn) -> None:
    stage.give_people(stage.task("Bản cam kết"), "C", SOON, "party_member", "cadre")
    stage.give_people(stage.task("Việc người khác"), "C", SOON, "youth_member")
    stage.give_people(stage.task("Việc chi bộ khác"), "B", SOON, "party_member")
    make_post(stage.cast.people["contestant"], stage.cast.units["C"], "party_member")
    make_post(stage.cast.people["contestant"], stage.cast.units["C"], "cadre")
    own = own_list(stage.cast.actor("contestant"), TODAY)
    assert [(one.task.title, one.due_on, one.status) for one in own.open] == [("Bản cam kết", SOON, Status.SOON)]
    page = signed_in("contestant").get("/tasks/").text
    assert "Bắt đầu" in page
    assert "sắp đến hạn, hạn 05/03/2026".lower() in page.lower()
    assert "Việc người khác" not in page
    assert "Quý vị có 1 việc" in signed_in("contestant").get("/me").text


def test_the_own_row_says_the_day_and_the_state(stage: Stage) -> None:
    duty = stage.give_people(stage.task(), "C", SOON, "party_member")
    make_post(stage.cast.people["contestant"], stage.cast.units["C"], "party_member")
    row = stage.own_row(duty, stage.cast.person("contestant"), due_on=LATE)
    (one,) = own_list(stage.cast.actor("contestant"), TODAY).open
    assert (one.duty_id, one.status, one.url) == (row, Status.LATE, f"/tasks/duties/{row}")


def test_a_secretary_sees_what_to_confirm_and_what_the_unit_owes(stage: Stage) -> None:
    make_post(stage.cast.people["contestant"], stage.cast.units["C"], "secretary")
    duty = stage.give_people(stage.task("Bản cam kết", approval="chi ủy"), "C", AHEAD, "party_member")
    an = stage.holder("Nguyễn Văn An", "C", "party_member")
    stage.own_row(duty, an, state="submitted", submitted_by=an.id)
    stage.give(stage.task("Sinh hoạt chuyên đề"), "C", LATE)
    stage.give(stage.task("Việc của xã"), "A", LATE)
    own = own_list(stage.cast.actor("contestant"), TODAY)
    assert [item.title.split(" – ")[1] for item in own.to_confirm] == ["Bản cam kết"]
    assert [item.title.split(" – ")[1] for item in own.of_units] == ["Sinh hoạt chuyên đề"]
    assert own.pressing == 1


def test_the_console_s_first_page_says_what_waits(stage: Stage, signed_in: SignIn) -> None:
    assert "Kế hoạch năm: việc đang chờ" not in signed_in("contact").get("/admin/").text
    stage.give(stage.task(), "A", LATE)
    page = signed_in("contact").get("/admin/").text
    assert "Quá hạn: 1" in page
    assert "/admin/plans/todo?group=late" in page


@pytest.mark.parametrize(
    "address", ["/admin/plans/todo", "/admin/plans/search?q=viec", "/admin/plans/ke-hoach/timeline"]
)
def test_pages_take_as_many_statements_for_many_as_for_few(
    stage: Stage, signed_in: SignIn, statements: Counting, address: str
) -> None:
    stage.give_people(stage.task(), "P", LATE, "party_member")
    stage.give(stage.task(), "P", SOON, state="submitted")
    for due_on in (LATE, SOON):
        stage.give(stage.task(module="conferences"), "P", due_on)
    organiser = signed_in("organiser")
    organiser.get(address)
    with statements() as few:
        organiser.get(address)
    for _ in range(12):
        unit = make_unit(parent=stage.cast.unit("P"))
        task = stage.task(module="conferences")
        stage.give(task, "P", LATE)
        stage.cast.units[unit.code] = unit.id
        stage.give(task, unit.code, SOON)
    with statements() as many:
        organiser.get(address)
    assert len(many) == len(few)
