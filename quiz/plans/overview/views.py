"""The grid with what stands behind its cells, and the timeline of the year."""

from __future__ import annotations

import re
from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from quiz.core import clock
from quiz.core.paging import Page, offset, page_number
from quiz.core.permissions import acting, roles
from quiz.documents.workbook import XLSX
from quiz.plans.authority import STAFF
from quiz.plans.modules import TITLES
from quiz.plans.overview import cells, words
from quiz.plans.overview.chat_text import late_text
from quiz.plans.overview.exports import grid_workbook
from quiz.plans.overview.grid import Filter, grid_of
from quiz.plans.overview.scope import Look, look_at
from quiz.plans.overview.tasks import standing_duties
from quiz.plans.overview.timeline import timeline_of

blueprint = Blueprint("plans_overview", __name__, url_prefix="/admin/plans")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

ROWS = 25
"""How many units stand on a page of the grid, which has a cell for each of their tasks."""


@blueprint.get("/<slug>/grid")
@roles(*STAFF)
def grid(slug: str) -> ResponseReturnValue:
    """Who is late: `unit` (a code), `module`, `month` (2026-03), `late` (1), `q` (words of a unit)."""
    look, wanted = _look(slug), _filter()
    made, number = grid_of(look, wanted), page_number(request.args.get("page"))
    first = offset(number, ROWS)
    return render_template(
        "plans/overview/grid.html",
        look=look,
        plan=look.plan,
        is_demo=look.plan.is_demo,
        grid=made,
        page=Page(made.rows[first : first + ROWS], number, len(made.rows), ROWS),
        wanted=wanted,
        text=late_text(look, made),
        standing=standing_duties(look.plan.id),
        modules=TITLES,
        months=[f"{year}-{month:02d}" for year in sorted(look.plan.years) for month in range(1, 13)],
        words=words,
    )


@blueprint.get("/<slug>/grid.xlsx")
@roles(*STAFF)
def grid_file(slug: str) -> ResponseReturnValue:
    """The same as a workbook."""
    look = _look(slug)
    content = grid_workbook(acting(), look, grid_of(look, _filter()), clock.now())
    name = f"tong-quan-{slug}-{look.unit.code}-{look.today:%Y-%m-%d}.xlsx"
    return send_file(BytesIO(content), XLSX, as_attachment=True, download_name=name)


@blueprint.get("/<slug>/grid/cell")
@roles(*STAFF)
def cell(slug: str) -> ResponseReturnValue:
    """The duties behind a cell: `unit`, `task` (its id), `own`, `late`, `month`, `q`, `page`."""
    look, wanted = _look(slug), _filter()
    column = cells.column_of(look, request.args.get("task", 0, type=int))
    choice = cells.Choice(request.args.get("own") == "1", wanted.late, wanted.month, wanted.words)
    return render_template(
        "plans/overview/cell.html",
        look=look,
        plan=look.plan,
        is_demo=look.plan.is_demo,
        column=column,
        choice=choice,
        page=cells.behind(look, column, choice, page_number(request.args.get("page"))),
        words=words,
    )


@blueprint.get("/<slug>/grid/people/<int:assignment_id>")
@roles(*STAFF)
def people(slug: str, assignment_id: int) -> ResponseReturnValue:
    """The people behind what was given to holders of posts, at a time of it (`period`): who has done it."""
    look = _look(slug)
    assignment, unit = cells.assignment_of(look, assignment_id)
    column, period = cells.column_behind(look, assignment.task_id), request.args.get("period", "")[:12]
    return render_template(
        "plans/overview/people.html",
        look=look,
        plan=look.plan,
        is_demo=look.plan.is_demo,
        column=column,
        period=period,
        unit=unit,
        holders=cells.holders_of(look, column, assignment_id, period),
        words=words,
    )


@blueprint.get("/<slug>/timeline")
@roles(*STAFF)
def timeline(slug: str) -> ResponseReturnValue:
    """The year by month: `unit` and `year`."""
    look = _look(slug)
    made = timeline_of(look, request.args.get("year", type=int))
    return render_template(
        "plans/overview/timeline.html",
        look=look,
        plan=look.plan,
        is_demo=look.plan.is_demo,
        timeline=made,
        words=words,
    )


def _look(slug: str) -> Look:
    today = clock.local(clock.now()).date()
    return look_at(acting(), slug, request.args.get("unit", "")[:32], today)


def _filter() -> Filter:
    module, month = request.args.get("module", ""), request.args.get("month", "")
    return Filter(
        module if module in TITLES else "",
        month if MONTH.fullmatch(month) else "",
        request.args.get("late") == "1",
        request.args.get("q", "")[:100],
    )
