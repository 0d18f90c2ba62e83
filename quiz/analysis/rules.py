"""Which attempts are looked at, who belongs to which third, when a key is suspected, when a level seems wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import atanh, sqrt

from question_bank.levels import Level

LEAST_ATTEMPTS = 30
"""Below this an item is not judged: a third of it would be fewer than ten people, and the normal approximation behind
the guard (Fisher's z of a correlation) is not to be trusted."""
STANDARD_ERRORS = 2.33
"""How far beyond chance a finding must lie: of right keys that tell nothing apart each of the two checks would suspect
one in a hundred, of those that do next to none. (Simulated, 200 people, 20 questions each: 0 of 16,050 right keys, and
98 to 99 in a hundred wrong ones where the pool has 20 or 30 items, 86 where it has 60.)"""
LEVEL_MARGIN = 0.10
LEAST_ITEMS_OF_A_LEVEL = 3
GROUPS = 3


class Choice(StrEnum):
    """Which attempts figures are made of.

    FIRST: of each person the first, so that attempts do not depend on one another. COUNTED: the one that counts by the
    rules, of people who are ranked. ALL: every closed attempt.
    """

    FIRST = "first"
    COUNTED = "counted"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why a key is suspected, over `n` attempts.

    "negative": those who do well on the rest of their paper rather miss the item; `index` is the discrimination index.
    "distractor": in the upper third, a group of `n`, `chosen` gave the wrong answer `mask` and only `right` the key.
    """

    code: str
    n: int
    index: float | None = None
    mask: int = 0
    chosen: int = 0
    right: int = 0


def thirds(scores: Mapping[int, int]) -> dict[int, int]:
    """The group of each score, from how many attempts have it: 0 lower, 1 middle, 2 upper.

    Equal scores stay together: a score belongs where the middle one of those who have it stands. So groups may differ
    in size, and where everybody has the same score there is a middle alone.
    """
    n, before, group = sum(scores.values()), 0, {}
    for score, count in sorted(scores.items()):
        group[score] = min(GROUPS - 1, int(GROUPS * (2 * before + count) / (2 * n)))
        before += count
    return group


def alarms_of(n: int, index: float | None, key: int, upper: Mapping[int, int]) -> tuple[Alarm, ...]:
    """What speaks against a key: the discrimination index over `n` attempts, the answers of the upper third by mask."""
    if n < LEAST_ATTEMPTS:
        return ()
    found = []
    if index is not None and _is_clearly_negative(index / 100, n):
        found.append(Alarm("negative", n, index=index))
    wrong = {mask: count for mask, count in upper.items() if mask not in {0, key}}
    if wrong:
        mask = max(wrong, key=lambda one: (wrong[one], -one))
        chosen, right = wrong[mask], upper.get(key, 0)
        if chosen - right >= STANDARD_ERRORS * sqrt(chosen + right):
            found.append(Alarm("distractor", sum(upper.values()), mask=mask, chosen=chosen, right=right))
    return tuple(found)


def _is_clearly_negative(correlation: float, n: int) -> bool:
    return correlation <= -1 or (correlation < 0 and -atanh(correlation) * sqrt(n - 3) >= STANDARD_ERRORS)


@dataclass(frozen=True, slots=True)
class Measured:
    """An item as the comparison with its level needs it."""

    level: str
    n: int
    facility: float | None

    @property
    def is_judged(self) -> bool:
        """Whether there is enough of it."""
        return self.facility is not None and self.n >= LEAST_ATTEMPTS


def level_means(items: Sequence[Measured]) -> dict[str, float]:
    """The mean facility of each level that has a few judged items."""
    found: dict[str, list[float]] = {}
    for item in items:
        if item.is_judged and item.facility is not None:
            found.setdefault(item.level, []).append(item.facility)
    return {level: sum(all_) / len(all_) for level, all_ in found.items() if len(all_) >= LEAST_ITEMS_OF_A_LEVEL}


def level_finding(item: Measured, means: Mapping[str, float]) -> str:
    """Whether an item was "easier" than an easier level usually is, or "harder" than a harder one; "" for neither.

    Measured against the same round alone, and only beyond a margin and two standard errors.
    """
    order = [str(level) for level in Level]
    if not item.is_judged or item.facility is None or item.level not in order:
        return ""
    margin = max(LEVEL_MARGIN, 2 * sqrt(item.facility * (1 - item.facility) / item.n))
    place = order.index(item.level)
    easier = [means[level] for level in order[:place] if level in means]
    harder = [means[level] for level in order[place + 1 :] if level in means]
    if easier and item.facility > min(easier) + margin:
        return "easier"
    if harder and item.facility < max(harder) - margin:
        return "harder"
    return ""
