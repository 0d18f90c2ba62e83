"""Who of the crowd sits when, for how long and how well: made up, and the same each time for the same round."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from quiz.core import clock

FULL_SKILL = math.inf
"""The skill of somebody who answers everything right."""
SECOND_TRY = 0.55
AFTER_DEADLINE = 0.03
SHORTEST = timedelta(minutes=2)
AFTERWARDS = timedelta(minutes=1)
HOURS = (0.05,) * 5 + (0.2, 0.5) + (1.0,) * 4 + (0.6, 0.4) + (0.9,) * 4 + (0.6, 0.5) + (1.2,) * 3 + (0.4, 0.1)
"""How likely a sitting begins in each hour of the day."""
RUSH_SHARE, RUSH = 0.15, timedelta(hours=2)
TRIES = 60


@dataclass(frozen=True)
class Window:
    """The time in which sittings begin and end."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Sitting:
    """One attempt: whose (place in the crowd), which, when and for how long, how well (log odds)."""

    member: int
    number: int
    started_at: datetime
    duration: timedelta
    skill: float

    @property
    def ended_at(self) -> datetime:
        """When the sitting is over."""
        return self.started_at + self.duration


def skills(size: int) -> list[float]:
    """How well each of the crowd knows the matter: log odds of a right answer; a few know it all."""
    rng = random.Random("sen: what the crowd knows")
    return [FULL_SKILL if rng.random() < 0.04 else rng.gauss(1.1, 1.0) for _ in range(size)]


def plan(size: int, share: float, window: Window, limit: timedelta, seed: str) -> list[Sitting]:
    """The sittings of a round by that share of a crowd; all lie within the window.

    Two of them start and end in the very same moments with every answer right, so that they share a rank.
    """
    rng = random.Random(f"sen: sittings of {seed}")
    knowledge = skills(size)
    sitters = sorted(rng.sample(range(size), round(size * share)))
    planned: list[Sitting] = []
    for member in sitters:
        planned += _sittings(member, knowledge[member], window, limit, rng)
    return _with_a_tie(planned, rng)


def _sittings(member: int, skill: float, window: Window, limit: timedelta, rng: random.Random) -> list[Sitting]:
    first = _sitting(member, 1, skill, window, limit, rng)
    if first is None:
        return []
    if rng.random() >= SECOND_TRY:
        return [first]
    later = Window(first.ended_at + AFTERWARDS, window.end)
    second = _sitting(member, 2, skill + rng.uniform(0.1, 0.8), later, limit, rng)
    return [first, second] if second else [first]


def _sitting(
    member: int, number: int, skill: float, window: Window, limit: timedelta, rng: random.Random
) -> Sitting | None:
    """A sitting that ends a minute before the window at the latest; None where there is no room for one."""
    length = _duration(limit, rng)
    latest = window.end - length - AFTERWARDS
    if latest <= window.start:
        return None
    return Sitting(member, number, _moment(Window(window.start, latest), rng), length, skill)


def _duration(limit: timedelta, rng: random.Random) -> timedelta:
    if rng.random() < AFTER_DEADLINE:
        return limit
    wanted = timedelta(milliseconds=round(rng.lognormvariate(math.log(limit.total_seconds() * 0.5), 0.4) * 1000))
    return max(SHORTEST, min(wanted, limit - timedelta(milliseconds=rng.randint(500, 9000))))


def _moment(window: Window, rng: random.Random) -> datetime:
    """Any moment, but rather by day than by night, and often soon after the opening."""
    length = window.end - window.start
    if rng.random() < RUSH_SHARE:
        length = min(length, RUSH)
    moment = window.start
    for _ in range(TRIES):
        moment = window.start + timedelta(milliseconds=rng.randrange(length // timedelta(milliseconds=1) + 1))
        if rng.random() * max(HOURS) < HOURS[clock.local(moment).hour]:
            break
    return moment


def _with_a_tie(planned: Sequence[Sitting], rng: random.Random) -> list[Sitting]:
    """The same, but that two people who sat once did so together, and knew everything."""
    members = [one.member for one in planned]
    once = [index for index, one in enumerate(planned) if members.count(one.member) == 1]
    result = list(planned)
    if len(once) >= 2:
        one, other = sorted(rng.sample(once, 2))
        pattern = planned[one]
        for index in (one, other):
            result[index] = Sitting(planned[index].member, 1, pattern.started_at, pattern.duration, FULL_SKILL)
    return result
