"""A duty's way from nobody having begun it to its evaluation: who takes which step, and what is kept of it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa

from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.core.inbox import InboxMessage
from quiz.plans.duties.rules import WAYS
from quiz.plans.duties.service import Doing, mark, move
from quiz.plans.models import Duty, DutyStep, Plan
from quiz.plans.rules import DutyState
from tests.conftest import FrozenClock
from tests.plans.duties.conftest import Stage

S = DutyState
COLLECTIVE, SUPERIOR = "Tập thể lãnh đạo đơn vị", "Cấp ủy cấp trên"
DONE = Doing(result="Đã tổ chức sinh hoạt chuyên đề", done_on=date(2026, 2, 27))
pytestmark = pytest.mark.usefixtures("frozen")


def step(stage: Stage, who: str, duty: Duty, to: DutyState, doing: Doing | None = None) -> Duty:
    """Take the next step with the row's present version."""
    version = db.session.get_one(Duty, duty.id, populate_existing=True).version
    return move(stage.actor(who), duty.id, to, version, clock.now(), doing)


def history(duty_id: int) -> list[tuple[str, str, str, str]]:
    """From, to, remark and basis of every step, the first first."""
    rows = db.session.scalars(sa.select(DutyStep).where(DutyStep.duty_id == duty_id).order_by(DutyStep.id))
    return [(row.from_state, row.to_state, row.remark, row.basis) for row in rows]


def test_what_needs_no_approval_is_told_as_done_and_confirmed(stage: Stage) -> None:
    duty = stage.duty("C", due_on=date(2026, 3, 31))
    step(stage, "secretary", duty, S.SUBMITTED, DONE)
    told = step(stage, "contact", duty, S.CONFIRMED)
    assert (told.state, told.done_on, told.result) == ("confirmed", date(2026, 2, 27), DONE.result)
    people = stage.cast.people
    assert (told.submitted_by, told.decided_by) == (people["secretary"], people["contact"])


def test_the_day_it_was_done_is_today_where_none_is_given(stage: Stage) -> None:
    duty = stage.duty("C")
    assert step(stage, "secretary", duty, S.SUBMITTED, Doing(result="Đã làm")).done_on == date(2026, 3, 2)


def test_the_whole_way_with_a_resolution(stage: Stage) -> None:
    duty = stage.duty("C", COLLECTIVE, targets=[{"of": "models", "min": 2, "max": None}])
    step(stage, "secretary", duty, S.DRAFT, Doing(result="Dự kiến hai mô hình"))
    step(stage, "secretary", duty, S.SUBMITTED)
    step(stage, "second", duty, S.RETURNED, Doing(remark="Ghi rõ tên mô hình"))
    step(stage, "secretary", duty, S.SUBMITTED, Doing(result="Hai mô hình: ánh sáng, đọc sách"))
    with pytest.raises(Invalid) as refused:
        step(stage, "second", duty, S.CONFIRMED)
    assert refused.value.field == "basis"
    step(stage, "second", duty, S.CONFIRMED, Doing(basis="Biên bản số 05 ngày 02/3/2026"))
    step(stage, "secretary", duty, S.CARRIED_OUT, Doing(result="Đã làm xong", amounts={"models": 2}))
    told = step(stage, "contact", duty, S.EVALUATED, Doing(rating="good"))
    assert (told.state, told.rating, told.amounts) == ("evaluated", "good", {"models": 2})
    assert history(duty.id) == [
        ("open", "draft", "", ""),
        ("draft", "submitted", "Dự kiến hai mô hình", ""),
        ("submitted", "returned", "Ghi rõ tên mô hình", ""),
        ("returned", "submitted", "Hai mô hình: ánh sáng, đọc sách", ""),
        ("submitted", "confirmed", "", "Biên bản số 05 ngày 02/3/2026"),
        ("confirmed", "carried_out", "Đã làm xong", ""),
        ("carried_out", "evaluated", "", ""),
    ]
    trail = db.session.scalars(sa.select(AuditEntry.action).where(AuditEntry.object_kind == "duty")).all()
    assert len(trail) == 7


@pytest.mark.parametrize(("at", "to"), [pair for pair in product(S, S) if pair not in WAYS])
def test_no_other_way_leads_anywhere(stage: Stage, at: DutyState, to: DutyState) -> None:
    duty = stage.duty("C", state=at)
    with pytest.raises(Conflict) as refused:
        step(stage, "administrator", duty, to, Doing("Lý do", "Biên bản", "Đã làm", rating="good"))
    assert refused.value.code == "state"


@pytest.mark.parametrize(
    ("at", "to"), [(S.SUBMITTED, S.RETURNED), (S.CONFIRMED, S.RETURNED), (S.OPEN, S.EXCUSED), (S.EXCUSED, S.OPEN)]
)
def test_returning_reopening_and_excusing_need_a_reason(stage: Stage, at: DutyState, to: DutyState) -> None:
    duty = stage.duty("C", state=at, submitted_by=stage.cast.people["secretary"])
    with pytest.raises(Invalid) as refused:
        step(stage, "contact", duty, to, Doing(remark="   "))
    assert refused.value.field == "remark"
    assert step(stage, "contact", duty, to, Doing(remark="Có lý do")).state == to


def test_nobody_decides_about_what_they_handed_up(stage: Stage) -> None:
    duty = stage.duty("C", SUPERIOR)
    step(stage, "contact", duty, S.SUBMITTED, DONE)
    with pytest.raises(NotAllowed):
        step(stage, "contact", duty, S.CONFIRMED)
    assert step(stage, "organiser_a", duty, S.CONFIRMED).state == S.CONFIRMED


def test_nobody_confirms_the_own_duty_even_when_another_handed_it_up(stage: Stage) -> None:
    duty = stage.duty("C", "", person="secretary")
    step(stage, "contact", duty, S.SUBMITTED, DONE)
    with pytest.raises(NotAllowed):
        step(stage, "secretary", duty, S.CONFIRMED)


def test_who_rates_is_not_who_said_it_was_carried_out(stage: Stage) -> None:
    duty = stage.duty("C", COLLECTIVE, state=S.CONFIRMED, submitted_by=stage.cast.people["secretary"])
    step(stage, "contact", duty, S.CARRIED_OUT, DONE)
    with pytest.raises(NotAllowed):
        step(stage, "contact", duty, S.EVALUATED, Doing(rating="good"))


def test_a_leadership_does_not_excuse_its_own_unit(stage: Stage) -> None:
    duty = stage.duty("C", COLLECTIVE)
    with pytest.raises(NotAllowed):
        step(stage, "secretary", duty, S.EXCUSED, Doing(remark="Không có điều kiện"))
    assert step(stage, "contact", duty, S.EXCUSED, Doing(remark="Chi bộ mới thành lập")).state == S.EXCUSED


def test_a_person_who_leads_is_excused_by_another(stage: Stage) -> None:
    duty = stage.duty("C", "", person="member")
    assert step(stage, "secretary", duty, S.EXCUSED, Doing(remark="Miễn sinh hoạt")).state == S.EXCUSED


def test_what_was_handed_up_is_taken_back_by_the_same_alone_and_before_a_decision(stage: Stage) -> None:
    duty = stage.duty("C", SUPERIOR)
    step(stage, "secretary", duty, S.SUBMITTED, DONE)
    with pytest.raises(NotAllowed):
        step(stage, "second", duty, S.DRAFT)
    taken = step(stage, "secretary", duty, S.DRAFT)
    assert (taken.state, taken.submitted_by, taken.result) == ("draft", None, DONE.result)
    step(stage, "secretary", duty, S.SUBMITTED)
    step(stage, "contact", duty, S.CONFIRMED)
    with pytest.raises(Conflict):
        step(stage, "secretary", duty, S.DRAFT)


def test_the_second_of_two_tabs_is_refused(stage: Stage) -> None:
    duty = stage.duty("C")
    version = duty.version
    move(stage.actor("secretary"), duty.id, S.DRAFT, version, clock.now(), Doing(result="Bản một"))
    with pytest.raises(Conflict) as refused:
        move(stage.actor("second"), duty.id, S.DRAFT, version, clock.now(), Doing(result="Bản hai"))
    assert refused.value.code == "stale"
    assert db.session.get_one(Duty, duty.id).result == "Bản một"


STRANGERS = ("contestant", "outsider", "secretary_b", "member", "head_a")


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("to", [S.DRAFT, S.SUBMITTED, S.EXCUSED])
def test_a_stranger_learns_nothing_and_changes_nothing(stage: Stage, who: str, to: DutyState) -> None:
    duty = stage.duty("C")
    with pytest.raises(NotFound):
        step(stage, who, duty, to, Doing("Lý do", result="Đã làm"))
    assert history(duty.id) == []


def test_a_committee_member_sees_and_does_not_fill(stage: Stage) -> None:
    duty = stage.duty("C")
    with pytest.raises(NotAllowed):
        step(stage, "committee", duty, S.SUBMITTED, DONE)


def test_a_person_fills_the_own_duty_and_no_other_s(stage: Stage) -> None:
    duty = stage.duty("C", "", person="member")
    with pytest.raises(NotFound):
        step(stage, "other_member", duty, S.SUBMITTED, DONE)
    assert step(stage, "member", duty, S.SUBMITTED, DONE).state == S.SUBMITTED


def test_whoever_decides_does_not_rewrite_what_was_done(stage: Stage) -> None:
    duty = stage.duty("C", SUPERIOR, targets=[{"of": "models", "min": 1}])
    step(stage, "secretary", duty, S.SUBMITTED, Doing(result="Một mô hình", amounts={"models": 1}))
    told = step(stage, "contact", duty, S.CONFIRMED, Doing(result="Chín mô hình", amounts={"models": 9}))
    assert (told.result, told.amounts) == ("Một mô hình", {"models": 1})


@pytest.mark.parametrize("amounts", [{"models": -1}, {"models": float("nan")}, {"models": 1e12}, {"visits": 1}])
def test_impossible_amounts_are_refused(stage: Stage, amounts: dict[str, float]) -> None:
    duty = stage.duty("C", targets=[{"of": "models", "min": 1}])
    with pytest.raises(Invalid) as refused:
        step(stage, "secretary", duty, S.SUBMITTED, Doing(result="Đã làm", amounts=amounts))
    assert refused.value.field == f"amount_{next(iter(amounts))}"


@pytest.mark.parametrize(
    ("doing", "field"),
    [
        (Doing(), "result"),
        (Doing(result=" \n "), "result"),
        (Doing(result="a" * 5001), "result"),
        (Doing(result="Đã làm", done_on=date(2026, 3, 3)), "done_on"),
    ],
)
def test_a_report_without_words_or_of_tomorrow_is_refused(stage: Stage, doing: Doing, field: str) -> None:
    duty = stage.duty("C")
    with pytest.raises(Invalid) as refused:
        step(stage, "secretary", duty, S.SUBMITTED, doing)
    assert refused.value.field == field


@pytest.mark.parametrize("rating", [None, "", "tuyệt vời"])
def test_a_rating_is_one_of_those_there_are(stage: Stage, rating: str | None) -> None:
    duty = stage.duty("C", COLLECTIVE, state=S.CARRIED_OUT, submitted_by=stage.cast.people["secretary"])
    with pytest.raises(Invalid) as refused:
        step(stage, "contact", duty, S.EVALUATED, Doing(rating=rating))
    assert refused.value.field == "rating"


def test_nothing_moves_once_the_plan_is_closed(stage: Stage) -> None:
    duty = stage.duty("C")
    with transaction():
        db.session.get_one(Plan, stage.plan_id).state = "closed"
    with pytest.raises(Conflict) as refused:
        step(stage, "secretary", duty, S.SUBMITTED, DONE)
    assert refused.value.code == "closed"


def inbox(stage: Stage) -> list[tuple[str, str]]:
    """To whom, by name, and the text before its places are filled."""
    names = {person_id: name for name, person_id in stage.cast.people.items()}
    rows = db.session.scalars(sa.select(InboxMessage).order_by(InboxMessage.id))
    return [(names[row.person_id], row.text.split("“%(task)s” ")[1][:15]) for row in rows]


@pytest.mark.parametrize(
    ("approval", "person", "by", "told"),
    [
        (SUPERIOR, None, "secretary", {"contact", "organiser_a"}),
        (COLLECTIVE, None, "secretary", {"second", "committee"}),
        ("Tỉnh ủy", None, "secretary", {"organiser"}),
        ("", "member", "member", {"secretary", "second", "committee"}),
    ],
)
def test_who_may_decide_is_told(stage: Stage, approval: str, person: str | None, by: str, told: set[str]) -> None:
    duty = stage.duty("C", approval, person)
    step(stage, by, duty, S.SUBMITTED, DONE)
    assert set(inbox(stage)) == {(name, "của %(of)s đang") for name in told}


def test_who_handed_it_up_hears_what_became_of_it(stage: Stage, frozen: FrozenClock) -> None:
    duty = stage.duty("C", SUPERIOR)
    for again in range(2):
        frozen.move(minutes=1)
        step(stage, "secretary", duty, S.SUBMITTED, DONE)
        frozen.move(minutes=1)
        step(stage, "contact", duty, S.RETURNED if again == 0 else S.CONFIRMED, Doing(remark="Bổ sung"))
    assert [text for name, text in inbox(stage) if name == "secretary"] == ["được trả lại, k", "đã được xác nhậ"]


def test_a_module_marks_once(stage: Stage) -> None:
    duty = stage.duty("C")
    for _ in range(3):
        mark(None, duty.id, S.CONFIRMED, clock.now(), "Theo bản đăng ký")
    assert history(duty.id) == [("open", "confirmed", "Theo bản đăng ký", "")]
    assert db.session.get_one(Duty, duty.id).done_on == date(2026, 3, 2)


def test_a_module_does_not_undo_an_evaluation(stage: Stage) -> None:
    duty = stage.duty("C", state=S.EVALUATED, rating="good")
    mark(None, duty.id, S.CARRIED_OUT, clock.now())
    assert db.session.get_one(Duty, duty.id).state == "evaluated"


def test_a_module_may_take_its_word_back(stage: Stage) -> None:
    duty = stage.duty("C")
    mark(stage.actor("contact"), duty.id, S.CONFIRMED, clock.now())
    mark(stage.actor("contact"), duty.id, S.OPEN, clock.now() + timedelta(minutes=1))
    row: Any = db.session.get_one(Duty, duty.id)
    assert (row.state, row.decided_by, row.submitted_by) == ("open", None, None)
