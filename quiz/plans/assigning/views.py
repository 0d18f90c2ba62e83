"""Assigning tasks to units: what would be given, who has what, and taking it back."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import DomainError, NotFound
from quiz.core.paging import page_number
from quiz.core.permissions import Role, acting, roles
from quiz.plans.assigning import jobs, service
from quiz.plans.assigning.forms import ReasonForm, UnitForm
from quiz.plans.assigning.preview import kinds_of, preview, runs, units_of
from quiz.plans.assigning.queries import Reach, assignment_of, by_slug, tasks_of
from quiz.plans.models import Assignment, Plan, PlanTask
from quiz.units import queries as units
from quiz.units.kinds import title_of
from quiz.units.models import OrgUnit

blueprint = Blueprint("plans_assigning", __name__, url_prefix="/admin/plans")


def own_plan(slug: str) -> Plan:
    """The plan of an address; refuses whoever does not organise its unit."""
    plan = by_slug(slug)
    acting().require(units.get(plan.unit_id).position, Role.ORGANISER)
    return plan


def _own_task(plan: Plan, task_id: int) -> PlanTask:
    found = tasks_of(plan.id, [task_id])
    if not found:
        raise NotFound("Không tìm thấy việc này trong kế hoạch.")
    return found[0]


def _ids(values: Collection[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 18]


@blueprint.get("/<slug>/assign")
@roles(Role.ORGANISER)
def index(slug: str) -> ResponseReturnValue:
    """Every task with who would get it; what is unclear; the runs so far. `q` and `show` narrow the tasks."""
    plan, text, kind = own_plan(slug), request.args.get("q", "")[:200], request.args.get("show", "")[:8]
    look = preview(plan, clock.now())
    return render_template(
        "plans/assigning/index.html",
        plan=plan,
        look=look,
        sections=look.sections(text, kind),
        text=text,
        kind=kind,
        runs=runs(plan),
        kind_title=title_of,
    )


@blueprint.get("/<slug>/assign/preview")
@roles(Role.ORGANISER)
def look(slug: str) -> ResponseReturnValue:
    """What giving the chosen tasks (`task`) would do, to be confirmed."""
    plan, chosen = own_plan(slug), _ids(request.args.getlist("task"))
    if not chosen:
        flash(_("Vui lòng chọn ít nhất một việc."), "warning")
        return redirect(url_for(".index", slug=slug))
    return render_template("plans/assigning/preview.html", plan=plan, look=preview(plan, clock.now(), chosen))


@blueprint.post("/<slug>/assign")
@roles(Role.ORGANISER)
def give(slug: str) -> ResponseReturnValue:
    """Give the chosen tasks to the units their actors mean; many of them as a job to watch."""
    plan, now, chosen = own_plan(slug), clock.now(), _ids(request.form.getlist("task"))
    back, plan_id = url_for(".index", slug=slug), plan.id
    if preview(plan, now, chosen).fresh >= jobs.MANY:
        job = jobs.begin_assigning(acting(), plan_id, chosen, now, back)
        return redirect(url_for("jobs.show", job_id=job.id), 303)
    given = service.assign_plan(acting(), plan_id, now, task_ids=chosen)
    flash(_("Đã giao thêm %(added)s lượt việc; %(kept)s lượt đã có từ trước.", added=given.added, kept=given.kept))
    return redirect(back, 303)


@blueprint.get("/<slug>/assign/tasks/<int:task_id>")
@roles(Role.ORGANISER)
def task(slug: str, task_id: int) -> ResponseReturnValue:
    """One task: its actors, the units that have it or would get it."""
    plan = own_plan(slug)
    return _task(plan, _own_task(plan, task_id))


def _task(plan: Plan, found: PlanTask, form: UnitForm | None = None) -> str:
    reach, text = Reach(plan, clock.now()), request.args.get("q", "")[:200]
    return render_template(
        "plans/assigning/task.html",
        plan=plan,
        task=found,
        actors=reach.known(found),
        unknown=reach.unknown(found),
        kinds=kinds_of(found, reach),
        kind_title=title_of,
        page=units_of(found, reach, text, page_number(request.args.get("page"))),
        text=text,
        form=form or UnitForm(formdata=None),
    )


@blueprint.post("/<slug>/assign/tasks/<int:task_id>")
@roles(Role.ORGANISER)
def add_unit(slug: str, task_id: int) -> ResponseReturnValue:
    """Give a task to a unit chosen by hand."""
    plan, form = own_plan(slug), UnitForm()
    found = _own_task(plan, task_id)
    try:
        unit = typed_unit(form)
        given = service.assign(acting(), plan.id, {task_id: [unit.id]}, clock.now(), origin="hand")
    except DomainError as error:
        form.unit_text.errors = [_(error.text, **error.params)]
        plan = own_plan(slug)
        return _task(plan, _own_task(plan, found.id), form), error.status
    words = _("Đã giao việc cho %(unit)s.") if given.added else _("%(unit)s đã có việc này.")
    flash(words % {"unit": unit.name})
    return redirect(url_for(".task", slug=slug, task_id=task_id), 303)


def typed_unit(form: UnitForm) -> OrgUnit:
    """The unit that a form means; NotFound where it names none or several."""
    text = (form.unit_text.data or "").strip()
    found, hits = units.resolve(form.unit.data or "", text, clock.now()) if text or form.unit.data else (None, [])
    if found is None:
        names = "; ".join(hit.path for hit in hits[:5])
        raise NotFound("Chưa rõ đơn vị nào. Vui lòng chọn một đơn vị. %(names)s", field="unit_text", names=names)
    return found


def _given(plan: Plan, assignment_id: int) -> tuple[Assignment, PlanTask]:
    assignment = assignment_of(assignment_id)
    return assignment, _own_task(plan, assignment.task_id)


@blueprint.route("/<slug>/assign/given/<int:assignment_id>/taking-back", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def take_back(slug: str, assignment_id: int) -> ResponseReturnValue:
    """Take a task back from one unit, with the reason."""
    plan, form, status = own_plan(slug), ReasonForm(), 200
    assignment, found = _given(plan, assignment_id)
    if form.validate_on_submit():
        try:
            service.take_back(acting(), assignment_id, form.reason.data or "", clock.now())
            flash(_("Đã thu hồi việc."))
            return redirect(url_for(".task", slug=slug, task_id=found.id), 303)
        except DomainError as error:
            form.reason.errors, status = [_(error.text, **error.params)], error.status
            plan = own_plan(slug)
            assignment, found = _given(plan, assignment_id)
    unit = units.get(assignment.unit_id)
    page = render_template("plans/assigning/taking_back.html", plan=plan, task=found, unit=unit, form=form)
    return page, 422 if form.errors and status == 200 else status


@blueprint.route("/<slug>/assign/undo", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def undo(slug: str) -> ResponseReturnValue:
    """Take a whole run back from the units that have not begun; `run` is its moment."""
    plan, form, status = own_plan(slug), ReasonForm(), 200
    wanted = _ids([request.values.get("run", "")])
    run = next((one for one in runs(plan, 1000) if [one.ms] == wanted), None)
    if run is None:
        raise NotFound("Không tìm thấy lần giao việc này.")
    back, plan_id = url_for(".index", slug=slug), plan.id
    if form.validate_on_submit():
        try:
            if run.untouched >= jobs.MANY and (form.reason.data or "").strip():
                job = jobs.begin_taking_back(acting(), plan_id, run.at, form.reason.data, back)
                return redirect(url_for("jobs.show", job_id=job.id), 303)
            taken = service.take_back_run(acting(), plan_id, run.at, form.reason.data or "", clock.now())
            flash(_("Đã thu hồi %(taken)s lượt việc.", taken=taken))
            return redirect(back, 303)
        except DomainError as error:
            form.reason.errors, status = [_(error.text, **error.params)], error.status
            plan = own_plan(slug)
    page = render_template("plans/assigning/undo.html", plan=plan, run=run, form=form)
    return page, 422 if form.errors and status == 200 else status
