"""The list of what waits: it holds what the person may decide about and nothing else, however it is narrowed."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa

from quiz.core.db import db
from quiz.plans.authority import confirmable
from quiz.plans.duties.waiting import STATES, Filters, count_waiting, waiting
from quiz.plans.models import Duty, PlanTask
from quiz.plans.rules import DutyState
from quiz.units.models import OrgUnit
from tests.factories.plans import make_plan
from tests.people import SignIn
from tests.plans.duties.browsing import send, text_of
from tests.plans.duties.conftest import POSTS, Stage, statements

S = DutyState
TODAY = date(2026, 3, 2)
APPROVALS = (
    "",
    "Theo kế hoạch riêng",
    "Tập thể lãnh đạo đơn vị",
    "Chi ủy xác nhận",
    "Cấp ủy cấp trên",
    "Cấp ủy",
    "Ban Thường vụ Tỉnh ủy",
)
PEOPLE = ("contact", "organiser_a", "organiser", "administrator", "outsider", *(name for name, _unit, _kind in POSTS))


@pytest.fixture
def many(stage: Stage) -> Stage:
    """A duty of every unit for every way of being confirmed, and some of people, handed up by various people."""
    people = stage.cast.people
    for number, (unit, approval) in enumerate(product("PABCU", APPROVALS)):
        by = people[("contact", "secretary", "organiser", "head_a")[number % 4]]
        stage.duty(unit, approval, state=S.SUBMITTED, submitted_by=by, title=f"Việc {number}", due_on=TODAY)
    for person, approval in product(("member", "secretary"), APPROVALS):
        stage.duty("C", approval, person, state=S.SUBMITTED, submitted_by=people[person])
    return stage


@pytest.mark.parametrize("who", PEOPLE)
def test_the_list_and_the_rule_agree(many: Stage, who: str) -> None:
    rows = db.session.execute(
        sa.select(Duty, PlanTask, OrgUnit)
        .join(PlanTask, PlanTask.id == Duty.task_id)
        .join(OrgUnit, OrgUnit.id == Duty.unit_id)
    ).all()
    expected = confirmable(many.actor(who), [(row[0], row[1], row[2]) for row in rows])
    page = waiting(many.actor(who), Filters(), TODAY)
    assert {line.duty.id for line in page.rows} == expected
    assert page.total == len(expected) == count_waiting(many.actor(who))


def test_somebody_sees_something(many: Stage) -> None:
    seen = {who: waiting(many.actor(who), Filters(), TODAY).total for who in PEOPLE}
    assert seen["organiser"] > seen["contact"] > seen["secretary"] > 0 == seen["member"] == seen["outsider"]


def test_a_row_of_another_unit_changes_no_byte(many: Stage, signed_in: SignIn) -> None:
    client = signed_in("organiser_a")

    def bare() -> str:
        return re.sub(r'value="[^"]{40,}"', "", client.get("/admin/plans/duties/?q=viec").get_data(as_text=True))

    before = bare()
    many.duty("B", "Cấp ủy cấp trên", state=S.SUBMITTED, submitted_by=many.cast.people["secretary_b"], title="Việc lạ")
    assert bare() == before


@pytest.mark.parametrize("unit", ["B", "P", "U", "KHONG-CO"])
def test_a_unit_out_of_reach_narrows_to_nothing(many: Stage, signed_in: SignIn, unit: str) -> None:
    page = text_of(signed_in("contact").get(f"/admin/plans/duties/?unit={unit}"))
    assert "Không có việc nào khớp" in page


@pytest.mark.parametrize("name", ["B", "U"])
def test_a_unit_is_named_by_its_name_and_one_out_of_reach_shows_nothing(
    many: Stage, signed_in: SignIn, name: str
) -> None:
    client = signed_in("contact")
    near, far = (many.cast.unit(one).name for one in ("C", name))
    found = text_of(client.get(f"/admin/plans/duties/?unit_text={near}"))
    assert 'name="duty"' in found
    assert f'value="{near}"' in found
    assert "Không có việc nào khớp" in text_of(client.get(f"/admin/plans/duties/?unit_text={far}"))


def test_it_is_narrowed_by_plan_unit_module_state_and_words_without_marks(stage: Stage) -> None:
    people, actor = stage.cast.people, stage.actor("organiser")
    by: dict[str, Any] = {"submitted_by": people["secretary"]}
    found = stage.duty("C", "Cấp ủy", state=S.SUBMITTED, title="Tổ chức hội nghị", module="conferences", **by)
    done = stage.duty("C", "Cấp ủy", state=S.CARRIED_OUT, title="Sinh hoạt chuyên đề", **by)
    other = Stage(stage.cast, make_plan(stage.cast.units["P"]).id)
    elsewhere = other.duty("B", "Cấp ủy", state=S.SUBMITTED, title="Viết bài", **by)

    def ids(filters: Filters) -> set[int]:
        return {line.duty.id for line in waiting(actor, filters, TODAY).rows}

    assert ids(Filters()) == {found.id, elsewhere.id}
    assert ids(Filters(text="hoi NGHI")) == {found.id}
    assert ids(Filters(text="cau da")) == {found.id}  # the branch's name
    assert ids(Filters(text="100%_")) == set()
    assert ids(Filters(module="conferences")) == {found.id}
    assert ids(Filters(unit=stage.cast.unit("B"))) == {elsewhere.id}
    assert ids(Filters(state=S.CARRIED_OUT)) == {done.id}


def test_people_are_found_by_name(stage: Stage) -> None:
    duty = stage.duty("C", "", "member", state=S.SUBMITTED, submitted_by=stage.cast.people["member"])
    rows = waiting(stage.actor("secretary"), Filters(text="nguoi member"), TODAY).rows
    assert [line.duty.id for line in rows] == [duty.id]


def test_those_due_first_stand_on_top_a_page_at_a_time(stage: Stage) -> None:
    by = stage.cast.people["secretary"]
    made = [stage.duty("C", state=S.SUBMITTED, submitted_by=by, due_on=date(2026, 12, 28 - n % 20)) for n in range(55)]
    pages = [waiting(stage.actor("contact"), Filters(), TODAY, number) for number in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [50, 5, 0]
    days = [line.duty.due_on for page in pages for line in page.rows if line.duty.due_on]
    assert days == sorted(days)
    assert {page.total for page in pages} == {len(made)}


def test_a_page_takes_as_many_statements_for_fifty_as_for_one(stage: Stage, signed_in: SignIn) -> None:
    by = stage.cast.people["secretary"]
    client, counts = signed_in("contact"), []
    for more in (1, 40):
        for _ in range(more):
            stage.duty("C", state=S.SUBMITTED, submitted_by=by)
        with statements() as asked:
            assert client.get("/admin/plans/duties/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_many_are_confirmed_at_once_and_what_was_refused_is_told(stage: Stage, signed_in: SignIn) -> None:
    people = stage.cast.people
    fine = [stage.duty("C", state=S.SUBMITTED, submitted_by=people["secretary"]) for _ in range(3)]
    own = stage.duty("C", state=S.SUBMITTED, submitted_by=people["contact"], title="Tự gửi")
    stale = stage.duty("C", state=S.SUBMITTED, submitted_by=people["secretary"], title="Đã đổi")
    bodies = stage.duty("C", "Tập thể lãnh đạo", state=S.SUBMITTED, submitted_by=people["secretary"], title="Cần số")
    foreign = stage.duty("B", state=S.SUBMITTED, submitted_by=people["secretary_b"], title="Của phường khác")
    ticked = [f"{duty.id}:{duty.version}" for duty in (*fine, own, bodies, foreign)] + [f"{stale.id}:9"]
    answer = send(signed_in("contact"), "/admin/plans/duties/confirm", duty=[*ticked, "rac", "1:2:3", "-1:1", ":"])
    page = text_of(answer)
    assert "Đã xác nhận 3 việc, 4 việc chưa xác nhận được." in page
    assert all(title in page for title in ("Tự gửi", "Đã đổi", "Cần số", "Nhiệm vụ không tìm thấy"))
    assert "Của phường khác" not in page
    db.session.rollback()
    states = [db.session.get_one(Duty, duty.id).state for duty in (*fine, own, stale, bodies, foreign)]
    assert states == ["confirmed"] * 3 + ["submitted"] * 4


def test_a_basis_serves_all_that_need_one(stage: Stage, signed_in: SignIn) -> None:
    by = stage.cast.people["secretary"]
    duties = [stage.duty("C", "Tập thể lãnh đạo", state=S.SUBMITTED, submitted_by=by) for _ in range(2)]
    client = signed_in("second")
    page = text_of(client.get("/tasks/confirm"))
    assert "Bắt buộc với việc do tập thể lãnh đạo thông qua" in page
    ticked = [f"{duty.id}:{duty.version}" for duty in duties]
    send(client, "/tasks/confirm", duty=ticked, basis="Biên bản số 7 ngày 01/3/2026")
    db.session.rollback()
    assert {db.session.get_one(Duty, duty.id).state for duty in duties} == {"confirmed"}


def test_nothing_ticked_is_told(stage: Stage, signed_in: SignIn) -> None:
    assert "Quý vị chưa chọn nhiệm vụ nào" in text_of(send(signed_in("contact"), "/admin/plans/duties/confirm"))


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_list(many: Stage, signed_in: SignIn, state: DutyState) -> None:
    assert signed_in("secretary").get(f"/tasks/confirm?state={state}").status_code == 200


def test_a_person_without_a_post_sees_an_empty_list(many: Stage, signed_in: SignIn) -> None:
    page = text_of(signed_in("contestant").get("/tasks/confirm"))
    assert "Không có việc nào chờ quý vị xác nhận" in page
