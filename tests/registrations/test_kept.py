"""A duty that a registration stands behind follows it: nobody confirms, returns or takes back the one without the
other."""

from __future__ import annotations

import pytest

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import Conflict
from quiz.modules.registrations import deciding
from quiz.modules.registrations.models import Registration
from quiz.plans.duties.bulk import confirm_many
from quiz.plans.duties.service import Doing, move
from quiz.plans.models import Duty
from quiz.plans.rules import DutyState
from tests.people import SignIn
from tests.registrations.conftest import Stage


def handed_up(stage: Stage) -> tuple[Registration, Duty]:
    """A member's registration and the duty that went up with it."""
    row, duty = stage.hand_up("member_c"), stage.duty("member_c")
    assert duty is not None
    assert duty.state == DutyState.SUBMITTED
    return row, duty


@pytest.mark.parametrize("to", [DutyState.CONFIRMED, DutyState.RETURNED])
def test_the_duty_of_a_waiting_registration_is_not_decided_by_itself(stage: Stage, to: DutyState) -> None:
    row, duty = handed_up(stage)
    with pytest.raises(Conflict, match="theo bản ghi") as refused:
        move(stage.actor("secretary_c"), duty.id, to, duty.version, clock.now(), Doing(remark="Xem lại"))
    assert refused.value.code == "kept"
    db.session.expire_all()
    assert db.session.get_one(Duty, duty.id).state == DutyState.SUBMITTED
    assert db.session.get_one(Registration, row.id).state == "submitted"


def test_ticking_it_in_the_list_is_refused_and_said(stage: Stage) -> None:
    _row, duty = handed_up(stage)
    report = confirm_many(stage.actor("secretary_c"), [(duty.id, duty.version)], "Họp", clock.now())
    assert report.confirmed == 0
    assert [one.error.code for one in report.refused] == ["kept"]


def test_the_list_and_the_page_lead_to_the_registration_instead(stage: Stage, signed_in: SignIn) -> None:
    _row, duty = handed_up(stage)
    secretary = signed_in("secretary_c")
    listed = secretary.get("/tasks/confirm").text
    assert f"/tasks/duties/{duty.id}" in listed
    assert 'name="duty"' not in listed
    page = secretary.get(f"/tasks/duties/{duty.id}").text
    assert f"{stage.at()}/confirm" in page
    assert 'name="to"' not in page


def test_once_the_registration_is_confirmed_so_is_the_duty(stage: Stage) -> None:
    row, duty = handed_up(stage)
    deciding.decide(stage.actor("secretary_c"), stage.asked, row.id, row.version, clock.now())
    db.session.expire_all()
    again = db.session.get_one(Duty, duty.id)
    assert again.state == DutyState.CONFIRMED
    with pytest.raises(Conflict, match="theo bản ghi"):
        move(stage.actor("secretary_c"), again.id, DutyState.RETURNED, again.version, clock.now(), Doing("Xem lại"))


def test_a_duty_without_a_registration_is_still_told_and_confirmed_by_hand(stage: Stage) -> None:
    duty = db.session.query(Duty).filter_by(task_id=stage.collective, unit_id=stage.cast.units["C"]).one()
    sent = move(stage.actor("secretary_c"), duty.id, DutyState.SUBMITTED, duty.version, clock.now(), Doing(result="Có"))
    assert sent.state == DutyState.SUBMITTED
