"""The console's pages of a contest's entries: the list, one person, many by a pasted list of login names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.accounts.rules import login_key
from quiz.bank.decisions import names_of
from quiz.contests import queries
from quiz.contests.decisions import MOST_AT_ONCE, Decision, Order, check_order, decide, obstacle
from quiz.contests.entries import (
    Asked,
    EntryLine,
    Status,
    counts_by_division,
    entries_named,
    entry_line,
    page_of_entries,
)
from quiz.contests.entry_exports import STATUS_TITLES, entries_workbook
from quiz.contests.entry_forms import TITLES, DecisionForm, FilterForm, seen_of
from quiz.contests.entry_rulings import rulings_about
from quiz.contests.models import Contest
from quiz.contests.organising import own_contest
from quiz.contests.rules import ContestRules
from quiz.core import clock
from quiz.core.errors import DomainError, NotFound
from quiz.core.messages import message_of
from quiz.core.paging import page_number
from quiz.core.permissions import Role, acting, roles
from quiz.documents.workbook import XLSX
from quiz.units.queries import resolve

blueprint = Blueprint("entries_admin", __name__, url_prefix="/admin/contests/<slug>")
_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Preview:
    """A login name of a pasted list: its entry if there is one, and why nothing changes, "" where it does."""

    login_name: str
    line: EntryLine | None
    obstacle: str


def _rules(contest: Contest) -> ContestRules:
    return queries.rules_of(contest.id, contest.rules_version)


def _words(contest: Contest) -> dict[str, object]:
    """What all of the pages speak with."""
    titles = {one.code: one.title for one in _rules(contest).divisions}
    return {"contest": contest, "divisions": titles, "statuses": STATUS_TITLES, "is_demo": contest.is_demo}


def _asked(form: FilterForm) -> Asked:
    status = form.status.data or ""
    unit, _hits = resolve(form.unit.data or "", form.unit_text.data or "", clock.now())
    return Asked(
        text=(form.q.data or "")[:200],
        division=form.division.data or "",
        status=Status(status) if status in set(Status) else None,
        unit=unit if form.unit_text.data else None,
    )


@blueprint.get("/entries")
@roles(Role.ORGANISER)
def entries(slug: str) -> ResponseReturnValue:
    """Who has entered, narrowed and in pages, with counts by division."""
    contest = own_contest(slug)
    form = FilterForm(request.args)
    form.offer(_rules(contest).divisions)
    asked = _asked(form)
    page = page_of_entries(contest.id, asked, page_number(request.args.get("page")))
    names = ("q", "division", "status", "unit_text", "unit")
    filters = {name: request.args[name] for name in names if request.args.get(name)}
    counts = counts_by_division(contest.id)
    return render_template(
        "contests/entries.html", form=form, asked=asked, page=page, counts=counts, filters=filters, **_words(contest)
    )


@blueprint.get("/entries.xlsx")
@roles(Role.ORGANISER)
def workbook(slug: str) -> ResponseReturnValue:
    """The same list as a workbook."""
    contest = own_contest(slug)
    content = entries_workbook(acting(), contest, _asked(FilterForm(request.args)), clock.now())
    return send_file(BytesIO(content), XLSX, as_attachment=True, download_name=f"thi-sinh-{slug}.xlsx")


@blueprint.get("/entries/<int:person_id>")
@roles(Role.ORGANISER)
def entry(slug: str, person_id: int) -> ResponseReturnValue:
    """One person's entry, what may be decided about it, and what was."""
    return _entry_page(own_contest(slug), person_id)


def _entry_page(contest: Contest, person_id: int, error: DomainError | None = None) -> str:
    line = entry_line(contest.id, person_id)
    if line is None:
        raise NotFound("Không tìm thấy thí sinh này trong cuộc thi.")
    rulings = rulings_about(line.entry)
    offered = [one for one in Decision if one is not Decision.PLACE or _rules(contest).divisions]
    possible = [one for one in offered if obstacle(line.entry, Order(one, "", "?")) is None]
    return render_template(
        "contests/entry.html",
        line=line,
        seen=seen_of([line.entry]),
        decisions=[(one.value, TITLES[one]) for one in possible],
        titles=TITLES,
        rulings=rulings,
        names=names_of(ruling.actor_id for ruling in rulings),
        error=message_of(error) if error else "",
        **_words(contest),
    )


@blueprint.route("/entries/many", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def many(slug: str) -> ResponseReturnValue:
    """A decision about a pasted list of login names: asked for, then shown before anything is done."""
    contest = own_contest(slug)
    form = _form(contest)
    if not form.validate_on_submit():
        return _many_page(contest, form), 422 if form.is_submitted() else 200
    return _preview(contest, form)


def _form(contest: Contest) -> DecisionForm:
    form = DecisionForm()
    form.offer(_rules(contest).divisions)
    return form


def _many_page(contest: Contest, form: DecisionForm, preview: Sequence[Preview] = (), error: str = "") -> str:
    changed = [one.line.entry for one in preview if one.line is not None and not one.obstacle]
    form.seen.data = seen_of(changed)
    return render_template(
        "contests/entries_many.html",
        form=form,
        preview=preview,
        changed=len(changed),
        error=error,
        titles=TITLES,
        **_words(contest),
    )


def _preview(contest: Contest, form: DecisionForm, error: DomainError | None = None) -> ResponseReturnValue:
    """What the decision would do to everybody on the list; an error of the form stands beside its field."""
    order, logins = _order(form), _logins(form.logins.data or "")
    try:
        check_order(order, _rules(contest), dict.fromkeys(range(len(logins)), 0))
    except DomainError as refused:
        form[refused.field if refused.field in form else "reason"].errors = [message_of(refused)]
        return _many_page(contest, form), 422
    found = entries_named(contest.id, logins[:MOST_AT_ONCE])
    preview = [_previewed(login, found.get(login), order) for login in logins]
    return _many_page(contest, form, preview, message_of(error) if error else ""), error.status if error else 200


def _previewed(login: str, line: EntryLine | None, order: Order) -> Preview:
    if line is None:
        return Preview(login, None, _("không có trong danh sách dự thi của cuộc thi này"))
    if line.entry.person_id == acting().person_id:
        return Preview(login, line, _("là chính quý vị"))
    reason = obstacle(line.entry, order)
    return Preview(login, line, _(reason) if reason else "")


def _order(form: DecisionForm) -> Order:
    return Order(Decision(form.decision.data), form.reason.data, form.division.data or "")


def _logins(text: str) -> list[str]:
    """The login names in a pasted text, each once, in their order."""
    return list(dict.fromkeys(login_key(one) for one in _BETWEEN.split(text) if one))


@blueprint.post("/entries/decisions")
@roles(Role.ORGANISER)
def decisions(slug: str) -> ResponseReturnValue:
    """Carry out what was shown; where somebody was faster, show what is there now and do nothing."""
    contest, form = own_contest(slug), _form(own_contest(slug))
    people = form.people
    is_many = bool(form.logins.data)
    try:
        if not form.validate():
            raise NotFound("Không đọc được quyết định gửi lên. Vui lòng thực hiện lại từ danh sách thí sinh.")
        done = decide(acting(), contest.id, _order(form), people, clock.now())
    except DomainError as error:
        contest = own_contest(slug)
        if is_many and form.validate():
            return _preview(contest, form, error)
        if len(people) == 1:
            return _entry_page(contest, next(iter(people)), error), error.status
        raise
    flash(_("Đã áp dụng cho %(count)s người.", count=done))
    if is_many:
        return redirect(url_for(".entries", slug=slug), 303)
    return redirect(url_for(".entry", slug=slug, person_id=next(iter(people))), 303)
