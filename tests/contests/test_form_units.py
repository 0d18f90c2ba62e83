"""Units, posts and login names in the form of a contest: named beside their codes, refused by name, offered."""

from __future__ import annotations

from datetime import datetime

import pytest

from quiz.accounts.models import Membership
from quiz.contests import choices, queries
from quiz.contests.rules import RoundState
from quiz.contests.stages import ContestLink, Stage, by_stage, stage_of
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor, Grant, Role
from quiz.units.models import OrgUnit
from tests.contests.browsing import Browser
from tests.factories.contests import make_bank, make_contest
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
SETTINGS = "/admin/contests/thi-thu/settings"


@pytest.fixture
def organiser(now: datetime, cast: Cast, signed_in: SignIn) -> Browser:
    """The browser of the organiser of province P, which holds the contest, at its form."""
    make_contest(now, owner_unit="P")
    return Browser(signed_in("organiser")).get(SETTINGS)


def press(browser: Browser, button: str, **typed: str) -> Browser:
    """Type into the form and press one of its buttons."""
    sent = dict(browser.page.get_element_by_id("sheet").form_values())
    return browser._took(browser.client.post(SETTINGS, data={**sent, **typed, "do": button}))


def named(browser: Browser, field: str) -> list[str]:
    """What stands beside the codes of a field."""
    return browser.texts(f"//*[@id='f-{field}']/ancestor::*[@data-picks]/ul[@class='picked']/li")


def test_codes_are_shown_with_the_names_of_their_units(organiser: Browser) -> None:
    units = {unit.code: unit.name for unit in db.session.query(OrgUnit)}
    press(organiser, "save", **{"entrants.units": "a, C"})
    assert queries.draft_of(queries.contest_by_slug("thi-thu")).rules.entrants.who.units == ("A", "C")
    organiser.get(SETTINGS)
    first, second = named(organiser, "entrants.units")
    assert first.startswith(units["A"])
    assert first.endswith("(mã A)")
    assert second.startswith(units["C"])


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("entrants.units", "A, KHONG-CO", "không có đơn vị nào mang mã “KHONG-CO”"),
        ("entrants.unranked.logins", "ai.do", "không có tài khoản nào tên là “ai.do”"),
        ("entrants.barred.logins", "ai.do", "không có tài khoản nào tên là “ai.do”"),
    ],
)
def test_what_nobody_knows_is_refused_by_name_and_stays_typed(
    organiser: Browser, field: str, typed: str, told: str
) -> None:
    press(organiser, "save", **{field: typed})
    assert organiser.status == 422
    assert told in organiser.texts(f"//p[@id='f-{field}-error']")[0].replace("Không", "không", 1)
    assert organiser.page.get_element_by_id(f"f-{field}").value == typed
    if field.endswith("units"):
        assert named(organiser, field)[1] == "Không có đơn vị nào mang mã “KHONG-CO”"


def test_posts_are_offered_from_the_own_units_alone_the_commonest_first(cast: Cast) -> None:
    with transaction():
        for member in db.session.query(Membership):
            member.post = ""
        members = db.session.query(Membership).order_by(Membership.id).all()
        for member, post in zip(members, ("Bí thư", "Phó Bí thư", "Bí thư"), strict=False):
            member.post, member.unit_id = post, cast.units["A"]
        stranger = members[3]
        stranger.post, stranger.unit_id = "Của nơi khác", cast.units["B"]
    unit = db.session.get_one(OrgUnit, cast.units["A"])
    grant = Grant(Role.ORGANISER, unit.id, unit.position, unit.last_position)
    assert choices.posts_in_use(Actor(1, "Người tổ chức", (grant,))) == ["Bí thư", "Phó Bí thư"]


def test_the_owner_is_found_by_name_where_there_are_many_units(
    now: datetime, cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_bank(now)
    many = {f"U{number}": f"Đơn vị {number}" for number in range(41)}
    monkeypatch.setattr("quiz.contests.form_facts.owners", lambda actor: many)
    browser = Browser(signed_in("organiser")).get("/admin/contests/_new")
    assert browser.page.xpath("//div[@data-picks='units'][@data-single]//input[@name='owner_unit']")
    assert not browser.page.xpath("//select[@name='owner_unit']")


def test_links_of_a_contest_stand_where_they_are_needed_and_the_present_stage_is_marked(organiser: Browser) -> None:
    organiser.get("/admin/contests/thi-thu")
    cards = {card.get("aria-labelledby"): card for card in organiser.page.xpath("//section[contains(@class, 'stage')]")}
    words = {name: [a.text_content() for a in card.xpath(".//li/a")] for name, card in cards.items()}
    assert words["stage-before"][:2] == ["Quy định cuộc thi", "Diễn tập"]
    assert words["stage-during"] == ["Thí sinh dự thi", "Sự cố và thời gian"]
    assert words["stage-after"] == ["Phê duyệt kết quả, giải thưởng"]
    assert len(organiser.page.xpath("//section[contains(@class, 'is-now')]")) == 1
    assert all(len(card.xpath(".//li/p")) == len(card.xpath(".//li")) for card in cards.values())


@pytest.mark.parametrize(
    ("states", "stage"),
    [
        ([], Stage.BEFORE),
        ([RoundState.UPCOMING], Stage.BEFORE),
        ([RoundState.CLOSED, RoundState.UPCOMING], Stage.BEFORE),
        ([RoundState.PAUSED, RoundState.UPCOMING], Stage.DURING),
        ([RoundState.CLOSED, RoundState.CANCELLED], Stage.AFTER),
    ],
)
def test_the_stage_follows_from_the_rounds(states: list[RoundState], stage: Stage) -> None:
    assert stage_of(states) is stage


def test_links_keep_their_order_within_a_stage() -> None:
    one, two, three = (
        ContestLink(stage, title, "/", "")
        for stage, title in ((Stage.AFTER, "b"), (Stage.BEFORE, "c"), (Stage.AFTER, "a"))
    )
    assert by_stage([one, two, three]) == {Stage.BEFORE: [two], Stage.DURING: [], Stage.AFTER: [one, three]}
