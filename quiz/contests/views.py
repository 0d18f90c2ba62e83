"""The public pages: the home page with all contests, and the page of one contest."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.contests import queries
from quiz.contests.audience import audience_of
from quiz.contests.entering import prospect_of
from quiz.contests.moments import spoken
from quiz.contests.overview import RoundView, round_views, visible_contests
from quiz.contests.rules import RoundState
from quiz.contests.versions import changes_since, text_of
from quiz.core import clock
from quiz.core.permissions import current_actor, public
from quiz.core.vietnamese import number

blueprint = Blueprint("contests", __name__)
LINKS = ("leaderboard.standings", "leaderboard.units", "board.show")


@blueprint.app_template_filter("begin")
def begin(moment: datetime) -> str:
    """17:00 ngày 12/03/2026."""
    return _in_language(spoken(moment))


@blueprint.app_template_filter("end")
def end(moment: datetime) -> str:
    """17:00 ngày 12/03/2026, or 24:00 of the day that ends."""
    return _in_language(spoken(moment, is_end=True))


def _in_language(moment: str) -> str:
    time, _mark, day = moment.split()
    text: str = _("%(time)s ngày %(day)s", time=time, day=day)
    return text


@blueprint.app_template_filter("time_limit")
def time_limit(seconds: int) -> str:
    """15 phút, 1 phút 30 giây: in the reader's language, unlike the printed rules."""
    minutes, rest = divmod(seconds, 60)
    words = [_("%(count)s phút", count=number(minutes))] if minutes else []
    return " ".join([*words, _("%(count)s giây", count=rest)] if rest or not minutes else words)


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """The contests that are open or to come, how to take part, and those that are over."""
    cards = visible_contests(clock.now())
    current = [card for card in cards if not card.is_over]
    return render_template(
        "contests/home.html",
        current=current,
        over=[card for card in cards if card.is_over],
        is_demo=any(card.contest.is_demo for card in cards),
    )


URGENCY = (RoundState.OPEN, RoundState.PAUSED, RoundState.UPCOMING, RoundState.CLOSED, RoundState.APPROVED)


def _urgency(view: RoundView) -> int:
    """What can be done now comes first."""
    return URGENCY.index(view.state)


@blueprint.get("/contests/<slug>")
@public
def contest(slug: str) -> ResponseReturnValue:
    """One contest: its rounds and rules, and for a logged-in person the way in."""
    found, actor = queries.contest_by_slug(slug), current_actor()
    person_id = actor.person_id if actor else None
    entry = queries.entry_of(found.id, person_id) if person_id is not None else None
    now = clock.now()
    rounds = sorted(round_views(found, now, person_id), key=_urgency)
    version, accepted = queries.version_of(found.id, found.rules_version), entry.rules_version if entry else None
    return render_template(
        "contests/contest.html",
        contest=found,
        owner=queries.owner_unit(found),
        rounds=[view for view in rounds if not view.round.is_practice],
        practice=[view for view in rounds if view.round.is_practice],
        audience=audience_of(queries.rules_of(found.id, found.rules_version)),
        prospect=prospect_of(found, person_id, now) if person_id is not None and _goes_on(rounds) else None,
        version=version,
        text=text_of(version),
        accepted=accepted,
        changes=changes_since(version, accepted) if accepted and accepted != version.number else (),
        links=links_of(slug),
        start=_start_address,
        draw=_draw_address,
        is_demo=found.is_demo,
    )


def _goes_on(rounds: list[RoundView]) -> bool:
    """Whether there is anything left to enter."""
    return any(view.state in {RoundState.OPEN, RoundState.PAUSED, RoundState.UPCOMING} for view in rounds)


def links_of(slug: str) -> dict[str, str]:
    """Addresses of the contest's other pages, as far as their rooms are attached."""
    attached = current_app.view_functions
    return {endpoint.partition(".")[2]: url_for(endpoint, slug=slug) for endpoint in LINKS if endpoint in attached}


def _draw_address(slug: str, number: int) -> str:
    return url_for("draws.show", slug=slug, number=number)


def _start_address(slug: str, number: int) -> str:
    return url_for("attempts.start", slug=slug, number=number)
