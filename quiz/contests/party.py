"""Who knows of a rehearsal: its organisers and whom they have invited; to everybody else there is no such contest."""

from __future__ import annotations

from flask import g, has_request_context

from quiz.contests.models import Contest, ContestGuest, Round
from quiz.core.db import db
from quiz.core.permissions import Actor, Role, current_actor
from quiz.units.models import OrgUnit


def may_know_of(contest: Contest) -> bool:
    """Whether the person of this request may see a contest at all; outside of requests there is nobody to hide it from.

    A request that concerns a rehearsal is marked as such, so that its page says so.
    """
    if contest.rehearses_id is None or not has_request_context():
        return True
    g.is_rehearsal = True
    actor = current_actor()
    return actor is not None and (is_staff(actor, contest) or is_guest(actor, contest))


def is_staff(actor: Actor, contest: Contest) -> bool:
    """Whether a person organises a contest."""
    unit = db.session.get(OrgUnit, contest.owner_unit_id) if contest.owner_unit_id is not None else None
    return actor.covers(unit.position if unit else None, Role.ORGANISER)


def is_guest(actor: Actor, contest: Contest) -> bool:
    """Whether a person was invited to a rehearsal."""
    return db.session.get(ContestGuest, (contest.id, actor.person_id)) is not None


def mark_round(round_id: int) -> None:
    """Mark the request as one of a rehearsal where the round is part of one."""
    contest_round = db.session.get(Round, round_id)
    contest = db.session.get(Contest, contest_round.contest_id) if contest_round else None
    if contest is not None and contest.rehearses_id is not None:
        g.is_rehearsal = True


def is_rehearsal() -> bool:
    """Whether the page of this request belongs to a rehearsal."""
    return bool(has_request_context() and g.get("is_rehearsal"))
