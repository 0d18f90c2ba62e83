"""Practice may show keys at once, but never those that a real round of the contest still asks for."""

from __future__ import annotations

from datetime import datetime

from quiz.contests.models import Contest, Round
from quiz.contests.queries import rounds_of, rules_of, state_for_review
from quiz.contests.rules import RoundState
from quiz.core.db import db

OVER = frozenset({RoundState.CLOSED, RoundState.APPROVED, RoundState.CANCELLED})


def hides_keys(contest_round: Round, now: datetime) -> bool:
    """Whether a round for practice draws from the bank of a real round of its contest that is not over yet."""
    if not contest_round.is_practice:
        return False
    contest = db.session.get_one(Contest, contest_round.contest_id)
    rules = rules_of(contest.id, contest.rules_version)
    bank = rules.of_round(contest_round.number).bank
    return any(
        rules.of_round(one.number).bank == bank and state_for_review(one, now) not in OVER
        for one in rounds_of(contest.id)
        if not one.is_practice
    )
