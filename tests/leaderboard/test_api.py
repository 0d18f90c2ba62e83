"""Rankings as JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from quiz.contests.models import Round
from quiz.contests.rules import Criterion, Total
from quiz.contests.unit_scheme import UnitCriterion
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.ranking import service
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn
from tests.ranking.conftest import ArenaMaker

STANDINGS = "/api/v1/contests/thu/standings"
UNITS = "/api/v1/contests/thu/units"
PROMISED = ["code", "name", "kind", "people", "attempts", "headcount", "rate", "mean_score", "full_scores", "rank"]
"""The fields of a unit that stay fixed."""


def rows(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    """The rows of an answer."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["rows"]
    return found


def test_a_page_of_standings_says_everything_the_printed_list_names(
    four: Arena, client: FlaskClient, frozen: FrozenClock
) -> None:
    body = client.get(STANDINGS).json
    assert body.pop("rows")[0] == {
        "rank": 1,
        "name": "Nguyễn Văn An",
        "unit": "Chi bộ Một",
        "unit_code": "A1",
        "score": 10,
        "criteria": {"score": 10, "duration": 61.5, "submitted_at": "2026-03-02T01:01:01.500Z"},
    }
    assert body == {
        "as_of": clock.iso(frozen.moment),
        "provisional": True,
        "waiting_for": ["end", "approval"],
        "total": 4,
        "page": 1,
        "pages": 1,
        "hidden": None,
    }


def test_equal_ones_share_a_rank_in_the_order_of_vietnamese_names(four: Arena, client: FlaskClient) -> None:
    found = [(row["rank"], row["name"], row["score"]) for row in rows(client, STANDINGS)]
    assert found == [
        (1, "Nguyễn Văn An", 10),
        (2, "Lê Văn Áng", 8.5),
        (2, "Trần Thị Bình", 8.5),
        (4, "Phạm Thị Dung", 8.5),
    ]


def test_the_round_may_be_named_and_an_unknown_one_is_not_found(four: Arena, client: FlaskClient) -> None:
    assert rows(client, "/api/v1/contests/thu/rounds/1/standings") == rows(client, STANDINGS)
    for address in (
        "/api/v1/contests/thu/rounds/2/standings",
        "/api/v1/contests/thu/rounds/0/standings",
        "/api/v1/contests/khong-co/standings",
        f"{STANDINGS}?unit=KHONG",
        f"{UNITS}?parent=KHONG",
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found"), address


def test_a_unit_includes_its_subtree_and_ranks_among_its_own(four: Arena, client: FlaskClient) -> None:
    found = [(row["rank"], row["rank_within"], row["name"]) for row in rows(client, f"{STANDINGS}?unit=A")]
    assert found == [(1, 1, "Nguyễn Văn An"), (2, 2, "Trần Thị Bình")]
    found = [(row["rank"], row["rank_within"], row["name"]) for row in rows(client, f"{STANDINGS}?unit=b")]
    assert found == [(2, 1, "Lê Văn Áng"), (4, 2, "Phạm Thị Dung")]


def test_search_is_blind_to_accents_and_keeps_the_ranks(four: Arena, client: FlaskClient) -> None:
    found = [(row["rank"], row["name"]) for row in rows(client, f"{STANDINGS}?q=van%20an")]
    assert found == [(1, "Nguyễn Văn An"), (2, "Lê Văn Áng")]
    found = [(row["rank"], row["rank_within"]) for row in rows(client, f"{STANDINGS}?q=DUNG&unit=B")]
    assert found == [(4, 2)]
    assert rows(client, f"{STANDINGS}?q=%25") == []
    assert rows(client, f"{STANDINGS}?q=_") == []


def test_a_division_can_be_asked_for(arena: Arena, client: FlaskClient, frozen: FrozenClock) -> None:
    arena.person("Học Sinh", division="Bảng A")
    arena.sit("Học Sinh", score=300)
    arena.sit("Cán Bộ", score=900)
    service.refresh(frozen.moment)
    found = [(row["rank"], row["rank_within"], row["name"]) for row in rows(client, f"{STANDINGS}?division=Bảng A")]
    assert found == [(2, 1, "Học Sinh")]


def test_fifty_a_page_and_nothing_beyond_the_end(arena: Arena, client: FlaskClient, frozen: FrozenClock) -> None:
    for number in range(120):
        arena.sit(f"Người {number:03}", score=900 if number < 60 else 800)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    pages = [client.get(f"{STANDINGS}?page={page}").json for page in (1, 2, 3, 4)]
    assert [len(page["rows"]) for page in pages] == [50, 50, 20, 0]
    assert [page["pages"] for page in pages] == [3, 3, 3, 3]
    ranks = [row["rank"] for page in pages for row in page["rows"]]
    assert ranks == [1] * 60 + [61] * 60
    assert client.get(f"{STANDINGS}?page=lung-tung").json["page"] == 1


def test_the_contest_level_is_the_total_or_else_the_latest_round(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    total = new_arena(rounds=2, contest_total=Total.SUM)
    single = new_arena(rounds=2, slug="rieng")
    for number in (1, 2):
        for arena in (total, single):
            arena.sit("An", round_number=number, score=400)
        frozen.moment = arena.opens_at[number] + timedelta(minutes=10)
        service.refresh(frozen.moment)
        assert rows(client, STANDINGS)[0]["score"] == 4 * number
    assert rows(client, STANDINGS)[0]["score"] == 8
    assert rows(client, "/api/v1/contests/thu/rounds/1/standings")[0]["score"] == 4
    latest = client.get("/api/v1/contests/rieng/standings").json
    assert latest["rows"][0]["criteria"]["submitted_at"].startswith("2026-03-09")


def test_standings_are_provisional_until_every_round_shown_is_approved(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM)
    frozen.move(weeks=3)
    with transaction():
        db.session.query(Round).filter_by(number=1).one().approved_at = frozen.moment
    service.rebuild(arena.contest_id, frozen.moment)
    assert client.get("/api/v1/contests/thu/rounds/1/standings").json["provisional"] is False
    assert client.get("/api/v1/contests/thu/rounds/2/standings").json["provisional"] is True
    assert client.get(STANDINGS).json["provisional"] is True


def test_before_anything_has_happened_lists_are_empty(arena: Arena, client: FlaskClient, frozen: FrozenClock) -> None:
    frozen.move(minutes=-1)
    assert client.get(STANDINGS).json == {
        "as_of": None,
        "provisional": True,
        "waiting_for": ["end", "approval"],
        "total": 0,
        "page": 1,
        "pages": 1,
        "rows": [],
        "hidden": None,
    }
    assert client.get(UNITS).json["rows"] == []


def test_own_place_needs_a_login(four: Arena, client: FlaskClient) -> None:
    answer = client.get(f"{STANDINGS}/me")
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "not_logged_in")


def test_own_place_tells_what_put_the_next_one_above(four: Arena, log_in: LogIn) -> None:
    body = log_in(four.people["Phạm Thị Dung"]).get(f"{STANDINGS}/me").json
    assert (body["total"], body["provisional"]) == (4, True)
    assert (body["standing"]["rank"], body["standing"]["name"]) == (4, "Phạm Thị Dung")
    assert body["above"] == {
        "rank": 2,
        "name": "Lê Văn Áng",
        "unit": "Phường Bình",
        "score": 8.5,
        "criterion": "duration",
        "mine": 70.001,
        "theirs": 70.0,
        "text": "Ngang nhau về điểm. Lê Văn Áng xếp trên vì làm bài nhanh hơn: 1:10,000 so với 1:10,001.",
    }


def test_one_who_shares_the_place_does_not_stand_above(four: Arena, log_in: LogIn) -> None:
    body = log_in(four.people["Trần Thị Bình"]).get(f"{STANDINGS}/me").json
    assert (body["standing"]["rank"], body["above"]["rank"], body["above"]["criterion"]) == (2, 1, "score")
    assert body["above"]["text"] == "Nguyễn Văn An xếp trên vì có điểm cao hơn: 10 so với 8,5."


def test_nobody_stands_above_the_best_and_nobody_has_no_place(four: Arena, log_in: LogIn) -> None:
    assert log_in(four.people["Nguyễn Văn An"]).get(f"{STANDINGS}/me").json["above"] is None
    watcher = log_in(four.person("Người Xem")).get(f"{STANDINGS}/me").json
    assert (watcher["standing"], watcher["above"], watcher["total"]) == (None, None, 4)


@pytest.mark.parametrize("total", Total)
def test_own_place_counts_the_attempt_just_handed_in(
    new_arena: ArenaMaker, log_in: LogIn, frozen: FrozenClock, total: Total
) -> None:
    arena = new_arena(contest_total=total)
    arena.sit("An", score=500)
    frozen.move(minutes=2)
    service.refresh(frozen.moment)
    arena.sit("Bình", score=900, started_at=frozen.moment)
    body = log_in(arena.people["Bình"]).get(f"{STANDINGS}/me").json
    assert (body["standing"]["rank"], body["total"]) == (1, 2)


def test_moments_decide_to_the_millisecond(new_arena: ArenaMaker, log_in: LogIn, frozen: FrozenClock) -> None:
    arena = new_arena(tie_break=(Criterion.SCORE, Criterion.SUBMITTED_AT))
    arena.sit("An", duration_ms=60_000)
    arena.sit("Bình", duration_ms=60_001)
    frozen.move(minutes=2)
    service.refresh(frozen.moment)
    above = log_in(arena.people["Bình"]).get(f"{STANDINGS}/me").json["above"]
    assert (above["mine"], above["theirs"]) == ("2026-03-02T01:01:00.001Z", "2026-03-02T01:01:00.000Z")
    assert above["text"] == (
        "Ngang nhau về điểm. An xếp trên vì nộp bài sớm hơn: 08:01:00,000 02/03/2026 so với 08:01:00,001 02/03/2026."
    )


def test_units_are_the_children_of_one_or_the_roots(four: Arena, client: FlaskClient) -> None:
    assert [row["code"] for row in rows(client, UNITS)] == ["T", "N"]
    assert [{name: row[name] for name in PROMISED} for row in rows(client, f"{UNITS}?parent=T")] == [
        {
            "code": "A",
            "name": "Xã An",
            "kind": "commune",
            "people": 2,
            "attempts": 2,
            "headcount": 100,
            "rate": 0.02,
            "mean_score": 9.25,
            "full_scores": 1,
            "rank": 1,
        },
        {
            "code": "B",
            "name": "Phường Bình",
            "kind": "ward",
            "people": 2,
            "attempts": 2,
            "headcount": 50,
            "rate": 0.04,
            "mean_score": 8.5,
            "full_scores": 0,
            "rank": 2,
        },
        {
            "code": "C",
            "name": "Xã Đông",
            "kind": "commune",
            "people": 0,
            "attempts": 0,
            "headcount": None,
            "rate": None,
            "mean_score": None,
            "full_scores": 0,
            "rank": 3,
        },
    ]


def test_units_can_be_narrowed_to_a_kind_and_rank_among_themselves(four: Arena, client: FlaskClient) -> None:
    found = [(row["code"], row["rank"]) for row in rows(client, f"{UNITS}?parent=T&kind=commune")]
    assert found == [("A", 1), ("C", 2)]
    assert rows(client, f"{UNITS}?parent=T&kind=school") == []


def test_the_order_of_units_is_the_contests_own(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena(unit_order=(UnitCriterion.RATE,))
    for number in range(3):
        arena.sit(f"Người {number}", "A1")
    for number in range(3, 5):
        arena.sit(f"Người {number}", "B")
    arena.sit("Người 5", "C")
    frozen.move(minutes=2)
    service.refresh(frozen.moment)
    found = [(row["code"], row["rate"]) for row in rows(client, f"{UNITS}?parent=T")]
    assert found == [("B", 0.04), ("A", 0.03), ("C", None)]


def test_initials_only_where_somebody_did_not_agree(arena: Arena, client: FlaskClient, frozen: FrozenClock) -> None:
    arena.person("Hoàng Thị Kín", public_name="initials", phone="0912345678", birth="1985-09-05")
    arena.sit("Hoàng Thị Kín")
    service.refresh(frozen.moment)
    text = client.get(STANDINGS).text
    assert rows(client, STANDINGS)[0]["name"] == "H.T.K."
    for secret in ("Kín", "0912345678", "1985", "thisinh"):
        assert secret not in text
    assert rows(client, f"{STANDINGS}?q=kin") == []
