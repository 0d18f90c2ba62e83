"""Contests and rounds as pages and programs show them at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from quiz.accounts.queries import primary_unit_id
from quiz.contests import queries
from quiz.contests.allowances import round_allowances
from quiz.contests.course import Course, RoundNow, cut_at
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
    course: Course
    stands: RoundNow
    now: datetime
    rules: ContestRules
    attempts_used: int | None = None
    open_attempt: int | None = None
    shortage: str | None = None

    @property
    def state(self) -> RoundState:
        """Where the round stands (for this person)."""
        return self.stands.state

    @property
    def has_own_window(self) -> bool:
        """Whether a ruling gives this person another window than the round's."""
        return (self.course.opens_at, self.course.closes_at) != (self.round.opens_at, self.round.closes_at)

    @property
    def cut_at(self) -> datetime | None:
        """When an attempt started now ends before its time limit is used up; None where nothing cuts it."""
        limit = timedelta(seconds=self.rules.time_limit_seconds)
        end = cut_at(self.course, self.now)
        return end if self.state is RoundState.OPEN and end < self.now + limit else None

    @property
    def seconds_left(self) -> int:
        """How long an attempt started now would have until it is cut."""
        return int(((self.cut_at or self.now) - self.now).total_seconds())

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
    """The rounds of a contest by number, with the person's own counts and window where there is one."""
    rounds = queries.rounds_of(contest.id)
    if person_id is None:
        return [_view(one, contest, queries.course_of(one, contest), now) for one in rounds]
    ids = [one.id for one in rounds]
    used, running = queries.attempts_used(ids, person_id), queries.open_attempts(ids, person_id)
    courses = _own_courses(contest, rounds, person_id)
    return [
        replace(
            _view(one, contest, courses[one.id], now),
            attempts_used=used.get(one.id, 0),
            open_attempt=running.get(one.id),
        )
        for one in rounds
    ]


def _own_courses(contest: Contest, rounds: Sequence[Round], person_id: int) -> dict[int, Course]:
    """The course of each round as it holds for a person; whose unit is looked up only where it matters."""
    courses = {one.id: queries.course_of(one, contest) for one in rounds}
    allowed = {one.id: round_allowances(one.id, one.version) for one in rounds}
    units: dict[int, int] = {}
    current: int | None = None
    if any(one.units for one in allowed.values()):
        units, current = queries.stamped_units(list(courses), person_id), primary_unit_id(person_id)
    return {
        round_id: allowed[round_id].course_for(course, person_id, units.get(round_id, current))
        for round_id, course in courses.items()
    }


def _view(one: Round, contest: Contest, course: Course, now: datetime) -> RoundView:
    found = queries.stands(one, course, now)
    is_late = found.state is RoundState.UPCOMING and now >= course.opens_at
    shortage = queries.shortage_noted(one.id) if is_late else None
    rules = queries.rules_of(contest.id, contest.rules_version).of_round(one.number)
    return RoundView(one, course, found, now, rules, shortage=shortage)


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
    views = [_view(one, contest, queries.course_of(one, contest), now) for one in rounds]
    for wanted in ({RoundState.OPEN, RoundState.PAUSED}, {RoundState.UPCOMING}):
        found = sorted((view for view in views if view.state in wanted), key=lambda view: view.round.is_practice)
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
