"""The console pages of conferences: the list, planning one, the page of one with its states and materials."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import Conflict, DomainError, NotFound
from quiz.core.messages import message_of, show_error
from quiz.core.paging import page_number
from quiz.core.permissions import acting, roles
from quiz.modules.conferences import coverage, listing, materials, ownership, queries, service
from quiz.modules.conferences.differing import differences
from quiz.modules.conferences.forms import ChooseForm, ConferenceForm, MaterialForm, ReasonForm
from quiz.modules.conferences.rules import FORM_TITLES, STATE_TITLES, takes_scans, wanted_duration
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan
from quiz.units import queries as units
from quiz.units.models import OrgUnit

blueprint = Blueprint("conferences_admin", __name__, url_prefix="/admin/conferences")
ONE = "/<int:conference_id>"


def concerned(conference_id: int) -> queries.Whole:
    """The conference of an address; NotFound where nobody of the own subtree has to do with it."""
    found = queries.whole(conference_id)
    ownership.require_concern(acting(), found)
    return found


def run(conference_id: int) -> queries.Whole:
    """The conference of an address, where the person runs it; NotFound elsewhere."""
    found = queries.whole(conference_id)
    ownership.require_run(acting(), found.row.unit_id)
    return found


@blueprint.get("/")
@roles(*STAFF)
def index() -> ResponseReturnValue:
    """Conferences of the own units and those to which they are invited."""
    text, state = request.args.get("q", "")[:100], request.args.get("state", "")
    state = state if state in STATE_TITLES else ""
    page = listing.page_of_conferences(acting(), text, state, page_number(request.args.get("page")))
    return render_template("conferences/index.html", page=page, text=text, state=state, titles=STATE_TITLES)


@blueprint.get("/choose")
@roles(*STAFF)
def choose() -> ResponseReturnValue:
    """For which unit and plan; with one of each the form comes at once."""
    own = queries.acted_for(acting())
    code = request.args.get("unit", "")[:32]
    unit = _own_unit(code) if code else (own[0] if own else None)
    plans = queries.plans_for(unit) if unit else []
    form = ChooseForm(formdata=None)
    listed = [*own, *(one for one in (units.children(unit) if unit else ()) if one not in own)]
    form.unit.choices = [(one.code, one.name) for one in listed]
    form.plan.choices = [(one.id, one.title) for one in plans]
    form.unit.data = unit.code if unit else None
    return render_template("conferences/choose.html", form=form, unit=unit, plans=plans)


@blueprint.route("/new", methods=["GET", "POST"])
@roles(*STAFF)
def new() -> ResponseReturnValue:
    """Plan a conference of `unit` for `plan`; `task` is ticked beforehand."""
    if not request.args.get("unit") or not request.args.get("plan"):
        return redirect(url_for(".choose", unit=request.args.get("unit")))
    unit = _own_unit(request.args["unit"][:32])
    plan = next((one for one in queries.plans_for(unit) if str(one.id) == request.args["plan"]), None)
    if plan is None:
        raise NotFound("Không tìm thấy kế hoạch này.")
    form = ConferenceForm(tasks=queries.task_choices(plan, unit))
    if request.method == "GET":
        form.tasks.data = [request.args.get("task", 0, type=int)]
        form.topic.data = next((str(one["title"]) for one in plan.topics if one.get("title")), "")[:500]
    if form.validate_on_submit():
        try:
            made = service.create(acting(), unit.id, plan.id, form.draft(), clock.now())
            flash(_("Đã lập hội nghị. Mời quý vị chọn thành phần triệu tập."))
            return redirect(url_for(".invite", conference_id=made), 303)
        except DomainError as error:
            show_error(form, error, "title")
    return _edit_page(form, unit, plan), 422 if form.errors else 200


def _own_unit(code: str) -> OrgUnit:
    unit = units.by_code(code)
    if unit is None or not queries.may_run(acting(), unit):
        raise NotFound("Không tìm thấy đơn vị này trong phạm vi của quý vị.")
    return unit


@blueprint.route(f"{ONE}/edit", methods=["GET", "POST"])
@roles(*STAFF)
def edit(conference_id: int) -> ResponseReturnValue:
    """Change a conference; where somebody was faster: 409 with both versions, what was typed is kept."""
    found = run(conference_id)
    choices = queries.task_choices(found.plan, found.unit)
    if request.method == "GET":
        return _edit_page(_filled(found), found.unit, found.plan, found)
    form, differing, status = ConferenceForm(tasks=choices), None, 422
    if form.validate():
        try:
            service.edit(acting(), conference_id, form.stated_version(), form.draft(), clock.now())
            flash(_("Đã lưu hội nghị."))
            return redirect(url_for(".show", conference_id=conference_id), 303)
        except DomainError as error:
            show_error(form, error, "title")
            status = error.status
            if error.code == "stale":
                found = run(conference_id)
                stored = _filled(found)
                differing, form.version.data = differences(stored, form), found.row.version
    return _edit_page(form, found.unit, found.plan, found, differing), status


def _filled(found: queries.Whole) -> ConferenceForm:
    form = ConferenceForm(formdata=None, obj=None, tasks=queries.task_choices(found.plan, found.unit))
    row, sitting = found.row, found.sittings[0]
    form.process(formdata=None, **{name: getattr(row, name) for name in ("title", "topic", "form", "chair")})
    form.is_whole_plan.data, form.version.data = row.is_whole_plan, row.version
    form.duration.data = f"{row.duration / 100:g}".replace(".", ",")
    form.tasks.data = [task.id for task in found.tasks]
    for item in found.items:
        form.items.append_entry({"begins": item.begins, "content": item.content, "speaker": item.speaker})
    form.fill_sitting(sitting.row.starts_at, sitting.row.ends_at, sitting.places)
    return form


def _edit_page(
    form: ConferenceForm,
    unit: OrgUnit,
    plan: Plan,
    found: queries.Whole | None = None,
    differing: list[tuple[str, str, str]] | None = None,
) -> str:
    form.add_lines()
    may_be_whole = plan.unit_id == unit.id and plan.parent_id is None
    return render_template(
        "conferences/edit.html",
        form=form,
        unit=unit,
        plan=plan,
        found=found,
        differing=differing,
        may_be_whole=may_be_whole,
    )


@blueprint.get(ONE)
@roles(*STAFF)
def show(conference_id: int) -> ResponseReturnValue:
    """A conference: what it is, its sessions, who is invited, what is to be done next."""
    return page_of(conference_id)


def page_of(conference_id: int, error: DomainError | None = None, cancel: ReasonForm | None = None) -> str:
    """The page of a conference, with an error above where something was refused."""
    found, actor, now = concerned(conference_id), acting(), clock.now()
    top = own_top(found)
    wanted = [wanted_duration(task.targets) for task in found.tasks]
    differs = [one for one in wanted if one and not one[0] <= found.row.duration / 100 <= one[1]]
    cancel = cancel or ReasonForm(formdata=None, version=found.row.version)
    cancel.version.data = found.row.version
    return render_template(
        "conferences/show.html",
        found=found,
        runs=queries.may_run(actor, found.unit),
        error=message_of(error) if error else "",
        cancel_form=cancel,
        material_form=MaterialForm(formdata=None),
        files=materials.files_of(conference_id),
        numbers=[coverage.coverage_of(conference_id, unit).own for unit in top],
        asked=queries.units_asked(actor, conference_id),
        differs=differs,
        states=STATE_TITLES,
        forms=FORM_TITLES,
        open_ids={
            one.row.id
            for one in found.sittings
            if takes_scans(one.row.starts_at, one.row.ends_at, one.row.closed_at, now)
        },
    )


def own_top(found: queries.Whole) -> list[OrgUnit]:
    """Where the person's view of a conference begins: its unit where that is the own one, else the own units."""
    if queries.may_run(acting(), found.unit):
        return [found.unit]
    return list(queries.acted_for(acting()))


def act(conference_id: int, what: Callable[[], object], said: str) -> ResponseReturnValue:
    """Do something to a conference and go back to its page; what is refused is told there."""
    try:
        what()
    except Conflict as error:
        return page_of(conference_id, error), error.status
    flash(said)
    return redirect(url_for(".show", conference_id=conference_id), 303)


def posted_version() -> int:
    """The version in the form that was sent."""
    return request.form.get("version", 0, type=int)


@blueprint.post(f"{ONE}/announce")
@roles(*STAFF)
def announce(conference_id: int) -> ResponseReturnValue:
    """Call everybody invited together."""
    run(conference_id)
    version = posted_version()
    return act(
        conference_id,
        lambda: service.announce(acting(), conference_id, version, clock.now()),
        _("Đã triệu tập. Người được mời đã nhận thông báo trong hộp thư."),
    )


@blueprint.post(f"{ONE}/cancel")
@roles(*STAFF)
def cancel(conference_id: int) -> ResponseReturnValue:
    """Cancel with a reason."""
    run(conference_id)
    form = ReasonForm()
    if not form.validate():
        return page_of(conference_id, cancel=form), 422
    try:
        service.cancel(acting(), conference_id, posted_version(), form.reason.data, clock.now())
    except DomainError as error:
        return page_of(conference_id, error, form), error.status
    flash(_("Đã hủy hội nghị; các thời hạn tính từ hội nghị này đã được thu hồi."))
    return redirect(url_for(".show", conference_id=conference_id), 303)
