"""Rehearsals: the same rules, open now, seen by few; with the real bank for staff alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.attempts.starting import start_attempt
from quiz.contests import queries, rehearsals
from quiz.contests.models import Contest
from quiz.contests.overview import visible_contests
from quiz.contests.rehearsing import Plan
from quiz.contests.rules import RoundState
from quiz.core.errors import Conflict, DomainError, Invalid, NotAllowed
from tests.contests.browsing import Browser
from tests.factories.contests import TOPIC, make_bank, make_contest
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
PLAN = Plan("dien-tap", 60)
REHEARSAL = "thi-thu-dien-tap"


@pytest.fixture
def real(now: datetime, cast: Cast) -> Contest:
    """A contest of province P with every rule that matters here, and another bank to rehearse with."""
    make_bank(now, "dien-tap")
    closed = {"closed_hours": ["07:00-12:00"]}
    return make_contest(now, owner_unit="P", schedule=closed, entrants={"min_age": 90, "staff": "barred"})


@pytest.fixture
def rehearsal(real: Contest, cast: Cast, now: datetime) -> Contest:
    """Its rehearsal with the other bank, the contestant being invited."""
    made = rehearsals.start_rehearsal(cast.actor("organiser"), real.id, PLAN, now)
    rehearsals.invite(cast.actor("organiser"), made.id, ["contestant.thu"])
    return queries.contest_by_slug(made.slug)


def test_all_rounds_are_open_now_with_the_same_rules(rehearsal: Contest, real: Contest, now: datetime) -> None:
    rounds = queries.rounds_of(rehearsal.id)
    assert {queries.state_of(one, now) for one in rounds} == {RoundState.OPEN}
    assert {one.closes_at - one.opens_at for one in rounds} == {timedelta(minutes=60)}
    assert all(one.prepared_at == now for one in rounds)
    before, after = queries.rules_of(real.id), queries.rules_of(rehearsal.id)
    for name in ("blueprint", "tie_break", "time_limit_seconds", "attempts_allowed", "review", "prizes"):
        assert getattr(before, name) == getattr(after, name)
    assert (after.bank, after.schedule.is_always_open, rehearsal.rehearses_id) == ("dien-tap", True, real.id)
    assert {one.prepared_at for one in queries.rounds_of(real.id)} == {None}


def test_whoever_was_invited_sits_and_is_ranked_and_nobody_else_starts(
    rehearsal: Contest, cast: Cast, now: datetime
) -> None:
    attempt, is_new = start_attempt(cast.actor("contestant"), rehearsal.slug, 1, 1, now)
    assert is_new
    assert attempt.person_id == cast.people["contestant"]
    assert start_attempt(cast.actor("organiser"), rehearsal.slug, 1, 1, now)[1]
    for name in ("contact", "outsider"):
        with pytest.raises(NotAllowed):
            start_attempt(cast.actor(name), rehearsal.slug, 1, 1, now)
    entry = queries.entry_of(rehearsal.id, cast.people["contestant"])
    assert entry is not None
    assert entry.is_ranked


def test_with_the_real_bank_staff_alone_sits(real: Contest, cast: Cast, now: datetime) -> None:
    made = rehearsals.start_rehearsal(cast.actor("organiser"), real.id, Plan("thu", 30), now)
    with pytest.raises(Conflict, match="ngân hàng thật"):
        rehearsals.invite(cast.actor("organiser"), made.id, ["contestant.thu"])
    with pytest.raises(NotAllowed, match="ngân hàng thật"):
        start_attempt(cast.actor("contestant"), made.slug, 1, 1, now)
    assert start_attempt(cast.actor("administrator"), made.slug, 1, 1, now)[1]


def test_to_everybody_else_there_is_no_such_contest(rehearsal: Contest, signed_in: SignIn, now: datetime) -> None:
    addresses = (
        f"/contests/{REHEARSAL}",
        f"/api/v1/contests/{REHEARSAL}",
        f"/api/v1/contests/{REHEARSAL}/standings",
        f"/contests/{REHEARSAL}/standings",
        f"/contests/{REHEARSAL}/units",
        f"/board/{REHEARSAL}",
        f"/board/{REHEARSAL}.json",
    )
    for client in (signed_in(), signed_in("outsider"), signed_in("contact"), signed_in("organiser_a")):
        assert {client.get(address).status_code for address in addresses} == {404}
        assert REHEARSAL not in client.get("/").text
        assert REHEARSAL not in client.get("/api/v1/contests").text
    for name in ("contestant", "organiser", "administrator"):
        assert {signed_in(name).get(address).status_code for address in addresses} == {200}
        assert REHEARSAL not in signed_in(name).get("/").text
    assert [card.contest.slug for card in visible_contests(now)] == ["thi-thu"]


def test_a_start_tells_a_stranger_no_more_of_a_rehearsal_than_of_an_address_without_a_contest(
    rehearsal: Contest, signed_in: SignIn, app: Flask
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for name in ("outsider", "contact", "organiser_a"):
        found, nowhere = (
            signed_in(name).post(f"/api/v1/contests/{slug}/rounds/1/attempts") for slug in (REHEARSAL, "khong-co")
        )
        assert found.status_code == nowhere.status_code == 404
        assert found.json["error"]["message"] == nowhere.json["error"]["message"]
    invited = signed_in("contestant").post(f"/api/v1/contests/{REHEARSAL}/rounds/1/attempts")
    assert (invited.status_code, invited.json["error"]["code"]) == (409, "rules_not_accepted")


def test_no_cache_keeps_the_board_of_a_rehearsal(rehearsal: Contest, signed_in: SignIn) -> None:
    client = signed_in("organiser")
    assert "public" not in client.get(f"/board/{REHEARSAL}").headers["Cache-Control"]
    assert "public" in client.get("/board/thi-thu").headers["Cache-Control"]


def test_every_page_of_a_rehearsal_says_so_and_none_of_the_real_contest(
    rehearsal: Contest, real: Contest, cast: Cast, signed_in: SignIn, now: datetime
) -> None:
    attempt, _is_new = start_attempt(cast.actor("organiser"), REHEARSAL, 1, 1, now)
    client = signed_in("organiser")
    start = "/admin/contests/"
    for slug, said in ((REHEARSAL, True), ("thi-thu", False)):
        pages = [f"/contests/{slug}", f"/contests/{slug}/standings", f"/board/{slug}", start + slug]
        pages += [f"{start}{slug}/settings", f"{start}{slug}/edit", f"{start}{slug}/rules/1"]
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == 200
            assert ("DIỄN TẬP" in answer.text) is said, page
    assert "DIỄN TẬP" in client.get(f"/attempts/{attempt.id}").text


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (Plan("dien-tap", 4), "từ 5 phút đến 7 ngày"),
        (Plan("dien-tap", 10_081), "từ 5 phút đến 7 ngày"),
        (Plan("rong", 60), "chưa đủ câu"),
        (Plan("khong-co", 60), "không có ngân hàng câu hỏi nào"),
    ],
)
def test_a_rehearsal_that_cannot_be_held_is_refused_and_leaves_nothing(
    real: Contest, cast: Cast, now: datetime, plan: Plan, told: str
) -> None:
    make_bank(now, "rong", application=1)
    with pytest.raises(Invalid, match=told):
        rehearsals.start_rehearsal(cast.actor("organiser"), real.id, plan, now)
    assert [contest.slug for contest in queries.all_contests()] == ["thi-thu"]


def test_any_question_will_do_where_the_bank_has_other_topics(real: Contest, cast: Cast, now: datetime) -> None:
    make_bank(now, "rong", application=2)
    made = rehearsals.start_rehearsal(cast.actor("organiser"), real.id, Plan("rong", 60, any_question=True), now)
    rules = queries.rules_of(made.id)
    assert [(cell.topic, cell.level, cell.count) for cell in rules.blueprint] == [("*", "*", 2)]
    assert TOPIC in {cell.topic for cell in queries.rules_of(real.id).blueprint}


def test_rehearsals_of_a_contest_are_numbered_and_have_none_of_their_own(
    rehearsal: Contest, real: Contest, cast: Cast, now: datetime
) -> None:
    second = rehearsals.start_rehearsal(cast.actor("organiser"), real.id, PLAN, now)
    assert (rehearsal.slug, second.slug) == (REHEARSAL, f"{REHEARSAL}-2")
    with pytest.raises(Conflict, match="đã là một cuộc diễn tập"):
        rehearsals.start_rehearsal(cast.actor("organiser"), second.id, PLAN, now)


@pytest.mark.parametrize("name", ["organiser_a", "contact", "contestant", "outsider"])
def test_only_its_organisers_rehearse_and_invite(
    rehearsal: Contest, real: Contest, cast: Cast, now: datetime, name: str
) -> None:
    for act in (
        lambda: rehearsals.start_rehearsal(cast.actor(name), real.id, PLAN, now),
        lambda: rehearsals.invite(cast.actor(name), rehearsal.id, ["outsider.thu"]),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert [person.login_name for person in rehearsals.guests_of(rehearsal.id)] == ["contestant.thu"]


def test_names_that_no_account_has_are_told_and_nobody_is_invited(rehearsal: Contest, cast: Cast) -> None:
    with pytest.raises(Invalid, match=r"la\.thu, sai\.thu"):
        rehearsals.invite(cast.actor("organiser"), rehearsal.id, ["la.thu", "contact.thu", "sai.thu"])
    assert len(rehearsals.guests_of(rehearsal.id)) == 1
    assert rehearsals.invite(cast.actor("organiser"), rehearsal.id, ["contact.thu", "contestant.thu"]) == 1


def test_nobody_is_invited_to_a_real_contest(real: Contest, cast: Cast) -> None:
    with pytest.raises(DomainError, match="Chỉ mời riêng được"):
        rehearsals.invite(cast.actor("organiser"), real.id, ["contestant.thu"])


def test_the_steps_are_ticked_by_what_has_really_happened(
    rehearsal: Contest, cast: Cast, signed_in: SignIn, now: datetime
) -> None:
    browser = Browser(signed_in("organiser"))
    assert ticks(browser) == {"Mở vòng thi"}
    client = signed_in("organiser")
    hand_in(client)
    assert ticks(browser) >= {"Mở vòng thi", "Làm bài và nộp bài"}
    assert "Đóng vòng thi" not in ticks(browser)


def ticks(browser: Browser) -> set[str]:
    """The steps that are done."""
    browser.get(f"/admin/contests/{REHEARSAL}/walk")
    assert browser.status == 200
    return set(browser.texts("//li[contains(@class, 'is-done')]//strong"))


def hand_in(client: FlaskClient) -> None:
    """Sit in the first round by the API and hand in at once."""
    token = {"X-CSRFToken": client.get("/api/v1/session").json["csrf_token"]}  # type: ignore[index]
    address = f"/api/v1/contests/{REHEARSAL}/rounds/1/attempts"
    opened = client.post(address, json={"accept_rules": 1}, headers=token).json or {}
    body = {"seq": 1, "answers": {}}
    done = client.post(f"/api/v1/attempts/{opened['attempt_id']}/submission", json=body, headers=token)
    assert done.status_code == 200
