"""The events of a plan on the console: what happened, what waits for it, recording and undoing by hand."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from quiz.core import clock
from quiz.core.errors import DomainError
from quiz.core.messages import message_of
from quiz.core.paging import page_number
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF, may_manage
from quiz.plans.timing import events as service
from quiz.plans.timing.blueprints import blueprint
from quiz.plans.timing.days import OF_THE_PLAN
from quiz.plans.timing.forms import EventForm
from quiz.plans.timing.rules import EVENTS
from quiz.plans.timing.wording import words
from quiz.units import queries as units


@blueprint.get("/<slug>/events")
@roles(*STAFF)
def events(slug: str) -> ResponseReturnValue:
    """The events of a plan, the latest first, and the tasks that wait for one."""
    return _page(slug, EventForm())


@blueprint.post("/<slug>/events")
@roles(*STAFF)
def event_add(slug: str) -> ResponseReturnValue:
    """Record an event by hand."""
    plan, unit = service.seen_plan(acting(), slug)
    form, status = EventForm(), 422
    if form.validate_on_submit():
        try:
            service.record_by_hand(
                acting(), plan, unit, form.kind.data, form.happened_on.data, _named(form), clock.now()
            )
            flash(_("Đã ghi sự kiện; hạn của các việc chờ sự kiện này đã được tính."))
            return redirect(url_for(".events", slug=slug), 303)
        except DomainError as error:
            field = "unit_text" if error.field == "unit" else error.field
            name = field if field in form else "kind"
            form[name].errors = [*form[name].errors, message_of(error)]
            status = error.status
    return _page(slug, form), status


@blueprint.post("/<slug>/events/<int:event_id>/undo")
@roles(*STAFF)
def event_undo(slug: str, event_id: int) -> ResponseReturnValue:
    """Undo an event that was recorded by hand."""
    plan, unit = service.seen_plan(acting(), slug)
    service.take_back_by_hand(acting(), plan, unit, event_id)
    flash(_("Đã bỏ sự kiện; các việc liên quan lại chờ sự kiện này."))
    return redirect(url_for(".events", slug=slug), 303)


def _named(form: EventForm) -> str:
    """The code of the unit that was chosen or whose name was typed; what was typed, where it means none."""
    code, text = (form.unit.data or "").strip(), (form.unit_text.data or "").strip()
    found = units.resolve(code, text, clock.now())[0] if text and not code else None
    return found.code if found else code or text


def _page(slug: str, form: EventForm) -> str:
    plan, unit = service.seen_plan(acting(), slug)
    manages = may_manage(acting(), plan, unit)
    waiting = service.waiting_tasks(acting(), plan)
    form.kind.choices = [
        SelectChoice(kind, _(title)) for kind, title in EVENTS.items() if manages or kind not in OF_THE_PLAN
    ]
    return render_template(
        "plans/timing/events.html",
        plan=plan,
        form=form,
        page=service.page_of_events(acting(), plan, unit, page_number(request.args.get("page"))),
        waiting=waiting,
        titles=EVENTS,
        words=words,
        is_demo=plan.is_demo,
    )
