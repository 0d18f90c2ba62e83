"""The console's way from an Excel file to people: upload, look, accept; the codes are shown once."""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.accounts import service
from quiz.accounts.admin import blueprint
from quiz.accounts.forms import FileForm, show_error
from quiz.accounts.importing import COLUMNS, PeopleReport
from quiz.core import clock, uploads
from quiz.core.errors import DomainError
from quiz.core.permissions import Role, acting, roles
from quiz.documents.workbook import XLSX, Column, Sheet, workbook


@blueprint.route("/import", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def upload() -> ResponseReturnValue:
    """Ask for an Excel file and show who would be added; nobody is stored yet."""
    form = FileForm()
    if not form.validate_on_submit():
        return render_template("accounts/upload.html", form=form, columns=COLUMNS)
    try:
        token, name, content = uploads.keep(form.file.data)
        report = service.import_people(acting(), content, clock.now(), dry_run=True)
    except DomainError as error:
        show_error(form, error, "file")
        return render_template("accounts/upload.html", form=form, columns=COLUMNS), error.status
    if not report.is_clean:
        uploads.discard(token)
    return render_template("accounts/preview.html", report=report, name=name, token=token)


@blueprint.post("/import/<token>")
@roles(Role.ORGANISER)
def accept(token: str) -> ResponseReturnValue:
    """Take the people of a file that was looked at; the answer is the list with the codes, as Excel."""
    report = service.import_people(acting(), uploads.fetch(token), clock.now())
    uploads.discard(token)
    if not report.is_clean:
        return render_template("accounts/preview.html", report=report, name="", token=None), 422
    return _download(_codes(report), "ma-dang-nhap.xlsx")


def _codes(report: PeopleReport) -> bytes:
    titles = (_("Họ và tên"), _("Mã đơn vị"), _("Tên đăng nhập"), _("Mã một lần"))
    columns = [Column(title, 24) for title in titles]
    rows = [(one.name, one.unit, one.login_name, one.code) for one in report.people]
    heading = (_("DANH SÁCH TÊN ĐĂNG NHẬP VÀ MÃ MỘT LẦN"), _("Mã dùng được trong 72 giờ tại trang /login/code"))
    return workbook([Sheet(_("Mã đăng nhập"), columns, rows)], heading, made_at=clock.now())


@blueprint.get("/template.xlsx")
@roles(Role.ORGANISER)
def template() -> ResponseReturnValue:
    """An empty table to fill in, with one line as an example."""
    example: tuple[Any, ...] = ("Nguyễn Văn An", "05/09/1985", "0912345678", "X001", "", "Bí thư chi bộ")
    columns = [Column(column.titles[0], 22) for column in COLUMNS]
    return _download(workbook([Sheet(_("Người dự thi"), columns, [example])]), "nguoi-mau.xlsx")


def _download(content: bytes, name: str) -> ResponseReturnValue:
    answer = make_response(content)
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
