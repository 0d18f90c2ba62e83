"""What the list of duties to decide about answers, in the console and outside of it."""

from __future__ import annotations

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.messages import message_of
from quiz.core.paging import page_number
from quiz.core.permissions import acting
from quiz.plans.authority import powers_of
from quiz.plans.duties.bulk import chosen, confirm_many
from quiz.plans.duties.waiting import STATES, Filters, choices, waiting
from quiz.plans.modules import TITLES
from quiz.plans.rules import STATE_TITLES, STATUS_TITLES, DutyState
from quiz.units import queries as units
from quiz.units.models import OrgUnit


def show(layout: str) -> ResponseReturnValue:
    """The list, narrowed by what the address says."""
    args = request.args
    state = next((state for state in STATES if state == args.get("state")), DutyState.SUBMITTED)
    unit, unit_text = _unit(args.get("unit", "")[:32], args.get("unit_text", "")[:200])
    task_id, module, text = args.get("task", type=int), args.get("module", "")[:30], args.get("q", "")[:200]
    filters = Filters(state, args.get("plan", "")[:64], unit, module, text, task_id)
    actor, today = acting(), clock.local(clock.now()).date()
    plans, modules = choices(actor, state)
    return render_template(
        "plans/duties/waiting.html",
        layout=layout,
        page=waiting(actor, filters, today, page_number(args.get("page"))),
        filters=filters,
        plans=plans,
        modules={name: TITLES[name] for name in modules if name in TITLES},
        states={state: STATE_TITLES[state] for state in STATES},
        statuses=STATUS_TITLES,
        unit_text=unit_text,
        unit_code=unit.code if unit is not None and unit.id else "",
    )


def _unit(code: str, text: str) -> tuple[OrgUnit | None, str]:
    """The unit to narrow to and what is shown of it; one the person may not look at narrows to nothing."""
    if not code and not text.strip():
        return None, ""
    unit, _hits = units.resolve(code, text, clock.now())
    if unit is not None and powers_of(acting()).may_see(unit):
        return unit, unit.name
    return OrgUnit(position=-1, last_position=-1, name="", code=""), text or code


def confirm(layout: str) -> ResponseReturnValue:
    """Confirm what was ticked; what was refused is told on a page of its own."""
    duties = chosen(request.form.getlist("duty"))
    if not duties:
        flash(_("Quý vị chưa chọn nhiệm vụ nào."), "warning")
        return show(layout)
    report = confirm_many(acting(), duties, request.form.get("basis", ""), clock.now())
    refused = [(one, message_of(one.error)) for one in report.refused]
    return render_template("plans/duties/confirmed.html", layout=layout, report=report, refused=refused)
