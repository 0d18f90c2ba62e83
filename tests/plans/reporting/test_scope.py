"""Whose reports one sees and changes: the own unit's and those below, never a sibling's or the one above's."""

from __future__ import annotations

import pytest

from quiz.core import clock, inbox
from quiz.core.db import db, transaction
from quiz.plans.models_records import Difficulty, PeriodReport, ReportPeriod
from quiz.plans.reporting.difficulties import raise_difficulty
from tests.people import SignIn
from tests.plans.reporting.conftest import Scene
from tests.plans.reporting.posting import post

PAGES = ("", "/report.docx", "/report.xlsx")
SECRET = "Điều chỉ xã An Bình biết"


@pytest.fixture
def secret(scene: Scene, signed_in: SignIn, second_contact: str) -> Scene:
    """A sent report of A with words that nobody else may read, and a difficulty of A."""
    post(signed_in("contact"), scene.address("A"), {"part-results": SECRET, "version": 0, "do": "submit"})
    raise_difficulty(scene.cast.actor("contact"), scene.plan_id, scene.cast.unit("A"), SECRET, clock.now())
    return scene


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("contact", 200),
        ("organiser_a", 200),
        ("organiser", 200),
        ("administrator", 200),
        ("contact_b", 404),
        ("contact_c", 404),
        ("contestant", 403),
        ("outsider", 403),
    ],
)
def test_a_report_is_read_by_its_unit_and_by_those_above(
    secret: Scene, signed_in: SignIn, who: str, status: int, page: str
) -> None:
    answer = signed_in(who).get(secret.address("A", page))
    assert answer.status_code == status
    if status != 200:
        assert SECRET not in answer.text


@pytest.mark.parametrize("who", ["contact_b", "contact_c"])
def test_who_reads_no_report_changes_none(secret: Scene, signed_in: SignIn, who: str) -> None:
    browser, version = signed_in(who), secret.report("A").version
    for address, values in (
        (secret.address("A"), {"part-results": "x", "do": "save"}),
        (secret.address("A", "/step"), {"do": "take_back"}),
        (secret.address("A", "/step"), {"do": "accept"}),
        (secret.address("A", "/remind"), {}),
    ):
        assert post(browser, address, {"version": version, **values}).status_code == 404
    assert (secret.report("A").state, secret.report("A").narrative) == ("submitted", {"results": SECRET})


def test_a_unit_does_not_decide_about_its_own_report(secret: Scene, signed_in: SignIn) -> None:
    for who in ("contact", "organiser_a"):
        values = {"do": "accept", "version": secret.report("A").version}
        assert post(signed_in(who), secret.address("A", "/step"), values).status_code == 403
    assert secret.report("A").state == "submitted"


@pytest.mark.parametrize("who", ["contact_b", "contact_c"])
def test_lists_hold_nothing_from_outside_the_own_subtree(secret: Scene, signed_in: SignIn, who: str) -> None:
    browser = signed_in(who)
    own = {"contact_b": "B", "contact_c": "C"}[who]
    base = f"/admin/plans/{secret.slug}/reports"
    for address in (base, f"{base}/difficulties", f"{base}/difficulties?q=an+binh", secret.address(own)):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert SECRET not in answer.text
        above = 1 if (who, address) == ("contact_c", secret.address("C")) else 0  # whom the report goes to
        assert answer.text.count("Xã An Bình") <= 2 * above
    for address in (f"{base}?unit=A", f"{base}/difficulties?unit=A", f"{base}?unit=P", f"{base}/difficulties/1"):
        assert browser.get(address).status_code == 404


def test_the_difficulty_of_another_unit_is_neither_read_nor_answered(secret: Scene, signed_in: SignIn) -> None:
    row = db.session.query(Difficulty).one()
    address = f"/admin/plans/{secret.slug}/reports/difficulties/{row.id}"
    for who in ("contact_b", "contact_c"):
        assert post(signed_in(who), address, {"do": "answer", "text": "x", "version": row.version}).status_code == 404
    refused = post(signed_in("contact"), address, {"do": "answer", "text": "x", "version": row.version})
    assert refused.status_code == 403
    assert db.session.query(Difficulty).one().state == "open"


def test_a_difficulty_takes_exactly_its_fields(scene: Scene, signed_in: SignIn) -> None:
    extra = {"state": "answered", "unit_id": scene.cast.units["B"], "at_unit_id": scene.cast.units["U"], "raised_by": 1}
    address = f"/admin/plans/{scene.slug}/reports/difficulties"
    post(signed_in("contact"), address, {"text": "Thiếu tài liệu", **extra})
    row = db.session.query(Difficulty).one()
    assert (row.state, row.unit_id, row.at_unit_id) == ("open", scene.cast.units["A"], scene.cast.units["P"])
    assert row.raised_by == scene.cast.people["contact"]


@pytest.mark.parametrize("who", ["contact", "contact_b"])
def test_a_contact_opens_no_period(scene: Scene, signed_in: SignIn, second_contact: str, who: str) -> None:
    address = f"/admin/plans/{scene.slug}/reports/periods"
    values = {"kind": "month", "year": 2026, "number": 0, "due_days": 5, "do": "regular"}
    assert post(signed_in(who), address, values).status_code == 403
    assert db.session.query(ReportPeriod).count() == 1


def test_an_organiser_of_a_part_neither_changes_nor_deletes_the_period_of_the_whole(
    scene: Scene, signed_in: SignIn
) -> None:
    address = f"/admin/plans/{scene.slug}/reports/periods/{scene.period_id}"
    for values in ({"do": "delete"}, {"do": "save", "title": "Khác"}):
        answer = post(signed_in("organiser_a"), address, {"version": 1, **values})
        assert answer.status_code == 404
    assert db.session.query(ReportPeriod).one().title == "Quý I/2026"


def test_a_period_of_another_unit_asks_nothing_of_this_one(scene: Scene, signed_in: SignIn) -> None:
    address = f"/admin/plans/{scene.slug}/reports/periods?unit=A"
    values = {"kind": "year", "year": 2026, "number": 0, "due_days": 5, "do": "regular"}
    assert post(signed_in("organiser_a"), address, values).status_code == 303
    of_a = db.session.query(ReportPeriod).filter_by(kind="year").one()
    page = f"/admin/plans/{scene.slug}/reports/{of_a.id}"
    browser = signed_in("organiser")
    assert browser.get(f"{page}/C").status_code == 200
    assert browser.get(f"{page}/B").status_code == 404
    assert post(browser, f"{page}/P", {"version": 0, "do": "save"}).status_code == 404
    assert db.session.query(PeriodReport).count() == 0


def test_a_reminder_reaches_the_units_below_alone(scene: Scene, signed_in: SignIn, second_contact: str) -> None:
    scene.duty("dated", "C")
    scene.duty("dated", "B")
    assert post(signed_in("contact"), scene.address("A", "/remind"), {}).status_code == 303
    told = {row.person_id for row in db.session.query(inbox.InboxMessage)}
    assert told == {scene.cast.people["contact_c"]}


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "confirmed"])
def test_a_plan_that_is_not_issued_has_no_reports(scene: Scene, signed_in: SignIn, state: str) -> None:
    with transaction():
        scene.plan.state = state
    assert signed_in("organiser").get(f"/admin/plans/{scene.slug}/reports").status_code == 404
