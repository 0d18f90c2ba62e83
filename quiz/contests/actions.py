"""What organisers do in the console: load a file, edit texts and windows, open, close, pause, resume."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.contests import queries, service
from quiz.contests.console import blueprint
from quiz.contests.draft import RoundDraft
from quiz.contests.forms import ContestForm, ReasonForm, RoundForm, VersionedForm
from quiz.contests.models import Contest, Round
from quiz.contests.moments import parse_moment, written
from quiz.contests.organising import own_contest
from quiz.core import clock
from quiz.core.errors import Conflict, DomainError, Invalid
from quiz.core.messages import message_of
from quiz.core.permissions import Role, acting, roles


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for(".contest", slug=slug), 303)


def _decide(slug: str, number: int, act: Callable[[int, str], Round], done: str) -> ResponseReturnValue:
    """Do something about a round and go back to the contest's page with the outcome."""
    contest_round = queries.round_of(own_contest(slug).id, number)
    form = ReasonForm()
    if not form.validate():
        raise Invalid("Lý do dài quá 500 ký tự.", field="reason")
    try:
        act(contest_round.id, form.reason.data)
    except (Invalid, Conflict) as error:
        flash(message_of(error), "danger")
    else:
        flash(done)
    return _back(slug)


@blueprint.post("/<slug>/rounds/<int:number>/opening")
@roles(Role.ORGANISER)
def open_round(slug: str, number: int) -> ResponseReturnValue:
    """Prepare a round and let it begin now."""
    actor, now = acting(), clock.now()
    done = _("Vòng thi đã mở; đề thi, danh sách đơn vị và số người đã được chốt.")
    return _decide(slug, number, lambda one, reason: service.open_round(actor, one, now, reason), done)


@blueprint.post("/<slug>/rounds/<int:number>/closing")
@roles(Role.ORGANISER)
def close_round(slug: str, number: int) -> ResponseReturnValue:
    """End a round now."""
    actor, now = acting(), clock.now()
    done = _("Vòng thi đã đóng; các bài đang làm đã được nộp với phần đã lưu.")
    return _decide(slug, number, lambda one, reason: service.close_round(actor, one, now, reason), done)


@blueprint.post("/<slug>/rounds/<int:number>/pause")
@roles(Role.ORGANISER)
def pause_round(slug: str, number: int) -> ResponseReturnValue:
    """Let nobody start for the time being."""
    actor, now = acting(), clock.now()
    done = _("Vòng thi đã tạm dừng; bài đang làm vẫn tiếp tục, không ai bắt đầu bài mới được.")
    return _decide(slug, number, lambda one, reason: service.pause_round(actor, one, now, reason), done)


@blueprint.post("/<slug>/rounds/<int:number>/resumption")
@roles(Role.ORGANISER)
def resume_round(slug: str, number: int) -> ResponseReturnValue:
    """Let people start again."""
    actor, now = acting(), clock.now()
    done = _("Vòng thi đã mở trở lại.")
    return _decide(slug, number, lambda one, reason: service.resume_round(actor, one, now, reason), done)


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def edit_contest(slug: str) -> ResponseReturnValue:
    """Edit title and summary."""
    contest = own_contest(slug)
    form = ContestForm(obj=contest)
    if not form.validate_on_submit():
        return _edit_page("contests/edit.html", form, contest), 422 if form.is_submitted() else 200
    lines = [line.strip() for line in (form.summary.data or "").splitlines()]
    summary = "\n".join(lines).strip()
    try:
        args = (contest.id, form.seen, form.title.data, summary, clock.now(), form.reason.data)
        service.edit_contest(acting(), *args)
    except (Invalid, Conflict) as error:
        return _edit_page("contests/edit.html", form, own_contest(slug), error), error.status
    flash(_("Đã lưu tên và lời giới thiệu."))
    return _back(slug)


@blueprint.route("/<slug>/rounds/<int:number>/edit", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def edit_round(slug: str, number: int) -> ResponseReturnValue:
    """Edit title and window of a round."""
    contest = own_contest(slug)
    contest_round = queries.round_of(contest.id, number)
    form, has_begun = _round_form(contest_round)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return _edit_page("contests/edit_round.html", form, contest, contest_round=contest_round), status
    opens_at = contest_round.opens_at if has_begun else parse_moment(form.opens_at.data)
    closes_at = parse_moment(form.closes_at.data)
    assert opens_at is not None and closes_at is not None, "the form has checked them"  # noqa: S101, PT018
    draft = RoundDraft(number, form.title.data, opens_at, closes_at, contest_round.is_practice)
    try:
        service.edit_round(acting(), contest_round.id, form.seen, draft, clock.now(), form.reason.data)
    except (Invalid, Conflict) as error:
        fresh = queries.round_of(own_contest(slug).id, number)
        page = _edit_page("contests/edit_round.html", form, own_contest(slug), error, contest_round=fresh)
        return page, error.status
    flash(_("Đã lưu thay đổi của %(title)s.", title=form.title.data))
    return _back(slug)


def _round_form(contest_round: Round) -> tuple[RoundForm, bool]:
    """The form with the stored values, and whether the round has begun, so that its opening stays as it is."""
    form = RoundForm(
        version=contest_round.version,
        title=contest_round.title,
        opens_at=written(contest_round.opens_at),
        closes_at=written(contest_round.closes_at, is_end=True),
    )
    has_begun = contest_round.prepared_at is not None and contest_round.opens_at <= clock.now()
    if has_begun:
        del form.opens_at
    return form, has_begun


def _edit_page(
    template: str,
    form: VersionedForm,
    contest: Contest,
    error: DomainError | None = None,
    contest_round: Round | None = None,
) -> str:
    """The form again, an error at its field or above; where somebody was faster, with what is stored now."""
    text = message_of(error) if error else ""
    if error is not None and error.field in form._fields:
        form[error.field].errors = [text]
    is_stale = error is not None and error.code == "stale"
    return render_template(
        template,
        form=form,
        contest=contest,
        round=contest_round,
        error=text,
        is_stale=is_stale,
        is_demo=contest.is_demo,
    )
