"""The public page of a contest's figures, its workbook, and the cards on the console's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from flask import render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from quiz.contests.models import Contest
from quiz.core import clock
from quiz.core.errors import NotFound
from quiz.core.permissions import public
from quiz.core.templating import moment
from quiz.documents.workbook import XLSX, Column, Sheet, workbook
from quiz.leaderboard.figures import Figure, FigurePage, figures_of
from quiz.leaderboard.views import asked_scope, blueprint, common
from quiz.ranking.figure_runs import freshen
from quiz.ranking.scope import Scope, scope_of

ON_CARD = ("attempts_by_day", "scores", "divisions")
"""What the console's page shows of them."""


@blueprint.get("/figures")
@public
def figures(slug: str) -> ResponseReturnValue:
    """Participation and scores as charts, each with its table and its meaning in words."""
    scope = asked_scope(slug)
    page = _fresh(scope)
    return render_template("leaderboard/figures.html", **common(scope), page=page, made_at=page.made_at)


@blueprint.get("/figures.xlsx")
@public
def figures_workbook(slug: str) -> ResponseReturnValue:
    """The same figures as a workbook, a sheet each; what is hidden is not in it."""
    scope = asked_scope(slug)
    page = _fresh(scope)
    shown = [one for one in page.figures if not one.is_hidden]
    if not shown:
        raise NotFound("Chưa có số liệu nào được công bố.")
    stage = f"vong-{scope.number}" if scope.number else "toan-cuoc-thi"
    name = f"so-lieu-{slug}-{stage}.xlsx"
    return send_file(BytesIO(_workbook(scope, page, shown)), XLSX, as_attachment=True, download_name=name)


def _fresh(scope: Scope) -> FigurePage:
    freshen(scope.contest.id, clock.now())
    return figures_of(scope)


def _workbook(scope: Scope, page: FigurePage, shown: Sequence[Figure]) -> bytes:
    sheets = [
        Sheet(
            one.title,
            [Column(one.heading, 36), Column(one.unit, 14, "number")],
            [[row.label, row.value] for row in one.rows],
        )
        for one in shown
    ]
    stage = scope.current.title if scope.current else _("Toàn cuộc thi")
    notes = [_("Số liệu tính đến %(moment)s", moment=moment(page.made_at))]
    if scope.contest.is_demo:
        notes.append(_("Dữ liệu minh họa: người, đơn vị và kết quả không có thật"))
    return workbook(sheets, [scope.contest.title, stage], notes, made_at=page.made_at)


def figures_panel(contest: Contest, now: datetime) -> Markup:
    """Cards on the console's page of a contest: nothing is hidden from its organisers; nothing before a round opens."""
    try:
        scope = scope_of(contest.slug, None, now)
    except NotFound:
        return Markup()
    page = figures_of(scope, hidden=frozenset())
    cards = [one for one in page.figures if one.code in ON_CARD and one.rows]
    if not cards:
        return Markup()
    shown = {"scope": scope, "cards": cards, "made_at": page.made_at}
    return Markup(render_template("leaderboard/figures_panel.html", **shown))  # noqa: S704 - a rendered template
