"""The own rank on the result page, the own places on the own page."""

from __future__ import annotations

import pytest
from flask import Flask, current_app, g

from quiz.contests.rules import Review, Shown, Total
from quiz.core import clock
from quiz.core.permissions import Actor
from quiz.core.room import slot
from quiz.ranking import service
from quiz.ranking.sections import me_section, result_section
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.ranking.conftest import ArenaMaker


@pytest.fixture(autouse=True)
def _nobody_logged_in(app: Flask) -> None:
    app.extensions["actor_loader"] = lambda: None


def section_of(arena: Arena, name: str, attempt_id: int, round_number: int = 1) -> str | None:
    """What the result page of an attempt gets."""
    with current_app.test_request_context():
        g.pop("now", None)
        made = result_section(attempt_id, arena.people[name], arena.contest_id, round_number)
    return None if made is None else " ".join(made.split())


def own_places(person_id: int) -> str:
    """What the own page of a person gets."""
    with current_app.test_request_context():
        return " ".join(me_section(Actor(person_id, ""), clock.now()).split())


def test_the_result_page_shows_the_rank_with_the_attempt_just_handed_in(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An", score=900)
    frozen.move(minutes=2)
    service.refresh(frozen.moment)
    mine = arena.sit("Bình", score=1000)
    shown = section_of(arena, "Bình", mine)
    assert shown is not None
    assert "Hạng <strong>1</strong>" in shown
    assert "trên 2 thí sinh" in shown
    assert "Chưa có ai xếp trên." in shown
    assert "Thứ hạng tạm thời" in shown


def test_a_worse_attempt_is_told_that_another_one_counts(arena: Arena, frozen: FrozenClock) -> None:
    better, worse = arena.sit("An", score=900), arena.sit("An", score=100, number=2)
    frozen.move(minutes=2)
    assert "một lượt thi khác" in (section_of(arena, "An", worse) or "")
    assert "một lượt thi khác" not in (section_of(arena, "An", better) or "một lượt thi khác")


def test_practice_disqualified_and_hidden_results_have_no_rank(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena()
    arena.person("Bị loại", is_disqualified=True)
    refused = section_of(arena, "Bị loại", arena.sit("Bị loại")) or ""
    assert "Kết quả của Quý vị đã bị hủy." in refused
    assert "Hạng <strong>" not in refused
    arena.sit("An")
    assert section_of(arena, "An", arena.sit("An", is_practice=True)) is None
    hidden = new_arena(slug="kin", review=Review(score=Shown.AFTER_ROUND))
    attempt = hidden.sit("Bình")
    assert section_of(hidden, "Bình", attempt) is None
    frozen.move(weeks=1)
    assert "Hạng <strong>1</strong>" in (section_of(hidden, "Bình", attempt) or "")


def test_the_own_page_lists_places_of_rounds_and_totals(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(contest_total=Total.SUM)
    arena.sit("An", score=850)
    arena.sit("Bình", score=900)
    frozen.move(minutes=2)
    service.refresh(frozen.moment)
    shown = own_places(arena.people["An"])
    assert shown.index("Toàn cuộc thi") < shown.index("Vòng 1")
    assert 'href="/contests/thu/standings?round=0"' in shown
    assert "8,5" in shown
    assert own_places(arena.person("Người Xem")) == ""


def test_the_sections_hang_in_the_slots_of_the_application(app: Flask) -> None:
    assert result_section in slot(app, "result_sections")
    assert me_section in slot(app, "me_sections")
