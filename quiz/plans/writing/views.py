"""The list of plans and the page of one, on screen, on paper and as a file; the other pages stand beside this."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from quiz.core.db import db
from quiz.core.paging import page_number
from quiz.core.permissions import Role, acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan
from quiz.plans.modules import TITLES
from quiz.plans.rules import PLAN_TITLES
from quiz.plans.writing import (
    actor_views,
    answer_views,
    derive_views,
    file_views,
    own_views,
    plan_views,
    queries,
    state_views,
    task_views,
)
from quiz.plans.writing.carrying import upper_changes
from quiz.plans.writing.console import BADGES, blueprint, own_plan, page
from quiz.plans.writing.listing import Wanted, plan_list
from quiz.plans.writing.queries import TaskFilter
from quiz.plans.writing.rights import looks_after, own_units, unit_above
from quiz.units.models import OrgUnit

__all__ = [
    "actor_views",
    "answer_views",
    "blueprint",
    "derive_views",
    "file_views",
    "own_views",
    "plan_views",
    "state_views",
    "task_views",
]


@blueprint.get("/")
@roles(*STAFF)
def index() -> ResponseReturnValue:
    """The plans that concern the person, by year and state, searched without marks."""
    args = request.args
    whose = "below" if args.get("whose") == "below" else "own"
    wanted = Wanted(
        year=args.get("year", type=int), state=args.get("state", "")[:16], text=args.get("q", "")[:200], whose=whose
    )
    found = plan_list(acting(), wanted, page_number(args.get("page")))
    return render_template(
        "plans/writing/index.html",
        found=found,
        wanted=wanted,
        state_titles=PLAN_TITLES,
        badges=BADGES,
        may_make=acting().has(Role.ORGANISER),
        is_demo=any(row.is_demo for row in found.page.rows),
    )


@blueprint.get("/<slug>")
@roles(*STAFF)
def plan(slug: str) -> ResponseReturnValue:
    """A plan with its tasks by section, narrowed by module, actor, kind and words."""
    return _plan_page(slug, "plans/writing/plan.html")


@blueprint.get("/<slug>/print")
@roles(*STAFF)
def printed(slug: str) -> ResponseReturnValue:
    """The same for paper: nothing is folded away."""
    return _plan_page(slug, "plans/writing/print.html")


def _plan_page(slug: str, template: str) -> str:
    row, unit = own_plan(slug)
    args = request.args
    wanted = TaskFilter(*(args.get(name, "")[:200] for name in ("module", "actor", "kind", "q")))
    lines = queries.task_lines(acting(), row)
    shown = [line for line in lines if queries.fits(line, wanted)]
    changed = upper_changes(row, unit) if looks_after(acting(), unit) else []
    return page(
        template,
        row,
        unit,
        sections=queries.sections(shown),
        lines=lines,
        shown=len(shown),
        wanted=wanted,
        modules={line.task.module: TITLES.get(line.task.module, line.task.module) for line in lines},
        module_titles=TITLES,
        actors=sorted({name for line in lines for name in line.task.actors}),
        steps=queries.steps_of(row.id) if looks_after(acting(), unit) else [],
        upper=db.session.get(Plan, row.parent_id) if row.parent_id is not None else None,
        above=unit_above(unit),
        upper_changes=changed,
        deriving=_deriving(row, unit),
    )


def _deriving(plan: Plan, unit: OrgUnit) -> list[OrgUnit]:
    """The units of the person that stand below the plan's and may make their own plan under it."""
    within = [one for one in own_units(acting()) if unit.position < one.position <= unit.last_position]
    return within if plan.state == "issued" else []
