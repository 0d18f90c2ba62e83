"""Lists from Excel with each problem at its cell, Excel and Word files, reminders."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
from docx import Document

from quiz.core import clock
from quiz.core.db import db
from quiz.core.inbox import InboxMessage
from quiz.documents.workbook import Column, Sheet, workbook
from quiz.modules.registrations import deciding, queries
from quiz.modules.registrations.importing import COLUMNS, import_people
from quiz.modules.registrations.models import Registration
from tests.conftest import FrozenClock
from tests.people import SignIn
from tests.registrations.conftest import Stage, post, token

TITLES = [column.titles[0] for column in COLUMNS]
GOOD = {
    "Họ và tên": "Trần Thị Elder C",
    "Việc 1": "Kể chuyện truyền thống",
    "Học tập": "a",
    "Làm theo": "b",
    "Nêu gương": "c",
    "Cam kết": "Giữ lời",
    "Bản giấy": "Tủ chi bộ",
}


def table(*rows: dict[str, str]) -> bytes:
    """An Excel list."""
    columns = [Column(title) for title in TITLES]
    return workbook([Sheet("Đăng ký", columns, [[row.get(title, "") for title in TITLES] for row in rows])])


def test_a_clean_list_is_handed_up_on_behalf(stage: Stage) -> None:
    report = import_people(stage.actor("contact"), stage.asked, stage.cast.unit("A"), table(GOOD), clock.now())
    assert report.problems == []
    row = queries.of_person(stage.plan_id, 2026, stage.cast.people["elder_c"])
    assert row is not None
    assert (row.state, row.entered_by, row.basis) == ("submitted", stage.cast.people["contact"], "Tủ chi bộ")


def test_each_problem_stands_at_its_cell_and_nothing_is_half_taken(stage: Stage) -> None:
    stage.hand_up("second_c")
    rows = (
        GOOD,
        {**GOOD, "Họ và tên": "Nguyễn Không Có"},
        {**GOOD, "Họ và tên": "Trần Thị Second C"},
        {**GOOD, "Họ và tên": "tran thi member c", "Cam kết": ""},
        {
            **GOOD,
            "Họ và tên": "Trần Thị Committee C",
            "Hạn chế": "x",
            "Cách khắc phục": "y",
            "Khắc phục trước ngày": "mai",
        },
        GOOD,
    )
    report = import_people(stage.actor("contact"), stage.asked, stage.cast.unit("A"), table(*rows), clock.now())
    assert [problem.place for problem in report.problems] == ["A3", "A4", "I5", "L6", "A7"]
    assert queries.of_person(stage.plan_id, 2026, stage.cast.people["elder_c"]) is None


def test_people_of_other_units_are_nobody_in_a_list(stage: Stage) -> None:
    content = table({**GOOD, "Họ và tên": "Trần Thị Member B"})
    report = import_people(stage.actor("contact"), stage.asked, stage.cast.unit("A"), content, clock.now())
    assert [problem.code for problem in report.problems] == ["nobody"]


def test_two_of_one_name_are_told_apart_by_the_unit(stage: Stage) -> None:
    from quiz.core.db import transaction
    from tests.factories.people import make_person
    from tests.factories.plans import make_post

    with transaction():
        twin = make_person("Trần Thị Elder C", stage.cast.unit("A"))
        make_post(twin.id, stage.cast.units["A"], "party_member")
    actor, unit = stage.actor("contact"), stage.cast.unit("A")
    report = import_people(actor, stage.asked, unit, table(GOOD), clock.now())
    assert [problem.code for problem in report.problems] == ["several"]
    report = import_people(actor, stage.asked, unit, table({**GOOD, "Đơn vị": "xã an bình"}), clock.now())
    assert report.is_clean
    assert queries.of_person(stage.plan_id, 2026, twin.id) is not None


def test_the_page_shows_first_and_takes_then(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("contact")
    page = f"{stage.console}/import"
    sent: dict[str, Any] = {"csrf_token": token(client, page), "file": (io.BytesIO(table(GOOD)), "danh-sach.xlsx")}
    shown = client.post(page, data=sent, content_type="multipart/form-data")
    assert shown.status_code == 200
    assert queries.of_person(stage.plan_id, 2026, stage.cast.people["elder_c"]) is None
    address = re.search(r'action="(/admin/registrations/[^"]+/import/[0-9a-f]{32})"', shown.get_data(as_text=True))
    assert address
    answer = client.post(address.group(1), data={"csrf_token": sent["csrf_token"], "unit": "A"})
    assert answer.status_code == 303
    assert queries.of_person(stage.plan_id, 2026, stage.cast.people["elder_c"]) is not None


def test_a_list_with_problems_answers_422_with_the_cells(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("contact")
    page = f"{stage.console}/import"
    content = table({**GOOD, "Họ và tên": "Ai Đó"})
    sent: dict[str, Any] = {"csrf_token": token(client, page), "file": (io.BytesIO(content), "a.xlsx")}
    answer = client.post(page, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "<strong>A2</strong>" in answer.get_data(as_text=True)
    junk: dict[str, Any] = {"csrf_token": sent["csrf_token"], "file": (io.BytesIO(b"x"), "a.xlsx")}
    assert client.post(page, data=junk, content_type="multipart/form-data").status_code == 422


def test_the_empty_list_of_the_console_can_be_read_back(stage: Stage, signed_in: SignIn) -> None:
    content = signed_in("contact").get("/admin/registrations/template.xlsx").data
    report = import_people(stage.actor("contact"), stage.asked, stage.cast.unit("A"), content, clock.now())
    assert [problem.code for problem in report.problems] == ["nobody"]


def test_the_excel_list_says_who_registered_what(stage: Stage, signed_in: SignIn) -> None:
    stage.hand_up("member_c", "Trồng cây")
    book = openpyxl.load_workbook(io.BytesIO(signed_in("contact").get(f"{stage.console}/list.xlsx").data))
    people = [[cell.value for cell in row] for row in book["Cá nhân"].iter_rows()]
    row = next(row for row in people if row[0] == "Trần Thị Member C")
    assert row[2] == "Đã gửi, chờ xác nhận"
    assert row[4] == "1. Trồng cây"
    assert book.sheetnames == ["Cá nhân", "Tập thể", "Được miễn"]


def words(content: bytes) -> str:
    """All text of a Word file."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_word_form_is_in_the_layout_of_the_party(stage: Stage, signed_in: SignIn) -> None:
    row = stage.hand_up("member_c", "Trồng cây")
    text = words(signed_in("member_c").get(f"/registrations/{row.id}/form.docx").data)
    for part in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "CHI BỘ CẦU ĐÁ",
        "XÃ AN BÌNH",
        "BẢN ĐĂNG KÝ CỦA CÁ NHÂN",
        "Trồng cây.",
        "NGƯỜI ĐĂNG KÝ",
    ):
        assert part in text


def test_all_forms_of_a_unit_come_in_one_file(stage: Stage, signed_in: SignIn) -> None:
    stage.hand_up("member_c", "Trồng cây")
    stage.hand_up("second_c", "Đọc sách")
    text = words(signed_in("secretary_c").get(f"{stage.at()}/forms.docx").data)
    assert text.count("BẢN ĐĂNG KÝ CỦA CÁ NHÂN") == 2
    assert "Trồng cây" in text
    assert "Đọc sách" in text


def test_a_reminder_reaches_who_is_missing_once_a_day(stage: Stage, signed_in: SignIn, frozen: FrozenClock) -> None:
    stage.hand_up("member_c")
    client = signed_in("contact")
    for _ in range(2):
        post(client, f"{stage.console}/", {"unit": "A"}, f"{stage.console}/remind")
    found = db.session.query(InboxMessage).filter(InboxMessage.key.like("registration-reminder:%")).all()
    told = {message.person_id for message in found}
    assert len(found) == len(told) == 5
    assert stage.cast.people["member_c"] not in told
    assert stage.cast.people["member_b"] not in told
    assert "31/03/2026" in found[0].words()
    frozen.move(days=1)
    post(client, f"{stage.console}/", {"unit": "A"}, f"{stage.console}/remind")
    assert db.session.query(InboxMessage).filter(InboxMessage.key.like("registration-reminder:%")).count() == 10


def test_the_chat_text_names_units_and_numbers_but_nobody(stage: Stage, signed_in: SignIn) -> None:
    row = stage.hand_up("member_c")
    deciding.decide(stage.actor("secretary_c"), stage.asked, row.id, row.version, clock.now())
    page = signed_in("contact").get(f"{stage.console}/").get_data(as_text=True)
    chat = page.split('id="chat-text"', 1)[1].split("</textarea>")[0]
    assert "Xã An Bình: 1/6 người đã đăng ký năm 2026" in chat
    assert "Chi bộ Cầu Đá: còn 4 người" in chat
    assert "Trần Thị" not in chat


def test_a_photo_of_the_signed_paper_stays_with_the_registration(stage: Stage, signed_in: SignIn) -> None:
    row = stage.hand_up("elder_c")
    client, page = signed_in("secretary_c"), f"/registrations/{row.id}"
    picture = _photo()
    sent: dict[str, Any] = {"csrf_token": token(client, page), "file": (picture, "ban-ky.jpg")}
    assert client.post(f"{page}/evidence", data=sent, content_type="multipart/form-data").status_code == 303
    assert "ban-ky" in client.get(page).get_data(as_text=True)
    assert "ban-ky" not in signed_in("second_c").get(page).get_data(as_text=True)
    assert db.session.get_one(Registration, row.id).state == "submitted"


def _photo() -> io.BytesIO:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(made, "JPEG")
    made.seek(0)
    return made


def test_late_and_missing_are_found_in_the_overview(stage: Stage, signed_in: SignIn, frozen: FrozenClock) -> None:
    stage.hand_up("member_c")
    frozen.move(days=40)
    client = signed_in("contact")
    late = client.get(f"{stage.console}/?unit=C&show=late").get_data(as_text=True)
    assert "Second C" in late
    assert "Member C" not in late.split("Từng người")[1].split("Từng tập thể")[0]
    waiting = client.get(f"{stage.console}/?unit=C&show=waiting").get_data(as_text=True)
    assert "Member C" in waiting
    found = client.get(f"{stage.console}/?q=elder").get_data(as_text=True)
    assert "Elder C" in found
    assert "Second C" not in found
