"""Whoever leads a unit by post and has no role writes its report outside of the console, and nobody else's."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from quiz.core.db import db
from quiz.core.inbox import InboxMessage
from quiz.plans.models_records import Difficulty, PeriodReport
from tests.factories.people import make_person
from tests.factories.plans import make_post
from tests.people import SignIn
from tests.plans.reporting.conftest import Scene
from tests.plans.reporting.posting import post


@pytest.fixture
def led(scene: Scene) -> Scene:
    """Secretaries of C and B, a head of A, a committee member and a Party member of C; none with a role."""
    posts = (
        ("secretary", "C", "secretary"),
        ("secretary_b", "B", "secretary"),
        ("head_a", "A", "head"),
        ("committee", "C", "committee_member"),
        ("member", "C", "party_member"),
    )
    for name, unit, kind in posts:
        person = make_person(unit=scene.cast.unit(unit), login_name=f"{name}.thu")
        make_post(person.id, scene.cast.units[unit], kind)
        scene.cast.people[name] = person.id
    return scene


def own(scene: Scene, unit: str, more: str = "") -> str:
    """The own page of a unit's report."""
    return f"/tasks/reports/{scene.slug}/{scene.period_id}/{unit}{more}"


def messages(scene: Scene, name: str) -> list[tuple[str, str]]:
    """The texts and addresses told to somebody."""
    db.session.rollback()
    mine = InboxMessage.person_id == scene.cast.people[name]
    return [(row.text, row.url) for row in db.session.scalars(sa.select(InboxMessage).where(mine))]


def test_a_secretary_finds_the_report_and_sends_it_with_a_difficulty(led: Scene, signed_in: SignIn) -> None:
    browser = signed_in("secretary")
    assert own(led, "C") in browser.get("/tasks/reports/").text
    assert "/tasks/reports/" in browser.get("/tasks/").text
    said = {"part-results": "Đã học tập.", "part-difficulty": "Thiếu tài liệu.", "version": 0, "do": "submit"}
    assert post(browser, own(led, "C"), said).headers["Location"].startswith(own(led, "C"))
    assert (led.report("C").state, led.report("C").narrative) == ("submitted", {"results": "Đã học tập."})
    assert db.session.scalar(sa.select(Difficulty.text)) == "Thiếu tài liệu."
    page = browser.get(own(led, "C")).text
    assert "Rút báo cáo về để sửa" in page
    assert "/admin/plans/" not in page


def test_it_is_taken_back_and_taken_away_as_word_and_excel(led: Scene, signed_in: SignIn) -> None:
    browser = signed_in("secretary")
    post(browser, own(led, "C"), {"part-results": "Đã học tập.", "version": 0, "do": "submit"})
    assert browser.get(own(led, "C", "/report.docx")).status_code == 200
    assert browser.get(own(led, "C", "/report.xlsx")).status_code == 200
    version = led.report("C").version
    assert post(browser, own(led, "C", "/step"), {"do": "take_back", "version": version}).status_code == 303
    assert led.report("C").state == "draft"


@pytest.mark.parametrize("name", ["secretary_b", "head_a", "committee", "member", "outsider", "contact"])
def test_nobody_else_comes_to_the_own_page_of_a_unit(led: Scene, signed_in: SignIn, name: str) -> None:
    browser = signed_in(name)
    for more in ("", "/report.docx", "/report.xlsx"):
        assert browser.get(own(led, "C", more)).status_code == 404
    assert post(browser, own(led, "C"), {"part-results": "Lạ", "version": 0, "do": "submit"}).status_code == 404
    assert post(browser, own(led, "C", "/step"), {"do": "take_back", "version": 1}).status_code == 404
    assert db.session.scalar(sa.select(sa.func.count(PeriodReport.id))) == 0
    assert own(led, "C") not in browser.get("/tasks/reports/").text


def test_a_leader_decides_about_no_report_and_stays_out_of_the_console(led: Scene, signed_in: SignIn) -> None:
    post(signed_in("secretary"), own(led, "C"), {"part-results": "x", "version": 0, "do": "submit"})
    head, version = signed_in("head_a"), led.report("C").version
    assert post(head, led.address("C", "/step"), {"do": "accept", "version": version}).status_code == 403
    secretary = signed_in("secretary")
    assert secretary.get(led.address("C")).status_code == 403
    assert post(secretary, own(led, "C", "/step"), {"do": "accept", "version": version}).status_code == 403
    assert led.report("C").state == "submitted"


def test_a_decision_leads_each_to_a_page_of_theirs(led: Scene, signed_in: SignIn) -> None:
    post(signed_in("secretary"), own(led, "C"), {"part-results": "x", "version": 0, "do": "submit"})
    said = {"do": "return", "remark": "Bổ sung số liệu.", "version": led.report("C").version}
    assert post(signed_in("contact"), led.address("C", "/step"), said).status_code == 303
    assert [url for _text, url in messages(led, "secretary")] == [own(led, "C")]
    assert "Bổ sung số liệu." in signed_in("secretary").get(own(led, "C")).text


def test_a_reminder_reaches_the_secretary_of_a_unit_without_staff(led: Scene, signed_in: SignIn) -> None:
    assert post(signed_in("contact"), led.address("A", "/remind"), {}).status_code == 303
    assert [url for _text, url in messages(led, "secretary")] == [own(led, "C")]
    assert messages(led, "member") == []
