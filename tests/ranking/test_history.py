"""A person's own way through a contest: ranks by round, attempts and the one that counts, nothing that is hidden."""

from __future__ import annotations

import pytest
from flask import current_app, g
from flask.testing import FlaskClient

from quiz.contests.rules import Counted, Hidden, Meaning, Prediction, Review, Shown, Total
from quiz.core import clock
from quiz.core.permissions import Actor
from quiz.ranking import service
from quiz.ranking.sections import me_section, result_section
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn, log_in
from tests.ranking.conftest import ArenaMaker

__all__ = ["log_in"]
API = "/api/v1/contests/thu/standings/me/history"


def own_page(person_id: int) -> str:
    """What the own page gets."""
    with current_app.test_request_context():
        g.actor = None
        return " ".join(me_section(Actor(person_id, ""), clock.now()).split())


@pytest.fixture
def season(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """Three rounds; An is second, then first, and does not sit the third, which is open."""
    arena = new_arena(rounds=3, attempts_allowed=3, contest_total=Total.SUM)
    arena.sit("Bình", score=900)
    arena.sit("An", score=500)
    arena.sit("An", score=800, number=2, duration_ms=90_000)
    arena.sit("An", score=800, number=3, duration_ms=95_000)
    arena.sit("An", round_number=2, score=1000)
    arena.sit("Bình", round_number=2, score=900)
    arena.sit("Bình", round_number=3, score=900)
    frozen.move(weeks=2, hours=1)
    service.refresh(frozen.moment)
    return arena


def history(client: FlaskClient) -> list[dict[str, object]]:
    """The rounds of the own history."""
    answer = client.get(API)
    assert answer.status_code == 200, answer.text
    rounds: list[dict[str, object]] = answer.json["rounds"]
    return rounds


def test_every_round_has_its_rank_and_all_attempts_with_the_one_that_counts(season: Arena, log_in: LogIn) -> None:
    mine = log_in(season.people["An"])
    rounds = mine.get(API).json["rounds"]
    assert [(one["number"], one["total"]) for one in rounds] == [(1, 2), (2, 2), (3, 1)]
    assert [one["standing"] and one["standing"]["rank"] for one in rounds] == [2, 1, None]
    assert [(one["number"], one["score"], one["counts"]) for one in rounds[0]["attempts"]] == [
        (1, 5, False),
        (2, 8, True),
        (3, 8, False),
    ]
    assert rounds[2]["attempts"] == []
    assert mine.get(API).json["best"] == {"round": 2, "rank": 1}


def test_the_own_page_draws_the_ranks_with_a_table_behind_and_says_what_counts(season: Arena) -> None:
    shown = own_page(season.people["An"])
    for part in (
        "Hạng của tôi qua các vòng",
        "hạng 2 trên 2 người",
        "Hạng cao nhất: hạng 1, Vòng 2.",
        "Theo thể lệ, lượt thi tốt nhất được tính, xét lần lượt: điểm, thời gian làm bài, nộp bài lúc.",
        "Kém lượt được tính ở tiêu chí: điểm.",
        "Kém lượt được tính ở tiêu chí: thời gian làm bài.",
        "Được tính",
        "Xem số liệu",
    ):
        assert part in shown, part
    assert shown.count("chart-dot") == 2, "a round that was not sat is a gap"
    assert " style=" not in shown


def test_the_result_page_has_the_same_for_its_round(season: Arena, frozen: FrozenClock) -> None:
    attempt = season.sit("An", round_number=3, score=100)
    with current_app.test_request_context():
        g.actor = None
        shown = " ".join((result_section(attempt, season.people["An"], season.contest_id, 3) or "").split())
    assert "Các lượt thi của tôi" in shown
    assert shown.count("chart-dot") == 3
    assert "hạng 2 trên 2 người" in shown


@pytest.mark.parametrize(
    ("counted", "number", "text"),
    [(Counted.FIRST, 1, "lượt thi đầu tiên được tính"), (Counted.LAST, 2, "lượt thi cuối cùng được tính")],
)
def test_the_first_or_last_attempt_counts_where_the_rules_say_so(
    new_arena: ArenaMaker, frozen: FrozenClock, log_in: LogIn, counted: Counted, number: int, text: str
) -> None:
    arena = new_arena(attempts_allowed=2, counted_attempt=counted)
    arena.sit("An", score=500)
    arena.sit("An", score=400, number=2)
    service.refresh(frozen.moment)
    attempts = log_in(arena.people["An"]).get(API).json["rounds"][0]["attempts"]
    assert [one["number"] for one in attempts if one["counts"]] == [number]
    shown = own_page(arena.people["An"])
    assert text in shown
    assert "Kém lượt" not in shown


def test_what_is_hidden_is_not_told_by_the_own_history(
    new_arena: ArenaMaker, frozen: FrozenClock, log_in: LogIn
) -> None:
    later = new_arena(review=Review(score=Shown.AFTER_ROUND), attempts_allowed=2)
    later.sit("An", score=700)
    service.refresh(frozen.moment)
    one = log_in(later.people["An"]).get(API).json["rounds"][0]
    assert (one["standing"], one["total"]) == (None, None)
    assert [attempt["score"] for attempt in one["attempts"]] == [None]
    assert one["hidden"] == "Xếp hạng được công bố sau khi vòng thi kết thúc."
    assert "hạng 1" not in own_page(later.people["An"])
    frozen.move(weeks=1)
    one = log_in(later.people["An"]).get(API).json["rounds"][0]
    assert (one["standing"]["rank"], one["total"], one["attempts"][0]["score"]) == (1, 1, 7)


def test_a_secret_number_of_people_is_left_out(new_arena: ArenaMaker, frozen: FrozenClock, log_in: LogIn) -> None:
    arena = new_arena(prediction=Prediction("Bao nhiêu?", Meaning.PEOPLE, Hidden.TOTALS))
    arena.sit("An")
    service.refresh(frozen.moment)
    one = log_in(arena.people["An"]).get(API).json["rounds"][0]
    assert (one["standing"]["rank"], one["total"]) == (1, None)


def test_disqualified_and_unranked_people_are_told_so_with_their_attempts(
    new_arena: ArenaMaker, frozen: FrozenClock, log_in: LogIn
) -> None:
    arena = new_arena()
    arena.person("Bị Hủy", is_disqualified=True)
    arena.person("Giám Khảo", is_ranked=False)
    for name in ("Bị Hủy", "Giám Khảo"):
        arena.sit(name)
    service.refresh(frozen.moment)
    told = {}
    for name in ("Bị Hủy", "Giám Khảo"):
        one = log_in(arena.people[name]).get(API).json["rounds"][0]
        told[name] = one["status"]["code"]
        assert (one["standing"], len(one["attempts"])) == (None, 1)
        assert one["status"]["text"] in own_page(arena.people[name])
    assert told == {"Bị Hủy": "disqualified", "Giám Khảo": "unranked"}


def test_it_is_for_the_person_alone(season: Arena, client: FlaskClient, log_in: LogIn) -> None:
    assert client.get(API).status_code == 401
    assert history(log_in(season.people["Bình"])) != history(log_in(season.people["An"]))
    assert log_in(season.people["An"]).get(API).headers["Cache-Control"] == "no-store"
