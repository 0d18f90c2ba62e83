"""The result at the year's end, by oneself and by the committee."""

from __future__ import annotations

import pytest

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.modules.registrations import deciding, results
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.results import Result
from quiz.plans.rules import DutyState
from tests.people import SignIn
from tests.registrations.conftest import Stage, post

DONE = [{"outcome": "done", "outcome_text": ""}]


def confirmed(stage: Stage, name: str = "member_c") -> Registration:
    """A confirmed registration."""
    row = stage.hand_up(name)
    by = "committee_c" if name == "secretary_c" else "secretary_c"
    return deciding.decide(stage.actor(by), stage.asked, row.id, row.version, clock.now())


def test_the_person_says_what_became_of_each_thing(stage: Stage, signed_in: SignIn) -> None:
    row = confirmed(stage)
    page = f"/registrations/{row.id}/result"
    sent = {"version": str(row.version), "level": "good", "text": "Làm đều", "outcome_1": "done"}
    assert post(signed_in("member_c"), page, sent).status_code == 303
    db.session.expire_all()
    row = db.session.get_one(Registration, row.id)
    assert (row.self_level, row.level, row.things[0]["outcome"]) == ("good", "", "done")
    duty = stage.duty("member_c")
    assert duty is not None
    assert duty.state == DutyState.CARRIED_OUT


def test_the_committee_gives_the_level_and_the_duty_is_evaluated(stage: Stage, signed_in: SignIn) -> None:
    row = confirmed(stage)
    page = f"/registrations/{row.id}/assessment"
    sent = {"version": str(row.version), "level": "done", "outcome_1": "partly", "outcome_text_1": "Còn hai tháng"}
    assert post(signed_in("secretary_c"), page, sent).status_code == 303
    duty = stage.duty("member_c")
    assert duty is not None
    assert duty.state == DutyState.EVALUATED
    assert "Hoàn thành" in signed_in("member_c").get(f"/registrations/{row.id}").get_data(as_text=True)


def test_nobody_gives_the_own_level(stage: Stage, signed_in: SignIn) -> None:
    row = confirmed(stage, "secretary_c")
    with pytest.raises(NotAllowed, match="tự đánh giá"):
        results.assess(
            stage.actor("secretary_c"), stage.asked, row.id, Result("excellent", "", DONE), row.version, clock.now()
        )
    assert signed_in("secretary_c").get(f"/registrations/{row.id}/assessment").status_code == 403


@pytest.mark.parametrize("name", ["member_c", "second_c", "secretary_b", "contact_b", "outsider"])
def test_others_do_not_assess(stage: Stage, signed_in: SignIn, name: str) -> None:
    row = confirmed(stage)
    assert signed_in(name).get(f"/registrations/{row.id}/assessment").status_code in {403, 404}


def test_what_is_not_done_needs_words(stage: Stage) -> None:
    row = confirmed(stage)
    with pytest.raises(Invalid) as refused:
        lazy = Result("failed", "", [{"outcome": "not_done", "outcome_text": ""}])
        results.assess_self(stage.actor("member_c"), stage.asked, row.id, lazy, row.version, clock.now())
    assert refused.value.field == "outcome_text_1"


@pytest.mark.parametrize(
    ("level", "outcome", "field"), [("", "done", "level"), ("super", "done", "level"), ("good", "x", "outcome_1")]
)
def test_levels_and_outcomes_are_those_of_the_list(stage: Stage, level: str, outcome: str, field: str) -> None:
    row = confirmed(stage)
    with pytest.raises(Invalid) as refused:
        odd = Result(level, "", [{"outcome": outcome, "outcome_text": ""}])
        results.assess_self(stage.actor("member_c"), stage.asked, row.id, odd, row.version, clock.now())
    assert refused.value.field == field


def test_a_result_waits_for_the_confirmation(stage: Stage) -> None:
    row = stage.hand_up("member_c")
    with pytest.raises(Conflict, match="cần được xác nhận trước"):
        results.assess_self(
            stage.actor("member_c"), stage.asked, row.id, Result("good", "", DONE), row.version, clock.now()
        )


def test_after_the_level_is_given_the_person_changes_nothing(stage: Stage) -> None:
    row = confirmed(stage)
    row = results.assess(
        stage.actor("secretary_c"), stage.asked, row.id, Result("good", "", DONE), row.version, clock.now()
    )
    with pytest.raises(Conflict, match="đã được đánh giá"):
        results.assess_self(
            stage.actor("member_c"), stage.asked, row.id, Result("excellent", "", DONE), row.version, clock.now()
        )


def test_a_stale_result_answers_409_and_keeps_what_was_typed(stage: Stage, signed_in: SignIn) -> None:
    row = confirmed(stage)
    sent = {"version": str(row.version - 1), "level": "good", "text": "Chữ đã gõ", "outcome_1": "done"}
    answer = post(signed_in("member_c"), f"/registrations/{row.id}/result", sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Chữ đã gõ" in text
    assert "Bản đang lưu" in text


def test_many_get_one_level(stage: Stage, signed_in: SignIn) -> None:
    rows = [confirmed(stage, name) for name in ("member_c", "second_c")]
    chosen = [f"{row.id}:{row.version}" for row in rows]
    sent = {"chosen": chosen, "do": "assess", "level": "good"}
    assert post(signed_in("secretary_c"), f"{stage.at()}/confirm", sent).status_code == 303
    db.session.expire_all()
    assert {db.session.get_one(Registration, row.id).level for row in rows} == {"good"}
