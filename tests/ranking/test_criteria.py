"""The tie-break list for people and programs, and what may be known when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from quiz.contests.groups import Division
from quiz.contests.rules import Criterion, Hidden, Meaning, Prediction, Review, Shown, Total
from quiz.ranking import service
from quiz.ranking.criteria import LABELS, label, plain, scaled, shown, spoken, why_above
from quiz.ranking.models import Standing
from quiz.ranking.outcomes import SCALE, WORST
from quiz.ranking.place import place_of
from quiz.ranking.queries import Above, StandingRow
from quiz.ranking.scope import scope_of
from tests.conftest import START, FrozenClock
from tests.factories.attempts import RULES, Arena
from tests.leaderboard.conftest import LogIn, log_in
from tests.ranking.conftest import ArenaMaker, fold
from tests.ranking.deciding import approve, over, ranks

__all__ = ["log_in"]
pytestmark = pytest.mark.usefixtures("app")
ORDER = (Criterion.SCORE, Criterion.PREDICTION, Criterion.LOTS)
RULES_BY_SCORE = replace(RULES, tie_break=(Criterion.SCORE,))


def made(**values: Any) -> Standing:
    """A standing with ordinary values."""
    plain_values = {
        "name": "Người kia",
        "score": 900,
        "max_score": 1000,
        "duration_ms": 60_000,
        "submitted_at": START,
        "started_at": START,
        "attempts": 1,
        "full_attempts": 0,
        "board_place": 0,
    }
    return Standing(**{**plain_values, **values})


def reason(criterion: Criterion | None, theirs: Standing, mine: Standing, *order: Criterion) -> str:
    """Why theirs stands above mine."""
    return why_above(mine, Above(StandingRow(1, None, theirs), criterion), order)


@pytest.mark.parametrize(
    ("criterion", "theirs", "mine", "words"),
    [
        (
            Criterion.PREDICTION,
            {"prediction_value": 12 * SCALE, "prediction_error": 0},
            {"prediction_value": 1_234_567 * SCALE, "prediction_error": 1_234_555 * SCALE},
            "vì dự đoán sát hơn: 12 (chính xác) so với 1.234.567 (lệch 1.234.555).",
        ),
        (
            Criterion.PREDICTION,
            {"prediction_value": 6_666_667, "prediction_error": 1_050_000},
            {"prediction_error": WORST},
            "vì dự đoán sát hơn: 66,66667 (lệch 10,5) so với thiếu dự đoán.",
        ),
        (Criterion.ATTEMPTS, {"attempts": 1}, {"attempts": 3}, "vì thi ít lượt hơn: 1 so với 3 lượt."),
        (
            Criterion.FULL_SCORE_ATTEMPTS,
            {"full_attempts": 5},
            {"full_attempts": 2},
            "vì có nhiều lượt đạt điểm tối đa hơn: 5 so với 2 lượt.",
        ),
        (Criterion.LOTS, {"lot": 7}, {"lot": 2**40}, "vì bốc thăm được số nhỏ hơn: 7 so với 1.099.511.627.776."),
        (
            Criterion.BOARD,
            {"board_place": 1},
            {"board_place": 2},
            "theo quyết định của ban tổ chức: thứ tự 1 so với 2 trong nhóm ngang nhau.",
        ),
    ],
)
def test_each_criterion_has_its_reason_with_both_values(
    criterion: Criterion, theirs: dict[str, Any], mine: dict[str, Any], words: str
) -> None:
    text = reason(criterion, made(**theirs), made(**mine), criterion)
    assert text == f"Người kia xếp trên {words}"


def test_every_criterion_has_words_values_and_a_reason() -> None:
    one = made(lot=1, prediction_error=0, prediction_value=0)
    for criterion in Criterion:
        assert label(criterion)
        assert shown(criterion, one) is not None
        assert "Người kia" in reason(criterion, one, one, criterion)
        plain(criterion, one)
    assert set(LABELS) == set(Criterion)


def test_what_nobody_knows_yet_is_not_called_equal() -> None:
    text = reason(Criterion.DURATION, made(duration_ms=1), made(), *ORDER, Criterion.DURATION)
    assert text.startswith("Ngang nhau về điểm. Người kia")
    known = made(lot=5, prediction_error=0)
    text = reason(Criterion.DURATION, made(duration_ms=1), known, *ORDER, Criterion.DURATION)
    assert text.startswith("Ngang nhau về điểm, độ lệch của dự đoán, số bốc thăm. Người kia")


def test_for_programs_what_is_unknown_is_null() -> None:
    one = made(prediction_value=5 * SCALE)
    assert [plain(criterion, one) for criterion in (Criterion.PREDICTION, Criterion.LOTS, Criterion.BOARD)] == [
        None
    ] * 3
    assert shown(Criterion.PREDICTION, one) == "–"
    one = made(prediction_value=5 * SCALE, prediction_error=250_000, lot=2**47, board_place=2)
    assert plain(Criterion.PREDICTION, one) == {"value": 5, "error": 2.5}
    assert plain(Criterion.LOTS, one) == 2**47
    assert plain(Criterion.BOARD, one) == 2
    assert plain(Criterion.PREDICTION, made(prediction_error=WORST)) == {"value": None, "error": None}


def test_a_total_shows_the_sum_of_distances_alone() -> None:
    assert shown(Criterion.PREDICTION, made(prediction_error=34 * SCALE)) == "lệch 34"
    assert plain(Criterion.PREDICTION, made(prediction_error=34 * SCALE)) == {"value": None, "error": 34}


@pytest.mark.parametrize(
    ("value", "number", "words"),
    [(0, 0, "0"), (6_666_667, 66.66667, "66,66667"), (1_234_500_000, 12_345, "12.345"), (50_000, 0.5, "0,5")],
)
def test_scaled_numbers(value: int, number: float, words: str) -> None:
    assert scaled(value) == number
    assert spoken(value) == words
    assert scaled(None) is None


@pytest.fixture
def guessing(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """Two people with predictions in a running round."""
    prediction = Prediction("?", Meaning.PEOPLE, Hidden.NONE)
    arena = new_arena(tie_break=ORDER, prediction=prediction)
    arena.sit("An", score=1000, prediction_value=77_777 * SCALE)
    arena.sit("Bình", score=1000, prediction_value=2 * SCALE)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    return arena


def test_nobodys_prediction_is_seen_by_others_before_the_approval(
    guessing: Arena, frozen: FrozenClock, client: FlaskClient
) -> None:
    addresses = ("/api/v1/contests/thu/rounds/1/standings", "/contests/thu/standings?round=1", "/board/thu.json")

    def seen() -> list[bool]:
        pages = [client.get(address).text for address in addresses]
        return [any(form in page for form in ("77777", "77.777")) for page in pages]

    assert seen() == [False, False, False]
    over(frozen)
    assert seen() == [False, False, False]
    approve(guessing, frozen)
    assert seen() == [True, True, False]
    rows = client.get(addresses[0]).get_json()["rows"]
    assert [row["criteria"]["prediction"] for row in rows] == [
        {"value": 2, "error": 0},
        {"value": 77_777, "error": 77_775},
    ]
    assert all(0 <= row["criteria"]["lots"] < 2**48 for row in rows)


def test_a_round_is_provisional_until_its_approval_the_total_until_that_of_all(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM)
    arena.sit("An")
    arena.sit("An", round_number=2)

    def provisional() -> list[bool]:
        return [scope_of("thu", number, frozen.moment).is_provisional for number in (1, 2, 0)]

    over(frozen, 2)
    assert provisional() == [True, True, True]
    approve(arena, frozen, 1)
    assert provisional() == [False, True, True]
    approve(arena, frozen, 2)
    assert provisional() == [False, False, False]


@pytest.fixture
def only_full(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """Two with every point, two without; the rules give places to full scores only."""
    arena = new_arena(full_scores_only=True)
    for name, score in (("An", 1000), ("Bình", 1000), ("Chi", 990), ("Dũng", 10)):
        arena.sit(name, score=score)
    fold(arena, frozen)
    return arena


def test_who_has_not_every_point_is_in_no_list_but_counts_as_people(
    only_full: Arena, frozen: FrozenClock, client: FlaskClient
) -> None:
    assert ranks(only_full) == [(1, "An"), (1, "Bình")]
    answer = client.get("/api/v1/contests/thu/rounds/1/standings").get_json()
    assert (answer["total"], [row["rank"] for row in answer["rows"]]) == (2, [1, 1])
    service.refresh(frozen.moment)
    units = client.get("/api/v1/contests/thu/rounds/1/units").get_json()["rows"]
    assert [(unit["people"], unit["full_scores"]) for unit in units if unit["code"] == "T"] == [(4, 2)]


def test_the_own_place_without_a_place_says_whom_the_rules_still_rank(only_full: Arena, log_in: LogIn) -> None:
    place = place_of(only_full.contest_id, 1, only_full.people["Dũng"], RULES_BY_SCORE)
    assert place.row is not None
    assert place.above is not None
    assert (place.row.rank, place.total, place.above.row.rank, place.above.row.standing.name) == (None, 2, 1, "An")
    mine = log_in(only_full.people["Dũng"]).get("/api/v1/contests/thu/rounds/1/standings/me").get_json()
    assert mine["standing"]["rank"] is None
    assert mine["above"]["criterion"] is None
    assert "chỉ thí sinh đạt điểm tối đa mới được xếp hạng" in mine["above"]["text"]


@pytest.mark.parametrize(
    ("address", "told"),
    [("/contests/thu/standings?round=1", "chỉ người đạt điểm tối đa được xếp hạng"), ("/me", "Không xếp hạng")],
)
def test_pages_with_an_own_place_open_for_whoever_has_none(
    only_full: Arena, log_in: LogIn, address: str, told: str
) -> None:
    page = log_in(only_full.people["Chi"]).get(address)
    assert page.status_code == 200
    assert told in page.text


def test_where_nobody_has_a_place_there_is_nobody_above(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(full_scores_only=True)
    arena.sit("An", score=10)
    fold(arena, frozen)
    place = place_of(arena.contest_id, 1, arena.people["An"], RULES_BY_SCORE)
    assert place.above is None
    assert place.total == 0


@pytest.mark.parametrize("order", [(Criterion.SCORE, Criterion.ATTEMPTS), ORDER, (Criterion.DURATION,)])
def test_ranks_within_a_division_are_those_among_its_people(
    new_arena: ArenaMaker, frozen: FrozenClock, order: tuple[Criterion, ...]
) -> None:
    divisions = (Division("A", "A"), Division("B", "B"))
    arena = new_arena(tie_break=order, divisions=divisions, attempts_allowed=3)
    for index in range(24):
        name = f"Người {index:02d}"
        arena.person(name, division="AB"[index % 2])
        for number in range(1, 2 + index % 3):
            arena.sit(name, score=100 * (index % 5), duration_ms=1000 * (index % 4 + 1), number=number)
    over(frozen)
    approve(arena, frozen)
    whole = ranks(arena)
    for code in "AB":
        own = [(rank, name) for rank, name in whole if "AB"[int(name[-2:]) % 2] == code]
        expected = [(1 + sum(other < rank for other, _ in own if other and rank), name) for rank, name in own]
        assert ranks(arena, division=code) == expected


def test_what_rules_promise_after_the_approval_is_hidden_until_then(
    new_arena: ArenaMaker, frozen: FrozenClock, client: FlaskClient
) -> None:
    arena = new_arena(review=Review(score=Shown.AFTER_APPROVAL))
    arena.sit("An")
    address = "/api/v1/contests/thu/rounds/1/standings"
    over(frozen)
    service.refresh(frozen.moment)
    assert client.get(address).get_json()["rows"] == []
    approve(arena, frozen)
    assert [row["rank"] for row in client.get(address).get_json()["rows"]] == [1]
