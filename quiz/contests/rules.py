"""The rules of a contest as data, and what follows from them alone. Plain Python: no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from quiz.contests.awards import Prizes
from quiz.contests.groups import Division, Entrants
from quiz.contests.schedule import Schedule
from quiz.contests.unit_scheme import UnitCriterion, UnitScheme

UNLIMITED = 32_767
"""The limit copied into an attempt where the rules set none."""
ANY = "*"
"""In a cell of the blueprint: whatever the topic, whatever the level."""


class Criterion(StrEnum):
    """What the order of places may be made of."""

    SCORE = "score"
    DURATION = "duration"
    SUBMITTED_AT = "submitted_at"
    STARTED_AT = "started_at"
    PREDICTION = "prediction"
    ATTEMPTS = "attempts"
    FULL_SCORE_ATTEMPTS = "full_score_attempts"
    LOTS = "lots"
    BOARD = "board"


class Counted(StrEnum):
    """Which of a person's attempts in a round counts."""

    BEST = "best"
    FIRST = "first"
    LAST = "last"


class Total(StrEnum):
    """How rounds make up the contest."""

    NONE = "none"
    SUM = "sum"


class Shown(StrEnum):
    """From when on a contestant sees something of the own result."""

    NOW = "now"
    AFTER_ROUND = "after_round"
    AFTER_APPROVAL = "after_approval"
    NEVER = "never"


class Hidden(StrEnum):
    """What public counters hide while a round with a prediction question is open."""

    NONE = "none"
    TOTALS = "totals"
    ALL = "all"


class Meaning(StrEnum):
    """What the prediction question asks for."""

    FULL_SCORES = "full_scores"
    PEOPLE = "people"
    ATTEMPTS = "attempts"
    FULL_SCORE_PERCENT = "full_score_percent"


class RoundState(StrEnum):
    """Where a round stands."""

    UPCOMING = "upcoming"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    APPROVED = "approved"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Cell:
    """One cell of the paper blueprint: how many items of a topic and level; ANY stands for every topic or level."""

    topic: str
    level: str
    count: int


@dataclass(frozen=True)
class Review:
    """What contestants see of their own result, and from when on."""

    score: Shown = Shown.NOW
    correctness: Shown = Shown.AFTER_ROUND
    key: Shown = Shown.AFTER_ROUND


PRACTICE_REVIEW = Review(Shown.NOW, Shown.NOW, Shown.NOW)


@dataclass(frozen=True)
class Prediction:
    """The extra question whose true value is unknown until the end."""

    question: str
    meaning: Meaning
    hide: Hidden = Hidden.TOTALS


@dataclass(frozen=True)
class ContestRules:
    """Everything that decides over papers, time, attempts, places and what is shown.

    `overrides` holds what single rounds have otherwise, by round number; `of_round` applies it. `points_per_item` is in
    whole points; None leaves each item its own marks. `attempts_allowed` None means without limit. `same_for_all`: one
    draw a round, the same items for everybody. `complete_only`: an attempt with a blank (the prediction included) has 0
    points. `full_scores_only`: who has not every point gets no place, but counts for the unit all the same.
    """

    bank: str
    blueprint: tuple[Cell, ...]
    time_limit_seconds: int
    attempts_allowed: int | None = 1
    counted_attempt: Counted = Counted.BEST
    contest_total: Total = Total.NONE
    tie_break: tuple[Criterion, ...] = (Criterion.SCORE, Criterion.DURATION, Criterion.SUBMITTED_AT)
    unit_order: tuple[UnitCriterion, ...] = (UnitCriterion.PEOPLE,)
    grace_seconds: int = 5
    points_per_item: int | None = None
    shuffle_items: bool = True
    shuffle_options: bool = True
    review: Review = Review()
    prediction: Prediction | None = None
    schedule: Schedule = field(default_factory=Schedule)
    same_for_all: bool = False
    complete_only: bool = False
    full_scores_only: bool = False
    entrants: Entrants = field(default_factory=Entrants)
    divisions: tuple[Division, ...] = ()
    prizes: Prizes = field(default_factory=Prizes)
    unit_scheme: UnitScheme = field(default_factory=UnitScheme)
    note: str = ""
    overrides: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def questions(self) -> int:
        """How many items a paper has."""
        return sum(cell.count for cell in self.blueprint)

    @property
    def attempt_limit(self) -> int:
        """The limit as a number: very large where the rules set none."""
        return self.attempts_allowed if self.attempts_allowed is not None else UNLIMITED

    def of_round(self, number: int, *, is_practice: bool = False) -> ContestRules:
        """The rules as they hold in one round; practice shows everything at once unless it is said otherwise."""
        changes: Mapping[str, Any] = self.overrides.get(number, {})
        if is_practice:
            changes = {"review": PRACTICE_REVIEW, **changes}
        return replace(self, overrides={}, **changes) if changes else self


def round_state(
    opens_at: datetime,
    closes_at: datetime,
    paused_at: datetime | None,
    approved_at: datetime | None,
    now: datetime,
    cancelled_at: datetime | None = None,
) -> RoundState:
    """Where a round stands at a moment; it is open from `opens_at` on and until just before `closes_at`."""
    if cancelled_at is not None:
        return RoundState.CANCELLED
    if approved_at is not None:
        return RoundState.APPROVED
    if now < opens_at:
        return RoundState.UPCOMING
    if now >= closes_at:
        return RoundState.CLOSED
    return RoundState.PAUSED if paused_at is not None else RoundState.OPEN


def deadline(started_at: datetime, time_limit_seconds: int, closes_at: datetime) -> datetime:
    """When an attempt started now ends: after the limit, at the latest with the round."""
    return min(started_at + timedelta(seconds=time_limit_seconds), closes_at)


def is_shown(policy: Shown, state: RoundState) -> bool:
    """Whether something under this policy may be seen while the round stands so."""
    if policy is Shown.NOW:
        return True
    if policy is Shown.AFTER_ROUND:
        return state in {RoundState.CLOSED, RoundState.APPROVED}
    return policy is Shown.AFTER_APPROVAL and state is RoundState.APPROVED
