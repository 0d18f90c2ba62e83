"""Pages of the person who registers: what is asked, writing it, looking at one, the own result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from quiz.core.messages import message_of
from quiz.core.permissions import Actor, acting, login_required
from quiz.modules.registrations import queries, rights, service
from quiz.modules.registrations.asking import Asked, asked_in, asked_of, root_plans
from quiz.modules.registrations.forms import DecideForm, PersonForm, draft_of
from quiz.modules.registrations.models import Exemption, Registration
from quiz.modules.registrations.people import Line, line_of
from quiz.modules.registrations.rules import WHOLE_TERM, Draft, State
from quiz.modules.registrations.service import EDITABLE, Subject
from quiz.modules.registrations.suggesting import suggestion
from quiz.modules.registrations.wording import titles
from quiz.plans import authority
from quiz.plans.duties.evidence import attach, take_files
from quiz.plans.duties.shelf import evidence_of
from quiz.plans.models import Plan
from quiz.units.models import OrgUnit

blueprint = Blueprint("registrations", __name__, url_prefix="/registrations")
EVIDENCE = "registration"
"""What pieces of evidence are shown for, as the store knows it."""
blueprint.context_processor(titles)


@dataclass(frozen=True)
class Mine:
    """One year of a plan as the person sees it."""

    asked: Asked
    line: Line
    exemption: Exemption | None


@dataclass(frozen=True)
class OwnUnit:
    """A unit of the person's posts in one year of a plan, and whether the person confirms or leads there."""

    asked: Asked
    unit: OrgUnit
    leads: bool


@blueprint.get("/")
@login_required
def index() -> ResponseReturnValue:
    """What the person has to register, and the open lists of the units of the own posts."""
    actor, now = acting(), clock.now()
    today = clock.local(now).date()
    near = {today.year - 1, today.year, today.year + 1, WHOLE_TERM}
    years = [asked for asked in queries.asked_years(root_plans()) if asked.year in near]
    mine = [
        Mine(asked, line, queries.exemption_of(asked.plan.id, asked.year, actor.person_id))
        for asked in years
        if (line := line_of(asked, actor.person_id, today))
    ]
    held = queries.own_units(actor.person_id, today)
    within = [
        OwnUnit(asked, unit, bool(posts & {*authority.LEADING, "committee_member"}))
        for asked in years
        for unit, posts in held
        if _is_below(asked.plan, unit)
    ]
    return render_template("registrations/own.html", mine=mine, units=within, today=today)


def _is_below(plan: Plan, unit: OrgUnit) -> bool:
    above = queries.unit_of_plan(plan)
    return above.position <= unit.position <= above.last_position


@blueprint.route("/<slug>/<int:year>/mine", methods=["GET", "POST"])
@login_required
def mine(slug: str, year: int) -> ResponseReturnValue:
    """Write the own registration: keep it, or hand it up."""
    actor, now = acting(), clock.now()
    asked = asked_in(slug, year)
    subject = service.subject_of(asked, actor.person_id, now)
    if subject is None:
        raise NotFound("Kế hoạch này không yêu cầu quý vị đăng ký.")
    return write_person(actor, asked, subject, now, url_for(".mine", slug=slug, year=year))


def write_person(actor: Actor, asked: Asked, subject: Subject, now: datetime, address: str) -> ResponseReturnValue:
    """The form of a person's registration, for oneself or for somebody without a phone."""
    row = queries.of_person(asked.plan.id, asked.year, subject.person_id or 0)
    if row is not None and row.state not in EDITABLE and not request.form:
        return redirect(url_for("registrations.one", registration_id=row.id))
    form, status, there = PersonForm(), 200, None
    if not form.is_submitted():
        _begin(form, asked, subject, row)
    else:
        try:
            if form.validate():
                saved = service.save(
                    actor, asked, subject, form.draft(), form.seen(), now, submit=request.form.get("do") == "submit"
                )
                return _saved(saved, address)
            status = 422
        except DomainError as error:
            status, there = error.status, _refused(form, error, asked, subject)
    if wants_program():
        message = " ".join(error for errors in form.errors.values() for error in errors)
        return jsonify({"version": form.seen(), "message": message}), status
    return _person_page(form, asked, subject, row, there, address), status


def wants_program() -> bool:
    """Whether the page's own script saves in passing."""
    return request.headers.get("Accept", "") == "application/json"


def _begin(form: PersonForm, asked: Asked, subject: Subject, row: Registration | None) -> None:
    """Show what is there; a new one may begin with the last one's or the unit's words."""
    if row is not None:
        form.fill(draft_of(row))
        form.version.data = str(row.version)
    elif request.args.get("from"):
        form.fill(suggestion(request.args["from"], asked, subject) or Draft())


def _saved(row: Registration, address: str) -> ResponseReturnValue:
    if wants_program():
        return jsonify({"version": row.version, "message": _("Đã lưu bản nháp.")})
    if row.state == State.SUBMITTED:
        flash(_("Đã gửi bản đăng ký, chờ xác nhận."))
        return redirect(url_for("registrations.one", registration_id=row.id), 303)
    flash(_("Đã lưu bản nháp."))
    return redirect(address, 303)


def _refused(form: PersonForm, error: DomainError, asked: Asked, subject: Subject) -> Registration | None:
    """Tell the error beside its input; of a stale form also what is stored, to compare with."""
    form.fill(form.draft())
    form.tell(error, "commitment" if error.field else "version")
    if not (isinstance(error, Conflict) and error.code == "stale"):
        return None
    there = queries.of_person(asked.plan.id, asked.year, subject.person_id or 0)
    if not wants_program():
        form.version.data = str(there.version if there else 0)
    return there


def _person_page(
    form: PersonForm, asked: Asked, subject: Subject, row: Registration | None, there: Registration | None, address: str
) -> str:
    return render_template(
        "registrations/person_form.html",
        form=form,
        asked=asked,
        subject=subject,
        row=row,
        there=there,
        address=address,
        unit=queries.unit_by_id(subject.unit_id),
        has_last=row is None and queries.last_of(subject.person_id, subject.unit_id, None) is not None,
        has_unit=row is None and queries.of_unit(asked.plan.id, asked.year, subject.unit_id) is not None,
    )


def seen_one(registration_id: int) -> tuple[Registration, Asked, OrgUnit]:
    """A registration that the person may look at: the own one, or one of the open list."""
    actor, today = acting(), clock.local(clock.now()).date()
    row = queries.get(registration_id)
    unit = queries.unit_by_id(row.unit_id)
    is_own = row.person_id == actor.person_id
    if not is_own:
        is_open = row.state in queries.OPEN_STATES
        if not (rights.may_look(actor, unit, today) and (is_open or authority.may_fill(actor, unit))):
            raise NotFound("Không tìm thấy bản đăng ký này.")
    return row, asked_of(queries.plan_of(row), row.year), unit


@blueprint.get("/<int:registration_id>")
@login_required
def one(registration_id: int) -> ResponseReturnValue:
    """One registration with its history, and what the person may do with it."""
    row, asked, unit = seen_one(registration_id)
    return show_one(row, asked, unit, DecideForm())


def show_one(row: Registration, asked: Asked, unit: OrgUnit, form: DecideForm) -> str:
    """The page of one registration."""
    actor = acting()
    if not form.is_submitted():
        form.version.data = str(row.version)
    return render_template(
        "registrations/one.html",
        named=queries.named(row),
        row=row,
        asked=asked,
        unit=unit,
        form=form,
        steps=queries.steps(row.id),
        pieces=evidence_of(EVIDENCE, [row.id]).get(row.id, []),
        entered_by=queries.names_of([row.entered_by])[row.entered_by] if row.entered_by else None,
        is_own=row.person_id == actor.person_id,
        may_fill=authority.may_fill(actor, unit),
        may_decide=row.state == State.SUBMITTED and rights.may_decide(actor, asked, row, unit),
        may_assess=row.state == State.CONFIRMED and rights.may_assess(actor, asked, row, unit),
        may_take_back=row.state == State.SUBMITTED and actor.person_id in {row.person_id, row.submitted_by},
    )


@blueprint.post("/<int:registration_id>/take-back")
@login_required
def take_back(registration_id: int) -> ResponseReturnValue:
    """Go on writing what nobody has confirmed yet."""
    row, asked, _unit = seen_one(registration_id)
    form = DecideForm()
    service.take_back(acting(), asked, row.id, form.seen(), clock.now())
    flash(_("Đã lấy lại bản đăng ký để sửa."))
    return redirect(url_for(".one", registration_id=registration_id), 303)


@blueprint.post("/<int:registration_id>/evidence")
@login_required
def evidence(registration_id: int) -> ResponseReturnValue:
    """Add a photo or a scan of the signed paper, or of what was done."""
    row, _asked, unit = seen_one(registration_id)
    actor, now = acting(), clock.now()
    is_own = row.person_id == actor.person_id
    if not is_own and not authority.may_fill(actor, unit):
        raise NotAllowed("Chỉ người đăng ký hoặc người làm thay đơn vị được thêm minh chứng.")
    try:
        files = request.files.getlist("file")
        taken = take_files(actor, unit.id, files, now, person_id=actor.person_id if is_own else None)
        for piece_id in taken.ids:
            attach(actor, piece_id, EVIDENCE, row.id, now)
        for error in taken.refused:
            flash(message_of(error), "danger")
        if taken.ids:
            flash(_("Đã thêm minh chứng."))
    except Invalid as error:
        flash(message_of(error), "danger")
    return redirect(url_for(".one", registration_id=row.id), 303)
