"""The console's way from a file to a bank: upload, look at every item and problem, then accept or cancel."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.bank import labels
from quiz.bank.contents import preview
from quiz.bank.forms import AcceptForm, UploadForm
from quiz.bank.previews import lay_out
from quiz.bank.reports import ImportRefused, ImportReport
from quiz.bank.rules import Accept
from quiz.bank.service import earlier_import, import_file
from quiz.bank.views import blueprint
from quiz.core import clock, uploads
from quiz.core.errors import Invalid, NotFound
from quiz.core.permissions import Role, acting, roles


@blueprint.route("/import", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def upload() -> ResponseReturnValue:
    """Ask for a file and keep it; nothing of it is stored in a bank yet."""
    form = UploadForm(bank=request.args.get("bank"))
    if not form.validate_on_submit():
        return render_template("bank/upload.html", form=form), 422 if form.is_submitted() else 200
    try:
        token, name, _content = uploads.keep(form.file.data)
    except Invalid as error:
        form.file.errors = [_(error.text) % error.params if error.params else _(error.text)]
        return render_template("bank/upload.html", form=form), 422
    target = {"bank": form.bank.data, "title": form.title.data or None, "format": form.format.data or None}
    return redirect(url_for(".review", token=token, name=name, **target))


@blueprint.get("/import/<token>")
@roles(Role.ORGANISER)
def review(token: str) -> ResponseReturnValue:
    """The preview: every item as contestants would see it, every problem at its place."""
    done = earlier_import(token)
    if done is not None:
        return _leave(done, request.args.get("bank", ""))
    form = AcceptForm(request.args)
    return _show(token, form)


@blueprint.post("/import/<token>")
@roles(Role.ORGANISER)
def accept(token: str) -> ResponseReturnValue:
    """Import what the preview showed; the same upload accepted twice is imported once."""
    form = AcceptForm()
    if not form.validate():
        raise Invalid("Thông tin nhập tệp không đầy đủ. Vui lòng tải lại tệp.")
    try:
        done = _import(token, form)
    except ImportRefused:
        return _show(token, form), 422
    uploads.discard(token)
    return _leave(done, form.bank.data)


def _import(token: str, form: AcceptForm) -> ImportReport:
    try:
        content = uploads.fetch(token)
    except NotFound:
        done = earlier_import(token)
        if done is None:
            raise
        return done
    return import_file(
        acting(),
        form.bank.data,
        form.name.data,
        content,
        form.format.data or None,
        clock.now(),
        Accept.CLEAN_ONLY if form.accept.data == Accept.CLEAN_ONLY else Accept.ALL_OR_NOTHING,
        bank_title=form.title.data,
        approve=form.approve.data,
        token=token,
    )


@blueprint.post("/import/<token>/cancellation")
@roles(Role.ORGANISER)
def cancel(token: str) -> ResponseReturnValue:
    """Forget the file."""
    uploads.discard(token)
    flash(_("Đã hủy. Không có câu hỏi nào được nhập."))
    return redirect(url_for(".index"))


def _show(token: str, form: AcceptForm) -> str:
    report, plan = preview(
        acting(), form.bank.data or "", form.name.data or "", uploads.fetch(token), form.format.data or None
    )
    facts: dict[str, Any] = {"token": token, "form": form, "report": report, "labels": labels}
    return render_template("bank/preview.html", **facts, layout=lay_out(plan.steps, report.problems))


def _leave(report: ImportReport, code: str) -> ResponseReturnValue:
    flash(_("Đã nhập %(count)s câu hỏi vào ngân hàng “%(bank)s”.", count=report.taken, bank=code))
    return redirect(url_for(".bank", code=code))
