"""May a round be started at a moment, and until when does an attempt run that is started then. Plain Python.

One answer for everybody who asks: the start itself, the pages, the API. What holds for a single person (a window of
the own) has been put in before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from quiz.contests.rules import RoundState, deadline, round_state
from quiz.contests.schedule import Schedule, closed_until, next_closing


class Halt(StrEnum):
    """Why nobody starts in a round whose window is open."""

    HOURS = "hours"
    ROUND = "round"
    CONTEST = "contest"


@dataclass(frozen=True)
class Course:
    """What decides over a start: the window, the closed hours, and what was decided about round and contest."""

    opens_at: datetime
    closes_at: datetime
    schedule: Schedule = field(default_factory=Schedule)
    paused_at: datetime | None = None
    contest_paused_at: datetime | None = None
    approved_at: datetime | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True)
class RoundNow:
    """Where a round stands at a moment.

    `halt` says why it is PAUSED; `resumes_at` is when a closed hour ends, None where the window ends before or a
    decision is waited for.
    """

    state: RoundState
    halt: Halt | None = None
    resumes_at: datetime | None = None


def round_now(course: Course, now: datetime) -> RoundNow:
    """Where the round stands; a decision is named before a closed hour, the contest's before the round's."""
    halted_at = course.contest_paused_at or course.paused_at
    state = round_state(
        course.opens_at, course.closes_at, halted_at, course.approved_at, now, cancelled_at=course.cancelled_at
    )
    if state is RoundState.PAUSED:
        return RoundNow(state, Halt.CONTEST if course.contest_paused_at is not None else Halt.ROUND)
    resumes_at = closed_until(course.schedule, now) if state is RoundState.OPEN else None
    if resumes_at is None:
        return RoundNow(state)
    return RoundNow(RoundState.PAUSED, Halt.HOURS, resumes_at if resumes_at < course.closes_at else None)


def cut_at(course: Course, started_at: datetime) -> datetime:
    """When an attempt started then ends at the latest: with the window or at the next closing."""
    closing = next_closing(course.schedule, started_at)
    return course.closes_at if closing is None else min(closing, course.closes_at)


def planned_end(course: Course, started_at: datetime, time_limit_seconds: int) -> datetime:
    """The deadline of an attempt as it is fixed at its start: after the limit, or where the course cuts it."""
    return deadline(started_at, time_limit_seconds, cut_at(course, started_at))
