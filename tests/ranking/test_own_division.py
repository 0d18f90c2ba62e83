"""The own rank within the own division: on the result page, on the own page, for programs."""

from __future__ import annotations

import pytest

from quiz.contests.groups import Division
from quiz.contests.rules import Total
from quiz.ranking import service
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn, log_in
from tests.ranking.conftest import ArenaMaker
from tests.ranking.test_sections import own_places, section_of

__all__ = ["log_in"]
ME = "/api/v1/contests/thu/rounds/1/standings/me"
DIVISIONS = (Division("A", "Bảng A – Cán bộ"), Division("B", "Bảng B – Học sinh"))


@pytest.fixture
def divided(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """A divided contest: of division B, Bình is second behind Dũng and fourth in all, level with Lan; Em is in none."""
    arena = new_arena(divisions=DIVISIONS, contest_total=Total.SUM)
    people = (("An", "A", 1000), ("Chi", "A", 950), ("Dũng", "B", 900), ("Bình", "B", 800), ("Lan", "B", 800))
    for name, code, score in (*people, ("Em", "", 700)):
        arena.person(name, division=code)
        arena.sit(name, score=score)
    frozen.move(minutes=2)
    service.refresh(frozen.moment)
    return arena


@pytest.mark.parametrize(
    ("name", "rank", "within"), [("An", 1, 1), ("Chi", 2, 2), ("Dũng", 3, 1), ("Bình", 4, 2), ("Lan", 4, 2)]
)
def test_programs_get_the_rank_in_the_round_and_within_the_division(
    divided: Arena, log_in: LogIn, name: str, rank: int, within: int
) -> None:
    standing = log_in(divided.people[name]).get(ME).json["standing"]
    assert (standing["rank"], standing["rank_within_division"]) == (rank, within)


def test_who_is_in_no_division_has_no_rank_within_one(divided: Arena, log_in: LogIn) -> None:
    standing = log_in(divided.people["Em"]).get(ME).json["standing"]
    assert standing["rank"] == 6
    assert "rank_within_division" not in standing


def test_without_divisions_in_the_rules_there_is_none(arena: Arena, frozen: FrozenClock, log_in: LogIn) -> None:
    arena.person("An", division="A")
    arena.sit("An")
    standing = log_in(arena.people["An"]).get(ME).json["standing"]
    assert standing["rank"] == 1
    assert "rank_within_division" not in standing


def test_who_has_no_place_has_none_within_the_division(
    new_arena: ArenaMaker, frozen: FrozenClock, log_in: LogIn
) -> None:
    arena = new_arena(divisions=DIVISIONS, full_scores_only=True)
    arena.person("An", division="A")
    arena.sit("An", score=900)
    standing = log_in(arena.people["An"]).get(ME).json["standing"]
    assert standing["rank"] is None
    assert "rank_within_division" not in standing


def test_the_result_page_and_the_own_page_name_the_division(divided: Arena) -> None:
    shown = section_of(divided, "Bình", divided.sit("Bình", score=100, number=2)) or ""
    assert "Hạng <strong>4</strong>" in shown
    assert '<dt>Hạng trong bảng</dt> <dd>2 <span class="muted">(Bảng B – Học sinh)</span></dd>' in shown
    assert own_places(divided.people["Bình"]).count("hạng 2 trong Bảng B – Học sinh") == 2, "the round and the total"
    assert "hạng 2 trong" not in own_places(divided.people["An"])
    assert "trong Bảng" not in own_places(divided.people["Em"])
