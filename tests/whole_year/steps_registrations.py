"""Registrations: collectives, people, one returned and mended, one exempt; and the results in December."""

from __future__ import annotations

from datetime import date

from quiz.core.db import db
from quiz.modules.registrations.models import Exemption, Registration
from tests.whole_year.browsing import Person
from tests.whole_year.cast import HOME, YEAR, Story
from tests.whole_year.ledger import COLLECTIVE, PERSONAL, Deed, Registered
from tests.whole_year.steps_conference import EXCUSED, LATER, MONTH_AFTER, MONTH_AFTER_AGAIN

RULE = "Đảng viên được miễn sinh hoạt đảng"
WAITS, NEVER = "dangvien3", "yta3"
RESULTS = {
    # who was assessed by whom at which level
    "bithu1": ("daub1", "excellent"),
    "dangvien1": ("bithu1", "good"),
    "bithu2": ("daub2", "done"),
    "dangvien2": ("bithu2", "failed"),
    "giaovien2": ("bithu2", "good"),
    "bithuxa": ("dauxa", "good"),
}
BODIES = {
    "B1": ("daub1", "dauxa", "excellent"),
    "B2": ("daub2", "dauxa", "good"),
    "DU": ("dauxa", "chuyenvien", "done"),
}


def place(story: Story, unit: str, *parts: str) -> str:
    """An address of a unit's registrations."""
    return "/".join((f"/registrations/{story.slug}/{YEAR}/units/{unit}", *parts))


def collectives(story: Story) -> None:
    """Two branches and the commune register in time, each confirmed by the unit above."""
    story.on(20, 3)
    for unit, (writer, _confirmer, _level) in BODIES.items():
        _collective(story, unit, writer)
    day = story.on(23, 3)
    for unit, (_writer, confirmer, _level) in BODIES.items():
        _confirm_collective(story, unit, confirmer, day)


def late_collective(story: Story) -> None:
    """The third branch does so within the time that was granted."""
    story.on(25, 4)
    _collective(story, "B3", "daub3")
    _confirm_collective(story, "B3", "dauxa", story.on(26, 4))


def _collective(story: Story, unit: str, writer: str) -> None:
    page = story.person(writer).see(place(story, unit, "collective"))
    one = {"title_1": "Giải quyết thủ tục đúng hạn", "how_1": "Công khai tiến độ từng hồ sơ", "schedule_1": "Cả năm"}
    one |= {
        "in_charge_1": "Đồng chí bí thư",
        "study_1": "Học chuyên đề",
        "follow_1": "Làm theo",
        "example_1": "Nêu gương",
    }
    page.press("Gửi để xác nhận", **one, status=422)  # without the resolution it rests on
    page.press("Gửi để xác nhận", **one, basis="Nghị quyết số 02-NQ/CB", basis_on="18/03/2026")


def _confirm_collective(story: Story, unit: str, confirmer: str, day: date) -> None:
    row = _row(story, unit)
    story.person(confirmer).see(f"/registrations/{row}").press("Xác nhận", basis="Họp ban thường vụ")
    story.ledger.registered.append(Registered(unit, confirmed=day))
    for code in COLLECTIVE:
        story.ledger.deed(unit, code).settled = day


def _row(story: Story, unit: str, login: str = "") -> int:
    db.session.rollback()
    query = db.select(Registration.id).filter_by(unit_id=story.units[unit], person_id=story.people.get(login))
    found: int = db.session.scalars(query).one()
    return found


def exempt(story: Story) -> None:
    """The eldest is exempt, with the plan's own words as the rule; nobody without the right may say so."""
    story.on(18, 3)
    story.person("dangvien1").see(place(story, "B1", "exemptions"), status=403)
    secretary = story.person("bithu1").see(place(story, "B1", "exemptions"))
    rule = secretary.page.xpath("//input[@name='rule']/@value")[0]
    fields = {"person": str(story.people[EXCUSED]), "rule": rule, "kind": "elderly", "decided_on": "17/03/2026"}
    secretary.press("Ghi quyết định miễn", **fields, reason="", status=422)
    secretary.press("Ghi quyết định miễn", **fields, reason="82 tuổi, sức yếu", document="Biên bản 03-BB/CB")
    assert RULE in db.session.scalars(db.select(Exemption.rule)).one()
    for code in PERSONAL:
        story.ledger.deeds.append(Deed("B1", code, MONTH_AFTER, EXCUSED, excused=True))
    story.ledger.exempt["B1"] += 1
    story.ledger.must.update(HOME[one] for one in HOME if one != EXCUSED)


def people(story: Story) -> None:
    """Members write and send; their secretaries confirm, and return one with a remark."""
    for login in ("bithu1", "dangvien1", "bithu2", "dangvien2", "giaovien2"):
        story.on(26, 3)
        write(story, login)
    story.on(27, 3)
    _confirm(story, "bithu1", "daub1", date(YEAR, 3, 27))
    _confirm(story, "dangvien1", "bithu1", date(YEAR, 3, 27))
    row = _row(story, "B2", "dangvien2")
    story.person("bithu2").see(f"/registrations/{row}").press("Trả lại để bổ sung", remark="Ghi rõ việc làm theo.")
    _confirm(story, "bithu2", "daub2", date(YEAR, 3, 27))
    _confirm(story, "giaovien2", "bithu2", date(YEAR, 3, 27))


def mended(story: Story) -> None:
    """What was returned is mended and confirmed."""
    story.on(2, 4)
    row = _row(story, "B2", "dangvien2")
    member = story.person("dangvien2").see(f"/registrations/{row}")
    assert "Ghi rõ việc làm theo." in member.text
    write(story, "dangvien2", title="Mỗi tuần đọc một mẩu chuyện về Bác trước lớp")
    story.on(3, 4)
    _confirm(story, "dangvien2", "bithu2", date(YEAR, 4, 3))


def later_people(story: Story) -> None:
    """The late branch: its secretary registers, one waits unconfirmed; the commune's secretary within his own month."""
    story.on(10, 4)
    write(story, WAITS)
    write(story, "bithu3")
    for code in PERSONAL:
        story.ledger.deeds.append(Deed("B3", code, MONTH_AFTER, WAITS, waits=True))
    story.on(13, 4)
    _confirm(story, "bithu3", "daub3", date(YEAR, 4, 13))
    story.on(20, 4)
    write(story, "bithuxa")
    story.on(22, 4)
    _confirm(story, "bithuxa", "dauxa", date(YEAR, 4, 22))
    assert NEVER not in {one.who for one in story.ledger.registered}


def write(story: Story, login: str, title: str = "Mỗi ngày làm một việc tốt cho dân") -> Person:
    """A member fills in the form and sends it."""
    page = story.person(login).see(f"/registrations/{story.slug}/{YEAR}/mine")
    return page.press(
        "Gửi để xác nhận", title_1=title, commitment="Tôi cam kết làm theo.", example="Giữ kỷ luật, giúp đồng nghiệp"
    )


def _confirm(story: Story, login: str, by: str, day: date) -> None:
    unit, row = HOME[login], _row(story, HOME[login], login)
    story.person(by).see(f"/registrations/{row}").press("Xác nhận")
    story.ledger.registered.append(Registered(unit, login, day))
    due = MONTH_AFTER_AGAIN if login in LATER else MONTH_AFTER
    for code in PERSONAL:
        story.ledger.deeds.append(Deed(unit, code, due, login, settled=day))


def results(story: Story) -> None:
    """In December everybody says how it turned out, and whoever confirms gives the level."""
    own = [(HOME[login], login, login, *how) for login, how in RESULTS.items()]
    bodies = [(unit, "", *how) for unit, how in BODIES.items()]
    story.on(14, 12)
    for unit, login, writer, _assessor, level in (*own, *bodies):
        _result(story, f"{_row(story, unit, login)}/result", writer, level, "done")
    story.on(16, 12)
    for unit, login, _writer, assessor, level in (*own, *bodies):
        _result(story, f"{_row(story, unit, login)}/assessment", assessor, level, level)
        next(one for one in story.ledger.registered if (one.unit, one.who) == (unit, login)).level = level


def _result(story: Story, where: str, who: str, outcome: str, level: str) -> None:
    said = {"outcome_1": "not_done" if outcome == "failed" else "done", "outcome_text_1": "Theo sổ theo dõi"}
    story.person(who).see(f"/registrations/{where}").press("Ghi kết quả", level=level, **said)
