"""The actors of a plan: whom the names in its tasks mean."""

from __future__ import annotations

from collections import Counter

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import DomainError, NotFound
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.models import PlanActor
from quiz.plans.writing import queries, service
from quiz.plans.writing.console import blueprint, changeable_plan, is_stale, own_plan, page
from quiz.plans.writing.drafts import ActorDraft
from quiz.plans.writing.forms import ActorForm, tell, version_of
from quiz.plans.writing.rules import differences
from quiz.plans.writing.tasks import tasks_of
from quiz.plans.writing.wording import actor_facts


@blueprint.get("/<slug>/actors")
@roles(*STAFF)
def actors(slug: str) -> ResponseReturnValue:
    """All actors with what they mean and in how many tasks they are named."""
    plan, unit = own_plan(slug)
    rows = [(row, dict(actor_facts(ActorDraft.of(row)))) for row in queries.actors_of(plan.id)]
    used = Counter(name for task in tasks_of(plan.id) if task.removed_at is None for name in task.actors)
    labels = [label for label, _text in actor_facts(ActorDraft(""))]
    return page("plans/writing/actors.html", plan, unit, rows=rows, used=used, labels=labels)


@blueprint.route("/<slug>/actors/new", methods=["GET", "POST"])
@roles(*STAFF)
def actor_new(slug: str) -> ResponseReturnValue:
    """Add an actor."""
    plan, unit = changeable_plan(slug)
    form, status, plan_id = ActorForm(data={"scope": "all"}), 200, plan.id
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                service.make_actor(acting(), plan_id, form.draft(), clock.now())
                flash(_("Đã thêm chủ thể."))
                return redirect(url_for(".actors", slug=slug), 303)
            except DomainError as error:
                status = tell(form, error)
                plan, unit = changeable_plan(slug)
    return page("plans/writing/actor_edit.html", plan, unit, form=form, row=None, differences=None), status


@blueprint.route("/<slug>/actors/<int:actor_id>", methods=["GET", "POST"])
@roles(*STAFF)
def actor_edit(slug: str, actor_id: int) -> ResponseReturnValue:
    """Change whom a name means; who was slower sees both versions and loses nothing."""
    plan, unit = changeable_plan(slug)
    row = _actor(plan.id, actor_id)
    form, status = ActorForm(data={**ActorDraft.of(row).columns(), "version": str(row.version)}), 200
    differing = None
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                service.change_actor(acting(), actor_id, form.draft(), version_of(form), clock.now())
                flash(_("Đã lưu chủ thể. Việc đã giao giữ nguyên; muốn đổi, quý vị giao lại việc."))
                return redirect(url_for(".actors", slug=slug), 303)
            except DomainError as error:
                plan, unit = changeable_plan(slug)
                row = _actor(plan.id, actor_id)
                status = error.status if is_stale(error) else tell(form, error)
                if is_stale(error):
                    form.version.data = str(row.version)
                    differing = differences(actor_facts(ActorDraft.of(row)), actor_facts(form.draft()))
    return page("plans/writing/actor_edit.html", plan, unit, form=form, row=row, differences=differing), status


def _actor(plan_id: int, actor_id: int) -> PlanActor:
    row = db.session.get(PlanActor, actor_id)
    if row is None or row.plan_id != plan_id:
        raise NotFound("Không tìm thấy chủ thể này trong kế hoạch.")
    return row
