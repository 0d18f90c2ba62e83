"""Corrections keep the counted figure and a remark; what was handed up stays as it was and tells what has changed."""

from __future__ import annotations

import pytest

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import Invalid
from quiz.plans.models import Duty
from quiz.plans.models_records import ReportCorrection
from quiz.plans.reporting import service
from quiz.plans.reporting.page import report_page
from quiz.units import queries as units
from tests.people import SignIn
from tests.plans.reporting.conftest import SETTLED, Scene
from tests.plans.reporting.posting import post

FIGURE = "task.T-2.settled"


def correction(stated: str, remark: str = "Có biên bản", version: int = 0) -> dict[str, object]:
    """A form that corrects the figure."""
    return {"figure": FIGURE, "stated": stated, "remark": remark, "version": version, "do": "correct"}


def test_a_correction_keeps_both_numbers_and_the_remark(scene: Scene, signed_in: SignIn) -> None:
    scene.duty("dated", "C", **SETTLED)
    browser = signed_in("contact")
    assert post(browser, scene.address("A"), correction("3")).status_code == 303
    row = db.session.query(ReportCorrection).one()
    assert (row.figure, row.counted, row.stated, row.remark) == (FIGURE, 100, 300, "Có biên bản")
    text = browser.get(scene.address("A")).text
    assert "Số hệ thống tổng hợp 1, đơn vị nêu 3." in text
    assert "Có biên bản" in text


@pytest.mark.parametrize(
    ("stated", "remark", "words"),
    [
        ("3", "  ", "Vui lòng ghi lý do điều chỉnh"),
        ("ba", "x", "Vui lòng ghi một số"),
        ("2,5", "x", "phải là số nguyên"),
        ("-1", "x", "một số không âm"),
        ("1", "x", "đúng bằng số liệu đã tổng hợp"),
    ],
)
def test_a_correction_without_sense_is_refused_and_what_was_typed_stays(
    scene: Scene, signed_in: SignIn, stated: str, remark: str, words: str
) -> None:
    scene.duty("dated", "C", **SETTLED)
    values = {**correction(stated, remark), "part-results": "Đang viết dở"}
    answer = post(signed_in("contact"), scene.address("A"), values)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Đang viết dở" in answer.text
    assert db.session.query(ReportCorrection).count() == 0


def test_a_figure_that_the_plan_does_not_have_is_not_corrected(scene: Scene, signed_in: SignIn) -> None:
    values = {**correction("3"), "figure": "task.LA.settled"}
    assert post(signed_in("contact"), scene.address("A"), values).status_code == 422
    assert db.session.query(ReportCorrection).count() == 0


def test_two_tabs_do_not_correct_past_each_other(scene: Scene, signed_in: SignIn) -> None:
    browser = signed_in("contact")
    post(browser, scene.address("A"), correction("3"))
    seen = scene.report("A").version
    post(browser, scene.address("A"), correction("4", version=seen))
    assert post(browser, scene.address("A"), correction("5", version=seen)).status_code == 409
    assert db.session.query(ReportCorrection).one().stated == 400


def test_a_correction_is_taken_back(scene: Scene, signed_in: SignIn) -> None:
    browser = signed_in("contact")
    post(browser, scene.address("A"), correction("3"))
    version = scene.report("A").version
    post(browser, scene.address("A"), {"version": version, "do": f"uncorrect:{FIGURE}"})
    assert db.session.query(ReportCorrection).count() == 0


def test_a_correction_goes_upward_once_the_report_is_accepted(scene: Scene, signed_in: SignIn) -> None:
    scene.duty("dated", "C", **SETTLED)
    contact, above = signed_in("contact"), signed_in("organiser")
    post(contact, scene.address("A"), correction("3"))
    post(contact, scene.address("A"), {"version": scene.report("A").version, "do": "submit"})
    assert value(scene, "P") == 100
    assert "Chưa tính vào số liệu vì báo cáo chưa được tiếp nhận." in above.get(scene.address("P")).text
    post(above, scene.address("A", "/step"), {"do": "accept", "version": scene.report("A").version})
    assert value(scene, "P") == 300
    post(above, scene.address("A", "/step"), {"do": "return", "remark": "x", "version": scene.report("A").version})
    assert value(scene, "P") == 100


def test_a_correction_of_a_sent_report_is_refused(scene: Scene, signed_in: SignIn) -> None:
    browser = signed_in("contact")
    post(browser, scene.address("A"), {"version": 0, "do": "submit"})
    answer = post(browser, scene.address("A"), correction("3", version=scene.report("A").version))
    assert answer.status_code == 409
    assert db.session.query(ReportCorrection).count() == 0


def value(scene: Scene, unit: str) -> int:
    """What a unit's figure is now."""
    found = units.get(scene.cast.units[unit])
    return report_page(scene.plan, scene.period, found, clock.now()).live.unit.value(FIGURE)


def test_what_was_sent_stays_and_tells_what_has_changed_since(scene: Scene, signed_in: SignIn) -> None:
    scene.duty("dated", "C", **SETTLED)
    later = scene.duty("dated", "A", **{**SETTLED, "state": "submitted"})
    browser = signed_in("contact")
    post(browser, scene.address("A"), {"version": 0, "do": "submit"})
    with transaction():
        db.session.get_one(Duty, later).state = "confirmed"
    page = report_page(scene.plan, scene.period, scene.cast.unit("A"), clock.now())
    assert page.roll.unit.value(FIGURE) == 100
    assert [(one.info.key, one.then, one.now) for one in page.changes] == [(FIGURE, 100, 200)]
    text = browser.get(scene.address("A")).text
    assert "Số liệu đã thay đổi sau khi gửi (1 chỉ số)" in text
    assert "+1" in text


def test_who_was_missing_is_frozen_with_the_report(scene: Scene, signed_in: SignIn, second_contact: str) -> None:
    scene.duty("dated", "C", **SETTLED)
    browser = signed_in("contact")
    assert "Chi bộ Cầu Đá" in browser.get(scene.address("A")).text.split('id="missing"')[1]
    post(browser, scene.address("A"), {"version": 0, "do": "submit"})
    post(signed_in(second_contact), scene.address("C"), {"version": 0, "do": "submit"})
    page = report_page(scene.plan, scene.period, scene.cast.unit("A"), clock.now())
    assert [name for name, _standing in page.missing_then] == ["Chi bộ Cầu Đá"]
    assert page.missing == []


def test_a_unit_with_nothing_to_do_in_the_plan_is_not_named_as_missing(scene: Scene) -> None:
    page = report_page(scene.plan, scene.period, scene.cast.unit("P"), clock.now())
    assert [one.unit.code for one in page.missing] == ["A"]


def test_the_service_refuses_a_correction_without_a_remark(scene: Scene) -> None:
    actor = scene.cast.actor("contact")
    report = service.save(actor, scene.period_id, scene.cast.units["A"], service.Said(), 0, clock.now())
    with pytest.raises(Invalid) as refused:
        service.correct(actor, report, FIGURE, 300, " ", clock.now())
    assert refused.value.field == "remark"
