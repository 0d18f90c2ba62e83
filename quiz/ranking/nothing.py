"""The page in place of a ranking that there is none of: the round was cancelled, or was for practice alone."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.ranking.scope import NoStandings


def _page(error: NoStandings) -> ResponseReturnValue:
    return render_template("ranking/nothing.html", contest=error.contest, message=_(error.text))


def explain_on(blueprint: Blueprint) -> None:
    """Let every page of a blueprint say in a sentence why there is no ranking to show."""
    blueprint.register_error_handler(NoStandings, _page)
