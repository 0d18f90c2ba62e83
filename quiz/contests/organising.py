"""Who organises a contest: asked by every page and every service of it, here and in the rooms above."""

from __future__ import annotations

from quiz.contests import queries
from quiz.contests.models import Contest
from quiz.core.db import db
from quiz.core.permissions import Actor, Role, acting


def require_organiser(actor: Actor | None, contest: Contest) -> None:
    """Refuse whoever does not organise the contest; nobody named is the product itself."""
    if actor is not None:
        actor.require(queries.owner_position(contest), Role.ORGANISER)


def own_contest(slug: str) -> Contest:
    """The contest of an address; refuses where the acting person does not organise it."""
    contest = queries.contest_by_slug(slug)
    require_organiser(acting(), contest)
    return contest


def locked_contest(actor: Actor | None, contest_id: int) -> Contest:
    """The contest's row, locked in the caller's transaction; refuses whoever does not organise it."""
    contest = db.session.get_one(Contest, contest_id, with_for_update=True, populate_existing=True)
    require_organiser(actor, contest)
    return contest
