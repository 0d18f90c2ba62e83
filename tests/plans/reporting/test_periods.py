"""Opening periods singly and for a year at once, ad hoc ones with questions, changing and deleting them."""

from __future__ import annotations

from datetime import date

from quiz.core.db import db
from quiz.plans.models_records import ReportPeriod
from tests.factories.plans import make_task
from tests.people import SignIn
from tests.plans.reporting.conftest import Scene
from tests.plans.reporting.posting import post

ADHOC = {
    "adhoc-title": "Báo cáo nhanh",
    "adhoc-from_on": "01/03/2026",
    "adhoc-to_on": "20/03/2026",
    "adhoc-due_on": "25/03/2026",
    "adhoc-questions": "Bao nhiêu người dự?\r\nDư luận thế nào?",
    "do": "adhoc",
}


def address(scene: Scene, more: str = "") -> str:
    """The page of periods."""
    return f"/admin/plans/{scene.slug}/reports/periods{more}"


def regular(kind: str, number: int, due_days: object = 5) -> dict[str, object]:
    """The form of regular periods."""
    return {"kind": kind, "number": number, "year": 2026, "due_days": due_days, "do": "regular"}


def test_all_periods_of_a_year_are_opened_at_once_and_none_twice(scene: Scene, signed_in: SignIn) -> None:
    browser = signed_in("organiser")
    assert post(browser, address(scene), regular("quarter", 0)).status_code == 303
    rows = db.session.query(ReportPeriod).order_by(ReportPeriod.from_on).all()
    assert [row.key for row in rows] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert [row.due_on for row in rows][:2] == [date(2026, 4, 7), date(2026, 7, 7)]
    post(browser, address(scene), regular("quarter", 0))
    assert db.session.query(ReportPeriod).count() == 4


def test_one_period_is_opened_with_its_own_number_of_working_days(scene: Scene, signed_in: SignIn) -> None:
    post(signed_in("organiser"), address(scene), regular("month", 8, 1))
    row = db.session.query(ReportPeriod).filter_by(kind="month").one()
    assert (row.key, row.due_on) == ("2026-08", date(2026, 9, 1))


def test_a_senseless_number_of_days_is_refused_beside_its_field(scene: Scene, signed_in: SignIn) -> None:
    answer = post(signed_in("organiser"), address(scene), regular("month", 0, 99))
    assert answer.status_code == 422
    assert "Vui lòng ghi một số từ 0 đến 60." in answer.text
    assert db.session.query(ReportPeriod).count() == 1


def test_the_questions_of_an_ad_hoc_period_become_parts_of_the_report(scene: Scene, signed_in: SignIn) -> None:
    post(signed_in("organiser"), address(scene), ADHOC)
    row = db.session.query(ReportPeriod).filter_by(kind="adhoc").one()
    assert (row.key, row.from_on, row.to_on) == ("1", date(2026, 3, 1), date(2026, 3, 20))
    page = signed_in("contact").get(f"/admin/plans/{scene.slug}/reports/{row.id}/A").text
    assert "Bao nhiêu người dự?" in page
    assert "Dư luận thế nào?" in page


def test_an_ad_hoc_period_that_ends_before_it_begins_is_refused(scene: Scene, signed_in: SignIn) -> None:
    answer = post(signed_in("organiser"), address(scene), {**ADHOC, "adhoc-to_on": "20/02/2026"})
    assert answer.status_code == 422
    assert "Ngày cuối không được sớm hơn ngày đầu." in answer.text
    assert 'value="Báo cáo nhanh"' in answer.text


def test_a_period_is_changed_and_a_stale_form_is_shown_what_differs(scene: Scene, signed_in: SignIn) -> None:
    browser, page = signed_in("organiser"), address(scene, f"/{scene.period_id}")
    version = scene.period.version
    values = {"title": "Quý I (bổ sung)", "due_on": "15/04/2026", "version": version, "do": "save"}
    assert post(browser, page, values).status_code == 303
    assert (scene.period.title, scene.period.due_on) == ("Quý I (bổ sung)", date(2026, 4, 15))
    stale = post(browser, page, {**values, "title": "Quý I khác"})
    assert stale.status_code == 409
    assert "Quý I (bổ sung)" in stale.text
    assert 'value="Quý I khác"' in stale.text
    assert f'name="version" value="{scene.period.version}"' in stale.text


def test_the_days_of_a_regular_period_are_not_changed_by_a_form(scene: Scene, signed_in: SignIn) -> None:
    values = {"title": "Quý I", "from_on": "01/01/2020", "to_on": "02/01/2030", "due_on": "15/04/2026"}
    more = {"kind": "year", "unit_id": scene.cast.units["U"], "plan_id": 99, "key": "x", "version": 1, "do": "save"}
    post(signed_in("organiser"), address(scene, f"/{scene.period_id}"), {**values, **more})
    row = scene.period
    assert (row.title, row.from_on, row.to_on) == ("Quý I", date(2026, 1, 1), date(2026, 3, 31))
    assert (row.kind, row.key, row.unit_id, row.plan_id) == ("quarter", "2026-Q1", scene.cast.units["P"], scene.plan_id)


def test_a_period_is_deleted_while_nobody_has_begun_to_report(scene: Scene, signed_in: SignIn) -> None:
    browser, page = signed_in("organiser"), address(scene, f"/{scene.period_id}")
    assert post(browser, page, {"do": "delete", "version": 1}).status_code == 303
    assert db.session.query(ReportPeriod).count() == 0


def test_a_period_that_is_reported_on_stays(scene: Scene, signed_in: SignIn) -> None:
    post(signed_in("contact"), scene.address("A"), {"version": 0, "do": "save"})
    answer = post(signed_in("organiser"), address(scene, f"/{scene.period_id}"), {"do": "delete", "version": 1})
    assert answer.status_code == 409
    assert db.session.query(ReportPeriod).count() == 1


def test_the_plan_s_own_words_about_reports_are_shown(scene: Scene, signed_in: SignIn) -> None:
    make_task(
        scene.plan_id,
        "Báo cáo kết quả sau mỗi đợt sinh hoạt",
        module="reports",
        deadline={"kind": "recurring", "every": "quarter", "note": "hằng quý"},
        report_to="Cấp ủy cấp trên trực tiếp",
    )
    text = signed_in("organiser").get(address(scene)).text
    assert "Báo cáo kết quả sau mỗi đợt sinh hoạt" in text
    assert "hằng quý" in text
    assert "Nơi nhận: Cấp ủy cấp trên trực tiếp" in text
    assert "kind=quarter" in text


def test_the_overview_tells_periods_and_units_below(scene: Scene, signed_in: SignIn) -> None:
    scene.duty("dated", "A")
    post(signed_in("contact"), scene.address("A"), {"version": 0, "do": "submit"})
    text = signed_in("organiser").get(f"/admin/plans/{scene.slug}/reports").text
    assert "Quý I/2026" in text
    assert "Đã gửi, chờ tiếp nhận" in text
    assert "Phường Bãi Cháy" not in text  # it has nothing to do in this plan
