"""Choosing by hand the units that an actor of a plan means."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import DomainError, NotFound
from quiz.core.permissions import Role, acting, roles
from quiz.plans.assigning import service
from quiz.plans.assigning.forms import ActorForm
from quiz.plans.assigning.preview import proposed, units_by
from quiz.plans.assigning.queries import ground_of, meanings_of
from quiz.plans.assigning.views import blueprint, own_plan, typed_unit
from quiz.plans.models import Plan, PlanActor
from quiz.units.kinds import title_of

__all__ = ["blueprint"]


@blueprint.route("/<slug>/assign/actors/<int:actor_id>", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def actor(slug: str, actor_id: int) -> ResponseReturnValue:
    """The units of an actor: those chosen, those proposed by their name, and one to add."""
    plan, form, status = own_plan(slug), ActorForm(), 200
    row = _own_actor(plan, actor_id)
    chosen = list(row.unit_ids)
    if form.validate_on_submit():
        chosen = [int(one) for one in request.form.getlist("chosen") if one.isascii() and one.isdigit()]
        try:
            added = [typed_unit(form).id] if form.unit_text.data or form.unit.data else []
            service.choose_units(acting(), actor_id, [*chosen, *added], form.version.data or 0, clock.now())
            flash(_("Đã lưu các đơn vị của chủ thể."))
            return redirect(url_for(".actor" if added else ".index", slug=slug, actor_id=actor_id), 303)
        except DomainError as error:
            status = error.status
            form.unit_text.errors = [_(error.text, **error.params)]
            plan = own_plan(slug)
            row = _own_actor(plan, actor_id)
    return _page(plan, row, form, chosen), status


def _own_actor(plan: Plan, actor_id: int) -> PlanActor:
    row = db.session.get(PlanActor, actor_id)
    if row is None or row.plan_id != plan.id:
        raise NotFound("Không tìm thấy chủ thể này.")
    return row


def _page(plan: Plan, row: PlanActor, form: ActorForm, chosen: list[int]) -> str:
    form.version.process_data(row.version)
    form.version.raw_data = None
    ground = ground_of(plan, clock.now())
    within = [one for one in chosen if one in ground.kinds]
    return render_template(
        "plans/assigning/actor.html",
        plan=plan,
        actor=row,
        chosen=units_by(within),
        kept=units_by([one for one in row.unit_ids if one in ground.kinds and one not in within]),
        proposed=[unit for unit in proposed(meanings_of(plan)[row.name], ground) if unit.id not in within],
        form=form,
        kind_title=title_of,
    )
