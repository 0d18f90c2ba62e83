"""March: the conference of the province with three ways of checking in; what it starts; a wrong name taken back."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl

from quiz.core.db import db
from quiz.modules.conferences import attendance
from quiz.modules.conferences.models import Conference, ConferenceSession
from tests.whole_year.browsing import Person, a_file
from tests.whole_year.cast import HOME, YEAR, Story

HELD, AGAIN = date(YEAR, 3, 10), date(YEAR, 3, 24)
MONTH_AFTER, MONTH_AFTER_AGAIN = date(YEAR, 4, 10), date(YEAR, 4, 24)
BY_QR, BY_LIST, BY_TABLE = ("bithu1",), ("dangvien1", "bithu2", "dangvien2"), ("giaovien2", "bithu3", "dangvien3")
WRONGLY, LATER, EXCUSED = "bithuxa", ("bithuxa", "yta3"), "caotuoi1"


def plan_it(story: Story) -> None:
    """The province plans the conference, invites those who hold a post in the Party, and calls them together."""
    story.on(16, 2)
    organiser = story.person("tochuc").see("/admin/conferences/choose")
    plan = organiser.page.xpath("//select[@name='plan']/option/@value")[0]
    organiser.see(f"/admin/conferences/new?unit=TU&plan={plan}&task={story.task('CB-10')}")
    organiser.press(
        "Lưu",
        title="Hội nghị quán triệt chuyên đề năm 2026",
        day=f"{HELD:%d/%m/%Y}",
        begins="8:00",
        ends="11:30",
        is_whole_plan="y",
        **{"places-0-name": "Hội trường Tỉnh ủy", "places-1-name": "Điểm cầu xã Thạch An"},
    )
    story.conference = db.session.scalars(db.select(Conference.id)).one()
    chosen = {"who": "posts", "posts": ["secretary", "party_member"], "with_below": "y"}
    organiser.press("Xem trước số người", **chosen)
    assert "10" in organiser.text
    organiser.press("Mời ngay")
    organiser.see(at(story)).press("Triệu tập")
    story.ledger.invited.update(HOME.values())
    member = story.person("dangvien2").see("/conferences/")
    assert "Hội nghị quán triệt chuyên đề năm 2026" in member.text


def at(story: Story, *parts: object) -> str:
    """An address of the conference on the console."""
    return "/".join(map(str, (f"/admin/conferences/{story.conference}", *parts)))


def check_in(story: Story) -> None:
    """One by the code on the wall, three from a list, three from a table; one is excused, and one noted by mistake."""
    story.on(10, 3, hour=8)
    db.session.rollback()
    story.sessions = list(db.session.scalars(db.select(ConferenceSession.id)))
    _by_code(story)
    commune = story.person("dauxa").see(at(story, "sessions", story.sessions[0], "list"))
    commune.press("Lưu điểm danh", people=[str(story.people[one]) for one in (*BY_QR, *BY_LIST, WRONGLY)])
    commune.see(at(story, "people"))
    commune.press("Ghi vắng có lý do", to=f"{story.people[EXCUSED]}/excuse", reason="Tuổi cao, sức yếu")
    story.on(10, 3, hour=13)
    _by_table(story, story.person("dauxa"))


def _by_code(story: Story) -> None:
    session = db.session.get_one(ConferenceSession, story.sessions[0])
    token = attendance.code_of(session, 0, story.clock.moment)
    for login in BY_QR:
        story.person(login).see(f"/conferences/{token}").press("Tôi có mặt")
    story.clock.move(minutes=20)
    late = story.person("yta3")
    assert late.get(f"/conferences/{token}").status == 409, "a photo of the code is worth nothing later"


def _by_table(story: Story, commune: Person) -> None:
    content = commune.download(at(story, "sessions", story.sessions[0], "list.xlsx"))
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Họ và tên" for cell in row))
    column = {cell.value.rstrip(" *"): cell.column for cell in head if cell.value}
    for row in range(head[0].row + 1, sheet.max_row + 1):
        if sheet.cell(row, column["Tên đăng nhập"]).value in BY_TABLE:
            sheet.cell(row, column["Có mặt"]).value = "x"
    kept = BytesIO()
    book.save(kept)
    commune.see(at(story, "sessions", story.sessions[0], "upload"))
    commune.press("Kiểm tra tệp", file=a_file(kept.getvalue(), "diem-danh.xlsx"))
    commune.press("Nhận tất cả")


def close(story: Story) -> None:
    """The attendance is confirmed, and a month later everybody's and every unit's paper is due."""
    story.on(11, 3)
    story.person("tochuc").see(at(story)).press("Xác nhận điểm danh")
    for unit in ("DU", "B1", "B2", "B3"):
        assert story.duty(unit, "CB-29").due_on == MONTH_AFTER
    assert story.duty("TU", "CB-10").state == "submitted", "the conference hands up its own duty"
    assert f"{MONTH_AFTER:%d/%m/%Y}" in story.person("dangvien1").see("/tasks/").text


def take_back(story: Story) -> None:
    """The commune's secretary was not there: the note is taken back, and with it the deadline of his unit."""
    story.on(12, 3)
    address = at(story, "sessions", story.sessions[0], "list")
    ticked = story.person("dauxa").see(address).page.xpath("//main//input[@name='people' and @checked]/@value")
    assert str(story.people[WRONGLY]) in ticked
    rightly = [one for one in ticked if one != str(story.people[WRONGLY])]
    story.person("dauxa").see(address).press("Lưu điểm danh", people=rightly, status=409)
    story.person("tochuc").see(address).press("Lưu điểm danh", people=rightly)
    assert story.duty("DU", "CB-29").due_on is None, "nobody of the unit was there after all"
    assert story.duty("B1", "CB-29").due_on == MONTH_AFTER


def call_again(story: Story) -> None:
    """A second session is held for those who were absent."""
    story.on(16, 3)
    organiser = story.person("tochuc").see(at(story, "repeat"))
    place = {"places-0-name": "Hội trường xã Thạch An"}
    organiser.press("Lưu", day=f"{AGAIN:%d/%m/%Y}", begins="14:00", ends="16:00", **place)


def hold_again(story: Story) -> None:
    """It starts their own month; who was there the first time keeps the first day."""
    story.on(24, 3, hour=17)
    db.session.rollback()
    story.sessions = list(db.session.scalars(db.select(ConferenceSession.id).order_by(ConferenceSession.number)))
    commune = story.person("dauxa").see(at(story, "sessions", story.sessions[1], "list"))
    commune.press("Lưu điểm danh", people=[str(story.people[one]) for one in LATER])
    story.person("tochuc").see(at(story)).press("Xác nhận điểm danh")
    assert story.duty("DU", "CB-29").due_on == MONTH_AFTER_AGAIN
    assert story.duty("B3", "CB-29").due_on == MONTH_AFTER, "the branch was there the first time"
    for unit in ("B1", "B2", "B3"):
        story.ledger.deed(unit, "CB-29", MONTH_AFTER)
    story.ledger.deed("DU", "CB-29", MONTH_AFTER_AGAIN)
    story.ledger.held["TU"], story.ledger.sessions["TU"] = 1, 2
    story.ledger.attended.update(HOME[one] for one in (*BY_QR, *BY_LIST, *BY_TABLE, *LATER))


def confirm_it(story: Story) -> None:
    """A second person of the province confirms that the conference was held."""
    duty = story.duty("TU", "CB-10")
    story.person("chuyenvien").see(f"/admin/plans/duties/{duty.id}").press("Xác nhận")
    deed = story.ledger.deed("TU", "CB-10")
    deed.settled, deed.amounts = HELD, {"duration_days": 0.5}
