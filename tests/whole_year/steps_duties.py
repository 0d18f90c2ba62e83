"""The work of the months: reported with evidence, returned, confirmed; the late branch seen, reminded, given time."""

from __future__ import annotations

import io
from datetime import date

import PIL.Image

from quiz.registry import ROOMS
from tests.documents.evidence_files import PDF, photo
from tests.whole_year.browsing import Person, a_file
from tests.whole_year.cast import NAMES, YEAR, Story
from tests.whole_year.ledger import MONTHS
from tests.whole_year.steps_plan import own_task

LATE_ON = date(YEAR, 4, 1)
GRANTED = date(YEAR, 4, 30)
MEETINGS = {"B1": range(1, 13), "B2": range(1, 12), "B3": (1, 2)}
PLACE = 0x8825


def address(duty_id: int) -> str:
    """Where a duty is attended to on the console."""
    return f"/admin/plans/duties/{duty_id}"


def report(story: Story, unit: str, login: str, code: str, day: date, period: str = "", **said: str) -> Person:
    """A contact tells that a duty was done on a day."""
    page = story.person(login).see(address(story.duty(unit, code, period).id))
    done = {"result": "Đã thực hiện đủ nội dung.", "done_on": f"{day:%d/%m/%Y}", **said}
    return page.press("Báo đã làm", **done)


def confirm_all(story: Story, login: str) -> None:
    """Everything that waits is ticked and confirmed at once."""
    page = story.person(login).see("/admin/plans/duties/")
    ticked = page.page.xpath("//main//input[@name='duty']/@value")
    page.press("Xác nhận các việc đã chọn", duty=ticked, basis="Họp ngày này")


def meetings(story: Story, *months: int) -> None:
    """Month by month branches meet and say so; the commune confirms."""
    for month in months:
        story.on(27, month)
        for unit, when in MEETINGS.items():
            if month in when:
                _meeting(story, unit, month)
        story.on(28, month)
        confirm_all(story, "dauxa")


def _meeting(story: Story, unit: str, month: int) -> None:
    day, period = date(YEAR, month, 24), f"{YEAR}-{month:02d}"
    many = 2 if unit == "B2" and month == 5 else 1
    login = f"dau{unit.lower()}"
    report(story, unit, login, "CB-14", day, period, amount_meetings=str(many))
    if unit == "B1" and month == 1:
        _photo(story, login, story.duty(unit, "CB-14", period).id)
    if unit == "B2" and month == 2:
        _returned(story, login, story.duty(unit, "CB-14", period).id)
    deed = story.ledger.deed(unit, "CB-14", MONTHS[month - 1])
    deed.settled, deed.amounts = day, {"meetings": many}


def _photo(story: Story, login: str, duty_id: int) -> None:
    """A photo from the telephone: whoever confirms sees it, and the place where it was taken is gone."""
    sent = photo((1200, 900))
    assert dict(PIL.Image.open(io.BytesIO(sent)).getexif().get_ifd(PLACE))
    story.person(login).see(address(duty_id)).press("Tải lên", file=a_file(sent, "sinh-hoat.jpg"))
    commune = story.person("dauxa").see(address(duty_id))
    pictures = commune.page.xpath("//main//a[contains(@href, '/tasks/evidence/')]/@href")
    kept = PIL.Image.open(io.BytesIO(commune.download(pictures[0])))
    assert kept.size == (1200, 900)
    assert not kept.getexif().get_ifd(PLACE)
    assert len(kept.getexif()) == 0


def _returned(story: Story, login: str, duty_id: int) -> None:
    """What was not clear comes back with a remark and goes up again."""
    story.person("dauxa").see(address(duty_id)).press("Trả lại kèm ý kiến", remark="Bổ sung số đảng viên dự.")
    contact = story.person(login).see(address(duty_id))
    assert "Bổ sung số đảng viên dự." in contact.text
    contact.press("Báo đã làm", result="Đã thực hiện đủ nội dung; 3 trên 3 đảng viên dự.")


def document(story: Story) -> None:
    """The province's document of the topic is out."""
    day = story.on(6, 3)
    report(story, "TU", "tochuc", "CB-05", day)
    confirm_all(story, "chuyenvien")
    story.ledger.deed("TU", "CB-05").settled = day


def first_quarter(story: Story) -> None:
    """The commune's programme and a branch's topic of the quarter."""
    day = story.on(19, 3)
    report(story, "DU", "dauxa", "CB-105", day)
    report(story, "B1", "daub1", "CB-16", day, f"{YEAR}-Q1", amount_meetings="1")
    confirm_all(story, "dauxa")
    confirm_all(story, "chuyenvien")
    story.ledger.deed("DU", "CB-105").settled = day
    deed = story.ledger.deed("B1", "CB-16", MONTHS[2])
    deed.settled, deed.amounts = day, {"meetings": 1}


def own_work(story: Story) -> None:
    """The commune's own task is done by a branch; it is the commune's and no figure of the province."""
    story.on(10, 6)
    duty = story.duty("B1", "", task=own_task(story))
    page = story.person("daub1").see(address(duty.id))
    page.press("Báo đã làm", result="Đã trồng vườn hoa.", done_on="10/06/2026")
    story.on(11, 6)
    confirm_all(story, "dauxa")
    assert story.duty("B1", "", task=own_task(story)).state == "confirmed"


def self_scoring(story: Story) -> None:
    """Within the commune's own earlier day it and one branch have scored themselves."""
    day = story.on(30, 11)
    for unit, login in (("DU", "dauxa"), ("B1", "daub1")):
        report(story, unit, login, "CB-57", day)
        story.ledger.deed(unit, "CB-57").settled = day


def year_end(story: Story) -> None:
    """December: one document for two duties, one that nobody confirms, one that is excused with its reason."""
    day = story.on(21, 12)
    for code in ("CB-23", "CB-24"):
        report(story, "B1", "daub1", code, day, str(YEAR), **({"amount_reports": "1"} if code == "CB-23" else {}))
        story.ledger.deed("B1", code).settled = day
    story.ledger.deed("B1", "CB-23").amounts = {"reports": 1}
    _one_paper_for_two(story)
    _contest(story)
    _excuse(story)
    confirm_all(story, "dauxa")
    confirm_all(story, "chuyenvien")
    meetings(story, 12)
    report(story, "B2", "daub2", "CB-23", story.on(29, 12), str(YEAR), amount_reports="5")
    story.ledger.deed("B2", "CB-23").waits = True


def _contest(story: Story) -> None:
    """What the plan wants approved beforehand goes the whole way: asked, approved, carried out, rated."""
    duty = story.duty("TU", "CB-41").id
    story.person("tochuc").see(address(duty)).press("Gửi để xác nhận", result="Thi trắc nghiệm trên Internet.")
    story.person("chuyenvien").see(address(duty)).press("Xác nhận")
    day = story.on(23, 12)
    said = {"result": "Đã thi, 812 người dự.", "amount_contests": "1", "done_on": f"{day:%d/%m/%Y}"}
    story.person("tochuc").see(address(duty)).press("Báo đã thực hiện xong", **said)
    story.person("chuyenvien").see(address(duty)).press("Ghi đánh giá", rating="good")
    deed = story.ledger.deed("TU", "CB-41")
    deed.settled, deed.amounts = day, {"contests": 1}


def _one_paper_for_two(story: Story) -> None:
    first, second = (story.duty("B1", code).id for code in ("CB-23", "CB-24"))
    contact = story.person("daub1").see(address(first)).press("Tải lên", file=a_file(PDF, "Báo cáo kiểm điểm.pdf"))
    contact.see(address(second)).press("Dùng minh chứng này")
    shown = [
        contact.see(address(one)).page.xpath("//main//a[contains(@href, '/tasks/evidence/')]/@href")
        for one in (first, second)
    ]
    assert shown[0] == shown[1] != []


def _excuse(story: Story) -> None:
    duty = story.duty("B3", "CB-59")
    story.person("daub3").see(address(duty.id))
    page = story.person("dauxa").see(address(duty.id))
    page.press("Miễn nhiệm vụ này", remark="Trong năm chưa có tập thể, cá nhân đề nghị khen.")
    story.ledger.deed("B3", "CB-59").excused = True


def late_branch(story: Story) -> None:
    """The first of April: red for the commune and the province, told in the inbox, more time asked for and granted."""
    story.on(1, 4, hour=8)
    for login, unit, name in (("dauxa", "DU", "B3"), ("chuyenvien", "DU", "B3"), ("chuyenvien", "TU", "DU")):
        assert colour(story, login, unit, name, "CB-18") == "late"
    assert colour(story, "dauxa", "DU", "B1", "CB-18") == "done"
    _run_reminders()
    inbox = story.person("daub3").see("/tasks/inbox")
    assert "đơn vị quý vị phụ trách có" in inbox.text
    assert "việc quá hạn" in inbox.text
    duty = story.duty("B3", "CB-18")
    contact = story.person("daub3").see(f"{address(duty.id)}/extension")
    contact.press("Gửi đề nghị", until=f"{GRANTED:%d/%m/%Y}", reason="Trạm tập trung tiêm chủng trong quý I.")
    story.on(2, 4)
    commune = story.person("dauxa").see(f"{address(duty.id)}/extension")
    assert "Trạm tập trung tiêm chủng" in commune.text
    commune.press("Gửi trả lời", decision="granted")
    story.ledger.deed("B3", "CB-18").due = story.duty("B3", "CB-18").due_on
    assert story.ledger.deed("B3", "CB-18").due == GRANTED
    assert colour(story, "dauxa", "DU", "B3", "CB-18") != "late"
    assert "gia hạn" in story.person("daub3").see("/tasks/inbox").text


def colour(story: Story, login: str, unit: str, row: str, code: str) -> str:
    """How a cell of the grid looks: the word of its colour."""
    page = story.person(login).see(f"/admin/plans/{story.slug}/grid?unit={unit}").page
    heads = [one.text_content().strip() for one in page.xpath("//table[@class='plan-grid']/thead/tr[2]/th")]
    line = page.xpath(f"//table[@class='plan-grid']/tbody/tr[th/a[normalize-space()='{NAMES[row]}']]")[0]
    cell = line[heads.index(code)]
    marks = cell.xpath(".//@class")
    return str(next(one for mark in marks for one in mark.split() if one.startswith("plan-") and one != "plan-cell"))[
        5:
    ]


def _run_reminders() -> None:
    """The job that the product runs by itself every ten minutes."""
    next(job for room in ROOMS for job in room.periodic if job.name == "plans.remind").run()
