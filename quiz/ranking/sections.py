"""What other rooms' pages show of rankings: the own rank beside a result, the own places on the own page."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from quiz.attempts.models import Attempt
from quiz.contests.models import Contest, Entry
from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.permissions import Actor
from quiz.ranking.criteria import label, shown, why_above
from quiz.ranking.history import History, history_of
from quiz.ranking.place import place_of
from quiz.ranking.queries import StandingRow, places_of
from quiz.ranking.scope import NoStandings, Scope, scope_of
from quiz.ranking.service import catch_up
from quiz.ranking.unit_queries import superior_names

MOST_PLACES = 12
"""How many own places the own page lists."""
MOST_HISTORIES = 3
"""Of how many contests the own page shows the way through their rounds."""


@dataclass(frozen=True)
class OwnPlace:
    """A person's own place, ready to be shown; `total` is None while it is a secret."""

    scope: Scope
    row: StandingRow
    total: int | None
    values: list[tuple[str, str]]
    superior: str | None
    why: str | None
    within_division: int | None = None

    @property
    def division(self) -> str:
        """The title of the own division."""
        own = self.row.standing.division
        return next((one.title for one in self.scope.rules.divisions if one.code == own), own)


def own_place(scope: Scope, person_id: int) -> OwnPlace | None:
    """The own place in a round or total with what put the next one above; None where there is none to show."""
    if not scope.gate.shows_places:
        return None
    order = scope.rules.tie_break
    place = place_of(scope.contest.id, scope.number, person_id, scope.rules)
    row, better = place.row, place.above
    if row is None:
        return None
    return OwnPlace(
        scope=scope,
        row=row,
        total=None if "people" in scope.gate.hidden else place.total,
        values=[(label(criterion), shown(criterion, row.standing)) for criterion in order],
        superior=_superior(scope, row.standing.unit_code),
        why=why_above(row.standing, better, order) if better else None,
        within_division=place.within_division,
    )


def _superior(scope: Scope, unit_code: str) -> str | None:
    return superior_names(scope.contest.id, scope.number, [unit_code]).get(unit_code)


def result_section(attempt_id: int, person_id: int, contest_id: int, round_number: int) -> Markup | None:
    """The rank on the result page, with the attempt just handed in counted, and the own way through the contest.

    Whoever has no place is told why, and so is whoever sat a round that was cancelled; None for practice and while
    places are hidden.
    """
    if db.session.get_one(Attempt, attempt_id).is_practice:
        return None
    now = clock.now()
    contest = db.session.get_one(Contest, contest_id)
    try:
        scope = scope_of(contest.slug, round_number, now)
    except NoStandings as none:
        return _markup("ranking/no_place.html", message=_(none.text))
    if not scope.gate.shows_places or scope.round_id is None:
        return None
    catch_up(scope.round_id, person_id)
    place = own_place(scope, person_id)
    history = history_of(contest, person_id, now)
    here = next((one for one in history.rounds if one.scope.number == round_number), None)
    counts = place is None or place.row.standing.attempt_id == attempt_id
    return _markup("ranking/result.html", place=place, counts=counts, history=history, here=here)


def me_section(actor: Actor, now: datetime) -> Markup:
    """The own places on the own page, the newest contest first, its total before its rounds; nothing without any.

    Below them the way through each of the newest contests, or why there is no place in it.
    """
    stood_in = [(standing.contest_id, standing.round_number) for standing in places_of(actor.person_id)]
    found = [_place_in(contest_id, number, actor, now) for contest_id, number in stood_in[:MOST_PLACES]]
    places = [place for place in found if place]
    histories = [one for one in _histories(actor.person_id, now) if one.has_sat]
    if not places and not histories:
        return Markup()
    return _markup("ranking/me.html", places=places, histories=histories)


def _histories(person_id: int, now: datetime) -> list[History]:
    entered = sa.select(Contest).join(Entry, Entry.contest_id == Contest.id).where(Entry.person_id == person_id)
    contests = db.session.scalars(entered.order_by(Contest.id.desc()).limit(MOST_HISTORIES)).all()
    return [history_of(contest, person_id, now) for contest in contests]


def _place_in(contest_id: int, number: int, actor: Actor, now: datetime) -> OwnPlace | None:
    with suppress(NotFound):  # a total that new rules have done away with
        return own_place(scope_of(_slug(contest_id), number, now), actor.person_id)
    return None


def _slug(contest_id: int) -> str:
    return db.session.get_one(Contest, contest_id).slug


def _markup(template: str, **values: object) -> Markup:
    return Markup(render_template(template, **values))  # noqa: S704 - a rendered template
