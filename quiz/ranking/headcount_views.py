"""The console page of frozen head counts: what was put right by decision, and putting one right."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.contests.models import Contest, Round
from quiz.contests.organising import own_contest
from quiz.contests.queries import contest_by_slug, rounds_of
from quiz.core import clock
from quiz.core.errors import Conflict, DomainError, Invalid, NotFound
from quiz.core.messages import message_of
from quiz.core.permissions import Role, acting, roles
from quiz.ranking.forms import HeadCountForm
from quiz.ranking.headcounts import HeadCount, correct_headcount, corrections
from quiz.ranking.views import blueprint


@blueprint.route("/<slug>/headcounts", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def headcounts(slug: str) -> ResponseReturnValue:
    """All decisions about head counts of a contest, and the form for another one."""
    contest = own_contest(slug)
    form, status = HeadCountForm(), 200
    frozen = [one for one in rounds_of(contest.id) if one.prepared_at is not None]
    form.round.choices = [(one.number, one.title) for one in frozen]
    if not form.is_submitted():
        form.unit.data, form.round.data = request.args.get("unit", "")[:32], request.args.get("round", type=int)
    else:
        status = 422
        if form.validate():
            try:
                _correct(form, frozen)
                flash(_("Đã ghi quyết định; bảng đơn vị được tính lại trong ít giây."))
                return redirect(url_for(".headcounts", slug=slug), 303)
            except (Invalid, NotFound, Conflict) as error:
                status = _tell(form, error)
    return _page(contest_by_slug(slug), form), status


def _correct(form: HeadCountForm, rounds: list[Round]) -> None:
    chosen = next(one for one in rounds if one.number == form.round.data)
    right = HeadCount(form.people, form.on.data, form.source.data or "", form.document.data or "")
    correct_headcount(acting(), chosen.id, form.unit.data, right, form.reason.data or "", clock.now())


def _tell(form: HeadCountForm, error: DomainError) -> int:
    name = error.field if error.field in form else "unit"
    form[name].errors = [*form[name].errors, message_of(error)]
    return error.status


def _page(contest: Contest, form: HeadCountForm) -> str:
    return render_template(
        "ranking/headcounts.html",
        contest=contest,
        is_demo=contest.is_demo,
        form=form,
        corrections=corrections(contest.id),
    )
