"""A person's own way through a contest: rank and counted attempt of each round. Shown to that person alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from quiz.contests.models import Contest
from quiz.contests.queries import state_for_review
from quiz.contests.rules import Counted, is_shown
from quiz.core import clock
from quiz.ranking.criteria import label
from quiz.ranking.folding import closed_attempts
from quiz.ranking.frames import Stage, frame_of
from quiz.ranking.outcomes import OF_ONE_ATTEMPT, ClosedAttempt, round_outcome
from quiz.ranking.place import own_rows
from quiz.ranking.queries import StandingRow
from quiz.ranking.rules import deciding_criterion
from quiz.ranking.scope import Scope, round_scopes
from quiz.ranking.snapshots import people_by_round
from quiz.ranking.status import Status, status_of

_COUNTED = {
    Counted.FIRST: lazy_gettext("Theo thể lệ, lượt thi đầu tiên được tính."),
    Counted.LAST: lazy_gettext("Theo thể lệ, lượt thi cuối cùng được tính."),
}


@dataclass(frozen=True)
class OwnAttempt:
    """An own closed attempt: `score` in hundredths of a point (None: not shown yet), and why another one counts."""

    id: int
    number: int
    started_at: datetime
    submitted_at: datetime
    duration_ms: int
    score: int | None
    counts: bool
    why: str = ""


@dataclass(frozen=True)
class RoundHistory:
    """One round: the own row (None: none to show), how many have a place in it (None: hidden or unknown)."""

    scope: Scope
    row: StandingRow | None
    people: int | None
    attempts: Sequence[OwnAttempt]
    counted: str
    status: Status | None

    @property
    def rank(self) -> int | None:
        """The rank, where there is one to show."""
        return self.row.rank if self.row else None

    @property
    def title(self) -> str:
        """The round's name."""
        return self.scope.current.title if self.scope.current else ""


@dataclass(frozen=True)
class History:
    """All rounds of a contest that have opened, and the one with the best rank."""

    contest: Contest
    rounds: Sequence[RoundHistory]

    @property
    def best(self) -> RoundHistory | None:
        """The round of the best rank, the earliest of equal ones; None without any rank."""
        ranked = [one for one in self.rounds if one.rank is not None]
        return min(ranked, key=lambda one: (one.rank, one.scope.number), default=None)

    @property
    def has_sat(self) -> bool:
        """Whether there is any closed attempt."""
        return any(one.attempts for one in self.rounds)


def history_of(contest: Contest, person_id: int, now: datetime) -> History:
    """The own way through a contest, without anything that the gate of a round hides just now.

    It takes one statement for all ranks: this is asked by everybody right after handing in.
    """
    frame, rows, people = frame_of(contest.id), own_rows(contest.id, person_id), people_by_round(contest.id)
    rounds = []
    for scope in round_scopes(contest, now):
        stage, row = frame.round(scope.rounds[0].id), rows.get(scope.number)
        own = sorted(closed_attempts(stage, [person_id]).get(person_id, []), key=lambda one: one.number)
        shows_score = scope.gate.shows_places and is_shown(
            scope.rules.review.score, state_for_review(scope.rounds[0], now)
        )
        counted_id = row.standing.attempt_id if row and scope.gate.shows_places else None
        rounds.append(
            RoundHistory(
                scope=scope,
                row=row if scope.gate.shows_places else None,
                people=_people(scope, row, people.get(scope.number)),
                attempts=_attempts(stage, own, counted_id, shows_score=shows_score),
                counted=_counted(stage, own),
                status=status_of(scope, person_id, row.standing if row else None, has_sat=bool(own)),
            )
        )
    return History(contest, rounds)


def _people(scope: Scope, row: StandingRow | None, people: int | None) -> int | None:
    """How many people have a place, as the board counts them; it may be some seconds older than the own row."""
    if people is None or scope.rules.full_scores_only or "people" in scope.gate.hidden or not scope.gate.shows_places:
        return None
    return max(people, (row.rank or 0) if row else 0)


def _attempts(
    stage: Stage, own: Sequence[ClosedAttempt], counted_id: int | None, *, shows_score: bool
) -> list[OwnAttempt]:
    counted = next((one for one in own if one.id == counted_id), None)
    return [
        OwnAttempt(
            id=one.id,
            number=one.number,
            started_at=clock.from_ms(one.started_ms),
            submitted_at=clock.from_ms(one.submitted_ms),
            duration_ms=one.duration_ms,
            score=one.score if shows_score else None,
            counts=one is counted,
            why=_why_not(stage, one, counted) if counted and one is not counted and shows_score else "",
        )
        for one in own
    ]


def _counted(stage: Stage, own: Sequence[ClosedAttempt]) -> str:
    """Which attempt counts, where there are several."""
    if len(own) < 2:
        return ""
    if stage.rules.counted_attempt is Counted.BEST:
        order = ", ".join(label(criterion).lower() for criterion in stage.rules.tie_break)
        return str(_("Theo thể lệ, lượt thi tốt nhất được tính, xét lần lượt: %(order)s.", order=order))
    return str(_COUNTED[stage.rules.counted_attempt])


def _why_not(stage: Stage, attempt: ClosedAttempt, counted: ClosedAttempt) -> str:
    """What makes the counted attempt the better one, where the best one counts."""
    if stage.rules.counted_attempt is not Counted.BEST:
        return ""
    order = [criterion for criterion in stage.rules.tie_break if criterion in OF_ONE_ATTEMPT]
    mine, better = (round_outcome(stage.number, [one], stage.terms) for one in (attempt, counted))
    criterion = deciding_criterion(mine, better, order)
    return _("Kém lượt được tính ở tiêu chí: %(criterion)s.", criterion=label(criterion).lower()) if criterion else ""
