"""The organiser's workbook of people: rounds, total, divisions, those without a place; long ones as a job."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from quiz.contests.groups import Division
from quiz.contests.models import Entry
from quiz.contests.rules import Total
from quiz.core import uploads
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.jobs.models import Job
from quiz.core.permissions import Role
from quiz.ranking import export_jobs, people_exports, service
from quiz.ranking.people_exports import Ranks
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn, log_in
from tests.ranking.conftest import ArenaMaker

__all__ = ["log_in"]
PEOPLE = "/admin/ranking/thu/standings.xlsx"
DIVISIONS = (Division("A", "Cán bộ"), Division("B", "Học sinh"))
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'", '"', ";", " =", "|", "%")
PAYLOADS = [f"{start}{what}" for start in STARTS for what in ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x")')]


def book_of(answer: Any) -> dict[str, list[list[Any]]]:
    """The sheets of a workbook by title, each from its heading row on, without rows that are empty."""
    assert answer.status_code == 200, answer.text
    found = {}
    for page in load_workbook(BytesIO(answer.data)).worksheets:
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        start = next(index for index, row in enumerate(rows) if row[0] in {"Hạng", "Họ và tên"})
        found[page.title] = [row for row in rows[start:] if sum(value is not None for value in row) > 1]
    return found


def column(rows: list[list[Any]], title: str) -> list[Any]:
    """The values below a heading."""
    at = rows[0].index(title)
    return [row[at] for row in rows[1:]]


def organiser(arena: Arena, log_in: LogIn, name: str = "Ban Tổ Chức") -> FlaskClient:
    """A browser of an organiser of everything."""
    return log_in(arena.person(name), Role.ORGANISER)


def begin(client: FlaskClient, number: int) -> None:
    """Have a long list made, as the button on the page does."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"{PEOPLE}?round={number}").text)
    assert token
    answer = client.post(f"/admin/ranking/thu/standings?round={number}", data={"csrf_token": token[1]})
    assert answer.status_code == 303


@pytest.fixture
def two_rounds(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """Two divisions, two rounds with a total; one disqualified, one not ranked, one who sat the second round alone."""
    arena = new_arena(rounds=2, contest_total=Total.SUM, divisions=DIVISIONS)
    for name, division in (("An", "A"), ("Bình", "B"), ("Cường", "B")):
        arena.person(name, division=division)
    arena.person("Bị Hủy", is_disqualified=True)
    arena.person("Giám Khảo", is_ranked=False)
    with transaction():
        db.session.get_one(Entry, (arena.contest_id, arena.people["Bị Hủy"])).status_reason = "=Thi hộ"
    for name, score in (("An", 850), ("Bình", 900), ("Bị Hủy", 1000), ("Giám Khảo", 700)):
        arena.sit(name, "A1", score=score)
    for name, score in (("An", 1000), ("Bình", 500), ("Cường", 1000)):
        arena.sit(name, "B", round_number=2, score=score)
    frozen.move(weeks=1, hours=2)
    service.refresh(frozen.moment)
    return arena


def test_the_total_has_a_sheet_for_itself_each_round_each_division_and_those_without_a_place(
    two_rounds: Arena, log_in: LogIn
) -> None:
    book = book_of(organiser(two_rounds, log_in).get(f"{PEOPLE}?round=0"))
    assert list(book) == ["Toàn cuộc thi", "Vòng 1", "Vòng 2", "Cán bộ", "Học sinh", "Không xếp hạng"]
    total = book["Toàn cuộc thi"]
    assert column(total, "Họ và tên") == ["An", "Bình", "Cường"]
    assert column(total, "Điểm") == [18.5, 14, 10]
    assert column(total, "Điểm vòng 1") == [8.5, 9, None]
    assert column(total, "Điểm vòng 2") == [10, 5, 10]
    assert column(total, "Hạng trong bảng") == [1, 1, 2]
    assert column(total, "Bảng") == ["Cán bộ", "Học sinh", "Học sinh"]
    assert column(book["Vòng 1"], "Họ và tên") == ["Bình", "An"]
    pupils = book["Học sinh"]
    assert (column(pupils, "Hạng"), column(pupils, "Hạng trong bảng")) == ([2, 3], [1, 2])


def test_those_without_a_place_stand_with_their_reasons_on_a_sheet_of_their_own(
    two_rounds: Arena, log_in: LogIn
) -> None:
    book = book_of(organiser(two_rounds, log_in).get(f"{PEOPLE}?round=1"))
    assert "Bị Hủy" not in column(book["Vòng 1"], "Họ và tên")
    rows = [[row[0], *row[2:]] for row in book["Không xếp hạng"][1:]]
    assert rows == [
        ["Bị Hủy", "Chi bộ Một", "Bị hủy kết quả", "=Thi hộ", 1, 10],
        ["Giám Khảo", "Chi bộ Một", "Dự thi không xếp hạng", None, 1, 7],
    ]
    second = book_of(organiser(two_rounds, log_in, "Người Khác").get(f"{PEOPLE}?round=2"))
    assert second["Không xếp hạng"][1:] == []


def test_values_can_be_calculated_with_and_read(two_rounds: Arena, log_in: LogIn) -> None:
    answer = organiser(two_rounds, log_in).get(f"{PEOPLE}?round=1")
    rows = book_of(answer)["Vòng 1"]
    assert column(rows, "Thời gian làm bài (giây)") == [60, 60]
    assert column(rows, "Thời gian làm bài") == ["1:00,000", "1:00,000"]
    assert column(rows, "Nộp bài lúc") == [datetime(2026, 3, 2, 8, 1)] * 2
    page = load_workbook(BytesIO(answer.data)).worksheets[0]
    cell = next(cell for row in page.iter_rows() for cell in row if cell.value == datetime(2026, 3, 2, 8, 1))
    assert cell.number_format == "hh:mm:ss.000 dd/mm/yyyy"
    assert page.freeze_panes is not None
    assert page.auto_filter.ref is not None
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)


def test_whatever_people_typed_is_text(arena: Arena, log_in: LogIn, frozen: FrozenClock) -> None:
    for payload in PAYLOADS:
        arena.sit(payload)
    service.refresh(frozen.moment)
    answer = organiser(arena, log_in).get(PEOPLE)
    page = load_workbook(BytesIO(answer.data)).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    found = {cell.value.strip() for cell in cells if cell.data_type in {"s", "inlineStr"}}
    assert len(PAYLOADS) > 40
    assert {payload.strip() for payload in PAYLOADS} <= found
    with zipfile.ZipFile(BytesIO(answer.data)) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_a_long_list_is_offered_as_a_job_and_fetched_by_the_one_who_asked(
    two_rounds: Arena, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_jobs, "MANY", 2)
    mine, another = organiser(two_rounds, log_in), organiser(two_rounds, log_in, "Người Khác")
    offer = mine.get(f"{PEOPLE}?round=0")
    assert (offer.mimetype, "3 người" in offer.text, "Tạo tệp Excel" in offer.text) == ("text/html", True, True)
    assert db.session.query(AuditEntry).count() == 0, "nobody has taken anything away yet"
    begin(mine, 0)
    job = db.session.query(Job).one()
    result = json.loads(job.result)
    assert (job.state, job.progress, job.total, result["rows"]) == ("done", 11, 11, 11)
    answer = mine.get(result["url"])
    assert column(book_of(answer)["Toàn cuộc thi"], "Họ và tên") == ["An", "Bình", "Cường"]
    entry = db.session.query(AuditEntry).one()
    assert (entry.action, entry.actor_id) == ("ranking.export", two_rounds.people["Ban Tổ Chức"])
    assert json.loads(entry.after) == {"table": "standings", "round": 0, "rows": 11}
    assert another.get(result["url"]).status_code == 404
    assert log_in(two_rounds.people["An"]).get(result["url"]).status_code == 403


def test_a_file_that_nobody_fetched_for_a_day_is_gone(
    two_rounds: Arena, log_in: LogIn, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_jobs, "MANY", 1)
    mine = organiser(two_rounds, log_in)
    begin(mine, 1)
    url = json.loads(db.session.query(Job).one().result)["url"]
    assert mine.get(url).status_code == 200
    assert uploads.sweep(datetime.now().astimezone() + timedelta(days=2)) == 1
    assert mine.get(url).status_code == 404


def test_a_list_longer_than_a_sheet_goes_on_on_the_next(
    two_rounds: Arena, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_exports, "MOST_ROWS", 2)
    book = book_of(organiser(two_rounds, log_in).get(f"{PEOPLE}?round=2"))
    assert list(book)[:2] == ["Vòng 2", "Vòng 2 (2)"]
    assert [column(book[title], "Hạng") for title in list(book)[:2]] == [[1, 1], [3]]


def test_portions_leave_nobody_out_and_ranks_go_on(
    arena: Arena, log_in: LogIn, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_exports, "PORTION", 3)
    for number in range(10):
        arena.sit(f"Người {number}", score=1000 - 100 * (number // 4))
    service.refresh(frozen.moment)
    rows = book_of(organiser(arena, log_in).get(PEOPLE))["Vòng 1"]
    assert column(rows, "Hạng") == [1, 1, 1, 1, 5, 5, 5, 5, 9, 9]
    assert sorted(column(rows, "Họ và tên")) == [f"Người {number}" for number in range(10)]


def test_equal_keys_share_a_rank() -> None:
    ranks = Ranks()
    assert [ranks.of(key) for key in (b"a", b"b", b"b", b"c")] == [1, 2, 2, 4]
    assert Ranks().of(b"") == 1
