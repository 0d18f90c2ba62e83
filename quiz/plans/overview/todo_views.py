"""The to-do list of the staff, and search over plans, tasks, units and people of the own subtree."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.paging import page_number
from quiz.core.permissions import Actor, acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan, PlanTask
from quiz.plans.modules import TITLES
from quiz.plans.overview import finding, words
from quiz.plans.overview.chat_text import todo_text
from quiz.plans.overview.counting import below
from quiz.plans.overview.scope import acted_for, own_units, plans_at_work, reach
from quiz.plans.overview.tasks import standing_duties
from quiz.plans.overview.todo import Group, todo_of
from quiz.plans.overview.todo_queries import Wanted, late_pairs
from quiz.units import queries as units
from quiz.units.models import OrgUnit

blueprint = Blueprint("plans_todo", __name__, url_prefix="/admin/plans")
MOST_LATE = 300
"""How many late duties the text for a chat group is made of at most."""


@blueprint.get("/todo")
@roles(*STAFF)
def todo() -> ResponseReturnValue:
    """What to do: `plan` (its slug), `unit` (a code), `module`, `q`, `all` (1: with own staff), `group`, `task`."""
    actor = acting()
    own, plans = own_units(actor), plans_at_work(actor)
    chosen = next((plan for plan in plans if plan.slug == request.args.get("plan")), None)
    unit = _unit(actor)
    wanted = _wanted(actor, own, chosen, unit)
    group = request.args.get("group", "")
    shown = Group(group) if group in set(Group) else None
    return render_template(
        "plans/overview/todo.html",
        groups=todo_of(actor, wanted, shown, page_number(request.args.get("page"))),
        group=shown,
        task=db.session.get(PlanTask, wanted.task_id) if wanted.task_id else None,
        wanted=wanted,
        plans=plans,
        plan=chosen,
        is_demo=any(plan.is_demo for plan in plans),
        own=own,
        unit=unit,
        reaches_all=request.args.get("all") == "1",
        text=todo_text(late_pairs(wanted, MOST_LATE), wanted.today),
        standing=standing_duties(*(one.id for one in ([chosen] if chosen else plans))),
        modules=TITLES,
        words=words,
    )


def _wanted(actor: Actor, own: list[OrgUnit], plan: Plan | None, unit: OrgUnit | None) -> Wanted:
    args = request.args
    scope = reach(actor) if args.get("all") == "1" else acted_for(actor, own)
    module, text = args.get("module", ""), args.get("q", "")[:100]
    module = module if module in TITLES else ""
    kept = {
        "plan": plan.slug if plan else "",
        "unit": unit.code if unit else "",
        "module": module,
        "q": text,
        "all": "1" if args.get("all") == "1" else "",
    }
    return Wanted(
        scope if unit is None else scope & below(unit),
        clock.local(clock.now()).date(),
        plan.id if plan else None,
        module,
        text,
        task_id=args.get("task", type=int),
        own=[one.id for one in own],
        kept=urlencode({name: value for name, value in kept.items() if value}),
    )


def _unit(actor: Actor) -> OrgUnit | None:
    """The unit that the list is narrowed to; NotFound where it is not the person's."""
    code = request.args.get("unit", "")[:32]
    if not code:
        return None
    unit = units.by_code(code)
    if unit is None or not actor.covers(unit.position, *STAFF):
        raise NotFound("Không tìm thấy đơn vị này trong phạm vi quý vị phụ trách.")
    return unit


@blueprint.get("/search")
@roles(*STAFF)
def search() -> ResponseReturnValue:
    """Plans, tasks, units and people of the own subtree: `q`, with and without marks."""
    text = request.args.get("q", "")[:100]
    return render_template(
        "plans/overview/search.html", text=text, found=finding.find(acting(), text, clock.now()), words=words
    )
