"""The console's doors to the rankings: workbooks, for organisers of the contest's unit alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from quiz.contests.models import Contest
from quiz.contests.queries import owner_position
from quiz.core import clock
from quiz.core.permissions import Actor, Role, acting, roles
from quiz.ranking.exports import standings_workbook
from quiz.ranking.scope import Scope, asked_round, scope_of
from quiz.ranking.unit_exports import units_workbook

blueprint = Blueprint("ranking_admin", __name__, url_prefix="/admin/ranking")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/<slug>/standings.xlsx")
@roles(Role.ORGANISER)
def standings(slug: str) -> ResponseReturnValue:
    """Everybody's place as a workbook; `round=` chooses the round."""
    return _download(slug, "xep-hang-thi-sinh", standings_workbook)


@blueprint.get("/<slug>/units.xlsx")
@roles(Role.ORGANISER)
def units(slug: str) -> ResponseReturnValue:
    """The unit table as a workbook; `round=` chooses the round."""
    return _download(slug, "xep-hang-don-vi", units_workbook)


def _download(slug: str, name: str, make: Callable[[Actor, Scope, datetime], bytes]) -> ResponseReturnValue:
    now, actor = clock.now(), acting()
    scope = scope_of(slug, asked_round(request.args.get("round")), now)
    actor.require(owner_position(scope.contest), Role.ORGANISER)
    stage = f"vong-{scope.number}" if scope.number else "toan-cuoc-thi"
    file_name = f"{name}-{slug}-{stage}.xlsx"
    return send_file(BytesIO(make(actor, scope, now)), XLSX, as_attachment=True, download_name=file_name)


def downloads_panel(contest: Contest, _now: datetime) -> Markup:
    """The panel on the console's contest page: rankings to look at and to take along."""
    return Markup(render_template("ranking/panel.html", contest=contest))  # noqa: S704 - a rendered template
