"""Noting who came by a list and by a table, each for the own subtree alone."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from quiz.documents.workbook import Column, Sheet, workbook
from quiz.modules.conferences import queries
from quiz.modules.conferences.intake import CAME
from tests.conferences.conftest import Hall
from tests.conftest import FrozenClock
from tests.people import SignIn

HEADER = tuple(column.titles[0] for column in CAME)


@pytest.fixture
def called(hall: Hall, frozen: FrozenClock) -> Hall:
    """Everybody is called and the session has begun."""
    hall.announce(frozen.moment)
    frozen.move(hours=2)
    return hall


def page_of(hall: Hall, what: str = "list") -> str:
    """The address of the list to tick, or of the upload."""
    return f"/admin/conferences/{hall.conference_id}/sessions/{hall.session.id}/{what}"


def there(hall: Hall) -> set[str]:
    """Who of the hall is noted."""
    return {who for who, one in hall.people.items() if queries.attendance(hall.conference_id, one) is not None}


def table(*rows: tuple[Any, ...]) -> bytes:
    """A filled table of attendance."""
    filled = [(*row, *[None] * (len(HEADER) - len(row))) for row in rows]
    return workbook([Sheet("Điểm danh", [Column(title) for title in HEADER], filled)])


def send(client: FlaskClient, hall: Hall, content: bytes) -> Any:
    """Send a table to be looked at."""
    data = {"file": (io.BytesIO(content), "diem-danh.xlsx")}
    return client.post(page_of(hall, "upload"), data=data, content_type="multipart/form-data")


def accept(client: FlaskClient, hall: Hall, page: Any) -> Any:
    """Press the button of the preview."""
    action = page.text.split('method="post" action="')[-1].split('"')[0]
    return client.post(action)


def test_a_contact_sees_and_ticks_the_own_subtree_alone(called: Hall, signed_in: SignIn) -> None:
    client = signed_in("contact")
    page = client.get(page_of(called)).text
    assert "Nguyễn Văn An" in page
    assert "Phạm Đức Dũng" in page  # of the branch below
    assert "Lê Chí" not in page
    assert client.post(page_of(called), data={"people": [called.people["an"]]}).status_code == 303
    assert there(called) == {"an"}
    answer = client.post(page_of(called), data={"people": [called.people["chi"], called.people["dung"]]})
    assert answer.status_code == 404
    assert there(called) == {"an"}


def test_names_are_found_without_marks(called: Hall, signed_in: SignIn) -> None:
    page = signed_in("organiser").get(page_of(called) + "?q=dung duc").text
    assert "Phạm Đức Dũng" in page
    assert "Nguyễn Văn An" not in page


def test_two_who_tick_at_once_do_not_undo_one_another(called: Hall, signed_in: SignIn) -> None:
    one, other = signed_in("contact"), signed_in("organiser")
    one.post(page_of(called), data={"people": [called.people["an"]]})
    other.post(page_of(called), data={"people": [called.people["binh"]]})  # its page was loaded before An was ticked
    assert there(called) == {"an", "binh"}
    other.post(page_of(called), data={"was": [called.people["an"]], "people": []})
    assert there(called) == {"binh"}


def test_the_last_ticking_can_be_undone(called: Hall, signed_in: SignIn) -> None:
    client = signed_in("contact")
    client.post(page_of(called), data={"people": [called.people["an"]]})
    client.post(page_of(called), data={"was": [called.people["an"]], "people": [called.people["dung"]]})
    assert there(called) == {"dung"}
    assert "Hoàn tác" in client.get(page_of(called)).text
    client.post(page_of(called, "list/undo"))
    assert there(called) == {"an"}
    client.post(page_of(called, "list/undo"))
    assert there(called) == {"an"}


def test_a_contact_changes_nothing_once_the_attendance_is_confirmed(
    called: Hall, signed_in: SignIn, frozen: FrozenClock
) -> None:
    called.close(frozen.moment)
    data = {"people": [called.people["an"]]}
    assert signed_in("contact").post(page_of(called), data=data).status_code == 409
    assert there(called) == set()
    assert signed_in("organiser").post(page_of(called), data=data).status_code == 303
    assert there(called) == {"an"}


def test_further_fields_are_ignored(called: Hall, signed_in: SignIn) -> None:
    data = {"people": [called.people["an"]], "method": "qr", "recorded_by": 1, "session_id": 99, "at": "2020-01-01"}
    signed_in("contact").post(page_of(called), data=data)
    row = queries.attendance(called.conference_id, called.people["an"])
    assert row is not None
    assert (row.method, row.recorded_by, row.session_id) == ("list", called.cast.people["contact"], called.session.id)


def test_the_table_to_fill_in_holds_the_invited_of_the_own_subtree(called: Hall, signed_in: SignIn) -> None:
    answer = signed_in("contact").get(page_of(called, "list.xlsx"))
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    names = [row[1] for row in rows]
    assert "Nguyễn Văn An" in names
    assert "Lê Chí" not in names


def test_a_filled_table_is_looked_at_and_then_taken(called: Hall, signed_in: SignIn) -> None:
    client = signed_in("organiser")
    content = table(
        ("A", "Nguyễn Văn An", None, "x", "Hội trường lớn"), ("B", "le chi", None, "có"), ("C", "Phạm Đức Dũng")
    )
    page = send(client, called, content)
    assert page.status_code == 200
    assert there(called) == set()
    assert accept(client, called, page).status_code == 303
    assert there(called) == {"an", "chi"}
    row = queries.attendance(called.conference_id, called.people["an"])
    assert row is not None
    assert row.method == "xlsx"
    assert row.place_id == queries.sittings_of(called.conference_id)[0].places[0].id


def test_every_problem_of_a_table_stands_at_its_cell_and_nothing_is_taken(called: Hall, signed_in: SignIn) -> None:
    client = signed_in("contact")
    content = table(
        ("A", "Nguyễn Văn An", None, "x"),
        ("B", "Lê Chí", None, "x"),
        ("A", "Không Có Ai", None, "x"),
        ("A", "Trần Thị Bình", None, "có lẽ"),
        ("A", "Nguyễn Văn An", None, "x"),
        ("C", "Phạm Đức Dũng", "sai.ten", "x"),
        ("C", "Phạm Đức Dũng", None, "x", "Điểm lạ"),
    )
    page = send(client, called, content).text
    first = 2 if "<strong>A3</strong>" in page else None
    assert first is not None, page
    for place, words in (
        ("A3", "Không có đơn vị mang mã “B” trong phạm vi"),
        ("B4", "Không tìm thấy người này"),
        ("D5", "Vui lòng ghi x"),
        ("B6", "Người này đã có ở dòng 2"),
        ("C7", "Không tìm thấy người này"),
        ("E8", "không có điểm cầu “Điểm lạ”"),
    ):
        assert f"<strong>{place}</strong>: " in page, place
        assert words in page
    assert "Nhận tất cả" not in page
    assert there(called) == set()
