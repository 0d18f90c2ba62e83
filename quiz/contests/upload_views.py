"""The console's way from a contest file to a contest: upload, see every mistake or what would change, accept."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.contests import queries, service
from quiz.contests.console import blueprint
from quiz.contests.draft import ContestDraft, Mistake, Mistakes
from quiz.contests.forms import AcceptForm, UploadForm
from quiz.contests.intake import warnings_of
from quiz.contests.loading import read_contest
from quiz.contests.reading import sections
from quiz.contests.versions import print_draft
from quiz.core import clock, uploads
from quiz.core.errors import DomainError, Invalid
from quiz.core.messages import message_of
from quiz.core.permissions import Role, acting, roles
from quiz.core.settings import ROOT

SAMPLE = "contest.sample.yaml"


@blueprint.route("/_load", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def load() -> ResponseReturnValue:
    """Ask for a file and keep it; nothing is changed yet."""
    form = UploadForm()
    if not form.validate_on_submit():
        return render_template("contests/upload.html", form=form), 422 if form.is_submitted() else 200
    try:
        token, _name, _content = uploads.keep(form.file.data)
    except Invalid as error:
        form.file.errors = [message_of(error)]
        return render_template("contests/upload.html", form=form), 422
    return redirect(url_for(".review", token=token), 303)


@blueprint.get("/_load/contest.sample.yaml")
@roles(Role.ORGANISER)
def sample() -> ResponseReturnValue:
    """The annotated sample file, to begin with."""
    return send_file(ROOT / SAMPLE, mimetype="application/yaml", as_attachment=True, download_name=SAMPLE)


@blueprint.get("/_load/<token>")
@roles(Role.ORGANISER)
def review(token: str) -> ResponseReturnValue:
    """Every mistake of the file, or what it would make."""
    return _show(token, AcceptForm())


@blueprint.post("/_load/<token>")
@roles(Role.ORGANISER)
def accept(token: str) -> ResponseReturnValue:
    """Store what the check showed."""
    form = AcceptForm()
    try:
        report = service.load_contest(acting(), _text(token), clock.now(), form.reason.data)
    except Mistakes:
        return _show(token, form), 422
    except Invalid as error:
        form.reason.errors = [message_of(error)]
        return _show(token, form), 422
    uploads.discard(token)
    done = _("Đã tạo cuộc thi.") if report.created else _("Đã cập nhật cuộc thi.")
    flash(done if report.changed else _("Tệp giống hệt cuộc thi đang có, không có gì thay đổi."))
    return redirect(url_for(".contest", slug=report.slug), 303)


@blueprint.post("/_load/<token>/cancellation")
@roles(Role.ORGANISER)
def cancel(token: str) -> ResponseReturnValue:
    """Forget the file."""
    uploads.discard(token)
    flash(_("Đã hủy. Không có gì thay đổi."))
    return redirect(url_for(".contests"), 303)


def _text(token: str) -> str:
    try:
        return uploads.fetch(token).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Mistakes([Mistake("tệp", "phải dùng bảng mã UTF-8")]) from error


def _show(token: str, form: AcceptForm) -> str:
    facts: dict[str, Any] = {"token": token, "form": form, "mistakes": (), "draft": None}
    try:
        draft = read_contest(_text(token))
        mistakes, needs_reason = service.check_contest(acting(), draft, clock.now())
        facts.update(mistakes=mistakes, draft=draft, needs_reason=needs_reason)
        if not mistakes:
            facts.update(_outlook(draft))
    except Mistakes as error:
        facts["mistakes"] = error.mistakes
    return render_template("contests/review.html", **facts)


def _outlook(draft: ContestDraft) -> dict[str, Any]:
    """What the draft would print, what the bank still lacks for it, and whether there is such a contest already."""
    try:
        stored = queries.contest_by_slug(draft.slug)
    except DomainError:
        stored = None
    is_same = stored is not None and queries.draft_of(stored) == draft
    text = sections(print_draft(draft))
    shortages = service.shortages_of(draft)
    seen = {"shortages": shortages, "warnings": warnings_of(draft)}
    return {"stored": stored, "is_same": is_same, "text": text, "is_demo": draft.is_demo, **seen}
