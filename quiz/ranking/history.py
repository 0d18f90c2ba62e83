"""A person's own way through a contest: rank and counted attempt of each round. Shown to that person alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from quiz.contests.models import Contest
from quiz.contests.queries import state_of
from quiz.contests.rules import Counted, Criterion, RoundState, is_shown
from quiz.core import clock
from quiz.ranking.criteria import label
from quiz.ranking.folding import closed_attempts
from quiz.ranking.frames import Stage, frame_of
from quiz.ranking.place import place_of
from quiz.ranking.queries import StandingRow
from quiz.ranking.rules import ClosedAttempt, deciding_criterion
from quiz.ranking.scope import Scope, round_scopes
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
    """One round: the own row (None: no place to show), how many people stand in it (None: hidden or unknown)."""

    scope: Scope
    state: RoundState
    row: StandingRow | None
    people: int | None
    attempts: Sequence[OwnAttempt]
    counted: str
    status: Status | None

    @property
    def rank(self) -> int | None:
        """The rank, where there is one to show."""
        return self.row.rank if self.row and self.row.standing.is_placed else None

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
    """The own way through a contest, without anything that the gate of a round hides just now."""
    frame = frame_of(contest.id)
    return History(
        contest, [_round(frame.round(one.rounds[0].id), one, person_id, now) for one in round_scopes(contest, now)]
    )


def _round(stage: Stage, scope: Scope, person_id: int, now: datetime) -> RoundHistory:
    state = state_of(scope.rounds[0], now)
    own = sorted(closed_attempts(stage, [person_id]).get(person_id, []), key=lambda one: one.number)
    place = (
        place_of(scope.contest.id, scope.number, person_id, scope.rules.tie_break) if scope.gate.shows_places else None
    )
    row = place.row if place else None
    shows_score = scope.gate.shows_places and is_shown(scope.rules.review.score, state)
    return RoundHistory(
        scope=scope,
        state=state,
        row=row,
        people=place.total if place and "people" not in scope.gate.hidden else None,
        attempts=_attempts(stage, own, row.standing.attempt_id if row else None, shows_score=shows_score),
        counted=_counted(stage, own),
        status=status_of(scope, person_id, row.standing if row else None),
    )


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
    criterion = _decides(stage, attempt, counted)
    return _("Kém lượt được tính ở tiêu chí: %(criterion)s.", criterion=label(criterion).lower()) if criterion else ""


def _decides(stage: Stage, attempt: ClosedAttempt, counted: ClosedAttempt) -> Criterion | None:
    return deciding_criterion(attempt, counted, stage.rules.tie_break)
