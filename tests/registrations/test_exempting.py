"""Exemptions: by whom, by which rule, taken back, counted apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.modules.registrations import exempting, queries, service
from quiz.modules.registrations.exempting import Wish
from quiz.modules.registrations.models import Exemption
from quiz.modules.registrations.people import Reach, line_of
from quiz.plans.rules import DutyState
from tests.people import SignIn
from tests.registrations.conftest import WORDS, Stage, draft, post

DAY = date(2026, 2, 20)


def wish(stage: Stage) -> Wish:
    """A complete wish."""
    return Wish(stage.personal, "elderly", "80 tuổi", DAY, "Biên bản số 3")


def exempt(stage: Stage, name: str = "elder_c", by: str = "secretary_c") -> Exemption:
    """Somebody is exempt."""
    unit = stage.cast.unit("C")
    return exempting.exempt(stage.actor(by), stage.asked, unit, stage.cast.people[name], wish(stage), clock.now())


def test_an_exemption_quotes_the_plans_own_words(stage: Stage, signed_in: SignIn) -> None:
    page = f"{stage.at()}/exemptions"
    sent = {"person": str(stage.cast.people["elder_c"]), "rule": str(stage.personal), "kind": "retired"}
    more = {"reason": "Nghỉ hưu từ 2020", "decided_on": "20/02/2026", "document": "BB 03"}
    assert post(signed_in("secretary_c"), page, {**sent, **more}).status_code == 303
    row = queries.exemption_of(stage.plan_id, 2026, stage.cast.people["elder_c"])
    assert row is not None
    assert (row.rule, row.reason, row.decided_on, row.document) == (WORDS, "Nghỉ hưu từ 2020", DAY, "BB 03")
    duty = stage.duty("elder_c")
    assert duty is not None
    assert duty.state == DutyState.EXCUSED


def test_who_is_exempt_counts_apart_and_cannot_register(stage: Stage, signed_in: SignIn) -> None:
    exempt(stage)
    line = line_of(stage.asked, stage.cast.people["elder_c"], DAY)
    assert line is not None
    assert line.state == "exempt"
    assert not line.is_late(date(2026, 12, 31))
    subject = service.subject_of(stage.asked, stage.cast.people["elder_c"], clock.now())
    assert subject is not None
    with pytest.raises(Conflict, match="được miễn"):
        service.save(stage.actor("elder_c"), stage.asked, subject, draft(), 0, clock.now())
    assert WORDS in signed_in("elder_c").get("/registrations/").get_data(as_text=True)


def test_it_is_taken_back_with_a_reason_and_the_duty_is_open_again(stage: Stage, signed_in: SignIn) -> None:
    row = exempt(stage)
    page, client = f"{stage.at()}/exemptions", signed_in("secretary_c")
    assert post(client, page, {"version": "1", "reason": ""}, f"{page}/{row.id}").status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Exemption, row.id).withdrawn_at is None
    post(client, page, {"version": "1", "reason": "Ghi nhầm người"}, f"{page}/{row.id}")
    db.session.expire_all()
    assert db.session.get_one(Exemption, row.id).withdrawn_reason == "Ghi nhầm người"
    duty = stage.duty("elder_c")
    assert duty is not None
    assert duty.state == DutyState.OPEN
    again = exempt(stage)
    assert again.id != row.id


def test_taking_back_what_changed_meanwhile_is_stale(stage: Stage) -> None:
    row = exempt(stage)
    with pytest.raises(Conflict) as refused:
        unit = stage.cast.unit("C")
        exempting.take_back(stage.actor("secretary_c"), stage.asked, unit, row.id, "x", row.version + 1, clock.now())
    assert refused.value.code == "stale"


@pytest.mark.parametrize("by", ["member_c", "secretary_b", "contact_b", "outsider"])
def test_others_do_not_exempt(stage: Stage, by: str) -> None:
    with pytest.raises(NotAllowed):
        exempt(stage, by=by)


def test_nobody_exempts_oneself(stage: Stage) -> None:
    with pytest.raises(NotAllowed, match="tự miễn"):
        exempt(stage, "secretary_c")


def test_only_people_of_the_unit_are_exempt_there(stage: Stage) -> None:
    with pytest.raises(Invalid) as refused:
        exempt(stage, "member_b")
    assert refused.value.field == "person"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"task_id": 0}, "rule"),
        ({"kind": "rich"}, "kind"),
        ({"reason": ""}, "reason"),
        ({"decided_on": None}, "decided_on"),
        ({"decided_on": date(2027, 1, 1)}, "decided_on"),
    ],
)
def test_what_an_exemption_lacks_is_said_at_its_place(stage: Stage, change: dict[str, object], field: str) -> None:
    unit, person = stage.cast.unit("C"), stage.cast.people["elder_c"]
    with pytest.raises(Invalid) as refused:
        odd = replace(wish(stage), **change)  # type: ignore[arg-type]
        exempting.exempt(stage.actor("secretary_c"), stage.asked, unit, person, odd, clock.now())
    assert refused.value.field == field


def test_twice_is_refused_and_so_is_who_has_handed_up(stage: Stage) -> None:
    exempt(stage)
    with pytest.raises(Conflict, match="đã được miễn"):
        exempt(stage)
    stage.hand_up("member_c")
    with pytest.raises(Conflict, match="trả lại bản đó"):
        exempt(stage, "member_c")


def test_the_list_goes_up_the_tree(stage: Stage, signed_in: SignIn) -> None:
    exempt(stage)
    for name, unit in (("contact", "A"), ("organiser", "P")):
        page = signed_in(name).get(f"{stage.at(unit)}/exemptions").get_data(as_text=True)
        assert WORDS in page, name
        assert "Elder C" in page, name
    assert len(queries.exemptions(stage.asked, Reach.of(stage.cast.unit("P")))) == 1
    assert queries.exemptions(stage.asked, Reach.of(stage.cast.unit("B"))) == []
