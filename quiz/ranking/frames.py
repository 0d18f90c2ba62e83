"""A contest as folding sees it: its rounds, their rules, and under which frozen trees of units they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quiz.contests.models import Contest, Round
from quiz.contests.queries import rounds_of, rules_of
from quiz.contests.rules import ContestRules, Total
from quiz.core import clock
from quiz.core.db import db

TOTAL = 0
"""The round number of the contest total."""


@dataclass(frozen=True)
class Stage:
    """One round, or the contest total (number 0, no round).

    `tree_round_id` is the round whose frozen units count, None before any was frozen. On `day` the age is taken that
    decides whether a name is shown in full.
    """

    number: int
    round_id: int | None
    tree_round_id: int | None
    rules: ContestRules
    day: date


@dataclass(frozen=True)
class Frame:
    """All stages of a contest under its newest rules."""

    contest_id: int
    rules_version: int
    rounds: tuple[Stage, ...]
    total: Stage | None
    tree_round_id: int | None

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The rounds, and the total where there is one."""
        return self.rounds if self.total is None else (*self.rounds, self.total)

    def round(self, round_id: int) -> Stage:
        """The stage of a round of this contest."""
        return next(stage for stage in self.rounds if stage.round_id == round_id)


def frame_of(contest_id: int) -> Frame:
    """Read a contest's frame."""
    contest = db.session.get_one(Contest, contest_id)
    rules = rules_of(contest_id, contest.rules_version)
    rounds = [one for one in rounds_of(contest_id) if counts(one)]
    last = _last_prepared(rounds)
    return Frame(
        contest_id=contest_id,
        rules_version=contest.rules_version,
        rounds=tuple(_stage(contest_round, rules) for contest_round in rounds),
        total=_total(rounds, last, rules),
        tree_round_id=last.id if last else None,
    )


def counts(contest_round: Round) -> bool:
    """Whether a round has standings: one for practice or cancelled has none."""
    return not contest_round.is_practice and contest_round.cancelled_at is None


def _last_prepared(rounds: Sequence[Round]) -> Round | None:
    prepared = [contest_round for contest_round in rounds if contest_round.prepared_at is not None]
    return max(prepared, key=lambda contest_round: contest_round.number, default=None)


def _stage(contest_round: Round, rules: ContestRules) -> Stage:
    return Stage(
        number=contest_round.number,
        round_id=contest_round.id,
        tree_round_id=contest_round.id if contest_round.prepared_at is not None else None,
        rules=rules.of_round(contest_round.number),
        day=clock.local(contest_round.opens_at).date(),
    )


def _total(rounds: Sequence[Round], last: Round | None, rules: ContestRules) -> Stage | None:
    if rules.contest_total is not Total.SUM or not rounds:
        return None
    day = clock.local((last or rounds[0]).opens_at).date()
    return Stage(TOTAL, None, last.id if last else None, rules, day)
