"""Why each row stands where it does: against the next one, against the own place, on the page and in the API."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from quiz.contests.models import Entry, Round
from quiz.contests.rules import Criterion, Hidden, Meaning, Prediction, Review, Shown, Total
from quiz.core.db import db, transaction
from quiz.ranking import service
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn
from tests.leaderboard.test_pages import text_of
from tests.ranking.conftest import ArenaMaker

API, PAGE = "/api/v1/contests/thu/standings", "/contests/thu/standings"


def why(client: FlaskClient, query: str = "?compare=me") -> dict[str, Any]:
    """How each row stands to the own place, by name."""
    return {row["name"]: row.get("why") for row in client.get(API + query).json["rows"]}


def test_every_row_says_what_it_has_over_the_next_one(four: Arena, client: FlaskClient) -> None:
    page = text_of(client, PAGE)
    for part in (
        "So với Lê Văn Áng (hạng 2), kế tiếp trong danh sách:</strong> Nguyễn Văn An xếp trên vì có điểm cao hơn: "
        "10 so với 8,5.",
        "So với Trần Thị Bình (hạng 2), kế tiếp trong danh sách:</strong> Đồng hạng vì bằng nhau ở mọi tiêu chí: điểm, "
        "thời gian làm bài, nộp bài lúc.",
        "So với Phạm Thị Dung (hạng 4), kế tiếp trong danh sách:</strong> Ngang nhau về điểm. Trần Thị Bình xếp trên "
        "vì làm bài nhanh hơn: 1:10,000 so với 1:10,001.",
        "Đây là dòng cuối của danh sách đang xem.",
    ):
        assert part in page, part
    assert "So với Quý vị" not in page
    assert page.count("<details name=") == 4


def test_with_a_login_every_row_is_held_against_the_own_place_above_and_below(four: Arena, log_in: LogIn) -> None:
    page = text_of(log_in(four.people["Trần Thị Bình"]), PAGE)
    for part in (
        "So với Quý vị (hạng 2):</strong> Nguyễn Văn An xếp trên vì có điểm cao hơn: 10 so với 8,5.",
        "So với Quý vị (hạng 2):</strong> Đồng hạng vì bằng nhau ở mọi tiêu chí",
        "So với Quý vị (hạng 2):</strong> Ngang nhau về điểm. Trần Thị Bình xếp trên vì làm bài nhanh hơn",
    ):
        assert page.count(part) == 1, part


def test_the_api_says_the_same_where_it_is_asked_for(four: Arena, client: FlaskClient, log_in: LogIn) -> None:
    mine = log_in(four.people["Trần Thị Bình"])
    found = why(mine)
    assert found["Nguyễn Văn An"] == {
        "relation": "above",
        "criterion": "score",
        "theirs": 10,
        "mine": 8.5,
        "text": "Nguyễn Văn An xếp trên vì có điểm cao hơn: 10 so với 8,5.",
    }
    assert (found["Phạm Thị Dung"]["relation"], found["Phạm Thị Dung"]["criterion"]) == ("below", "duration")
    assert (found["Phạm Thị Dung"]["theirs"], found["Phạm Thị Dung"]["mine"]) == (70.001, 70.0)
    assert (found["Lê Văn Áng"]["relation"], found["Lê Văn Áng"]["criterion"]) == ("same", None)
    assert found["Trần Thị Bình"]["relation"] == "self"
    assert set(why(mine, "").values()) == {None}
    assert set(why(client).values()) == {None}
    assert set(why(log_in(four.person("Người Xem"))).values()) == {None}


def test_ties_are_marked_also_where_a_page_cuts_them(arena: Arena, client: FlaskClient, frozen: FrozenClock) -> None:
    for number in range(52):
        arena.sit(f"Người {number:02}", score=900 if number < 51 else 100)
    service.refresh(frozen.moment)
    assert text_of(client, PAGE).count("ranking-tie") == 50
    second = text_of(client, f"{PAGE}?page=2")
    assert second.count("ranking-tie") == 1, "the first shares the place of the page before, the last stands alone"
    assert "So với Người 51 (hạng 52)" in second


def test_a_page_takes_the_same_number_of_statements_however_many_rows_it_has(
    new_arena: ArenaMaker, log_in: LogIn, frozen: FrozenClock
) -> None:
    arena = new_arena(contest_total=Total.SUM)

    def statements(client: FlaskClient) -> int:
        seen: list[str] = []

        def note(*arguments: Any) -> None:
            seen.append(arguments[2])

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(PAGE).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    for number in range(3):
        arena.sit(f"Người {number}", score=100 * number)
    service.refresh(frozen.moment)
    mine = log_in(arena.people["Người 1"])
    few = statements(mine)
    for number in range(3, 60):
        arena.sit(f"Người {number}", ("A1", "A2", "B", "C")[number % 4], score=10 * number)
    frozen.move(minutes=2)
    service.refresh(frozen.moment)
    assert statements(mine) == few


def test_a_total_shows_the_score_of_every_round(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena(rounds=3, contest_total=Total.SUM)
    for name, number, score in (("An", 1, 850), ("An", 2, 900), ("Bình", 2, 700)):
        arena.sit(name, round_number=number, score=score)
    frozen.move(weeks=1, hours=1)
    service.refresh(frozen.moment)
    rows = {row["name"]: row["rounds"] for row in client.get(API).json["rows"]}
    assert rows == {"An": {"1": 8.5, "2": 9}, "Bình": {"1": None, "2": 7}}
    page = text_of(client, PAGE)
    assert "Điểm vòng 2" in page
    assert "Điểm vòng 3" not in page, "it has not opened"
    assert "vòng 1: 8,5; vòng 2: 9" in page
    assert "rounds" not in client.get("/api/v1/contests/thu/rounds/1/standings").json["rows"][0]
    assert "Điểm vòng" not in text_of(client, f"{PAGE}?round=1")


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, ["end", "approval"]),
        ({"tie_break": (Criterion.SCORE, Criterion.DURATION), "review": Review(score=Shown.NOW)}, ["end", "approval"]),
    ],
)
def test_what_places_wait_for_is_said(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock, rules: dict[str, Any], expected: list[str]
) -> None:
    arena = new_arena(**rules)
    arena.sit("An")
    service.refresh(frozen.moment)
    assert client.get(API).json["waiting_for"] == expected
    page = text_of(client, PAGE)
    assert "còn thay đổi vì: thời gian thi chưa kết thúc; ban tổ chức chưa phê duyệt kết quả." in page
    frozen.move(weeks=2)
    assert client.get(API).json["waiting_for"] == ["approval"]
    with transaction():
        db.session.get_one(Round, arena.rounds[1]).approved_at = frozen.moment
    assert client.get(API).json["waiting_for"] == ["recount"]
    service.rebuild(arena.contest_id, frozen.moment)
    assert client.get(API).json["waiting_for"] == []
    assert "còn thay đổi vì" not in text_of(client, PAGE)


def test_whoever_has_no_place_is_told_why(four: Arena, log_in: LogIn) -> None:
    with transaction():
        entry = db.session.get_one(Entry, (four.contest_id, four.people["Lê Văn Áng"]))
        entry.is_disqualified, entry.status_reason = True, "Nhờ người khác làm bài"
        db.session.get_one(Entry, (four.contest_id, four.people["Phạm Thị Dung"])).is_ranked = False
    service.refold(four.contest_id, list(four.people.values()))
    four.sit("Người Tập", is_practice=True)
    told = {
        "Lê Văn Áng": "Kết quả của Quý vị đã bị hủy. Lý do: Nhờ người khác làm bài",
        "Phạm Thị Dung": "Quý vị dự thi không tính xếp hạng.",
        "Người Tập": "Quý vị mới thi thử; lượt thi thử không được xếp hạng.",
    }
    for name, text in told.items():
        page = text_of(log_in(four.people[name]), PAGE)
        assert text in page, name
        assert "Đến dòng của tôi" not in page
    assert "Nhờ người khác" not in text_of(log_in(four.people["Nguyễn Văn An"]), PAGE)


def test_a_row_after_the_last_one_that_may_be_seen_is_not_told_either(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena(prediction=Prediction("Bao nhiêu?", Meaning.PEOPLE, Hidden.TOTALS))
    for number in range(102):
        arena.sit(f"Người {number:03}", score=900)
    service.refresh(frozen.moment)
    page = text_of(client, f"{PAGE}?page=2")
    assert "Người 099" in page
    assert "Người 100" not in page
