"""The working calendar: kept at the top, read from lists and Excel, followed by plans that move their days."""

from __future__ import annotations

import io
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import Workbook

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import Invalid, NotAllowed, NotFound
from quiz.plans.models import CalendarDay, Duty
from quiz.plans.timing import calendar, service
from quiz.plans.timing.calendar_files import days_of_text, days_of_workbook
from tests.factories.plans import make_duty, make_plan, make_task
from tests.people import Cast, SignIn

TET = date(2026, 2, 16)


def test_days_in_a_row_are_entered_at_once_and_shown_with_the_fixed_ones(cast: Cast) -> None:
    assert calendar.enter(cast.actor("organiser"), TET, date(2026, 2, 20), "Nghỉ Tết", False, clock.now()) == 5
    shown = calendar.days_of(2026)
    assert [one.day for one in shown if not one.is_fixed] == [date(2026, 2, day) for day in range(16, 21)]
    assert [one.title for one in shown if one.is_fixed] == [
        "Tết Dương lịch",
        "Ngày Chiến thắng",
        "Ngày Quốc tế Lao động",
        "Quốc khánh",
    ]


def test_entering_a_day_again_changes_it(cast: Cast) -> None:
    for title, is_working in (("Nghỉ", False), ("Làm bù", True)):
        calendar.enter(cast.actor("organiser"), TET, None, title, is_working, clock.now())
    row = db.session.scalars(sa.select(CalendarDay)).one()
    assert (row.title, row.is_working) == ("Làm bù", True)


def test_plans_that_move_their_days_follow_the_calendar(cast: Cast) -> None:
    duties = {}
    for off_days in ("keep", "next", "before"):
        plan = make_plan(cast.units["P"], off_days=off_days)
        task = make_task(plan.id, deadline={"kind": "fixed", "on": "2026-02-18"})
        duties[off_days] = make_duty(task.id, cast.units["A"], due_on=date(2026, 2, 18)).id
    calendar.enter(None, TET, date(2026, 2, 20), "Nghỉ Tết", False, clock.now())
    days = {way: db.session.get_one(Duty, one, populate_existing=True).due_on for way, one in duties.items()}
    assert days == {"keep": date(2026, 2, 18), "next": date(2026, 2, 23), "before": date(2026, 2, 13)}
    for day in range(16, 21):
        calendar.remove(None, date(2026, 2, day), clock.now())
    assert db.session.get_one(Duty, duties["next"], populate_existing=True).due_on == date(2026, 2, 18)


def test_only_organisers_at_the_top_change_the_calendar(cast: Cast) -> None:
    for name in ("organiser_a", "contact", "contestant"):
        with pytest.raises(NotAllowed):
            calendar.enter(cast.actor(name), TET, None, "Nghỉ", False, clock.now())
        with pytest.raises(NotAllowed):
            calendar.remove(cast.actor(name), TET, clock.now())
    with pytest.raises(NotFound):
        calendar.remove(cast.actor("administrator"), TET, clock.now())


@pytest.mark.parametrize(
    ("day", "to", "title", "field"),
    [
        (TET, date(2026, 2, 15), "Tết", "to"),
        (TET, date(2026, 4, 1), "Tết", "to"),
        (date(1999, 1, 1), None, "Tết", "day"),
        (TET, None, " ", "title"),
        (TET, None, "x" * 101, "title"),
    ],
)
def test_what_is_no_day_is_refused(app: Flask, day: date, to: date | None, title: str, field: str) -> None:
    with pytest.raises(Invalid) as told:
        calendar.enter(None, day, to, title, False, clock.now())
    assert told.value.field == field
    assert db.session.scalars(sa.select(CalendarDay)).all() == []


def test_a_pasted_list_is_read_as_people_write_it() -> None:
    text = "16/02/2026; Nghỉ Tết; nghỉ\n\n2026-02-17\tNghỉ Tết\n14-2-2026; Làm bù cho 20/02; Làm bù\n"
    assert days_of_text(text) == {
        TET: ("Nghỉ Tết", False),
        date(2026, 2, 17): ("Nghỉ Tết", False),
        date(2026, 2, 14): ("Làm bù cho 20/02", True),
    }


@pytest.mark.parametrize(
    "text", ["", "Tết", "31/02/2026; Tết", "16/02/2026", "16/02/2026; Tết; có lẽ", "16/02/2026; a\n16/02/2026; b"]
)
def test_a_list_that_cannot_be_read_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(Invalid) as told:
        days_of_text(text)
    assert told.value.field == "text"


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Ngày", "Tên ngày", "Loại"), *rows):
        sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_an_excel_file_is_read_with_days_as_days_or_as_text() -> None:
    content = workbook((TET, "Nghỉ Tết", "nghỉ"), ("17/02/2026", "Nghỉ Tết", None), (date(2026, 2, 14), "Bù", "Làm bù"))
    assert [is_working for _title, is_working in days_of_workbook(content).values()] == [False, False, True]
    with pytest.raises(Invalid) as told:
        days_of_workbook(workbook(("mai", "Nghỉ", "")))
    assert "dòng 2" in str(told.value)


def test_the_page_shows_a_year_and_lets_organisers_at_the_top_change_it(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    browser, url = signed_in("organiser"), "/admin/plans/calendar"
    answer = browser.post(
        url, data={"day": "16/02/2026", "to": "17/02/2026", "title": "Nghỉ Tết", "kind": "off", "is_working": "1"}
    )
    assert (answer.status_code, answer.location) == (303, "/admin/plans/calendar?year=2026")
    answer = browser.post(f"{url}/import", data={"text": "14/02/2026; Làm bù; làm bù"})
    assert answer.status_code == 303
    answer = browser.post(f"{url}/import", data={"file": (io.BytesIO(workbook((TET, "Tết", ""))), "tet.xlsx")})
    assert answer.status_code == 303
    shown = browser.get(f"{url}?year=2026").text
    assert "Thứ hai, 16/02/2026" in shown
    assert "Ngày Chiến thắng" in shown
    assert browser.post(f"{url}/2026-02-17/remove").status_code == 303
    assert browser.post(f"{url}/2026-02-17/remove").status_code == 404
    assert browser.post(f"{url}/hôm-nay/remove").status_code == 404
    assert browser.post(url, data={"day": "mai", "title": "Nghỉ", "kind": "off"}).status_code == 422
    assert browser.post(f"{url}/import", data={"text": "mai"}).status_code == 422
    assert not service.working_calendar().is_working(TET)
    assert service.working_calendar().is_working(date(2026, 2, 14))


def test_others_may_look_at_the_calendar_and_not_change_it(app: Flask, signed_in: SignIn) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    page = signed_in("contact").get("/admin/plans/calendar?year=999999")
    assert page.status_code == 200
    assert "Ghi vào lịch" not in page.text
    for name, status in (("contact", 403), ("organiser_a", 403), ("contestant", 403)):
        browser = signed_in(name)
        assert browser.post("/admin/plans/calendar", data={"day": "16/02/2026", "title": "x"}).status_code == status
        text = {"text": "16/02/2026; x"}
        assert browser.post("/admin/plans/calendar/import", data=text).status_code == status
    assert db.session.scalars(sa.select(CalendarDay)).all() == []
