"""Rounds without standings, cancelled or for practice: no page fails over them, each says why there is no ranking."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from quiz.contests.models import Contest, Round
from quiz.contests.rules import Criterion, Total
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.ranking import service
from quiz.ranking.draw_section import lots_section
from quiz.ranking.scope import CANCELLED, NONE_COUNTS, PRACTICE, NoStandings, scope_of
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn, log_in
from tests.ranking.conftest import ArenaMaker
from tests.ranking.deciding import over
from tests.ranking.test_sections import own_places, section_of

__all__ = ["log_in"]
PAGES = ("/contests/thu/standings", "/contests/thu/units", "/contests/thu/figures", "/board/thu")
REASONS = {"cancelled_at": CANCELLED, "is_practice": PRACTICE}


def leave_out(arena: Arena, frozen: FrozenClock, how: str, number: int = 1) -> None:
    """Cancel a round, or make it one for practice."""
    with transaction():
        value: Any = frozen.moment if how == "cancelled_at" else True
        db.session.execute(sa.update(Round).where(Round.id == arena.rounds[number]).values({how: value}))
    service.recount(arena.contest_id, frozen.moment)


@pytest.fixture
def two(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """Two rounds that are over, both sat by An."""
    arena = new_arena(rounds=2, contest_total=Total.SUM, tie_break=(Criterion.SCORE, Criterion.LOTS))
    arena.sit("An")
    arena.sit("An", round_number=2)
    over(frozen, rounds=2)
    service.refresh(frozen.moment)
    return arena


def text_of(client: FlaskClient, address: str) -> str:
    """A page as text; it has to be there."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(" ".join(answer.text.split()))


def test_the_result_page_of_a_cancelled_round_says_that_it_does_not_count(two: Arena, frozen: FrozenClock) -> None:
    attempt = two.sit("Bình")
    leave_out(two, frozen, "cancelled_at")
    shown = section_of(two, "Bình", attempt) or ""
    assert CANCELLED in unescape(shown)
    assert "Hạng <strong>" not in shown


def test_the_result_page_of_a_practice_round_has_no_section(two: Arena, frozen: FrozenClock) -> None:
    attempt = two.sit("Bình", is_practice=True)
    leave_out(two, frozen, "is_practice")
    assert section_of(two, "Bình", attempt) is None


@pytest.mark.parametrize("how", list(REASONS))
def test_the_own_page_shows_the_other_rounds(two: Arena, frozen: FrozenClock, how: str) -> None:
    leave_out(two, frozen, how)
    shown = own_places(two.people["An"])
    assert "round=2" in shown
    assert "round=1" not in shown


@pytest.mark.parametrize("how", list(REASONS))
@pytest.mark.parametrize("page", PAGES)
def test_public_pages_of_such_a_round_say_why_there_is_no_ranking(
    two: Arena, frozen: FrozenClock, client: FlaskClient, how: str, page: str
) -> None:
    leave_out(two, frozen, how)
    shown = text_of(client, f"{page}?round=1")
    assert REASONS[how] in shown
    assert 'href="/contests/thu"' in shown
    assert REASONS[how] not in text_of(client, f"{page}?round=2")
    assert client.get(f"{page}?round=9").status_code == 404


def test_pages_of_organisers_say_so_too(two: Arena, frozen: FrozenClock, log_in: LogIn) -> None:
    leave_out(two, frozen, "cancelled_at")
    organiser = log_in(two.person("Ban Tổ Chức"), Role.ORGANISER)
    for page in ("approval", "standings.xlsx", "units.xlsx"):
        assert CANCELLED in text_of(organiser, f"/admin/ranking/thu/{page}?round=1")


def test_programs_are_told_by_a_code(two: Arena, frozen: FrozenClock, client: FlaskClient) -> None:
    leave_out(two, frozen, "cancelled_at")
    answer = client.get("/api/v1/contests/thu/rounds/1/standings")
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "no_standings")


def test_a_contest_of_which_no_round_counts_says_so(arena: Arena, frozen: FrozenClock, client: FlaskClient) -> None:
    leave_out(arena, frozen, "is_practice")
    assert NONE_COUNTS in text_of(client, "/contests/thu/standings")
    with pytest.raises(NoStandings):
        scope_of("thu", None, frozen.moment)


def test_the_page_of_the_draw_of_a_cancelled_round_has_no_part_about_lots(two: Arena, frozen: FrozenClock) -> None:
    leave_out(two, frozen, "cancelled_at")
    contest_round = db.session.get_one(Round, two.rounds[1])
    assert lots_section(db.session.get_one(Contest, two.contest_id), contest_round) is None
