"""Writing and handing up: by the person, for somebody without a phone, by the collective."""

from __future__ import annotations

import pytest

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.modules.registrations import deciding, queries, service
from quiz.modules.registrations.models import Registration, RegistrationStep
from quiz.modules.registrations.rules import Draft
from quiz.plans.models import Duty
from quiz.plans.rules import DutyState
from tests.people import SignIn
from tests.registrations.conftest import CONTENTS, Stage, draft, post, token, typed


def test_a_person_hands_up_and_the_duty_waits(stage: Stage) -> None:
    row = stage.hand_up("member_c")
    assert row.state == "submitted"
    assert row.unit_id == stage.cast.units["C"]
    duty = stage.duty("member_c")
    assert duty is not None
    assert duty.state == DutyState.SUBMITTED


def test_the_form_on_the_phone_keeps_a_draft_and_hands_it_up(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("member_c")
    assert post(client, stage.mine, {"do": "draft", "version": "0", "title_1": "Mới nghĩ"}).status_code == 303
    row = queries.of_person(stage.plan_id, 2026, stage.cast.people["member_c"])
    assert row is not None
    assert (row.state, row.things[0]["title"]) == ("draft", "Mới nghĩ")
    answer = post(client, stage.mine, typed(row.version))
    assert answer.headers["Location"] == f"/registrations/{row.id}"
    db.session.expire_all()
    assert db.session.get_one(Registration, row.id).state == "submitted"


def test_what_is_missing_stands_beside_its_input_and_nothing_typed_is_lost(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("member_c")
    answer = post(client, stage.mine, typed(example="", title_2="Trồng cây ven đường"))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Vui lòng ghi nội dung nêu gương." in page
    assert "Trồng cây ven đường" in page
    assert "Giúp một hộ khó khăn" in page
    assert queries.of_person(stage.plan_id, 2026, stage.cast.people["member_c"]) is None


def test_a_stale_form_answers_409_with_both_versions(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("member_c")
    post(client, stage.mine, typed(do="draft", title_1="Bản ở máy tính"))
    answer = post(client, stage.mine, typed(0, "draft", title_1="Bản ở điện thoại"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Bản ở máy tính" in page
    assert "Bản ở điện thoại" in page
    row = queries.of_person(stage.plan_id, 2026, stage.cast.people["member_c"])
    assert row is not None
    assert row.things[0]["title"] == "Bản ở máy tính"
    again = client.post(stage.mine, data={**typed(row.version, "draft", title_1="Bản ở điện thoại"), **_token(page)})
    assert again.status_code == 303


def _token(page: str) -> dict[str, str]:
    return {"csrf_token": page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]}


def test_the_page_saves_in_passing_and_hears_the_next_version(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("member_c")
    sent = {**typed(do="draft"), "csrf_token": token(client, stage.mine)}
    answer = client.post(stage.mine, data=sent, headers={"Accept": "application/json"})
    assert answer.get_json() == {"version": 1, "message": "Đã lưu bản nháp."}
    stale = client.post(stage.mine, data=sent, headers={"Accept": "application/json"})
    assert stale.status_code == 409
    assert stale.get_json()["version"] == 0
    assert "nơi khác" in stale.get_json()["message"]


def test_fields_that_are_not_of_the_form_change_nothing(stage: Stage, signed_in: SignIn) -> None:
    stolen = {"state": "confirmed", "person_id": "1", "unit_id": str(stage.cast.units["U"]), "level": "excellent"}
    post(signed_in("member_c"), stage.mine, {**typed(), **stolen, "decided_by": "1", "id": "99"})
    row = queries.of_person(stage.plan_id, 2026, stage.cast.people["member_c"])
    assert row is not None
    assert (row.state, row.unit_id, row.level, row.decided_by) == ("submitted", stage.cast.units["C"], "", None)


def test_somebody_of_whom_nothing_is_asked_finds_no_form(stage: Stage, signed_in: SignIn) -> None:
    for name in ("contestant", "outsider", "administrator"):
        assert signed_in(name).get(stage.mine).status_code == 404


def test_what_is_handed_up_is_not_changed_but_can_be_taken_back(stage: Stage, signed_in: SignIn) -> None:
    row = stage.hand_up("member_c")
    subject = service.subject_of(stage.asked, stage.cast.people["member_c"], clock.now())
    assert subject is not None
    with pytest.raises(Conflict, match="không sửa được"):
        service.save(stage.actor("member_c"), stage.asked, subject, draft("Khác"), row.version, clock.now())
    page = f"/registrations/{row.id}"
    assert post(signed_in("member_c"), page, {"version": str(row.version)}, f"{page}/take-back").status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Registration, row.id).state == "draft"


def test_nobody_else_takes_it_back(stage: Stage, signed_in: SignIn) -> None:
    row = stage.hand_up("member_c")
    page = f"/registrations/{row.id}"
    answer = post(signed_in("second_c"), page, {"version": str(row.version)}, f"{page}/take-back")
    assert answer.status_code == 403


def test_a_secretary_enters_for_an_elder_and_it_is_marked(stage: Stage, signed_in: SignIn) -> None:
    page = f"{stage.at()}/people/{stage.cast.people['elder_c']}"
    assert post(signed_in("secretary_c"), page, typed(basis="Sổ của chi bộ")).status_code == 303
    row = queries.of_person(stage.plan_id, 2026, stage.cast.people["elder_c"])
    assert row is not None
    assert (row.entered_by, row.basis) == (stage.cast.people["secretary_c"], "Sổ của chi bộ")
    shown = signed_in("member_c").get(f"/registrations/{row.id}").get_data(as_text=True)
    assert "Nhập hộ: " in shown
    step = db.session.query(RegistrationStep).filter_by(registration_id=row.id).one()
    assert step.action == "enter"


def test_who_entered_it_does_not_confirm_it(stage: Stage) -> None:
    person = stage.cast.people["elder_c"]
    secretary, now = stage.actor("secretary_c"), clock.now()
    subject = service.behalf_subject(secretary, stage.asked, stage.cast.unit("C"), person, now)
    row = service.save(secretary, stage.asked, subject, draft(), 0, now, submit=True)
    with pytest.raises(NotAllowed, match="một người khác"):
        deciding.decide(secretary, stage.asked, row.id, row.version, now)
    assert deciding.decide(stage.actor("committee_c"), stage.asked, row.id, row.version, now).state == "confirmed"


@pytest.mark.parametrize("name", ["member_c", "secretary_b", "contact_b", "outsider"])
def test_others_do_not_enter_for_somebody(stage: Stage, signed_in: SignIn, name: str) -> None:
    page = f"{stage.at()}/people/{stage.cast.people['elder_c']}"
    assert signed_in(name).get(page).status_code in {403, 404}


def test_only_people_of_the_unit_are_entered_there(stage: Stage) -> None:
    with pytest.raises(NotFound):
        unit, person = stage.cast.unit("C"), stage.cast.people["member_b"]
        service.behalf_subject(stage.actor("secretary_c"), stage.asked, unit, person, clock.now())


def test_a_collective_hands_up_and_its_duty_waits(stage: Stage, signed_in: SignIn) -> None:
    page = f"{stage.at()}/collective"
    assert post(signed_in("secretary_c"), page, body()).status_code == 303
    row = queries.of_unit(stage.plan_id, 2026, stage.cast.units["C"])
    assert row is not None
    assert (row.state, row.person_id, row.basis) == ("submitted", None, "Nghị quyết số 05-NQ/CB")
    duty = db.session.query(Duty).filter_by(task_id=stage.collective, unit_id=stage.cast.units["C"]).one()
    assert duty.state == DutyState.SUBMITTED


def body(version: int = 0, **more: str) -> dict[str, str]:
    """The collective's form as a browser sends it."""
    sent = {"version": str(version), "do": "submit", "title_1": "Cải cách thủ tục", "basis": "Nghị quyết số 05-NQ/CB"}
    parts = {"how_1": "Làm mẫu trước", "schedule_1": "Quý II", "in_charge_1": "Bí thư", "basis_on": "10/02/2026"}
    return {**sent, **parts, **{f"{key}_1": text for key, text in CONTENTS.items()}, **more}


def test_a_stale_form_of_a_collective_shows_both(stage: Stage, signed_in: SignIn) -> None:
    page, client = f"{stage.at()}/collective", signed_in("secretary_c")
    post(client, page, body(do="draft", title_1="Bản trước"))
    answer = post(client, page, body(0, do="draft", title_1="Bản sau"))
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Bản trước" in text
    assert "Bản sau" in text


def test_a_member_does_not_write_for_the_collective(stage: Stage, signed_in: SignIn) -> None:
    assert signed_in("member_c").get(f"{stage.at()}/collective").status_code == 403


def test_the_next_year_begins_with_the_last_ones_words_without_its_days(stage: Stage) -> None:
    from quiz.modules.registrations.suggesting import suggestion

    row = stage.hand_up("member_c", "Đọc sách mỗi tối")
    deciding.decide(stage.actor("secretary_c"), stage.asked, row.id, row.version, clock.now())
    subject = service.subject_of(stage.asked, stage.cast.people["member_c"], clock.now())
    assert subject is not None
    found = suggestion("last", stage.asked, subject)
    assert found is not None
    assert found.things[0]["title"] == "Đọc sách mỗi tối"
    assert "outcome" not in found.things[0]


def test_a_person_may_begin_with_what_the_unit_registered(stage: Stage, signed_in: SignIn) -> None:
    post(signed_in("secretary_c"), f"{stage.at()}/collective", body())
    page = signed_in("member_c").get(f"{stage.mine}?from=unit").get_data(as_text=True)
    assert "Cải cách thủ tục" in page


def test_a_draft_may_be_incomplete_but_a_handed_up_one_not(stage: Stage) -> None:
    subject = service.subject_of(stage.asked, stage.cast.people["member_c"], clock.now())
    assert subject is not None
    actor = stage.actor("member_c")
    row = service.save(actor, stage.asked, subject, Draft(), 0, clock.now())
    with pytest.raises(Invalid):
        service.save(actor, stage.asked, subject, Draft(), row.version, clock.now(), submit=True)
    db.session.expire_all()
    assert db.session.get_one(Registration, row.id).state == "draft"
