"""A contest taken as a model for another one, and as a file."""

from __future__ import annotations

from datetime import date

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.contests import copying, queries
from quiz.contests.console import blueprint
from quiz.contests.draft import ContestDraft, Mistake, Mistakes
from quiz.contests.forms import CopyForm
from quiz.contests.making import free_slug, make_contest
from quiz.contests.moments import parse_day
from quiz.contests.organising import own_contest
from quiz.contests.titles import title_of
from quiz.contests.writing import to_yaml
from quiz.core import clock
from quiz.core.errors import Invalid
from quiz.core.messages import message_of
from quiz.core.permissions import Role, acting, roles


@blueprint.get("/<slug>/file")
@roles(Role.ORGANISER)
def file(slug: str) -> ResponseReturnValue:
    """The contest as a contest file."""
    contest = own_contest(slug)
    text = to_yaml(queries.draft_of(contest))
    disposition = f"attachment; filename={contest.slug}.yaml"
    return Response(text, content_type="application/yaml; charset=utf-8", headers={"Content-Disposition": disposition})


@blueprint.route("/<slug>/copy", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def copy(slug: str) -> ResponseReturnValue:
    """Make a contest of the same settings; nothing of people or results is taken along."""
    contest = own_contest(slug)
    draft = queries.draft_of(contest)
    form = CopyForm(title=draft.title, first_day=f"{copying.suggested_day(draft, clock.now()):%d/%m/%Y}")
    status = 200
    problems: tuple[Mistake, ...] = ()
    if form.validate_on_submit():
        try:
            return _copied(form, draft)
        except Mistakes as error:
            status, problems = 422, error.mistakes
        except Invalid as error:
            form[error.field].errors = [message_of(error)]
            status = 422
    elif form.is_submitted():
        status = 422
    page = render_template(
        "contests/copy.html",
        form=form,
        contest=contest,
        problems=[(title_of(one.path), one.sentence) for one in problems],
        weekday=copying.first_day(draft).isoweekday(),
        has_closed_days=copying.closed_days_of(draft.rules),
        is_demo=contest.is_demo,
    )
    return page, status


def _copied(form: CopyForm, model: ContestDraft) -> ResponseReturnValue:
    begins_on = _first_day(form.first_day.data, model)
    slug = form.slug.data or free_slug(form.title.data)
    report = make_contest(acting(), copying.copied(model, slug, form.title.data, begins_on), clock.now())
    flash(_("Đã nhân bản cuộc thi. Vui lòng xem lại tên, thời gian và quy định trước khi công bố."))
    return redirect(url_for(".settings", slug=report.slug), 303)


def _first_day(text: str, model: ContestDraft) -> date:
    day = parse_day(text)
    if day is None:
        raise Invalid("Vui lòng ghi ngày dạng ngày/tháng/năm, ví dụ 02/03/2026.", field="first_day")
    before, after = copying.fitting_days(model, day)
    if before != after:
        wish = (
            "Các vòng được dời đi tròn tuần để giữ đúng thứ trong tuần; vui lòng chọn ngày %(before)s hoặc %(after)s."
        )
        raise Invalid(wish, field="first_day", before=f"{before:%d/%m/%Y}", after=f"{after:%d/%m/%Y}")
    return day
