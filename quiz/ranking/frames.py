"""A contest as folding sees it: its rounds, their rules, what was decided, and under which units they are shown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

import sqlalchemy as sa

from quiz.contests.models import Contest, Round, Ruling
from quiz.contests.queries import rounds_of, rules_of, rules_of_round
from quiz.contests.rules import ContestRules, Criterion, Total
from quiz.core import clock
from quiz.core.db import db
from quiz.ranking.outcomes import Terms

TOTAL = 0
"""The round number of the contest total."""
BOARD = "board"
"""The kind of a ruling by which the board orders people who are equal in everything before."""
Places = Mapping[int, int]


@dataclass(frozen=True)
class Stage:
    """One round, or the contest total (number 0, no round).

    `tree_round_id` is the round whose frozen units count, None before any was frozen. On `day` the age is taken that
    decides whether a name is shown in full. `actual` is the true value of the prediction, None while it is unknown;
    `lot_seeds` what lots are drawn from, None before they are drawn; `board` the places the board gave, by person.
    """

    number: int
    round_id: int | None
    tree_round_id: int | None
    rules: ContestRules
    day: date
    actual: int | None = None
    lot_seeds: tuple[str, ...] | None = None
    board: Places = field(default_factory=dict)

    @property
    def terms(self) -> Terms:
        """What counted attempts and places follow from besides the attempts."""
        return _terms(self.rules, self.actual)


@dataclass(frozen=True)
class Frame:
    """All stages of a contest under its newest rules.

    `decisions` stands for everything that was decided about its rounds (cancelled, approved, true values): under other
    decisions all standings are others.
    """

    contest_id: int
    rules_version: int
    rounds: tuple[Stage, ...]
    total: Stage | None
    tree_round_id: int | None
    decisions: str

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
    board = _board_places(contest_id) if _asks_for(Criterion.BOARD, rules, rounds) else {}
    return Frame(
        contest_id=contest_id,
        rules_version=contest.rules_version,
        rounds=tuple(_stage(one, rules.of_round(one.number), board.get(one.id, {})) for one in rounds),
        total=_total(rounds, last, rules, board.get(None, {})),
        tree_round_id=last.id if last else None,
        decisions=decided(rounds),
    )


def terms_in(round_id: int) -> Terms:
    """The terms of any round, also of one that has no standings."""
    return _terms(rules_of_round(round_id), db.session.get_one(Round, round_id).prediction_actual)


def _terms(rules: ContestRules, actual: int | None) -> Terms:
    return Terms(rules.tie_break, rules.counted_attempt, rules.full_scores_only, actual)


def _asks_for(criterion: Criterion, rules: ContestRules, rounds: Sequence[Round]) -> bool:
    return any(criterion in one.tie_break for one in (rules, *(rules.of_round(each.number) for each in rounds)))


def _board_places(contest_id: int) -> dict[int | None, dict[int, int]]:
    """By round (None: the total): the places the board gave; a newer decision goes before an older one."""
    query = sa.select(Ruling.round_id, Ruling.details).where(Ruling.contest_id == contest_id, Ruling.kind == BOARD)
    given: dict[int | None, dict[int, int]] = {}
    for round_id, details in db.session.execute(query.order_by(Ruling.id)):
        places = json.loads(details)["places"]
        given.setdefault(round_id, {}).update({int(person): place for person, place in places.items()})
    return given


def decided(rounds: Sequence[Round]) -> str:
    """What stands for everything that was decided about the rounds of a contest that count."""
    stand = [[one.number, one.approved_at is not None, one.prediction_actual] for one in rounds]
    return sha256(json.dumps(stand).encode()).hexdigest()


def counts(contest_round: Round) -> bool:
    """Whether a round has standings: one for practice or cancelled has none."""
    return not contest_round.is_practice and contest_round.cancelled_at is None


def _last_prepared(rounds: Sequence[Round]) -> Round | None:
    prepared = [contest_round for contest_round in rounds if contest_round.prepared_at is not None]
    return max(prepared, key=lambda contest_round: contest_round.number, default=None)


def _stage(contest_round: Round, rules: ContestRules, board: Places) -> Stage:
    return Stage(
        number=contest_round.number,
        round_id=contest_round.id,
        tree_round_id=contest_round.id if contest_round.prepared_at is not None else None,
        rules=rules,
        day=clock.local(contest_round.opens_at).date(),
        actual=contest_round.prediction_actual,
        lot_seeds=_lot_seeds([contest_round], rules),
        board=board,
    )


def _total(rounds: Sequence[Round], last: Round | None, rules: ContestRules, board: Places) -> Stage | None:
    if rules.contest_total is not Total.SUM or not rounds:
        return None
    day = clock.local((last or rounds[0]).opens_at).date()
    seeds = _lot_seeds(rounds, rules)
    return Stage(TOTAL, None, last.id if last else None, rules, day, lot_seeds=seeds, board=board)


def _lot_seeds(rounds: Sequence[Round], rules: ContestRules) -> tuple[str, ...] | None:
    """Lots are drawn where the rules ask for them, once all these rounds are approved."""
    if Criterion.LOTS not in rules.tie_break or any(one.approved_at is None for one in rounds):
        return None
    return tuple(one.seed for one in rounds)
