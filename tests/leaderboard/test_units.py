"""Units with bands, points, quotas and prize points: API, page, projector and workbook say the same."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from quiz.contests.awards import Prize, Prizes
from quiz.contests.rules import Meaning, Prediction, Total
from quiz.contests.unit_scheme import Band, Quota, Scale, UnitCriterion, UnitScheme, Weight
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.ranking import service
from quiz.ranking.models import Snapshot
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn
from tests.ranking.conftest import ArenaMaker

API, PAGE = "/api/v1/contests/thu/units", "/contests/thu/units"
SCHEME = UnitScheme(
    weights=(Weight(UnitCriterion.RATE, 1000), Weight(UnitCriterion.TOP_MEAN, 500, Scale.BEST)),
    top_k=1,
    min_headcount=20,
    bands=(Band("XP", "Khối xã, phường", kinds=("commune", "ward")), Band("CB", "Khối chi bộ", kinds=("branch",))),
    quotas=(Quota(each_round=4, total=20, kinds=("commune",)),),
)


@pytest.fixture
def banded(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """Three people of A1, one of B, in two bands ranked by points."""
    arena = new_arena(unit_order=(UnitCriterion.POINTS,), unit_scheme=SCHEME)
    for name, unit, score in (("An", "A1", 800), ("Bình", "A1", 500), ("Chi", "A1", 200), ("Dung", "B", 1000)):
        arena.sit(name, unit, score=score)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    return arena


def rows(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    """The rows of the API."""
    answer = client.get(f"{API}{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["rows"]
    return found


def words(client: FlaskClient, query: str = "") -> str:
    """The page's words in one line."""
    answer = client.get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text).replace("&nbsp;", " "))


def test_a_band_ranks_its_units_wherever_they_stand_and_says_everything(banded: Arena, client: FlaskClient) -> None:
    best, second, third = rows(client, "?band=XP")
    assert best == {
        "code": "B",
        "name": "Phường Bình",
        "kind": "ward",
        "band": "XP",
        "people": 1,
        "attempts": 1,
        "headcount": 50,
        "headcount_source": "",
        "headcount_on": None,
        "rate": 0.02,
        "mean_score": 10,
        "full_scores": 1,
        "top_mean": 10,
        "prize_points": 0,
        "points": 52,
        "quota": None,
        "rank": 1,
        "ranked": True,
        "unranked_reason": None,
    }
    assert (second["code"], second["points"], second["top_mean"]) == ("A", 43, 8), "3 % and 8 of 10, by half"
    assert second["quota"] == {"asked": 4, "reached": 3, "share": 0.75}
    assert (third["code"], third["rank"], third["unranked_reason"]) == ("C", None, "no_headcount")
    found = [(row["code"], row["rank"], row["unranked_reason"]) for row in rows(client, "?band=CB")]
    assert found == [("A1", 1, None), ("A2", None, "no_headcount")]
    assert client.get(f"{API}?band=KHONG").status_code == 404


def test_the_tree_keeps_the_ranks_of_the_bands_and_lists_those_of_no_band_last(
    banded: Arena, client: FlaskClient
) -> None:
    assert [(row["code"], row["rank"]) for row in rows(client, "?parent=T")] == [("B", 1), ("A", 2), ("C", None)]
    assert [(row["code"], row["unranked_reason"]) for row in rows(client)] == [("N", "no_band"), ("T", "no_band")]
    assert [row["code"] for row in rows(client, "?band=CB&parent=A")] == ["A1", "A2"]
    assert rows(client, "?band=CB&parent=B") == []


def test_a_unit_below_the_least_head_count_is_listed_without_a_rank(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena(unit_scheme=UnitScheme(min_headcount=60))
    arena.sit("Dung", "B")
    service.refresh(frozen.moment)
    found = [(row["code"], row["rank"], row["unranked_reason"]) for row in rows(client, "?parent=T")]
    assert found == [("A", 1, None), ("B", None, "too_small"), ("C", None, "no_headcount")]
    assert "tổng số người dưới mức quy định" in words(client, "?parent=T")


def test_the_page_has_a_tab_for_each_band_and_one_for_the_tree(banded: Arena, client: FlaskClient) -> None:
    first = words(client)
    for text in ("Khối xã, phường", "Khối chi bộ", "Theo cây đơn vị", "Cách xếp hạng", "Chỉ xếp hạng đơn vị có từ 20"):
        assert text in first
    assert "Tổng điểm = tỷ lệ dự thi (theo phần trăm) + 0,5 × điểm trung bình của những người dẫn đầu" in first
    assert "Phường Bình" in first
    assert "Chi bộ Một" not in first
    assert "Chi bộ Một" in words(client, "?band=CB")
    assert "Ngoài tỉnh" in words(client, "?tree=1")


def test_each_unit_tells_line_by_line_how_its_points_came_about(banded: Arena, client: FlaskClient) -> None:
    text = words(client, "?parent=A")
    assert "Tỷ lệ dự thi 3 × 1 3" in text
    assert "Điểm trung bình của những người dẫn đầu 8 ÷ 10 × 100 × 0,5 40" in text
    assert "Cộng 43,00" in text
    assert "Tổng số người: 100" in text
    assert "Chỉ tiêu: 3 trên 4 lượt thi." in text


def test_a_rate_above_a_hundred_percent_is_flagged(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena()
    for number in range(31):
        arena.sit(f"Người {number}", "A1")
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    assert "vượt 100%: kiểm tra lại tổng số người" in words(client, "?parent=A")
    assert "vượt 100%" not in words(client, "?parent=T")


def test_search_needs_no_accents(banded: Arena, client: FlaskClient) -> None:
    assert "Phường Bình" in words(client, "?band=XP&q=binh")
    assert "Xã An" not in words(client, "?band=XP&q=binh")
    assert "Không tìm thấy đơn vị nào" in words(client, "?band=XP&q=hoa+sen")


def test_the_projector_shows_band_after_band_with_the_points(banded: Arena, client: FlaskClient) -> None:
    board = client.get("/board/thu.json").json
    assert board["measure"] == "tổng điểm"
    lines = [(line["rank"], line["name"], line["value"], line.get("is_heading", False)) for line in board["units"]]
    assert lines == [
        ("", "Khối xã, phường", "", True),
        (1, "Phường Bình", "52,00", False),
        (2, "Xã An", "43,00", False),
        ("", "Khối chi bộ", "", True),
        (1, "Chi bộ Một", "60,00", False),
    ]
    assert "Khối chi bộ" in client.get("/board/thu").text


def test_the_workbook_has_a_sheet_for_each_band_and_the_formula(banded: Arena, log_in: LogIn) -> None:
    client = log_in(banded.person("Ban Tổ Chức"), Role.ORGANISER)
    book = load_workbook(BytesIO(client.get("/admin/ranking/thu/units.xlsx").data))
    assert book.sheetnames == ["Khối xã, phường", "Khối chi bộ", "Tất cả đơn vị"]
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    header = next(row for row in cells if row[0] == "Hạng")
    best = dict(zip(header, cells[cells.index(header) + 1], strict=True))
    assert (best["Đơn vị"], best["Tổng điểm"], best["Tỷ lệ dự thi"], best["Tổng số người"]) == (
        "Phường Bình",
        52,
        0.02,
        50,
    )
    text = json.dumps(cells, ensure_ascii=False)
    assert "Tổng điểm = tỷ lệ dự thi" in text
    assert "Không xếp hạng: chưa có tổng số người." in text


def test_points_made_of_hidden_sums_do_not_give_them_away(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena(
        prediction=Prediction("?", Meaning.PEOPLE),
        attempts_allowed=1,
        unit_order=(UnitCriterion.POINTS,),
        unit_scheme=UnitScheme(weights=(Weight(UnitCriterion.PEOPLE, 7_777_000),), quotas=(Quota(each_round=10),)),
        prizes=Prizes(each_round=(Prize("Nhất", 1, points=10),), most_percent=50),
    )
    arena.sit("An", "B")
    arena.sit("Em", "B")
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    row = rows(client, "?parent=T")[0]
    secret = ("people", "attempts", "rate", "points", "quota", "prize_points")
    assert {name: row[name] for name in secret} == dict.fromkeys(secret)
    for address in (f"{PAGE}?parent=B", PAGE, "/board/thu", "/board/thu.json"):
        assert "15.554" not in client.get(address).text, address
    frozen.move(weeks=1)
    assert rows(client, "?parent=T")[0]["points"] == 15_554
    assert "15.554" in client.get(f"{PAGE}?parent=B").text


def test_the_rounds_of_a_unit_hide_what_the_open_one_hides(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    arena = new_arena(rounds=2, prediction=Prediction("?", Meaning.PEOPLE), attempts_allowed=3)
    arena.sit("An", "B")
    for number in range(17):
        arena.sit(f"Người {number}", "B", round_number=2)
    frozen.move(weeks=1, minutes=5)
    service.refresh(frozen.moment)
    text = words(client, "?round=1&parent=B")
    assert "Vòng 2 tạm ẩn 17 " in text
    assert "Vòng 1 1 1 " in text


def test_prizes_bring_their_points_to_the_units_of_round_and_total(
    new_arena: ArenaMaker, client: FlaskClient, frozen: FrozenClock
) -> None:
    first, second = Prize("Nhất", 1, points=10), Prize("Nhì", 1, points=8)
    arena = new_arena(contest_total=Total.SUM, prizes=Prizes(each_round=(first, second), total=(second,)))
    arena.sit("An", "A1", score=900)
    arena.sit("Bình", "B", score=800)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    points = {
        number: {row["code"]: row["prize_points"] for row in client.get(address).json["rows"]}
        for number, address in ((1, "/api/v1/contests/thu/rounds/1/units?parent=T"), (0, f"{API}?parent=T"))
    }
    assert points == {1: {"A": 10, "B": 8, "C": 0}, 0: {"A": 18, "B": 8, "C": 0}}


def test_a_table_that_was_just_written_is_not_shown_as_it_was(
    banded: Arena, client: FlaskClient, frozen: FrozenClock
) -> None:
    assert [row["code"] for row in rows(client, "?band=CB")] == ["A1", "A2"]
    for number in range(9):
        banded.sit(f"Thêm {number}", "B", score=1000)
    service.refresh(frozen.moment)
    assert rows(client, "?band=XP")[0]["people"] == 10
    with transaction():
        db.session.query(Snapshot).delete()
    assert rows(client, "?band=XP")[0]["people"] == 10
