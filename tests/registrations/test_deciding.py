"""Confirming and returning, one by one and many at once."""

from __future__ import annotations

import pytest

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import Conflict, NotAllowed
from quiz.core.inbox import InboxMessage
from quiz.modules.registrations import deciding, service
from quiz.modules.registrations.models import Registration
from quiz.plans.rules import DutyState
from tests.people import SignIn
from tests.registrations.conftest import Stage, draft, post


def test_the_committee_confirms_and_the_duty_and_the_person_know(stage: Stage, signed_in: SignIn) -> None:
    row = stage.hand_up("member_c")
    page = f"/registrations/{row.id}"
    sent = {"version": str(row.version), "do": "confirm", "basis": "Họp chi ủy 05/3"}
    assert post(signed_in("committee_c"), page, sent, f"{page}/decision").status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Registration, row.id).state == "confirmed"
    duty = stage.duty("member_c")
    assert duty is not None
    assert duty.state == DutyState.CONFIRMED
    assert db.session.query(InboxMessage).filter_by(person_id=stage.cast.people["member_c"]).count() >= 1


def test_a_return_needs_a_remark_and_reopens_the_writing(stage: Stage, signed_in: SignIn) -> None:
    row = stage.hand_up("member_c")
    page, client = f"/registrations/{row.id}", signed_in("secretary_c")
    sent = {"version": str(row.version), "do": "return"}
    refused = post(client, page, sent, f"{page}/decision")
    assert refused.status_code == 422
    assert "Vui lòng ghi nội dung cần bổ sung" in refused.get_data(as_text=True)
    assert post(client, page, {**sent, "remark": "Ghi rõ thời gian"}, f"{page}/decision").status_code == 303
    assert "Ghi rõ thời gian" in signed_in("member_c").get(stage.mine).get_data(as_text=True)
    duty = stage.duty("member_c")
    assert duty is not None
    assert duty.state == DutyState.RETURNED


def test_nobody_confirms_the_own_registration(stage: Stage, signed_in: SignIn) -> None:
    row = stage.hand_up("secretary_c")
    with pytest.raises(NotAllowed, match="tự xác nhận"):
        deciding.decide(stage.actor("secretary_c"), stage.asked, row.id, row.version, clock.now())
    page = signed_in("secretary_c").get(f"/registrations/{row.id}").get_data(as_text=True)
    assert "/decision" not in page
    assert deciding.decide(stage.actor("committee_c"), stage.asked, row.id, row.version, clock.now())


@pytest.mark.parametrize("name", ["second_c", "secretary_b", "contact_b", "outsider", "member_b"])
def test_who_is_not_of_the_committee_does_not_confirm(stage: Stage, name: str) -> None:
    row = stage.hand_up("member_c")
    with pytest.raises(NotAllowed):
        deciding.decide(stage.actor(name), stage.asked, row.id, row.version, clock.now())
    db.session.expire_all()
    assert db.session.get_one(Registration, row.id).state == "submitted"


def test_confirming_what_changed_meanwhile_is_stale(stage: Stage, signed_in: SignIn) -> None:
    row = stage.hand_up("member_c")
    version = row.version
    service.take_back(stage.actor("member_c"), stage.asked, row.id, version, clock.now())
    subject = service.subject_of(stage.asked, stage.cast.people["member_c"], clock.now())
    assert subject is not None
    service.save(
        stage.actor("member_c"), stage.asked, subject, draft("Việc đã đổi"), row.version, clock.now(), submit=True
    )
    page = f"/registrations/{row.id}"
    answer = post(signed_in("secretary_c"), page, {"version": str(version), "do": "confirm"}, f"{page}/decision")
    assert answer.status_code == 409
    assert "Việc đã đổi" in answer.get_data(as_text=True)


def test_a_collective_is_confirmed_by_the_unit_above_and_not_by_itself(stage: Stage, signed_in: SignIn) -> None:
    subject = service.unit_subject(stage.actor("secretary_c"), stage.cast.unit("C"))
    thing = {"title": "Cải cách", "how": "a", "schedule": "b", "in_charge": "c", "study": "d", "follow": "e"}
    said = draft(basis="Nghị quyết")
    said = type(said)([{**thing, "example": "g"}], basis="Nghị quyết số 5")
    row = service.save(stage.actor("secretary_c"), stage.asked, subject, said, 0, clock.now(), submit=True)
    for name in ("secretary_c", "committee_c", "contact_b", "outsider"):
        with pytest.raises(NotAllowed):
            deciding.decide(stage.actor(name), stage.asked, row.id, row.version, clock.now())
    assert deciding.decide(stage.actor("contact"), stage.asked, row.id, row.version, clock.now()).state == "confirmed"


def test_many_are_confirmed_at_once(stage: Stage, signed_in: SignIn) -> None:
    rows = [stage.hand_up(name) for name in ("member_c", "second_c")]
    chosen = [f"{row.id}:{row.version}" for row in rows]
    page = f"{stage.at()}/confirm"
    assert post(signed_in("secretary_c"), page, {"chosen": chosen, "do": "confirm"}).status_code == 303
    db.session.expire_all()
    assert {db.session.get_one(Registration, row.id).state for row in rows} == {"confirmed"}


def test_many_at_once_are_all_or_none(stage: Stage, signed_in: SignIn) -> None:
    good, own = stage.hand_up("member_c"), stage.hand_up("secretary_c")
    chosen = [f"{good.id}:{good.version}", f"{own.id}:{own.version}"]
    answer = post(signed_in("secretary_c"), f"{stage.at()}/confirm", {"chosen": chosen, "do": "confirm"})
    assert answer.status_code == 403
    db.session.expire_all()
    assert db.session.get_one(Registration, good.id).state == "submitted"


def test_one_of_another_unit_slipped_among_the_ticks_changes_nothing(stage: Stage, signed_in: SignIn) -> None:
    other = stage.hand_up("member_b")
    here = stage.hand_up("member_c")
    chosen = [f"{other.id}:{other.version}", f"{here.id}:{here.version}"]
    answer = post(signed_in("secretary_c"), f"{stage.at()}/confirm", {"chosen": chosen, "do": "confirm"})
    assert answer.status_code == 409
    db.session.expire_all()
    assert {db.session.get_one(Registration, one.id).state for one in (other, here)} == {"submitted"}


def test_a_stale_tick_keeps_the_ticks_and_says_so(stage: Stage, signed_in: SignIn) -> None:
    row = stage.hand_up("member_c")
    page = f"{stage.at()}/confirm"
    answer = post(
        signed_in("secretary_c"), page, {"chosen": [f"{row.id}:{row.version + 5}"], "do": "confirm", "basis": "Họp"}
    )
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'value="Họp"' in text


def test_what_is_confirmed_is_not_confirmed_again(stage: Stage) -> None:
    row = stage.hand_up("member_c")
    row = deciding.decide(stage.actor("secretary_c"), stage.asked, row.id, row.version, clock.now())
    with pytest.raises(Conflict, match="không còn chờ"):
        deciding.decide(stage.actor("committee_c"), stage.asked, row.id, row.version, clock.now())
