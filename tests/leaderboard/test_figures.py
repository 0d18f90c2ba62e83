"""Figures of participation and scores: counted by the runner, shown under the gate, the same for everybody."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event

from quiz.contests.groups import Division
from quiz.contests.models import Contest, Entry
from quiz.contests.rules import Hidden, Meaning, Prediction, Review, Shown, Total
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.room import slot
from quiz.leaderboard.figures import REVEALS
from quiz.leaderboard.figures_views import figures_panel
from quiz.ranking import figure_runs, service
from quiz.ranking.models import Snapshot
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn
from tests.leaderboard.test_pages import text_of
from tests.ranking.conftest import ArenaMaker

API, PAGE, BOOK = "/api/v1/contests/thu/figures", "/contests/thu/figures", "/contests/thu/figures.xlsx"
DIVISIONS = (Division("A", "Bảng A – Cán bộ"), Division("B", "Bảng B – Học sinh"))


def figures(client: FlaskClient, address: str = API) -> dict[str, Any]:
    """The figures of an answer by code: pairs of key and value, None where hidden."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    shaped: dict[str, Any] = {}
    for one in answer.json["figures"]:
        rows = one["rows"]
        shaped[one["code"]] = rows if rows is None else [(row["key"], row["value"]) for row in rows]
    return shaped


def count(frozen: FrozenClock) -> None:
    """What the runner does: standings first, then the figures."""
    service.refresh(frozen.moment)
    figure_runs.make_due(frozen.moment)


@pytest.fixture
def week(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """Three people on two days of the first round, who had one, two and three attempts; one is not ranked."""
    arena = new_arena(attempts_allowed=3, divisions=DIVISIONS)
    start = arena.opens_at[1]
    arena.person("An", division="A")
    arena.person("Bình", division="B")
    arena.person("Ban Giám Khảo", is_ranked=False)
    arena.sit("An", "A1", score=1000, started_at=start + timedelta(minutes=30))
    for number in (1, 2):
        arena.sit("Bình", "B", score=850, number=number, started_at=start + timedelta(hours=3, minutes=number))
    for number in (1, 2, 3):
        arena.sit("Cường", "A2", score=400, number=number, started_at=start + timedelta(days=2, hours=number))
    arena.sit("Ban Giám Khảo", "A1", score=0)
    arena.sit("An", "A1", score=0, is_practice=True)
    frozen.move(days=3)
    count(frozen)
    return arena


def test_every_figure_counts_ranked_people_and_their_attempts_alone(week: Arena, client: FlaskClient) -> None:
    assert figures(client) == {
        "attempts_by_day": [("2026-03-02", 3), ("2026-03-03", 0), ("2026-03-04", 3)],
        "first_day": [("08:00", 1), ("09:00", 0), ("10:00", 0), ("11:00", 2)],
        "last_day": [("09:00", 1), ("10:00", 1), ("11:00", 1)],
        "people_over_time": [("2026-03-02", 2), ("2026-03-03", 2), ("2026-03-04", 3)],
        "scores": [(str(low), {4: 1, 8: 1, 10: 1}.get(low, 0)) for low in range(11)],
        "divisions": [("A", 1), ("B", 1), ("", 1)],
        "kinds": [("branch", 2), ("ward", 1)],
        "attempts_per_person": [("1", 1), ("2", 1), ("3", 1)],
    }


def test_every_figure_says_in_words_what_it_shows(week: Arena, client: FlaskClient) -> None:
    page = text_of(client, PAGE)
    for part in (
        "Tổng cộng 6 lượt thi; nhiều nhất là 02/03 với 3.",
        "Đến 04/03 có 3 người dự thi.",
        "3 người; điểm trung bình 7,50 trên 10; 1 người đạt điểm tối đa.",
        "Bảng A – Cán bộ",
        "Chi bộ",
        "Xem số liệu",
        "figures.xlsx",
    ):
        assert part in page, part


def test_figures_of_a_total_go_over_its_rounds(new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM)
    for number in (1, 2):
        arena.sit("An", round_number=number, score=600)
    arena.sit("Bình", round_number=2, score=300)
    frozen.move(weeks=1, hours=2)
    count(frozen)
    total = figures(client)
    assert [pair for pair in total["attempts_by_day"] if pair[1]] == [("2026-03-02", 1), ("2026-03-09", 2)]
    assert total["people_over_time"][-1] == ("2026-03-09", 2)
    assert [pair for pair in total["scores"] if pair[1]] == [("3", 1), ("12", 1)]
    assert "first_day" not in total, "hours belong to rounds"
    assert figures(client, "/api/v1/contests/thu/rounds/2/figures")["first_day"] == [("08:00", 2)]


SECRETS = [
    (Meaning.PEOPLE, 3, {"people_over_time", "scores", "divisions", "kinds", "attempts_per_person"}),
    (Meaning.ATTEMPTS, 3, {"attempts_by_day", "first_day", "attempts_per_person"}),
    (Meaning.FULL_SCORES, 3, {"scores"}),
    (Meaning.FULL_SCORE_PERCENT, 3, {"scores"}),
    (Meaning.PEOPLE, 1, set(REVEALS) - {"last_day"}),
]


@pytest.mark.parametrize(("meaning", "allowed", "expected"), SECRETS)
def test_whatever_adds_up_to_a_secret_is_hidden_as_a_whole(
    new_arena: ArenaMaker,
    client: FlaskClient,
    frozen: FrozenClock,
    meaning: Meaning,
    allowed: int,
    expected: set[str],
) -> None:
    prediction = Prediction("Có bao nhiêu?", meaning, Hidden.TOTALS)
    arena = new_arena(prediction=prediction, attempts_allowed=allowed, divisions=DIVISIONS)
    for number in range(7):
        arena.sit(f"Người {number}", score=1000)
    frozen.move(hours=1)
    count(frozen)
    hidden = {code for code, rows in figures(client).items() if rows is None}
    assert hidden == expected
    assert all(one["hidden"] for one in client.get(API).json["figures"] if one["code"] in expected)
    page = text_of(client, PAGE)
    assert page.count("Số liệu này đang được ẩn.") == len(expected)
    frozen.move(weeks=1)
    assert None not in figures(client).values()


def test_a_hidden_sum_is_nowhere_in_the_page_nor_in_the_workbook(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena(prediction=Prediction("Bao nhiêu?", Meaning.PEOPLE, Hidden.ALL), attempts_allowed=2)
    for number in range(37):
        arena.sit(f"Người {number}", score=1000)
    frozen.move(hours=1)
    count(frozen)
    assert all(rows is None for rows in figures(client).values())
    for address in (PAGE, API):
        assert "37" not in client.get(address).text.replace("&#37", ""), address
    assert client.get(BOOK).status_code == 404


def test_figures_wait_as_long_as_places_do(new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock) -> None:
    arena = new_arena(review=Review(score=Shown.AFTER_ROUND))
    arena.sit("An")
    frozen.move(hours=1)
    count(frozen)
    assert set(figures(client).values()) == {None}
    frozen.move(weeks=1)
    assert None not in figures(client).values()


def test_looking_reads_the_snapshot_and_counts_nothing(week: Arena, client: FlaskClient) -> None:
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(API).status_code == 200
        assert client.get(PAGE).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert statements
    assert [one for one in statements if "from standings" in one.lower() or "from attempts" in one.lower()] == []


def test_the_json_is_the_same_for_everybody_and_304_while_nothing_changed(
    week: Arena, client: FlaskClient, log_in: LogIn, frozen: FrozenClock
) -> None:
    answer = client.get(API)
    assert answer.headers["Cache-Control"] == "public, max-age=30"
    assert "Set-Cookie" not in answer.headers
    assert log_in(week.people["An"]).get(API).data == answer.data
    again = client.get(API, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    week.sit("Dung", started_at=frozen.moment)
    frozen.move(minutes=2)
    count(frozen)
    changed = client.get(API, headers={"If-None-Match": answer.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.json["as_of"] == clock.iso(frozen.moment)


def test_without_a_runner_figures_are_counted_at_a_look_but_not_at_every_look(
    arena: Arena, client: FlaskClient, frozen: FrozenClock
) -> None:
    assert client.get(API).json["figures"][0]["rows"] == []
    arena.sit("An")
    frozen.move(minutes=2)
    assert client.get(API).json["figures"][0]["rows"] == [], "two minutes old is good enough"
    frozen.move(minutes=2)
    assert client.get(API).json["figures"][0]["rows"][0]["value"] == 1


def test_the_runner_counts_again_only_where_the_board_is_newer(week: Arena, frozen: FrozenClock) -> None:
    def made() -> Any:
        db.session.rollback()
        return db.session.get_one(Snapshot, (week.contest_id, 1, "figures")).made_at

    before = made()
    frozen.move(minutes=5)
    figure_runs.make_due(frozen.moment)
    assert made() == before
    with transaction():
        db.session.get_one(Entry, (week.contest_id, week.people["An"])).is_disqualified = True
    service.sweep(frozen.moment)
    count(frozen)
    assert made() == frozen.moment


def test_the_workbook_has_a_sheet_a_figure(week: Arena, client: FlaskClient) -> None:
    answer = client.get(BOOK)
    assert answer.status_code == 200
    book = load_workbook(BytesIO(answer.data))
    assert len(book.worksheets) == 8
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert ["02/03", 3] in cells


def test_organisers_see_cards_with_what_is_hidden_from_the_public(
    new_arena: ArenaMaker, app: Flask, frozen: FrozenClock
) -> None:
    arena = new_arena(prediction=Prediction("Bao nhiêu?", Meaning.PEOPLE, Hidden.ALL))
    arena.sit("An", score=1000)
    frozen.move(hours=1)
    count(frozen)
    assert figures_panel in slot(app, "console_panels")
    with app.test_request_context():
        page = " ".join(figures_panel(db.session.get_one(Contest, arena.contest_id), frozen.moment).split())
    assert "1 người; điểm trung bình 10,00 trên 10; 1 người đạt điểm tối đa." in page
    assert "Một phần số liệu này đang được ẩn với công chúng." in page


def test_before_anything_has_happened_the_page_says_when_there_will_be_figures(
    arena: Arena, client: FlaskClient, frozen: FrozenClock
) -> None:
    frozen.move(minutes=-1)
    assert "Chưa có số liệu" in text_of(client, PAGE)
    assert client.get(BOOK).status_code == 404
