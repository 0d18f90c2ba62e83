"""The working calendar on the console; the pages of events and of more time stand beside it."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from quiz.core import clock, uploads
from quiz.core.errors import DomainError, NotFound
from quiz.core.messages import message_of
from quiz.core.permissions import Role, acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.timing import calendar, event_views, extension_views
from quiz.plans.timing.blueprints import blueprint, own_blueprint
from quiz.plans.timing.calendar_files import days_of_text, days_of_workbook
from quiz.plans.timing.forms import CalendarDayForm, CalendarImportForm

__all__ = ["blueprint", "event_views", "extension_views", "own_blueprint"]

MOST_BYTES = 1024 * 1024


@blueprint.get("/calendar")
@roles(*STAFF)
def calendar_page() -> ResponseReturnValue:
    """A year of the working calendar."""
    return _page(CalendarDayForm(), CalendarImportForm())


@blueprint.post("/calendar")
@roles(Role.ORGANISER)
def calendar_add() -> ResponseReturnValue:
    """Enter a day, or some days in a row."""
    form = CalendarDayForm()
    if form.validate_on_submit():
        try:
            is_working = form.kind.data == "work"
            number = calendar.enter(
                acting(), form.day.data, form.to.data, form.title.data or "", is_working, clock.now()
            )
            flash(_("Đã ghi %(number)s ngày vào lịch.", number=number))
            return redirect(url_for(".calendar_page", year=form.day.data.year), 303)
        except DomainError as error:
            _tell(form, error, "day")
            return _page(form, CalendarImportForm(formdata=None)), error.status
    return _page(form, CalendarImportForm(formdata=None)), 422


@blueprint.post("/calendar/import")
@roles(Role.ORGANISER)
def calendar_import() -> ResponseReturnValue:
    """Enter the days of an Excel file or a pasted list."""
    form = CalendarImportForm()
    if form.validate_on_submit():
        try:
            if form.file.data and form.file.data.filename:
                token, _name, content = uploads.keep(form.file.data, MOST_BYTES)
                uploads.discard(token)
                days = days_of_workbook(content)
            else:
                days = days_of_text(form.text.data or "")
            number = calendar.enter_all(acting(), days, clock.now())
            flash(_("Đã ghi %(number)s ngày vào lịch.", number=number))
            return redirect(url_for(".calendar_page", year=min(days).year), 303)
        except DomainError as error:
            _tell(form, error, "text")
            return _page(CalendarDayForm(formdata=None), form), error.status
    return _page(CalendarDayForm(formdata=None), form), 422


@blueprint.post("/calendar/<day>/remove")
@roles(Role.ORGANISER)
def calendar_remove(day: str) -> ResponseReturnValue:
    """Take a day out of the calendar."""
    try:
        which = date.fromisoformat(day)
    except ValueError as error:
        raise NotFound("Lịch không có ngày này.") from error
    calendar.remove(acting(), which, clock.now())
    flash(_("Đã bỏ ngày %(day)s khỏi lịch.", day=f"{which:%d/%m/%Y}"))
    return redirect(url_for(".calendar_page", year=which.year), 303)


def _page(form: CalendarDayForm, import_form: CalendarImportForm) -> str:
    this_year = clock.local(clock.now()).year
    year = request.args.get("year", this_year, type=int)
    year = year if year in calendar.YEARS else this_year
    return render_template(
        "plans/timing/calendar.html",
        year=year,
        days=calendar.days_of(year),
        form=form,
        import_form=import_form,
        may_keep=calendar.may_keep(acting()),
    )


def _tell(form: FlaskForm, error: DomainError, fallback: str) -> None:
    """Put a domain error beside the input it is about."""
    name = error.field if error.field in form else fallback
    form[name].errors = [*form[name].errors, message_of(error)]
