"""Wiping: a rehearsal goes with everything in it, a contest that never began goes, nothing else ever does."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from quiz.attempts.starting import start_attempt
from quiz.attempts.store import read
from quiz.contests import queries, rehearsals, service, wiping
from quiz.contests.models import Contest
from quiz.contests.rehearsing import Plan
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.ranking import service as ranking
from tests.conftest import FrozenClock
from tests.contests.browsing import Browser
from tests.factories.contests import make_bank, make_contest
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
REHEARSAL = "thi-thu-dien-tap"


def rows_of(contest_id: int) -> dict[str, int]:
    """How many rows of every table belong to a contest or one of its rounds; tables without any are left out."""
    db.session.rollback()
    rounds = sa.select(sa.column("id")).select_from(sa.table("rounds")).where(sa.column("contest_id") == contest_id)
    round_ids = list(db.session.scalars(rounds)) or list(KNOWN_ROUNDS.get(contest_id, ()))
    KNOWN_ROUNDS[contest_id] = tuple(round_ids)
    found = {}
    for table in db.metadata.sorted_tables:
        conditions = [table.c.contest_id == contest_id] if "contest_id" in table.c else []
        conditions += [table.c.round_id.in_(round_ids)] if "round_id" in table.c else []
        if table.name == "contests":
            conditions = [table.c.id == contest_id]
        if conditions:
            count = db.session.scalar(sa.select(sa.func.count()).select_from(table).where(sa.or_(*conditions)))
            found.update({table.name: count} if count else {})
    return found


KNOWN_ROUNDS: dict[int, tuple[int, ...]] = {}


@pytest.fixture
def real(now: datetime, cast: Cast) -> Contest:
    """A contest of province P that has begun, with an attempt in it."""
    make_bank(now, "dien-tap")
    contest = make_contest(now, owner_unit="P")
    service.open_round(None, queries.round_of(contest.id, 1).id, now)
    start_attempt(cast.actor("contestant"), contest.slug, 1, 1, now)
    return queries.contest_by_slug("thi-thu")


@pytest.fixture
def rehearsal(real: Contest, cast: Cast, now: datetime, frozen: FrozenClock) -> Contest:
    """Its rehearsal with attempts, standings, boards and a guest."""
    actor = cast.actor("organiser")
    made = rehearsals.start_rehearsal(actor, real.id, Plan("dien-tap", 60), now)
    rehearsals.invite(actor, made.id, ["contestant.thu"])
    for name in ("organiser", "contestant"):
        start_attempt(cast.actor(name), made.slug, 1, 1, now)
    frozen.move(minutes=5)
    service.close_round(actor, queries.round_of(made.id, 1).id, frozen.moment, "Xong")
    frozen.move(minutes=1)
    ranking.rebuild(made.id, frozen.moment)
    ranking.refresh(frozen.moment)
    return queries.contest_by_slug(made.slug)


def test_wiping_leaves_nothing_of_a_rehearsal_and_touches_nothing_else(
    rehearsal: Contest, real: Contest, cast: Cast
) -> None:
    before, untouched = rows_of(rehearsal.id), rows_of(real.id)
    assert before.keys() >= {
        "attempts",
        "contest_guests",
        "contests",
        "entries",
        "round_items",
        "round_units",
        "rounds",
        "rules_versions",
        "standings",
    }
    contest_id = rehearsal.id
    assert wiping.wipe_rehearsal(cast.actor("organiser"), contest_id, REHEARSAL) == REHEARSAL
    assert rows_of(contest_id) == {}
    assert rows_of(real.id) == untouched


def test_wiping_is_written_in_the_audit_trail(rehearsal: Contest, cast: Cast) -> None:
    contest_id = rehearsal.id
    wiping.wipe_rehearsal(cast.actor("organiser"), contest_id, REHEARSAL)
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "contest.wipe")).one()
    assert (entry.object_id, entry.actor_id) == (str(contest_id), cast.people["organiser"])
    assert REHEARSAL in entry.before


def test_a_real_contest_is_never_wiped_whatever_is_typed(real: Contest, cast: Cast) -> None:
    before = rows_of(real.id)
    for actor in (cast.actor("organiser"), cast.actor("administrator"), None):
        with pytest.raises(Conflict, match="cuộc thi thật"):
            wiping.wipe_rehearsal(actor, real.id, "thi-thu")
        with pytest.raises(Conflict, match="đã có vòng chốt đề"):
            wiping.delete_draft(actor, real.id, "thi-thu")
    assert rows_of(real.id) == before


def test_a_tampered_request_wipes_no_real_contest(rehearsal: Contest, real: Contest, signed_in: SignIn) -> None:
    before = rows_of(real.id)
    browser = Browser(signed_in("organiser")).get(f"/admin/contests/{REHEARSAL}/walk")
    token = browser.page.xpath("//input[@name='csrf_token']/@value")[0]
    for slug in ("thi-thu", REHEARSAL):
        data = {"csrf_token": token, "slug": slug, "rehearses_id": real.id, "contest_id": rehearsal.id}
        for address in ("wiping", "deletion"):
            answer = browser.client.post(f"/admin/contests/thi-thu/{address}", data=data)
            assert answer.status_code in {409, 422, 404}
    assert rows_of(real.id) == before


@pytest.mark.parametrize("typed", ["", "thi-thu", "thi thu dien tap", f"{REHEARSAL}-2"])
def test_the_address_must_be_typed(rehearsal: Contest, cast: Cast, signed_in: SignIn, typed: str) -> None:
    before = rows_of(rehearsal.id)
    with pytest.raises(Invalid, match="không khớp"):
        wiping.wipe_rehearsal(cast.actor("organiser"), rehearsal.id, typed)
    browser = Browser(signed_in("organiser")).get(f"/admin/contests/{REHEARSAL}/walk")
    browser.send("wiping", slug=typed)
    assert browser.status == 422
    assert "không khớp" in browser.text
    assert rows_of(rehearsal.id) == before


@pytest.mark.parametrize("name", ["contestant", "contact", "organiser_a", "outsider"])
def test_nobody_else_wipes(rehearsal: Contest, cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        wiping.wipe_rehearsal(cast.actor(name), rehearsal.id, REHEARSAL)
    assert rows_of(rehearsal.id)["attempts"] == 2


def test_wiping_in_the_console_leads_back_to_the_real_contest(rehearsal: Contest, signed_in: SignIn) -> None:
    contest_id = rehearsal.id
    browser = Browser(signed_in("organiser")).get(f"/admin/contests/{REHEARSAL}/walk")
    browser.send("wiping", slug=f" {REHEARSAL} ")
    assert browser.answer.request.path == "/admin/contests/thi-thu"
    assert "Đã xóa cuộc diễn tập" in browser.text
    assert rows_of(contest_id) == {}
    assert browser.get(f"/contests/{REHEARSAL}").status == 404


def test_numbers_of_wiped_contests_and_rounds_never_come_again(
    rehearsal: Contest, real: Contest, cast: Cast, now: datetime
) -> None:
    old_id, old_rounds = rehearsal.id, {one.id for one in queries.rounds_of(rehearsal.id)}
    wiping.wipe_rehearsal(cast.actor("organiser"), rehearsal.id, REHEARSAL)
    made = rehearsals.start_rehearsal(cast.actor("organiser"), real.id, Plan("dien-tap", 60), now)
    assert made.slug == REHEARSAL
    assert made.id > old_id
    assert not {one.id for one in queries.rounds_of(made.id)} & old_rounds


def test_attempts_are_gone_for_those_who_sat(rehearsal: Contest, cast: Cast, signed_in: SignIn) -> None:
    round_id = queries.round_of(rehearsal.id, 1).id
    query = sa.text("select id from attempts where person_id = :person and round_id = :round")
    attempt_id = db.session.scalar(query, {"person": cast.people["contestant"], "round": round_id})
    wiping.wipe_rehearsal(cast.actor("organiser"), rehearsal.id, REHEARSAL)
    assert attempt_id is not None
    assert read(attempt_id) is None
    assert signed_in("contestant").get(f"/attempts/{attempt_id}/result").status_code == 404


def test_a_contest_that_never_began_is_deleted(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    contest_id = make_contest(now, owner_unit="P").id
    browser = Browser(signed_in("organiser")).get("/admin/contests/thi-thu")
    browser.get(browser.links()["Xóa cuộc thi chưa mở"])
    browser.send(None, slug="khac")
    assert browser.status == 422
    browser.send(None, slug="thi-thu")
    assert browser.answer.request.path == "/admin/contests/"
    assert rows_of(contest_id) == {}


def test_no_way_to_the_deletion_is_shown_once_a_round_is_prepared(real: Contest, signed_in: SignIn) -> None:
    browser = Browser(signed_in("organiser")).get("/admin/contests/thi-thu")
    assert "Xóa cuộc thi chưa mở" not in browser.links()
    assert "không xóa được nữa" in browser.get("/admin/contests/thi-thu/deletion").text
    assert browser.form() is None
