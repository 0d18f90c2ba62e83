"""Who may make, change, copy, rehearse, wipe: roles and subtrees on every address of the form."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from quiz.contests import rehearsals
from quiz.contests.rehearsing import Plan
from quiz.core.db import db
from tests.contests.browsing import Browser
from tests.factories.contests import make_bank, make_contest
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
OF_NOBODY = ("/admin/contests/_new", "/admin/contests/_preview")
READ = ("settings", "file", "copy", "rehearsal", "deletion", "rounds/1/readiness")
CHANGED = ("settings", "copy", "rehearsal", "deletion", "wiping", "guests")
OF_REHEARSAL = ("walk", "settings", "file")


@pytest.fixture
def stage(now: datetime, cast: Cast) -> None:
    """A contest of P, one of A, and a rehearsal of each."""
    make_bank(now, "phu")
    for slug, unit in (("cua-p", "P"), ("cua-a", "A")):
        contest = make_contest(now, slug=slug, owner_unit=unit)
        rehearsals.start_rehearsal(None, contest.id, Plan("phu", 60), now)


def contents() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for when somebody was last seen."""
    db.session.rollback()
    return {
        table.name: [tuple(row) for row in db.session.execute(sa.select(table))]
        for table in db.metadata.sorted_tables
        if table.name not in {"login_sessions", "sessions"}
    }


def token_of(browser: Browser) -> str:
    """The token of the person's session."""
    return str(browser.get("/me").page.xpath("//input[@name='csrf_token']/@value")[0])


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("contestant", "cua-a"),
        ("contact", "cua-a"),
        ("outsider", "cua-p"),
        ("organiser_a", "cua-p"),
        ("organiser_a", "cua-p-dien-tap"),
        ("outsider", "cua-a-dien-tap"),
    ],
)
def test_nobody_without_the_right_over_it_reads_or_changes_anything(
    stage: None, signed_in: SignIn, name: str, slug: str
) -> None:
    browser = Browser(signed_in(name))
    token = token_of(browser)
    before = contents()
    asked = 0
    for part in {*READ, *OF_REHEARSAL}:
        assert browser.client.get(f"/admin/contests/{slug}/{part}").status_code in {403, 404}, part
        asked += 1
    data = {"csrf_token": token, "slug": slug, "title": "Lấn quyền", "first_day": "01/03/2027", "logins": "contact.thu"}
    data |= {"bank": "phu", "minutes": "60", "version": "1", "do": "save"}
    for part in CHANGED:
        assert browser.client.post(f"/admin/contests/{slug}/{part}", data=data).status_code in {403, 404}, part
        asked += 1
    assert asked == 13
    assert contents() == before


@pytest.mark.parametrize("name", ["contestant", "contact", "outsider", "deactivated", None])
def test_the_form_itself_is_for_organisers(stage: None, signed_in: SignIn, name: str | None) -> None:
    client = signed_in() if name in {None, "deactivated"} else signed_in(name)
    assert client.get("/admin/contests/_new").status_code in {302, 403}
    for address in OF_NOBODY:
        assert client.post(address, data={}).status_code in {401, 403}


@pytest.mark.parametrize("name", ["organiser", "administrator"])
def test_organisers_above_may_read_all_of_it(stage: None, signed_in: SignIn, name: str) -> None:
    client = signed_in(name)
    for slug in ("cua-p", "cua-a"):
        assert {client.get(f"/admin/contests/{slug}/{part}").status_code for part in READ} == {200}
        assert {client.get(f"/admin/contests/{slug}-dien-tap/{part}").status_code for part in OF_REHEARSAL} == {200}
    assert client.get("/admin/contests/cua-p/walk").status_code == 404


def test_a_form_cannot_name_another_contest_than_its_address(stage: None, signed_in: SignIn) -> None:
    browser = Browser(signed_in("organiser_a"))
    form = browser.get("/admin/contests/cua-a/settings").page.get_element_by_id("sheet")
    sent = {**dict(form.form_values()), "slug": "cua-p", "of": "cua-p", "do": "save", "title": "Tên mới"}
    browser.client.post("/admin/contests/cua-a/settings", data=sent)
    titles = dict(db.session.execute(sa.text("select slug, title from contests")).all())
    assert titles["cua-a"] == "Tên mới"
    assert titles["cua-p"] == "Cuộc thi thử nghiệm"


def test_a_contest_cannot_be_handed_to_a_unit_out_of_reach(stage: None, signed_in: SignIn) -> None:
    browser = Browser(signed_in("organiser_a"))
    form = browser.get("/admin/contests/cua-a/settings").page.get_element_by_id("sheet")
    for owner in ("P", "U", ""):
        sent = {**dict(form.form_values()), "owner_unit": owner, "do": "save"}
        assert browser.client.post("/admin/contests/cua-a/settings", data=sent).status_code == 422
