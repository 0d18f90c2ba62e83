"""A task of a plan: its page, making, changing, moving and removing it."""

from __future__ import annotations

import json
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.errors import DomainError
from quiz.core.messages import message_of
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan, PlanTask
from quiz.plans.modules import TITLES, page_of
from quiz.plans.writing import queries, service
from quiz.plans.writing.checks import checked_deadline
from quiz.plans.writing.console import blueprint, changeable_plan, is_stale, own_plan, page, task_at
from quiz.plans.writing.drafts import TaskDraft
from quiz.plans.writing.forms import RemoveForm, tell, version_of
from quiz.plans.writing.own_tasks import units_below, units_of
from quiz.plans.writing.plan_views import blank_rows
from quiz.plans.writing.rights import looks_after
from quiz.plans.writing.rules import differences
from quiz.plans.writing.task_forms import TaskForm, shown
from quiz.plans.writing.tasks import begun, tasks_of
from quiz.plans.writing.wording import deadline_words, task_facts
from quiz.units.models import OrgUnit

KEEPS_ON_PAGE = ("more", "preview")
"""Buttons of the form that store nothing."""


@blueprint.get("/<slug>/tasks/<int:task_id>")
@roles(*STAFF)
def task(slug: str, task_id: int) -> ResponseReturnValue:
    """Everything about a task: its rule with the days, its targets, who has it, what became of it."""
    plan, unit = own_plan(slug)
    return _task_page(plan, unit, task_at(plan, task_id))


def _task_page(plan: Plan, unit: OrgUnit, row: PlanTask, **more: Any) -> str:
    actor, siblings = acting(), [one for one in tasks_of(plan.id) if one.removed_at is None]
    line = queries.task_lines(actor, plan, [row])[0]
    below = [found for found in queries.derived_tasks(row).values() if looks_after(actor, found[2])]
    return page(
        "plans/writing/task.html",
        plan,
        unit,
        line=line,
        module_titles=TITLES,
        module_page=page_of(row.module, plan.slug),
        upper=queries.upper_task(row),
        below=below,
        repeats=[one for one in siblings if one.merged_into_id == row.id],
        others=[one for one in siblings if one.id != row.id],
        changes=queries.changes_of("plan_task", row.id) if looks_after(actor, unit) else [],
        told=lambda entry: _told(entry, row),
        **more,
    )


def _told(entry: AuditEntry, row: PlanTask) -> list[tuple[str, str, str]]:
    """What a change of a task was, in words: label, before, after."""
    before, after = json.loads(entry.before), json.loads(entry.after)
    if entry.action == "plan.task.own":
        labels = {"own_due_on": _("Ngày đến hạn của đơn vị"), "in_charge": _("Ai phụ trách")}
        return [(label, before[key], after[key]) for key, label in labels.items() if before[key] != after[key]]
    if entry.action != "plan.task.change":
        return []
    now = TaskDraft.of(row).columns()
    stored, typed = (task_facts(TaskDraft(**{**now, **values})) for values in (before, after))
    return [(one.label, one.stored, one.typed) for one in differences(stored, typed)]


@blueprint.route("/<slug>/tasks/new", methods=["GET", "POST"])
@roles(*STAFF)
def task_new(slug: str) -> ResponseReturnValue:
    """Add a task; in a derived plan it is the unit's own and given to units of the subtree."""
    plan, unit = changeable_plan(slug)
    form = _form(plan, unit, shown(TaskDraft("", "activities", section=request.args.get("section", "")[:60]), 0))
    status, plan_id, is_own = 200, plan.id, plan.parent_id is not None
    if _is_sent(form):
        status = 422
        if form.validate():
            try:
                if is_own:
                    made = service.make_own_task(acting(), plan_id, form.draft(), form.units.data or (), clock.now())
                else:
                    draft, new_actor = form.draft(), form.new_actor()
                    made = service.make_task(acting(), plan_id, draft, clock.now(), new_actor=new_actor)
                flash(_("Đã thêm việc %(code)s.", code=made.code))
                return redirect(url_for(".task", slug=slug, task_id=made.id), 303)
            except DomainError as error:
                status = tell(form, error)
    return _edit_page(slug, form, None), status


@blueprint.route("/<slug>/tasks/<int:task_id>/edit", methods=["GET", "POST"])
@roles(*STAFF)
def task_edit(slug: str, task_id: int) -> ResponseReturnValue:
    """Change a task; who was slower sees both versions and loses nothing."""
    plan, unit = changeable_plan(slug)
    row = task_at(plan, task_id)
    form = _form(plan, unit, shown(TaskDraft.of(row), row.version, units_of(row) if row.is_own else ()))
    status, differing = 200, None
    if _is_sent(form):
        status = 422
        if form.validate():
            try:
                _change(form, row)
                flash(_("Đã lưu việc."))
                return redirect(url_for(".task", slug=slug, task_id=task_id), 303)
            except DomainError as error:
                status = error.status if is_stale(error) else tell(form, error)
                if is_stale(error):
                    differing = _two_versions(form, slug, task_id)
    return _edit_page(slug, form, task_id, differing), status


def _change(form: TaskForm, row: PlanTask) -> None:
    task_id, version = row.id, version_of(form)
    if row.is_own:
        service.change_own_task(acting(), task_id, form.draft(), form.units.data or (), version, clock.now())
    else:
        service.change_task(acting(), task_id, form.draft(), version, clock.now(), new_actor=form.new_actor())


def _two_versions(form: TaskForm, slug: str, task_id: int) -> list[Any]:
    stored = task_at(own_plan(slug)[0], task_id)
    form.version.data = str(stored.version)
    typed = form.draft()
    facts = [(label, text) for label, text in task_facts(typed)]
    kept = dict(task_facts(TaskDraft.of(stored)))
    return differences(list(kept.items()), [*facts[1:], (facts[0][0], stored.code)])


def _form(plan: Plan, unit: OrgUnit, values: dict[str, Any]) -> TaskForm:
    form = TaskForm(data=values)
    units = units_below(unit) if plan.parent_id else []
    names = [row.name for row in queries.actors_of(plan.id)]
    form.offer(sorted(names, key=lambda name: name not in (form.actors.data or ())), units)
    return form


def _is_sent(form: TaskForm) -> bool:
    return form.is_submitted() and not any(name in request.form for name in KEEPS_ON_PAGE)


def _edit_page(slug: str, form: TaskForm, task_id: int | None, differing: list[Any] | None = None) -> str:
    plan, unit = changeable_plan(slug)
    row = None if task_id is None else task_at(plan, task_id)
    preview = _preview(form, plan) if form.is_submitted() else None
    blank_rows(form.targets)
    return page(
        "plans/writing/task_edit.html",
        plan,
        unit,
        form=form,
        task=row,
        differences=differing,
        preview=preview,
        is_own=plan.parent_id is not None,
    )


def _preview(form: TaskForm, plan: Plan) -> dict[str, Any] | None:
    """The rule as typed in words with its days in the plan's years; what is wrong with it stands beside its field."""
    try:
        rule = checked_deadline(form.draft().deadline)
    except DomainError as error:
        if "preview" in request.form:
            tell(form, error)
        return None
    return {"words": deadline_words(rule), "times": queries.times_of(plan, rule)}


@blueprint.post("/<slug>/tasks/<int:task_id>/move")
@roles(*STAFF)
def task_move(slug: str, task_id: int) -> ResponseReturnValue:
    """Put a task behind another one."""
    plan, _unit = changeable_plan(slug)
    row = task_at(plan, task_id)
    after = request.form.get("after", type=int)
    version = request.form.get("version", 0, type=int)
    try:
        service.move_task(acting(), row.id, after, version, clock.now())
        flash(_("Đã chuyển chỗ việc."))
    except DomainError as error:
        if error.code == "stale":
            return _stale_move(slug, task_id, after), error.status
        flash(message_of(error), "danger")
    return redirect(url_for(".task", slug=slug, task_id=task_id), 303)


def _stale_move(slug: str, task_id: int, after: int | None) -> str:
    """The task as it is now beside where it was to be put; the choice is kept."""
    plan, unit = changeable_plan(slug)
    row = task_at(plan, task_id)
    others = [one for one in tasks_of(plan.id) if one.removed_at is None and one.id != row.id]
    before = [one for one in others if one.position < row.position]
    names = {one.id: f"{one.code} – {one.title}" for one in others}
    first = _("Đầu kế hoạch")
    now_after = names[before[-1].id] if before else first
    moving = [{"label": _("Đặt sau việc"), "stored": now_after, "typed": names.get(after or 0, first)}]
    return _task_page(plan, unit, row, moving=moving, after=after)


@blueprint.route("/<slug>/tasks/<int:task_id>/remove", methods=["GET", "POST"])
@roles(*STAFF)
def task_remove(slug: str, task_id: int) -> ResponseReturnValue:
    """Ask before a task is removed, and say what becomes of what was begun."""
    plan, unit = changeable_plan(slug)
    row = task_at(plan, task_id)
    form, status = RemoveForm(data={"version": str(row.version)}), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                excused = service.remove_task(
                    acting(), row.id, version_of(form), clock.now(), reason=form.reason.data or ""
                )
                flash(_("Đã bỏ việc; %(number)s nhiệm vụ chưa xong được miễn.", number=excused))
                return redirect(url_for(".plan", slug=slug), 303)
            except DomainError as error:
                status = tell(form, error)
                plan, unit = changeable_plan(slug)
                row = task_at(plan, task_id)
                form.version.data = str(row.version)
    more = {"line": queries.task_lines(acting(), plan, [row])[0], "begun": begun(row.id)}
    return page("plans/writing/remove.html", plan, unit, form=form, **more), status
