"""What a prediction question, or a score kept back, hides while a round is open: everywhere at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from quiz.attempts.clocks import Target
from quiz.attempts.incidents import shift_window
from quiz.contests.models import Round
from quiz.contests.rules import (
    Cell,
    ContestRules,
    Hidden,
    Meaning,
    Prediction,
    Review,
    RoundState,
    Shown,
    Total,
)
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.ranking import service
from quiz.ranking.gate import OPEN_GATE, SUMS, Gate, gate, strictest
from quiz.ranking.models import UnitStanding
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn
from tests.ranking.conftest import ArenaMaker

API = "/api/v1/contests/thu"


def rules(hide: Hidden = Hidden.TOTALS, meaning: Meaning = Meaning.PEOPLE, **values: int | None) -> ContestRules:
    """Rules with a prediction question."""
    prediction = Prediction("Có bao nhiêu?", meaning, hide)
    cells = (Cell("Chủ đề", "recognition", 1),)
    return ContestRules(
        bank="B",
        blueprint=cells,
        time_limit_seconds=60,
        prediction=prediction,
        attempts_allowed=values.get("attempts_allowed", 3),
    )


@pytest.mark.parametrize(
    ("meaning", "expected"),
    [
        (Meaning.PEOPLE, {"people", "rate"}),
        (Meaning.ATTEMPTS, {"attempts", "quota"}),
        (Meaning.FULL_SCORES, {"full_scores"}),
        (Meaning.FULL_SCORE_PERCENT, {"full_scores"}),
    ],
)
def test_just_the_sum_asked_for_and_what_adds_up_to_it_is_hidden(meaning: Meaning, expected: set[str]) -> None:
    assert gate(rules(meaning=meaning), RoundState.OPEN).hidden == expected


def test_with_one_attempt_each_people_and_attempts_are_the_same_secret() -> None:
    for meaning in (Meaning.PEOPLE, Meaning.ATTEMPTS):
        hidden = gate(rules(meaning=meaning, attempts_allowed=1), RoundState.OPEN).hidden
        assert hidden == {"people", "attempts", "rate", "quota"}
    assert gate(rules(meaning=Meaning.FULL_SCORES, attempts_allowed=1), RoundState.OPEN).hidden == {"full_scores"}


@pytest.mark.parametrize("state", RoundState)
def test_only_a_round_that_runs_hides_its_sums(state: RoundState) -> None:
    is_running = state in {RoundState.OPEN, RoundState.PAUSED}
    assert (gate(rules(), state) != OPEN_GATE) == is_running
    assert (gate(rules(Hidden.ALL), state).hidden == SUMS) == is_running
    assert gate(rules(Hidden.NONE), state) == OPEN_GATE


def test_the_strictest_of_several_rounds_holds_for_their_sum() -> None:
    people, closed = Gate(frozenset({"people"}), True, "một"), Gate(frozenset({"mean_score"}), False, "hai")
    assert strictest([]) == OPEN_GATE
    assert strictest([OPEN_GATE, people]) == people
    assert strictest([people, OPEN_GATE, closed]) == Gate(frozenset({"people", "mean_score"}), False, "hai")


@pytest.fixture
def predicting(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """One round that asks how many people take part, with seven of them."""
    arena = new_arena(prediction=Prediction("Bao nhiêu người?", Meaning.PEOPLE), attempts_allowed=3)
    for number in range(7):
        arena.sit(f"Người {number}", "A1", score=1000)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    return arena


def test_the_api_answers_null_with_a_reason_until_the_round_closes(
    predicting: Arena, client: FlaskClient, log_in: LogIn, frozen: FrozenClock
) -> None:
    standings = client.get(f"{API}/standings").json
    assert (standings["total"], standings["hidden"]["columns"]) == (None, ["people", "rate"])
    assert "câu hỏi dự đoán" in standings["hidden"]["reason"]
    assert len(standings["rows"]) == 7
    unit = client.get(f"{API}/units").json["rows"][0]
    assert (unit["people"], unit["rate"], unit["attempts"], unit["full_scores"]) == (None, None, 7, 7)
    me = log_in(predicting.people["Người 1"]).get(f"{API}/standings/me").json
    assert (me["total"], me["standing"]["rank"]) == (None, 1)
    frozen.move(weeks=1)
    assert client.get(f"{API}/standings").json["total"] == 7
    assert client.get(f"{API}/units").json["rows"][0]["people"] == 7
    assert client.get(f"{API}/standings").json["hidden"] is None


def test_a_list_cannot_be_walked_to_its_end_while_its_length_is_a_secret(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena(prediction=Prediction("?", Meaning.FULL_SCORES), attempts_allowed=3)
    for number in range(130):
        arena.sit(f"Người {number}", score=1000)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    pages = [client.get(f"{API}/standings?page={page}").json for page in (1, 2, 3)]
    assert [len(page["rows"]) for page in pages] == [50, 50, 0]
    assert pages[0]["pages"] == 2
    assert pages[0]["total"] == 130, "the number of people was not asked for"
    frozen.move(weeks=1)
    assert len(client.get(f"{API}/standings?page=3").json["rows"]) == 30


def test_sums_stay_a_secret_until_the_last_own_window_has_ended(
    predicting: Arena, client: FlaskClient, log_in: LogIn, frozen: FrozenClock
) -> None:
    """Whoever sits after the others would find the answer to the prediction on the public page."""
    end = frozen.moment + timedelta(weeks=1)
    target = Target(predicting.rounds[1], person_id=predicting.people["Người 1"])
    shift_window(None, target, frozen.moment, end + timedelta(days=1), frozen.moment, "Mất điện cả ngày")
    frozen.move(weeks=1)
    assert client.get(f"{API}/standings").json["total"] is None
    assert client.get(f"{API}/units").json["rows"][0]["people"] is None
    assert client.get("/board/thu.json").json["totals"] == client.get("/board/thu.json?round=1").json["totals"]
    contact = log_in(4711, Role.UNIT_CONTACT)
    assert "tạm ẩn đến khi vòng thi kết thúc" in contact.get("/admin/ranking/thu/report").text
    frozen.move(days=1)
    assert client.get(f"{API}/standings").json["total"] == 7
    assert client.get(f"{API}/units").json["rows"][0]["people"] == 7


def test_units_cannot_be_walked_one_by_one_while_the_length_of_the_list_is_a_secret(
    new_arena: ArenaMaker, client: FlaskClient, log_in: LogIn, frozen: FrozenClock
) -> None:
    """Neither a unit nor part of a name opens more of the list than its first rows."""
    arena = new_arena(prediction=Prediction("?", Meaning.PEOPLE), attempts_allowed=3)
    for number in range(130):
        unit = ("A1", "A2", "B")[number % 3]
        arena.sit(f"Người {number:03}", unit, score=1000 - number)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    seen = [
        client.get(f"{API}/standings?unit={unit}&page={page}").json for unit in ("A1", "A2", "B") for page in (1, 2)
    ]
    names = {row["name"] for page in seen for row in page["rows"]}
    assert len(names) == 100
    assert {page["pages"] for page in seen} == {1}
    assert client.get(f"{API}/standings?q=129").json["rows"] == []
    assert len(client.get(f"{API}/standings?q=099").json["rows"]) == 1
    last = log_in(arena.people["Người 129"])
    assert last.get("/contests/thu/standings?at=toi&unit=B").location == "/contests/thu/standings?round=1&unit=B"
    frozen.move(weeks=1)
    assert client.get(f"{API}/standings?q=129").json["rows"][0]["rank"] == 130


@pytest.mark.parametrize(
    "address",
    ["/contests/thu/standings", "/contests/thu/units", "/contests/thu/units?parent=T", "/board/thu", "/board/thu.json"],
)
def test_pages_and_projector_hide_the_same(
    predicting: Arena, client: FlaskClient, frozen: FrozenClock, address: str
) -> None:
    with transaction():
        db.session.execute(
            db.update(UnitStanding).values(people=4321, headcount=None)  # a number that stands nowhere else
        )
        db.session.execute(
            db.text("update snapshots set payload = replace(payload, '\"people\": 7', '\"people\": 4321')")
        )
    hidden = client.get(address)
    assert hidden.status_code == 200
    assert "4.321" not in hidden.text
    frozen.move(weeks=1)
    if address != "/contests/thu/standings":
        assert "4.321" in client.get(address).text


def test_a_total_hides_what_one_of_its_rounds_hides(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM, prediction=Prediction("?", Meaning.PEOPLE))
    arena.sit("An")
    frozen.move(weeks=1, minutes=5)
    service.refresh(frozen.moment)
    assert client.get(f"{API}/rounds/1/standings").json["total"] == 1
    assert client.get(f"{API}/rounds/2/standings").json["total"] is None
    assert client.get(f"{API}/standings").json["total"] is None


@pytest.mark.parametrize("policy", [Shown.AFTER_ROUND, Shown.AFTER_APPROVAL, Shown.NEVER])
def test_no_places_before_scores_may_be_seen(
    new_arena: ArenaMaker, client: FlaskClient, log_in: LogIn, frozen: FrozenClock, policy: Shown
) -> None:
    arena = new_arena(review=Review(score=policy))
    arena.sit("Nguyễn Văn An", score=700)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    body = client.get(f"{API}/standings").json
    assert (body["rows"], body["total"]) == ([], None)
    assert body["hidden"]["reason"].startswith("Xếp hạng được công bố sau khi")
    assert log_in(arena.people["Nguyễn Văn An"]).get(f"{API}/standings/me").json["standing"] is None
    assert client.get(f"{API}/units").json["rows"][0]["mean_score"] is None
    for address in ("/contests/thu/standings", "/board/thu", "/board/thu.json"):
        assert "Nguyễn Văn An" not in client.get(address).text
    frozen.move(weeks=1)
    shown_after_the_round = policy is Shown.AFTER_ROUND
    assert bool(client.get(f"{API}/standings").json["rows"]) == shown_after_the_round
    with transaction():
        db.session.query(Round).one().approved_at = frozen.moment
    assert client.get(f"{API}/standings").json["rows"][0]["score"] == 7
    assert "Nguyễn Văn An" in client.get("/board/thu.json").text
