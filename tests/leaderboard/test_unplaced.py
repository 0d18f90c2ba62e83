"""Contests in which only full scores have a place, and criteria that wait for a decision: what people are told."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from quiz.contests.awards import Prize, Prizes
from quiz.contests.models import Round
from quiz.contests.rules import Criterion, Hidden, Meaning, Prediction
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.ranking import service
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn
from tests.leaderboard.test_pages import text_of
from tests.ranking.conftest import ArenaMaker
from tests.ranking.test_people_exports import PEOPLE, book_of, column

API, PAGE = "/api/v1/contests/thu/standings", "/contests/thu/standings"
ORDER = (Criterion.SCORE, Criterion.PREDICTION, Criterion.LOTS)


@pytest.fixture
def full_only(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """Two people with every point, one without."""
    arena = new_arena(full_scores_only=True, prizes=Prizes(each_round=(Prize("Giải Nhất", 1), Prize("Giải Nhì", 1))))
    for name, score, duration in (("An", 1000, 60_000), ("Bình", 1000, 70_000), ("Cường", 950, 10_000)):
        arena.sit(name, score=score, duration_ms=duration)
    service.refresh(frozen.moment)
    return arena


def test_people_without_a_place_are_in_no_public_list(full_only: Arena, client: FlaskClient) -> None:
    body = client.get(API).json
    assert [(row["rank"], row["name"]) for row in body["rows"]] == [(1, "An"), (2, "Bình")]
    assert body["total"] == 2
    assert client.get(f"{API}?q=cuong").json["rows"] == []
    page = text_of(client, PAGE)
    assert "Cường" not in page
    assert "Theo thể lệ, chỉ người đạt điểm tối đa được xếp hạng và có tên ở đây" in page
    assert [row["name"] for row in client.get("/board/thu.json").json["people"]] == ["An", "Bình"]


def test_one_without_a_place_is_told_why_and_held_against_the_others(full_only: Arena, log_in: LogIn) -> None:
    mine = log_in(full_only.people["Cường"])
    page = text_of(mine, PAGE)
    assert "Theo thể lệ, chỉ người đạt điểm tối đa được xếp hạng. Bài thi của Quý vị vẫn được tính cho đơn vị." in page
    assert "So với Quý vị (chưa được xếp hạng):</strong> Cường không được xếp hạng vì chưa đạt điểm tối đa." in page
    assert "Đến dòng của tôi" not in page
    assert mine.get(f"{PAGE}?at=toi&round=1").location == f"{PAGE}?round=1"
    rows = mine.get(f"{API}?compare=me").json["rows"]
    assert [row["why"]["relation"] for row in rows] == ["above", "above"]
    own = mine.get(f"{API}/me/history").json
    assert (own["rounds"][0]["standing"], own["rounds"][0]["status"]["code"], own["best"]) == (None, "unplaced", None)


def test_the_workbook_names_prizes_and_puts_the_others_on_their_own_sheet(full_only: Arena, log_in: LogIn) -> None:
    book = book_of(log_in(full_only.person("Ban Tổ Chức"), Role.ORGANISER).get(PEOPLE))
    assert column(book["Vòng 1"], "Giải thưởng dự kiến") == ["Giải Nhất", "Giải Nhì"]
    assert [[row[0], row[3]] for row in book["Không xếp hạng"][1:]] == [["Cường", "Chưa đạt điểm tối đa"]]


def test_predictions_and_lots_are_what_places_wait_for(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena(tie_break=ORDER, prediction=Prediction("Bao nhiêu?", Meaning.PEOPLE, Hidden.NONE))
    arena.sit("An")
    frozen.move(weeks=1)
    service.refresh(frozen.moment)
    assert client.get(API).json["waiting_for"] == ["prediction", "lots", "approval"]
    page = text_of(client, PAGE)
    assert "giá trị đúng của câu hỏi dự đoán chưa được chốt" in page
    assert "chưa bốc thăm giữa những người ngang nhau" in page
    assert "Chênh lệch giữa câu trả lời dự đoán và giá trị đúng" in page, "the legend says what the column means"
    with transaction():
        db.session.get_one(Round, arena.rounds[1]).prediction_actual = 100_000
    assert client.get(API).json["waiting_for"] == ["lots", "approval"]


@pytest.mark.parametrize("criterion", Criterion)
def test_every_criterion_has_a_column_a_meaning_and_cells(
    new_arena: ArenaMaker, client: FlaskClient, log_in: LogIn, frozen: FrozenClock, criterion: Criterion
) -> None:
    rest: dict[str, Any] = {"prediction": Prediction("Bao nhiêu?", Meaning.PEOPLE, Hidden.NONE)}
    order = tuple(dict.fromkeys((Criterion.SCORE, criterion)))
    arena = new_arena(tie_break=order, **rest)
    arena.sit("An")
    service.refresh(frozen.moment)
    assert "xếp trên" in text_of(client, PAGE) or criterion is Criterion.BOARD
    assert set(client.get(API).json["rows"][0]["criteria"]) == set(order)
    book = book_of(log_in(arena.person("Ban Tổ Chức"), Role.ORGANISER).get(PEOPLE))
    assert column(book["Vòng 1"], "Họ và tên") == ["An"]
