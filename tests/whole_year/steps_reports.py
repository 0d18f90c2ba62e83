"""Reports from the branch to the province: of the first quarter and of the year, and a difficulty that is answered."""

from __future__ import annotations

from quiz.core.db import db
from quiz.plans.models_records import Difficulty, ReportPeriod
from tests.whole_year.browsing import Person
from tests.whole_year.cast import NAMES, YEAR, Story

TROUBLE = "Chi bộ chưa có tài liệu chuyên đề cho đảng viên lớn tuổi; đề nghị cấp bản in chữ lớn."
ANSWER = "Tỉnh ủy cấp 20 bản in chữ lớn trong tháng 4."
MORE = "Một buổi sinh hoạt bù của tháng 12 đã có biên bản, chưa kịp ghi trên hệ thống."
CORRECTED = "task.CB-14.settled"


def opened(story: Story) -> None:
    """The province opens the first quarter and the year."""
    story.on(30, 3)
    organiser = story.person("tochuc").see(at(story, "periods"))
    organiser.press("Mở kỳ báo cáo", kind="quarter", number="1", year=str(YEAR))
    organiser.press("Mở kỳ báo cáo", kind="year", number="0", year=str(YEAR))
    db.session.rollback()
    story.periods = {row.kind: row.id for row in db.session.scalars(db.select(ReportPeriod))}


def at(story: Story, *parts: object) -> str:
    """An address of the reports on the province's plan."""
    return "/".join(map(str, (f"/admin/plans/{story.slug}/reports", *parts)))


def page(story: Story, login: str, kind: str, unit: str) -> Person:
    """The report of a unit on a period, before somebody's eyes."""
    return story.person(login).see(at(story, story.periods[kind], unit))


def quarter(story: Story) -> None:
    """Two branches send, one does not; one is sent back and mended; the commune and the province name the missing."""
    story.on(3, 4)
    page(story, "daub1", "quarter", "B1").press(
        "Gửi báo cáo", **{"part-results": "Đủ 3 kỳ.", "part-difficulty": TROUBLE}
    )
    page(story, "daub2", "quarter", "B2").press("Gửi báo cáo", **{"part-results": "Đủ các kỳ."})
    story.on(6, 4)
    page(story, "dauxa", "quarter", "B2").press("Trả lại", remark="Bổ sung nguyên nhân của tồn tại.")
    story.on(7, 4)
    branch = page(story, "daub2", "quarter", "B2")
    assert "Bổ sung nguyên nhân của tồn tại." in branch.text
    branch.press("Gửi báo cáo", **{"part-causes": "Giáo viên coi thi."})
    story.on(8, 4)
    for unit in ("B1", "B2"):
        page(story, "dauxa", "quarter", unit).press("Tiếp nhận")
    commune = page(story, "dauxa", "quarter", "DU")
    missing = commune.texts("//*[@id='missing']//li")
    assert [one.startswith(NAMES["B3"]) for one in missing] == [True], missing
    commune.press("Gửi báo cáo")
    assert f"Khi gửi báo cáo này còn thiếu báo cáo của: {NAMES['B3']}" in commune.text
    page(story, "chuyenvien", "quarter", "DU").press("Tiếp nhận")


def difficulty(story: Story) -> None:
    """What the branch cannot solve goes up to the commune, on to the province, and comes back answered."""
    found = db.session.scalars(db.select(Difficulty.id)).one()
    where = at(story, "difficulties", found)
    story.person("dauxa").see(where).press("Chuyển lên cấp trên", text="Xã không có kinh phí in.")
    story.on(9, 4)
    province = story.person("chuyenvien").see(at(story, "difficulties"))
    assert TROUBLE in province.text
    province.see(where).press("Gửi trả lời", text=ANSWER)
    branch = story.person("daub1").see(where)
    assert ANSWER in branch.text
    assert "Xã không có kinh phí in." in branch.text


def year(story: Story) -> None:
    """All branches send; one states a figure otherwise, with its reason; the province closes its own report."""
    story.on(4, 1, YEAR + 1)
    for unit in ("B1", "B3"):
        page(story, f"dau{unit.lower()}", "year", unit).press("Gửi báo cáo", **{"part-results": "Đã thực hiện."})
    _correct(story, page(story, "daub2", "year", "B2"))
    story.on(6, 1, YEAR + 1)
    for unit in ("B1", "B2", "B3"):
        page(story, "dauxa", "year", unit).press("Tiếp nhận")
    page(story, "dauxa", "year", "DU").press("Gửi báo cáo", **{"part-results": "Toàn Đảng bộ đã thực hiện kế hoạch."})
    story.on(8, 1, YEAR + 1)
    page(story, "chuyenvien", "year", "DU").press("Tiếp nhận")
    province = page(story, "tochuc", "year", "TU")
    assert MORE in province.text
    province.press("Chốt báo cáo", **{"part-results": "Toàn tỉnh đã thực hiện kế hoạch."})


def _correct(story: Story, branch: Person) -> None:
    branch.see(f"{branch.answer.request.path}?correct=CB-14")
    counted = story.ledger.count(["B2"], "settled", "CB-14")
    branch.press("Ghi số điều chỉnh", figure=CORRECTED, stated=str(counted + 1), remark="", status=422)
    branch.press("Ghi số điều chỉnh", figure=CORRECTED, stated=str(counted + 1), remark=MORE)
    story.ledger.corrected["B2", "CB-14.settled"] = 1
    branch.press("Gửi báo cáo", **{"part-results": "Đã thực hiện, đủ các kỳ."})
