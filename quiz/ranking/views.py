"""The console's doors to the rankings: workbooks, for organisers of the contest's unit alone."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from quiz.contests.models import Contest
from quiz.contests.organising import own_contest, require_organiser
from quiz.core import clock
from quiz.core.permissions import Role, acting, roles
from quiz.documents.workbook import XLSX
from quiz.ranking.export_jobs import begin_export, fetch_export, is_long, standings_workbook
from quiz.ranking.nothing import explain_on
from quiz.ranking.people_exports import people_in
from quiz.ranking.scope import Scope, asked_round, scope_of
from quiz.ranking.unit_exports import units_workbook

blueprint = Blueprint("ranking_admin", __name__, url_prefix="/admin/ranking")
explain_on(blueprint)
PEOPLE, UNITS = "xep-hang-thi-sinh", "xep-hang-don-vi"


@blueprint.get("/<slug>/standings.xlsx")
@roles(Role.ORGANISER)
def standings(slug: str) -> ResponseReturnValue:
    """Everybody's place as a workbook; `round=` chooses the round. A long list is offered as a job."""
    scope = _own_scope(slug)
    if is_long(scope):
        return render_template("ranking/export.html", scope=scope, people=people_in(scope))
    content = BytesIO(standings_workbook(acting(), scope))
    return send_file(content, XLSX, as_attachment=True, download_name=_file_name(PEOPLE, slug, scope.number))


@blueprint.post("/<slug>/standings")
@roles(Role.ORGANISER)
def begin(slug: str) -> ResponseReturnValue:
    """Have a long list made; `round=` chooses the round."""
    job = begin_export(acting(), _own_scope(slug))
    return redirect(url_for("jobs.show", job_id=job.id), 303)


@blueprint.get("/<slug>/exports/<int:job_id>")
@roles(Role.ORGANISER)
def fetch(slug: str, job_id: int) -> ResponseReturnValue:
    """The list that a job has made, for the one who asked for it."""
    contest = own_contest(slug)
    path, number = fetch_export(acting(), contest, job_id)
    return send_file(path, XLSX, as_attachment=True, download_name=_file_name(PEOPLE, slug, number))


@blueprint.get("/<slug>/units.xlsx")
@roles(Role.ORGANISER)
def units(slug: str) -> ResponseReturnValue:
    """The unit table as a workbook; `round=` chooses the round."""
    scope = _own_scope(slug)
    content = BytesIO(units_workbook(acting(), scope, clock.now()))
    return send_file(content, XLSX, as_attachment=True, download_name=_file_name(UNITS, slug, scope.number))


def _own_scope(slug: str) -> Scope:
    scope = scope_of(slug, asked_round(request.args.get("round")), clock.now())
    require_organiser(acting(), scope.contest)
    return scope


def _file_name(name: str, slug: str, number: int) -> str:
    return f"{name}-{slug}-{f'vong-{number}' if number else 'toan-cuoc-thi'}.xlsx"


def downloads_panel(contest: Contest, _now: datetime) -> Markup:
    """The panel on the console's contest page: rankings to look at and to take along."""
    return Markup(render_template("ranking/panel.html", contest=contest))  # noqa: S704 - a rendered template
