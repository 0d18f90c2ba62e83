"""Clocks of open attempts moved by decision: stopped, let go on, given more time, or a later end.

Statements in the caller's transaction, beside the ruling they carry out. Whoever closes, saves or hands in at the same
time carries the deadline along (see store.py), so that one of the two gives way. Only attempts whose time is not over
are touched: what was refused as late stays so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from quiz.attempts.models import Attempt
from quiz.contests.allowances import MOST_EXTRA_MS, subtree
from quiz.contests.course import planned_end
from quiz.contests.models import Contest, Round
from quiz.contests.queries import course_of, rules_of
from quiz.core import clock
from quiz.core.db import db

AFTER_END = timedelta(days=7)
"""How long after the end of its round an attempt may run at the latest, and a window of somebody's own may last."""
LEAST_LEFT_MS = 60_000
"""What an attempt keeps at least when extra time is taken back."""

_deadline = sa.type_coerce(Attempt.deadline_at, sa.BigInteger)
_started = sa.type_coerce(Attempt.started_at, sa.BigInteger)
_paused = sa.type_coerce(Attempt.paused_at, sa.BigInteger)
_is_open = Attempt.submitted_at.is_(None)
Ends = Callable[[int, int], tuple[datetime, datetime]]
"""Person and unit to the end that held for them, and the one that holds now."""


@dataclass(frozen=True)
class Target:
    """Whom a decision in a round concerns: one person, a unit with those below it, or everybody."""

    round_id: int
    person_id: int | None = None
    unit_id: int | None = None

    @property
    def condition(self) -> sa.ColumnElement[bool]:
        """The open attempts of the target."""
        where = sa.and_(Attempt.round_id == self.round_id, _is_open)
        if self.person_id is not None:
            return sa.and_(where, Attempt.person_id == self.person_id)
        if self.unit_id is not None:
            return sa.and_(where, Attempt.unit_id.in_(subtree(self.round_id, self.unit_id)))
        return where


def running(now: datetime) -> sa.ColumnElement[bool]:
    """A condition on open attempts: deadline and grace have not passed, or the clock stands still."""
    return sa.or_(_paused.is_not(None), _deadline + Attempt.grace_ms >= clock.to_ms(now))


def count(target: Target) -> int:
    """How many attempts of the target are open."""
    return db.session.scalar(sa.select(sa.func.count(Attempt.id)).where(target.condition)) or 0


def stop(contest_id: int, paused_at: datetime, ruling_id: int) -> int:
    """Let the clocks of all open attempts of a contest stand still; how many. Those that stand stay as they are."""
    moment = clock.to_ms(paused_at)
    rounds = sa.select(Round.id).where(Round.contest_id == contest_id)
    since = sa.case((_started > moment, _started), else_=moment)
    where = (_is_open, _paused.is_(None), _deadline + Attempt.grace_ms >= moment, Attempt.round_id.in_(rounds))
    return _change(sa.update(Attempt).where(*where).values(paused_at=since, ruling_id=ruling_id))


def go_on(contest_id: int, now: datetime, ruling_id: int) -> int:
    """Let the clocks of a contest go on: each gets the time it stood still, and no more than AFTER_END allows."""
    rounds = db.session.execute(sa.select(Round.id, Round.closes_at).where(Round.contest_id == contest_id)).all()
    return sum(_go_on(one.id, clock.to_ms(now), clock.to_ms(one.closes_at + AFTER_END), ruling_id) for one in rounds)


def _go_on(round_id: int, now: int, latest: int, ruling_id: int) -> int:
    length = now - _paused
    later = _deadline + length
    deadline = sa.case((later <= latest, later), (_deadline >= latest, _deadline), else_=latest)
    values = {"paused_at": None, "paused_ms": Attempt.paused_ms + length, "ruling_id": ruling_id}
    where = (Attempt.round_id == round_id, _is_open, _paused.is_not(None))
    return _change(sa.update(Attempt).where(*where).values(deadline_at=deadline, **values))


def add(target: Target, ms: int, now: datetime, ruling_id: int) -> int:
    """Give every running attempt of the target more time, where the most there may be is not passed; how many."""
    where = (target.condition, running(now), Attempt.extra_ms + ms <= MOST_EXTRA_MS)
    values = {"deadline_at": _deadline + ms, "extra_ms": Attempt.extra_ms + ms, "ruling_id": ruling_id}
    return _change(sa.update(Attempt).where(*where).values(**values))


def take_back(target: Target, ms: int, now: datetime, ruling_id: int, given_at: datetime | None) -> int:
    """Take extra time back from the target's attempts that run and have it; each keeps a minute at least.

    With `given_at` only from those started by then.
    """
    least = sa.func.coalesce(_paused, clock.to_ms(now)) + LEAST_LEFT_MS
    less = _deadline - ms
    left = sa.case((less >= least, less), (_deadline <= least, _deadline), else_=least)
    where = [target.condition, running(now), Attempt.extra_ms >= ms]
    if given_at is not None:
        where.append(Attempt.started_at <= given_at)
    values = {"deadline_at": left, "extra_ms": Attempt.extra_ms - (_deadline - left), "ruling_id": ruling_id}
    return _change(sa.update(Attempt).where(*where).values(**values))


def recut(target: Target, ends: Ends, now: datetime, ruling_id: int) -> int:
    """Let running attempts which an end had cut go on to a later end; how many.

    Their deadline becomes what it would be had the later end held at their start, under the rules they were opened
    with; pauses and extra time come on top. Nobody gets less.
    """
    contest_round = db.session.get_one(Round, target.round_id)
    contest = db.session.get_one(Contest, contest_round.contest_id)
    course, changes = course_of(contest_round, contest), []
    query = sa.select(Attempt.id, *_TIMING).where(target.condition, running(now))
    for one in db.session.execute(query):
        before, after = ends(one.person_id, one.unit_id)
        added = timedelta(milliseconds=one.paused_ms + one.extra_ms)
        if one.deadline_at - added != before or after <= before:
            continue
        rules = rules_of(contest.id, one.rules_version).of_round(contest_round.number)
        later = replace(course, closes_at=after, schedule=rules.schedule)
        cut = planned_end(later, one.started_at, rules.time_limit_seconds)
        if cut > before:
            changes.append({"one": one.id, "was": one.deadline_at, "new": cut + added, "ruling": ruling_id})
    return _recut(changes)


_TIMING = (
    Attempt.person_id,
    Attempt.unit_id,
    Attempt.rules_version,
    Attempt.started_at,
    Attempt.deadline_at,
    Attempt.paused_ms,
    Attempt.extra_ms,
)
_RECUT = (
    sa.update(Attempt)
    .where(Attempt.id == sa.bindparam("one"), Attempt.deadline_at == sa.bindparam("was"), _is_open)
    .values(deadline_at=sa.bindparam("new"), ruling_id=sa.bindparam("ruling"))
)


def _recut(changes: Sequence[Mapping[str, Any]]) -> int:
    """Write the new deadlines where nothing was faster; how many attempts were open still."""
    if not changes:
        return 0
    db.session.connection().execute(_RECUT, changes)
    moved = sa.select(sa.func.count()).where(Attempt.ruling_id == changes[0]["ruling"])
    return db.session.scalar(moved) or 0


def _change(change: sa.Update) -> int:
    """Carry out an update; how many attempts it touched. What the session holds of attempts is old from now on."""
    db.session.flush()
    db.session.expire_all()
    result = db.session.execute(change, execution_options={"synchronize_session": False})
    assert isinstance(result, sa.CursorResult), "an update has a count"  # noqa: S101 - for the type checker
    return result.rowcount
