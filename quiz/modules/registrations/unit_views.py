"""Pages of a unit: the open list, the collective's registration, writing for somebody, exemptions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import Conflict, DomainError, Invalid
from quiz.core.messages import message_of
from quiz.core.paging import page_number
from quiz.core.permissions import acting, login_required
from quiz.modules.registrations import exempting, queries, rights, service
from quiz.modules.registrations.asking import Asked, asked_in
from quiz.modules.registrations.forms import CollectiveForm, ExemptForm, ReasonForm, draft_of
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.people import Reach, lines
from quiz.modules.registrations.rules import Draft, State
from quiz.modules.registrations.service import EDITABLE
from quiz.modules.registrations.suggesting import LAST, suggestion
from quiz.modules.registrations.views import blueprint, write_person
from quiz.plans import authority
from quiz.units.models import OrgUnit

PRINTED = 2000
"""How many rows the list shows at once when it is to be printed."""


def place_of(slug: str, year: int, unit_code: str) -> tuple[Asked, OrgUnit]:
    """The year of a plan and a unit below it that the acting person may look at; otherwise as if there were none."""
    asked, unit = asked_in(slug, year), queries.unit_by_code(unit_code)
    rights.require_look(acting(), unit, clock.local(clock.now()).date())
    rights.require_below(unit, queries.unit_of_plan(asked.plan))
    return asked, unit


@blueprint.get("/<slug>/<int:year>/units/<unit_code>")
@login_required
def unit(slug: str, year: int, unit_code: str) -> ResponseReturnValue:
    """The open list of a unit and what lies below it: who registered what."""
    asked, own = place_of(slug, year, unit_code)
    text, printed = request.args.get("q", "")[:100], bool(request.args.get("all"))
    number = 1 if printed else page_number(request.args.get("page"))
    page = queries.open_list(asked, _reach(own), text, number, PRINTED if printed else 50)
    return render_template("registrations/unit.html", page=page, text=text, printed=printed, **around_of(asked, own))


def _reach(unit: OrgUnit) -> Reach:
    """Members of a unit see the unit alone; who acts for it or leads it, also what lies below."""
    actor = acting()
    sees_below = authority.may_see(actor, unit) or not rights.posts_in(actor, unit, clock.local(clock.now()).date())
    return Reach.of(unit) if sees_below else Reach(unit.position, unit.position)


def around_of(asked: Asked, unit: OrgUnit) -> dict[str, Any]:
    """What every page of a unit shows: where one is, and which other pages the person may open."""
    actor = acting()
    return {
        "asked": asked,
        "unit": unit,
        "at": {"slug": asked.plan.slug, "year": asked.year, "unit_code": unit.code},
        "may_fill": authority.may_fill(actor, unit),
        "decides": rights.decides_people(actor, asked, unit) or rights.decides_unit(actor, asked, unit),
    }


@blueprint.route("/<slug>/<int:year>/units/<unit_code>/collective", methods=["GET", "POST"])
@login_required
def collective(slug: str, year: int, unit_code: str) -> ResponseReturnValue:
    """Write what the collective registers."""
    actor, now = acting(), clock.now()
    asked, own = place_of(slug, year, unit_code)
    subject = service.unit_subject(actor, own)
    row = queries.of_unit(asked.plan.id, asked.year, own.id)
    if row is not None and row.state not in EDITABLE and not request.form:
        return redirect(url_for(".one", registration_id=row.id))
    form, status, there = CollectiveForm(), 200, None
    if not form.is_submitted():
        if row is not None:
            form.fill(draft_of(row))
            form.version.data = str(row.version)
        elif request.args.get("from"):
            form.fill(suggestion(LAST, asked, subject) or Draft())
    elif not form.validate():
        status = 422
    else:
        try:
            is_final = request.form.get("do") == "submit"
            saved = service.save(actor, asked, subject, form.draft(), form.seen(), now, submit=is_final)
            return _saved(saved)
        except DomainError as error:
            status, there = error.status, _refused(form, error, asked, own)
    has_last = row is None and queries.last_of(None, own.id, None) is not None
    around = around_of(asked, own)
    page = render_template("registrations/unit_form.html", form=form, row=row, there=there, has_last=has_last, **around)
    return page, status


def _saved(row: Registration) -> ResponseReturnValue:
    is_final = row.state == State.SUBMITTED
    flash(_("Đã gửi bản đăng ký, chờ xác nhận.") if is_final else _("Đã lưu bản nháp."))
    return redirect(url_for(".one", registration_id=row.id) if is_final else request.path, 303)


def _refused(form: CollectiveForm, error: DomainError, asked: Asked, unit: OrgUnit) -> Registration | None:
    form.fill(form.draft())
    form.tell(error, "basis" if error.field else "version")
    if not (isinstance(error, Conflict) and error.code == "stale"):
        return None
    there = queries.of_unit(asked.plan.id, asked.year, unit.id)
    form.version.data = str(there.version if there else 0)
    return there


@blueprint.route("/<slug>/<int:year>/units/<unit_code>/people/<int:person_id>", methods=["GET", "POST"])
@login_required
def behalf(slug: str, year: int, unit_code: str, person_id: int) -> ResponseReturnValue:
    """Write a registration for somebody who has no phone."""
    actor, now = acting(), clock.now()
    asked, own = place_of(slug, year, unit_code)
    subject = service.behalf_subject(actor, asked, own, person_id, now)
    return write_person(actor, asked, subject, now, request.path)


@blueprint.route("/<slug>/<int:year>/units/<unit_code>/exemptions", methods=["GET", "POST"])
@login_required
def exemptions(slug: str, year: int, unit_code: str) -> ResponseReturnValue:
    """Who is exempt, by which rule; giving an exemption."""
    actor, now = acting(), clock.now()
    asked, own = place_of(slug, year, unit_code)
    rights.require_list(actor, asked, own)
    form, status = ExemptForm(), 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                exempting.exempt(actor, asked, own, _number(form.person.data), _wish(form), now)
                flash(_("Đã ghi quyết định miễn đăng ký."))
                return redirect(request.path, 303)
        except DomainError as error:
            form.tell(error, "person")
            status = error.status
    return _exemptions_page(form, asked, own, now), status


def _exemptions_page(form: ExemptForm, asked: Asked, own: OrgUnit, now: datetime) -> str:
    today = clock.local(now).date()
    around = around_of(asked, own)
    around["decides_people"] = rights.decides_people(acting(), asked, own)
    people = lines(asked, Reach(own.position, own.position), today)
    me = acting().person_id
    free = [line for line in people if line.state in {"", *EDITABLE} and line.person_id != me]
    form.person.choices = [("", _("Chọn một người")), *((str(line.person_id), line.name) for line in free)]
    form.rule.choices = [(str(rule.task_id), rule.words) for rule in asked.rules]
    if not form.is_submitted():
        form.decided_on.data = today
        form.rule.data = form.rule.choices[0][0] if len(form.rule.choices) == 1 else None
    rows = queries.exemptions(asked, _reach(own))
    return render_template("registrations/exemptions.html", form=form, rows=rows, **around)


def _wish(form: ExemptForm) -> exempting.Wish:
    reason, document = (form.reason.data or "").strip(), (form.document.data or "").strip()
    return exempting.Wish(_number(form.rule.data), form.kind.data or "", reason, form.decided_on.data, document)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


@blueprint.post("/<slug>/<int:year>/units/<unit_code>/exemptions/<int:exemption_id>")
@login_required
def unexempt(slug: str, year: int, unit_code: str, exemption_id: int) -> ResponseReturnValue:
    """Take an exemption back."""
    asked, own = place_of(slug, year, unit_code)
    rights.require_list(acting(), asked, own)
    form = ReasonForm()
    try:
        reason = (form.reason.data or "").strip()[:300]
        exempting.take_back(acting(), asked, own, exemption_id, reason, form.seen(), clock.now())
        flash(_("Đã rút quyết định miễn; người này phải đăng ký."))
    except Invalid as error:
        flash(message_of(error), "danger")
    return redirect(url_for(".exemptions", slug=slug, year=year, unit_code=unit_code), 303)
