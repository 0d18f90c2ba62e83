"""Which ranking a page or call is about: a contest's round or its total, and what may be seen of it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa

from quiz.contests.models import Contest, Round
from quiz.contests.queries import contest_by_slug, rounds_of, rules_of, state_for_review
from quiz.contests.rules import ContestRules, RoundState, Total
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.ranking.frames import TOTAL, counts, decided
from quiz.ranking.gate import OPEN_GATE, Gate, gate, strictest
from quiz.ranking.models import Basis

CANCELLED = "Vòng thi này đã bị hủy nên không có xếp hạng; bài thi trong vòng không được tính vào kết quả."
PRACTICE = "Đây là vòng thi thử nên không có xếp hạng; bài thi thử không được tính vào kết quả."
NONE_COUNTS = "Cuộc thi này chưa có vòng thi nào được xếp hạng."


class NoStandings(NotFound):
    """There is such a contest or round, and for a reason it has no ranking."""

    default_code = "no_standings"

    def __init__(self, contest: Contest, text: str) -> None:
        super().__init__(text)
        self.contest = contest


@dataclass(frozen=True)
class Scope:
    """A round (by number) or the total (0) of a contest.

    Provisional until the results are approved; `is_being_made`: they are, and standings have yet to be made anew.
    `choices` are the rankings there are to look at: those of the rounds opened so far, and the total if there is one.
    `rounds` are those the places rest on: the round itself, or all that the total adds up.
    """

    contest: Contest
    number: int
    current: Round | None
    rules: ContestRules
    gate: Gate
    is_provisional: bool
    choices: Sequence[Round]
    has_total: bool
    rounds: Sequence[Round] = ()
    is_being_made: bool = False

    @property
    def round_id(self) -> int | None:
        """The round, None for the total."""
        return self.current.id if self.current else None


def scope_of(slug: str, number: int | None, now: datetime) -> Scope:
    """The scope asked for; without a number the total, or else the latest round that has opened.

    Raises NotFound for a contest, round or total there is not, NoStandings for a round that has no ranking.
    """
    return _ground(contest_by_slug(slug), now).scope(number)


def round_scopes(contest: Contest, now: datetime) -> list[Scope]:
    """The scopes of all rounds of a contest that have opened, in their order."""
    ground = _ground(contest, now)
    return [ground.scope(one.number) for one in ground.opened]


@dataclass(frozen=True)
class _Ground:
    """What all scopes of a contest have in common, read once."""

    contest: Contest
    rules: ContestRules
    rounds: Sequence[Round]
    opened: Sequence[Round]
    now: datetime

    def scope(self, number: int | None) -> Scope:
        """One of them; raises NotFound or NoStandings where there is none of this number."""
        rules, rounds, opened = self.rules, self.rounds, self.opened
        has_total = rules.contest_total is Total.SUM
        number = self._default(has_total) if number is None else number
        current = next((one for one in rounds if one.number == number), None)
        if current is None and (number != TOTAL or not has_total):
            raise self._missing(number)
        within = [current] if current else opened or rounds
        waits = any(one.approved_at is None for one in ([current] if current else rounds))
        is_being_made = not waits and not self.is_made
        return Scope(
            contest=self.contest,
            number=number,
            current=current,
            rules=rules.of_round(number) if current else rules,
            gate=_gate(
                rules, {one.number: state_for_review(one, self.now) for one in within}, has_started=bool(opened)
            ),
            is_provisional=waits or is_being_made,
            choices=opened,
            has_total=has_total,
            rounds=[current] if current else rounds,
            is_being_made=is_being_made,
        )

    def _missing(self, number: int) -> NotFound:
        other = next((one for one in rounds_of(self.contest.id) if one.number == number), None)
        if other is None:
            return NotFound("Không tìm thấy vòng thi này.")
        return NoStandings(self.contest, why_none(other))

    def _default(self, has_total: bool) -> int:
        if has_total:
            return TOTAL
        latest = max(self.opened, key=lambda one: (one.opens_at, one.number), default=None)
        if latest is None and not self.rounds:
            raise NoStandings(self.contest, NONE_COUNTS)
        return latest.number if latest else self.rounds[0].number

    @cached_property
    def is_made(self) -> bool:
        """Whether standings rest on what was decided about the rounds."""
        basis = db.session.scalar(sa.select(Basis.decisions).where(Basis.contest_id == self.contest.id))
        return basis == decided(self.rounds)


def _ground(contest: Contest, now: datetime) -> _Ground:
    rounds = [one for one in rounds_of(contest.id) if counts(one)]
    opened = [one for one in rounds if one.opens_at <= now]
    return _Ground(contest, rules_of(contest.id, contest.rules_version), rounds, opened, now)


def why_none(contest_round: Round) -> str:
    """Why a round has no standings."""
    return CANCELLED if contest_round.cancelled_at is not None else PRACTICE


def _gate(rules: ContestRules, states: dict[int, RoundState], *, has_started: bool) -> Gate:
    """Before the first opening there is nothing to hide."""
    if not has_started:
        return OPEN_GATE
    return strictest(gate(rules.of_round(number), state) for number, state in states.items())


def asked_round(text: str | None) -> int | None:
    """The round number in an address; None where none is given. Raises NotFound for what is no number."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise NotFound("Không tìm thấy vòng thi này.")
    return int(text)
