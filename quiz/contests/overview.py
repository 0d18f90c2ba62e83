"""Contests and rounds as pages and programs show them at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.contests import queries
from quiz.contests.models import Contest, Round
from quiz.contests.rules import ContestRules, RoundState
from quiz.core.db import db
from quiz.core.vietnamese import fold


@dataclass(frozen=True)
class RoundView:
    """A round with its state and rules; what only a logged-in person has is None for others.

    `shortage` says what the bank lacked where the round could not be opened in time; not for contestants.
    """

    round: Round
    state: RoundState
    rules: ContestRules
    attempts_used: int | None = None
    open_attempt: int | None = None
    shortage: str | None = None

    @property
    def is_used_up(self) -> bool:
        """Whether the person has no attempt left."""
        return self.attempts_used is not None and self.attempts_used >= self.rules.attempt_limit


@dataclass(frozen=True)
class ContestCard:
    """A contest with the round to speak of: the one that is open, else the next, else the last."""

    contest: Contest
    current: RoundView
    rounds: int

    @property
    def is_over(self) -> bool:
        """Whether no round is open or to come."""
        return self.current.state in {RoundState.CLOSED, RoundState.APPROVED, RoundState.CANCELLED}

    @property
    def state(self) -> str:
        """Where the contest stands: the state of the round to speak of, "over" once none is open or to come."""
        return "over" if self.is_over else self.current.state.value

    def is_called(self, words: str) -> bool:
        """Whether title or address hold all of the words, with or without their marks."""
        text = f"{fold(self.contest.title)} {self.contest.slug}"
        return all(word in text for word in fold(words).split())


def round_views(contest: Contest, now: datetime, person_id: int | None = None) -> list[RoundView]:
    """The rounds of a contest by number, with the person's own counts where there is one."""
    rounds = queries.rounds_of(contest.id)
    ids = [one.id for one in rounds]
    used = queries.attempts_used(ids, person_id) if person_id is not None else {}
    running = queries.open_attempts(ids, person_id) if person_id is not None else {}
    rules = queries.rules_of(contest.id, contest.rules_version)
    return [
        _view(one, rules, now, used.get(one.id, 0) if person_id is not None else None, running.get(one.id))
        for one in rounds
    ]


def _view(
    one: Round, rules: ContestRules, now: datetime, used: int | None = None, running: int | None = None
) -> RoundView:
    state = queries.state_of(one, now)
    is_late = state is RoundState.UPCOMING and now >= one.opens_at
    shortage = queries.shortage_noted(one.id) if is_late else None
    return RoundView(one, state, rules.of_round(one.number), used, running, shortage)


def visible_contests(now: datetime, *, with_rehearsals: bool = False) -> list[ContestCard]:
    """All contests: the open ones by their end, those to come by their beginning, those that are over, last first.

    Rehearsals are among them only where they are asked for.
    """
    contests = [one for one in queries.all_contests() if with_rehearsals or one.rehearses_id is None]
    rounds: dict[int, list[Round]] = {}
    for one in db.session.scalars(sa.select(Round).order_by(Round.opens_at, Round.number)):
        rounds.setdefault(one.contest_id, []).append(one)
    cards = [_card(contest, rounds[contest.id], now) for contest in contests if contest.id in rounds]
    return sorted(cards, key=_order)


def _card(contest: Contest, rounds: Sequence[Round], now: datetime) -> ContestCard:
    rules = queries.rules_of(contest.id, contest.rules_version)
    views = [_view(one, rules, now) for one in rounds]
    for wanted in ({RoundState.OPEN, RoundState.PAUSED}, {RoundState.UPCOMING}):
        found = [view for view in views if view.state in wanted]
        if found:
            return ContestCard(contest, found[0], len(views))
    return ContestCard(contest, max(views, key=lambda view: view.round.closes_at), len(views))


def _order(card: ContestCard) -> tuple[int, float]:
    state, window = card.current.state, card.current.round
    if card.is_over:
        return 2, -window.closes_at.timestamp()
    if state is RoundState.UPCOMING:
        return 1, window.opens_at.timestamp()
    return 0, window.closes_at.timestamp()
