"""The page of a duty: what it says, one thing to do, nothing typed is ever lost, and nobody sees another's."""

from __future__ import annotations

import io
import re

import pytest
import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import db
from quiz.plans.duties.service import Doing, move
from quiz.plans.duties.shelf import evidence_of
from quiz.plans.models import Duty
from quiz.plans.rules import DutyState
from tests.documents.evidence_files import HTML, PDF, photo
from tests.people import SignIn
from tests.plans.duties.browsing import send, text_of
from tests.plans.duties.conftest import Stage

S = DutyState
COLLECTIVE, SUPERIOR = "Tập thể lãnh đạo đơn vị", "Cấp ủy cấp trên"
"""Two ways of being confirmed."""


def row(duty_id: int) -> Duty:
    """The duty as it is stored now."""
    db.session.rollback()
    return db.session.get_one(Duty, duty_id, populate_existing=True)


def test_the_page_says_what_the_plan_says_and_one_thing_to_do(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C", COLLECTIVE, title="Đăng ký việc làm theo")
    page = text_of(signed_in("contact").get(f"/admin/plans/duties/{duty.id}"))
    assert "Đăng ký việc làm theo" in page
    assert "Tập thể lãnh đạo đơn vị" in page
    assert "Gửi để xác nhận" in page
    assert page.count("button-primary") == 1


def test_where_the_plan_names_nobody_the_page_says_so(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C", "Theo kế hoạch riêng")
    page = text_of(signed_in("secretary").get(f"/tasks/duties/{duty.id}"))
    assert "Theo kế hoạch riêng" in page
    assert "kế hoạch không nêu người xác nhận; theo mặc định: Cấp trên trực tiếp" in page


def test_a_secretary_tells_it_is_done_and_the_unit_above_confirms(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C", targets=[{"of": "models", "min": 2, "max": None}])
    told = {"result": "Hai mô hình", "amount_models": "1.200,5", "done_on": "01/03/2026", "to": "submitted"}
    secretary = signed_in("secretary")
    assert "Báo đã làm" in text_of(secretary.get(f"/tasks/duties/{duty.id}"))
    assert send(secretary, f"/tasks/duties/{duty.id}", version=duty.version, **told).status_code == 303
    stored = row(duty.id)
    assert (stored.state, stored.amounts, str(stored.done_on)) == ("submitted", {"models": 1200.5}, "2026-03-01")
    contact = signed_in("contact")
    confirmed = send(contact, f"/admin/plans/duties/{duty.id}", version=stored.version, to="confirmed")
    assert confirmed.status_code == 303
    assert row(duty.id).state == "confirmed"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"result": ""}, "Vui lòng ghi ngắn gọn nội dung"),
        ({"result": "Bản dài", "done_on": "32/13/2026"}, "Vui lòng ghi ngày dạng ngày/tháng/năm"),
        ({"result": "Bản dài", "done_on": "01/01/2099"}, "Ngày thực hiện không được sau hôm nay"),
        ({"result": "Bản dài", "amount_models": "hai"}, "Vui lòng ghi một số"),
        ({"result": "Bản dài", "amount_models": "-2"}, "Số lượng phải là số không âm"),
        ({"result": "Bản dài " * 1000}, "Nội dung dài quá"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    stage: Stage, signed_in: SignIn, fields: dict[str, str], message: str
) -> None:
    duty = stage.duty("C", targets=[{"of": "models", "min": 2}])
    client = signed_in("secretary")
    answer = send(client, f"/tasks/duties/{duty.id}", version=duty.version, to="submitted", **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page
    assert 'aria-invalid="true"' in page
    assert all(value.strip() in page for value in fields.values())
    assert row(duty.id).state == "open"


def test_the_second_tab_gets_409_with_both_versions_and_keeps_what_was_typed(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C", targets=[{"of": "models", "min": 2}])
    version, client = duty.version, signed_in("secretary")
    url = f"/tasks/duties/{duty.id}"
    first = {"result": "Bản của tab một", "amount_models": "1", "to": "draft"}
    assert send(client, url, version=version, **first).status_code == 303
    second = {"result": "Bản của tab hai", "amount_models": "2", "done_on": "28/02/2026", "to": "draft"}
    answer = send(client, url, version=version, **second)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Bản của tab một" in page
    assert page.count("Bản của tab hai") == 2  # beside the other's, and still in the form
    assert "28/02/2026" in page
    assert row(duty.id).result == "Bản của tab một"
    newer = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert newer
    assert send(client, url, version=newer[1], **second).status_code == 303
    assert row(duty.id).result == "Bản của tab hai"


def test_what_was_typed_comes_back_even_where_the_form_is_gone(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C", SUPERIOR)
    version = duty.version
    move(stage.actor("second"), duty.id, S.SUBMITTED, version, clock.now(), Doing(result="Của phó bí thư"))
    answer = send(
        signed_in("secretary"), f"/tasks/duties/{duty.id}", version=version, to="submitted", result="Của bí thư"
    )
    assert answer.status_code == 409
    assert "Của bí thư" in answer.get_data(as_text=True)


def test_a_resolution_is_asked_for_beside_its_field(stage: Stage, signed_in: SignIn) -> None:
    people = stage.cast.people
    duty = stage.duty("C", COLLECTIVE, state=S.SUBMITTED, submitted_by=people["secretary"])
    client = signed_in("second")
    answer = send(client, f"/tasks/duties/{duty.id}", version=duty.version, to="confirmed", remark="Nhất trí")
    assert answer.status_code == 422
    assert "Vui lòng ghi số, ngày của biên bản" in text_of(answer)
    assert "Nhất trí" in text_of(answer)
    done = send(client, f"/tasks/duties/{duty.id}", version=duty.version, to="confirmed", basis="Biên bản số 5")
    assert done.status_code == 303


def test_what_was_returned_says_why_on_top(stage: Stage, signed_in: SignIn) -> None:
    people = stage.cast.people
    duty = stage.duty("C", SUPERIOR, state=S.SUBMITTED, submitted_by=people["secretary"])
    move(stage.actor("contact"), duty.id, S.RETURNED, duty.version, clock.now(), Doing(remark="Thiếu danh sách"))
    page = text_of(signed_in("secretary").get(f"/tasks/duties/{duty.id}"))
    assert page.index("Thiếu danh sách") < page.index("Việc cần làm")


@pytest.mark.parametrize("person", [None, "member"])
@pytest.mark.parametrize("who", ["outsider", "contestant", "secretary_b", "other_member", "head_a"])
def test_another_s_duty_is_not_found_and_not_changed(
    stage: Stage, signed_in: SignIn, who: str, person: str | None
) -> None:
    duty = stage.duty("C", "", person)
    client = signed_in(who)
    assert client.get(f"/tasks/duties/{duty.id}").status_code == 404
    answer = send(client, f"/tasks/duties/{duty.id}", version=duty.version, to="submitted", result="Chen vào")
    assert answer.status_code == 404
    assert client.get(f"/admin/plans/duties/{duty.id}").status_code == 403
    assert row(duty.id).state == "open"


@pytest.mark.parametrize("unit", ["P", "B", "U"])
def test_staff_of_a_unit_do_not_reach_beside_or_above_it(stage: Stage, signed_in: SignIn, unit: str) -> None:
    duty = stage.duty(unit)
    client = signed_in("organiser_a")
    assert client.get(f"/admin/plans/duties/{duty.id}").status_code == 404
    answer = send(client, f"/admin/plans/duties/{duty.id}", version=duty.version, to="submitted", result="Chen vào")
    assert (answer.status_code, row(duty.id).state) == (404, "open")


EXTRA = {
    "state": "evaluated",
    "unit_id": "1",
    "person_id": "1",
    "task_id": "1",
    "plan_id": "1",
    "assignment_id": "1",
    "decided_by": "1",
    "submitted_by": "1",
    "id": "99",
    "due_on": "2030-01-01",
    "rule_due_on": "2030-01-01",
    "rating": "excellent",
    "period": "2030",
    "actor_id": "1",
    "role": "administrator",
}


def test_fields_that_are_not_of_the_form_change_nothing(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C")
    before = {name: getattr(duty, name) for name in EXTRA if hasattr(duty, name)}
    answer = send(
        signed_in("secretary"),
        f"/tasks/duties/{duty.id}",
        version=duty.version,
        to="draft",
        result="Nháp",
        amount_visits="9",
        **EXTRA,
    )
    stored = row(duty.id)
    assert answer.status_code == 303
    assert {name: getattr(stored, name) for name in before} == {**before, "state": "draft"}
    assert stored.amounts == {}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Duty)) == 1


@pytest.mark.parametrize("to", ["", "xong", "SUBMITTED"])
def test_an_unknown_step_is_refused(stage: Stage, signed_in: SignIn, to: str) -> None:
    duty = stage.duty("C")
    answer = send(signed_in("secretary"), f"/tasks/duties/{duty.id}", version=duty.version, to=to, result="x")
    assert (answer.status_code, row(duty.id).state) == (422, "open")


def test_a_step_without_the_token_is_refused(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C")
    data = {"version": duty.version, "to": "submitted", "result": "x"}
    assert signed_in("secretary").post(f"/tasks/duties/{duty.id}", data=data).status_code == 403
    assert row(duty.id).state == "open"


def test_files_come_along_with_a_report(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C")
    sent = [(io.BytesIO(PDF), "Biên bản.pdf"), (io.BytesIO(photo()), "Ảnh.jpg")]
    answer = send(
        signed_in("secretary"),
        f"/tasks/duties/{duty.id}",
        version=duty.version,
        result="Đã họp",
        to="submitted",
        file=sent,
    )
    assert answer.status_code == 303
    assert row(duty.id).state == "submitted"
    assert [piece.title for piece in evidence_of("duty", [duty.id])[duty.id]] == ["Biên bản", "Ảnh"]


def test_a_refused_file_holds_the_report_back_and_loses_no_words(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C")
    sent = [(io.BytesIO(PDF), "Biên bản.pdf"), (io.BytesIO(HTML), "trang.html")]
    told = {"version": duty.version, "result": "Đã họp chi bộ", "to": "submitted", "file": sent}
    answer = send(signed_in("secretary"), f"/tasks/duties/{duty.id}", **told)
    assert answer.status_code == 422
    assert "Đã họp chi bộ" in answer.text
    assert "Không nhận tệp trang.html" in text_of(answer)
    assert row(duty.id).state == "open"
    assert [piece.title for piece in evidence_of("duty", [duty.id])[duty.id]] == ["Biên bản"]


def test_files_of_somebody_who_only_confirms_are_not_kept(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C", "Chi ủy", person="member", state="submitted")
    told = {"version": duty.version, "to": "confirmed", "file": [(io.BytesIO(PDF), "Lạ.pdf")]}
    assert send(signed_in("committee"), f"/tasks/duties/{duty.id}", **told).status_code == 303
    assert evidence_of("duty", [duty.id]) == {}
