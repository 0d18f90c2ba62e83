"""Rehearsing a contest: making a rehearsal, walking through it, wiping it; and deleting what never began."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.contests import choices, queries, rehearsals, wiping
from quiz.contests.console import blueprint
from quiz.contests.draft import Mistakes
from quiz.contests.forms import InviteForm, RehearsalForm, WipeForm
from quiz.contests.models import Contest
from quiz.contests.organising import own_contest
from quiz.contests.rehearsing import Plan, banks_in
from quiz.contests.rules import RoundState
from quiz.core import clock
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.messages import message_of
from quiz.core.permissions import Role, acting, roles
from quiz.core.room import slot


@dataclass(frozen=True)
class Step:
    """A step of a rehearsal: its place in the order, what to do, whether it is done, where."""

    order: int
    title: str
    is_done: bool
    address: str = ""
    help: str = ""


@blueprint.route("/<slug>/rehearsal", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def rehearse(slug: str) -> ResponseReturnValue:
    """Make a rehearsal of a contest."""
    contest = own_contest(slug)
    draft = queries.draft_of(contest)
    real = banks_in(draft)
    banks = choices.banks_for(acting())
    form = RehearsalForm(minutes="60")
    form.bank.choices = [(bank.code, _bank_label(bank.title, bank.code in real)) for bank in banks]
    form.bank.choices.sort(key=lambda pair: pair[0] in real)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        plan = Plan(form.bank.data, int(form.minutes.data), form.any_question.data)
        try:
            made = rehearsals.start_rehearsal(acting(), contest.id, plan, clock.now())
        except Mistakes as error:
            form.bank.errors = [one.sentence for one in error.mistakes]
        except Invalid as error:
            form[error.field or "bank"].errors = [message_of(error)]
        except Conflict as error:
            form.bank.errors, status = [message_of(error)], 409
        else:
            flash(_("Cuộc diễn tập đã mở."))
            return redirect(url_for(".walk", slug=made.slug), 303)
    page = render_template(
        "contests/rehearse.html",
        form=form,
        contest=own_contest(slug),
        rehearsals=rehearsals.rehearsals_of(contest.id),
        is_demo=contest.is_demo,
    )
    return page, status


def _bank_label(title: str, is_real: bool) -> str:
    text: str = _("%(title)s (ngân hàng thật: chỉ người tổ chức được làm bài)", title=title) if is_real else title
    return text


@blueprint.get("/<slug>/walk")
@roles(Role.ORGANISER)
def walk(slug: str) -> ResponseReturnValue:
    """What to do in a rehearsal, with what has been done already."""
    return _walk_page(_rehearsal(slug), InviteForm(), WipeForm())


def _rehearsal(slug: str) -> Contest:
    contest = own_contest(slug)
    if contest.rehearses_id is None:
        raise NotFound("Đây không phải là cuộc diễn tập.")
    return contest


def _walk_page(contest: Contest, invitation: InviteForm, wipe: WipeForm) -> str:
    given = (step for give in slot(current_app, "rehearsal_steps") for step in give(contest, clock.now()))
    steps = [Step(*one) for one in given]
    return render_template(
        "contests/walk.html",
        contest=contest,
        steps=sorted([*_own_steps(contest, clock.now()), *steps], key=lambda step: step.order),
        guests=rehearsals.guests_of(contest.id),
        is_staff_only=rehearsals.uses_real_bank(contest),
        invitation=invitation,
        wipe=wipe,
        is_demo=contest.is_demo,
    )


def _own_steps(contest: Contest, now: datetime) -> Iterator[Step]:
    rounds = queries.rounds_of(contest.id)
    states = {queries.state_of(one, now) for one in rounds}
    console = url_for(".contest", slug=contest.slug)
    yield Step(10, _("Mở vòng thi"), any(one.prepared_at is not None for one in rounds), console)
    is_closed = states <= {RoundState.CLOSED, RoundState.APPROVED, RoundState.CANCELLED}
    yield Step(
        30,
        _("Đóng vòng thi"),
        is_closed,
        console,
        _("Đóng ngay, hoặc đợi hết giờ; bài đang làm được hệ thống tự nộp."),
    )
    approved = any(one.approved_at is not None for one in rounds)
    yield Step(40, _("Phê duyệt kết quả"), approved, console, _("Giá trị dự đoán, bốc thăm và thứ hạng được chốt."))


@blueprint.post("/<slug>/guests")
@roles(Role.ORGANISER)
def invite(slug: str) -> ResponseReturnValue:
    """Invite people to a rehearsal."""
    contest, form = _rehearsal(slug), InviteForm()
    if form.validate():
        try:
            count = rehearsals.invite(acting(), contest.id, form.names)
        except (Invalid, Conflict) as error:
            form.logins.errors = [message_of(error)]
            return _walk_page(own_contest(slug), form, WipeForm()), error.status
        flash(_("Đã mời thêm %(count)s người.", count=count))
        return redirect(url_for(".walk", slug=slug), 303)
    return _walk_page(contest, form, WipeForm()), 422


@blueprint.post("/<slug>/wiping")
@roles(Role.ORGANISER)
def wipe(slug: str) -> ResponseReturnValue:
    """Take a rehearsal away with everything in it."""
    contest, form = own_contest(slug), WipeForm()
    real_id = contest.rehearses_id
    try:
        wiping.wipe_rehearsal(acting(), contest.id, form.slug.data or "")
    except Invalid as error:
        form.slug.errors = [message_of(error)]
        return _walk_page(_rehearsal(slug), InviteForm(), form), 422
    flash(_("Đã xóa cuộc diễn tập cùng mọi bài thi, kết quả và thứ hạng của nó."))
    real = queries.contest_by_id(real_id) if real_id is not None else None
    return redirect(url_for(".contest", slug=real.slug) if real else url_for(".contests"), 303)


@blueprint.route("/<slug>/deletion", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def delete(slug: str) -> ResponseReturnValue:
    """Delete a contest of which no round was ever prepared."""
    contest, form = own_contest(slug), WipeForm()
    can = all(one.prepared_at is None for one in queries.rounds_of(contest.id))
    if not form.is_submitted():
        return render_template("contests/delete.html", contest=contest, form=form, can=can, is_demo=contest.is_demo)
    try:
        wiping.delete_draft(acting(), contest.id, form.slug.data or "")
    except Invalid as error:
        form.slug.errors = [message_of(error)]
        page = render_template("contests/delete.html", contest=own_contest(slug), form=form, can=can)
        return page, 422
    flash(_("Đã xóa cuộc thi chưa mở."))
    return redirect(url_for(".contests"), 303)
