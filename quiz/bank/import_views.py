"""The console's way from a file to a bank: upload, look at every item and problem, then accept or cancel."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from question_bank.columns import FIELDS, Correction
from quiz.bank import labels, previews
from quiz.bank.checked import CheckedFile, Target
from quiz.bank.checking import accept as take
from quiz.bank.checking import check_upload
from quiz.bank.contents import check_target
from quiz.bank.files import limits, prepare_to_read
from quiz.bank.forms import AcceptForm, UploadForm
from quiz.bank.importing import BANK_CHANGED, find_import
from quiz.bank.previews import Show
from quiz.bank.reports import ImportRefused
from quiz.bank.rules import Accept
from quiz.bank.shelf import left_out, open_checked
from quiz.bank.views import blueprint
from quiz.core import uploads
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.jobs.models import Job
from quiz.core.messages import message_of
from quiz.core.paging import page_number
from quiz.core.permissions import Role, acting, roles

_LAST_HEADER_ROW = 10_000


@blueprint.route("/import", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def upload() -> ResponseReturnValue:
    """Ask for a file, keep it and have it checked; nothing of it is stored in a bank yet."""
    form = UploadForm(bank=request.args.get("bank"))
    if not form.validate_on_submit():
        prepare_to_read()
        return _upload_page(form), 422 if form.is_submitted() else 200
    try:
        token, name, _content = uploads.keep(form.file.data, limits().file_bytes)
    except Invalid as error:
        form.file.errors = [message_of(error)]
        return _upload_page(form), 422
    target = Target(form.bank.data, form.title.data or "", name, form.format.data or "")
    return _check(token, target)


def _upload_page(form: UploadForm) -> str:
    return render_template("bank/upload.html", form=form, megabytes=limits().file_bytes >> 20)


def _check(token: str, target: Target) -> ResponseReturnValue:
    """To the preview where the check was a matter of a moment, else to the progress of the job that leads there."""
    page = url_for(".review", token=token)
    job = check_upload(acting(), token, target, page)
    return redirect(page if job is None else url_for("jobs.show", job_id=job.id))


@blueprint.get("/import/<token>")
@roles(Role.ORGANISER)
def review(token: str) -> ResponseReturnValue:
    """The preview: every item as contestants would see it, every problem at its place."""
    done = find_import(token)
    if done is not None:
        return redirect(url_for(".imported", import_id=done.id))
    return _show(token, AcceptForm())


@blueprint.post("/import/<token>/reading")
@roles(Role.ORGANISER)
def read_again(token: str) -> ResponseReturnValue:
    """Read the file anew, as the person says it is to be taken: its format, the header and columns of its tables."""
    with open_checked(token, acting().person_id) as archive:
        checked = archive.head()
    target = checked.target
    format = request.form.get("format", "")
    if format and format not in labels.FORMATS:
        raise Invalid("Không có định dạng này. Vui lòng chọn trong danh sách.", field="format")
    corrections = _corrections(checked) if format in {"", target.format, checked.format} else ()
    return _check(token, Target(target.bank, target.title, target.name, format, corrections))


def _corrections(checked: CheckedFile) -> tuple[Correction, ...]:
    found = []
    for number, table in enumerate(checked.tables):
        header = request.form.get(f"header-{number}", "", type=str).strip()
        if not header.isascii() or not header.isdigit() or int(header[:9]) > _LAST_HEADER_ROW:
            raise Invalid("Dòng tiêu đề phải là một số; bảng không có dòng tiêu đề thì ghi 0.", field="header")
        named = {column.letter: request.form.get(f"field-{number}-{column.letter}") for column in table.columns}
        fields = {letter: name for letter, name in named.items() if name in FIELDS}
        if int(header) != table.header_row:
            fields = {}  # another header has other columns: they are detected anew
        found.append(Correction(table.sheet, int(header), fields))
    return tuple(found)


@blueprint.post("/import/<token>")
@roles(Role.ORGANISER)
def accept(token: str) -> ResponseReturnValue:
    """Import what the preview showed; the same upload accepted twice is imported once."""
    form = AcceptForm()
    done = find_import(token)
    if done is not None:
        return redirect(url_for(".imported", import_id=done.id))
    if not form.validate():
        return _show(token, form), 422
    policy = form.accept.data if form.accept.data in set(Accept) else Accept.ALL_OR_NOTHING
    try:
        outcome = take(acting(), token, Accept(policy), form.basis, url_for(".review", token=token))
    except ImportRefused as refusal:
        flash(message_of(refusal), "danger")
        return _show(token, form), 422
    except Conflict as conflict:
        if conflict.code != BANK_CHANGED:
            raise
        return _anew(token, conflict)
    if isinstance(outcome, Job):
        return redirect(url_for("jobs.show", job_id=outcome.id))
    return redirect(url_for(".imported", import_id=outcome.import_id))


def _anew(token: str, conflict: Conflict) -> ResponseReturnValue:
    """The preview made again, beside what the bank holds now."""
    flash(_(conflict.text), "danger")
    with open_checked(token, acting().person_id) as archive:
        target = archive.head().target
    return _check(token, target)


@blueprint.post("/import/<token>/cancellation")
@roles(Role.ORGANISER)
def cancel(token: str) -> ResponseReturnValue:
    """Forget the file."""
    try:
        open_checked(token, acting().person_id).close()
    except NotFound:
        return redirect(url_for(".index"))
    uploads.discard(token)
    flash(_("Đã hủy. Không có câu hỏi nào được nhập."))
    return redirect(url_for(".index"))


def _show(token: str, form: AcceptForm) -> str:
    without = left_out(token)
    show = Show(value) if (value := request.args.get("show", "")) in set(Show) else Show.ALL
    code = request.args.get("code", "")
    with open_checked(token, acting().person_id) as archive:
        checked = archive.head()
        check_target(acting(), checked.target.bank)
        page = previews.question_page(archive, checked, show, code, page_number(request.args.get("page")), without)
    facts: dict[str, Any] = {"token": token, "form": form, "checked": checked, "labels": labels, "page": page}
    return render_template(
        "bank/preview.html",
        **facts,
        report=checked.report,
        counts=previews.counts(checked, without),
        findings=previews.findings(checked),
        others=[checked.problems[one] for one in checked.others],
        show=show,
        code=code,
        without=without,
    )
