"""The JSON of contests: the list, and one contest with its rounds and rules."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from quiz.contests import queries
from quiz.contests.entering import Prospect, prospect_of
from quiz.contests.overview import ContestCard, RoundView, round_views, visible_contests
from quiz.core import clock
from quiz.core.permissions import current_actor, public

blueprint = Blueprint("contests_api", __name__, url_prefix="/api/v1")


@blueprint.get("/contests")
@public
def contests() -> ResponseReturnValue:
    """All contests, each with the round that is open, else the next, else the last."""
    return jsonify(contests=[_card(card) for card in visible_contests(clock.now())])


def _card(card: ContestCard) -> dict[str, Any]:
    contest, current = card.contest, card.current
    return {
        "slug": contest.slug,
        "title": contest.title,
        "summary": contest.summary,
        "is_demo": contest.is_demo,
        "rounds": card.rounds,
        "current_round": {
            "number": current.round.number,
            "title": current.round.title,
            "state": current.state,
            "opens_at": clock.iso(current.round.opens_at),
            "closes_at": clock.iso(current.round.closes_at),
        },
    }


@blueprint.get("/contests/<slug>")
@public
def contest(slug: str) -> ResponseReturnValue:
    """One contest: rules with the version this person has accepted, rounds with the attempts this person has used."""
    found, actor = queries.contest_by_slug(slug), current_actor()
    person_id = actor.person_id if actor else None
    entry = queries.entry_of(found.id, person_id) if person_id is not None else None
    version = queries.version_of(found.id, found.rules_version)
    return jsonify(
        slug=found.slug,
        title=found.title,
        rules={
            "version": version.number,
            "html": version.html,
            "accepted_version": entry.rules_version if entry else None,
        },
        rounds=[_round(view) for view in round_views(found, clock.now(), person_id)],
        entry=_entry(prospect_of(found, person_id, clock.now())) if person_id is not None else None,
    )


def _entry(prospect: Prospect) -> dict[str, Any]:
    return {
        "may_enter": prospect.may_enter,
        "is_ranked": prospect.is_ranked,
        "division": prospect.division.code if prospect.division else None,
        "divisions": [{"code": one.code, "title": one.title} for one in prospect.choices],
        "reason": prospect.reason or None,
    }


def _round(view: RoundView) -> dict[str, Any]:
    return {
        "number": view.round.number,
        "practice": view.round.is_practice,
        "state": view.state,
        "opens_at": clock.iso(view.round.opens_at),
        "closes_at": clock.iso(view.round.closes_at),
        "time_limit_seconds": view.rules.time_limit_seconds,
        "questions": view.rules.questions,
        "attempts_allowed": view.rules.attempts_allowed,
        "attempts_used": view.attempts_used,
    }
