"""Plans from files and as files: upload with a look beforehand, the shipped samples, download."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock, uploads
from quiz.core.errors import DomainError, NotAllowed
from quiz.core.permissions import Role, acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.files.mistakes import Mistake, PlanMistakes
from quiz.plans.writing import queries
from quiz.plans.writing.console import blueprint, organised_units, own_plan
from quiz.plans.writing.export import plan_yaml
from quiz.plans.writing.forms import PlanFileForm, SampleForm, tell
from quiz.plans.writing.tasks import tasks_of
from quiz.plans.writing.uploading import Loaded, look_at, samples, take_file, take_sample


@blueprint.route("/import", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def upload() -> ResponseReturnValue:
    """Ask for a plan file and show what it would change; nothing is stored yet."""
    form, status = PlanFileForm(), 200
    form.unit.choices = organised_units()
    if form.is_submitted() and form.validate():
        try:
            year, unit_id = form.wanted_year(), _own_unit(form)
            token, name, content = uploads.keep(form.file.data)
            return _preview(token, name, content, unit_id, year)
        except DomainError as error:
            status = tell(form, error)
    return render_template("plans/writing/upload.html", form=form), status


def _own_unit(form: PlanFileForm) -> int:
    unit_id = form.unit.data or 0
    if unit_id not in dict(organised_units()):
        raise NotAllowed("Quý vị chỉ lập được kế hoạch cho đơn vị mình phụ trách.", field="unit")
    return int(unit_id)


def _preview(token: str, name: str, content: bytes, unit_id: int, year: int | None) -> ResponseReturnValue:
    loaded, status = None, 200
    mistakes: tuple[Mistake, ...] = ()
    try:
        loaded = look_at(acting(), content, unit_id, year, clock.now())
    except PlanMistakes as error:
        uploads.discard(token)
        mistakes, status = error.mistakes, error.status
    more = {"name": name, "token": token, "unit_id": unit_id, "year": year}
    return render_template("plans/writing/preview.html", loaded=loaded, mistakes=mistakes, **more), status


@blueprint.post("/import/<token>")
@roles(Role.ORGANISER)
def accept(token: str) -> ResponseReturnValue:
    """Take the plan of a file that was looked at."""
    unit_id, year = request.form.get("unit", 0, type=int), request.form.get("year", type=int)
    loaded = take_file(acting(), uploads.fetch(token), unit_id, year, clock.now())
    uploads.discard(token)
    return _taken(loaded)


def _taken(loaded: Loaded) -> ResponseReturnValue:
    report = loaded.report
    if report.is_new:
        flash(_("Đã nạp kế hoạch với %(number)s việc. Quý vị xem lại rồi ban hành.", number=report.tasks))
    else:
        counts = {"added": report.added, "changed": report.changed, "removed": report.removed}
        flash(_("Đã cập nhật kế hoạch: thêm %(added)s, sửa %(changed)s, bỏ %(removed)s việc.", **counts))
    return redirect(url_for(".plan", slug=report.slug), 303)


@blueprint.route("/samples", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def sample_plans() -> ResponseReturnValue:
    """The plans that the product brings along, to take over and change."""
    form, status = SampleForm(data={"year": str(clock.local(clock.now()).year)}), 200
    form.unit.choices = organised_units()
    form.sample.choices = [(one.name, one.title) for one in samples()]
    if form.is_submitted() and form.validate():
        try:
            year, unit_id = form.wanted_year(), _own_unit(form)
            return _taken(take_sample(acting(), form.sample.data or "", unit_id, year, clock.now()))
        except DomainError as error:
            status = tell(form, error)
    return render_template("plans/writing/samples.html", form=form, samples=samples()), status


@blueprint.get("/<slug>/plan.yaml")
@roles(*STAFF)
def download(slug: str) -> ResponseReturnValue:
    """The plan as a file that can be loaded again."""
    plan, _unit = own_plan(slug)
    answer = make_response(plan_yaml(plan, tasks_of(plan.id), queries.actors_of(plan.id)))
    answer.headers["Content-Type"] = "application/yaml; charset=utf-8"
    answer.headers["Content-Disposition"] = f"attachment; filename={plan.slug}.yaml"
    return answer
