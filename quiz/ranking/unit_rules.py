"""What decides over the places of units. Plain Python, exact: whole numbers and fractions; no clock, no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from quiz.contests.unit_scheme import Band, Quota, Scale, UnitCriterion, UnitScheme, Weight

UNIT_TIES = (UnitCriterion.MEAN_SCORE, UnitCriterion.FULL_SCORES)
"""What decides between units that the contest's own order leaves equal."""


class Unranked(StrEnum):
    """Why a unit is listed without a rank."""

    TOO_SMALL = "too_small"
    NO_HEADCOUNT = "no_headcount"
    NO_BAND = "no_band"


@dataclass(frozen=True)
class UnitValues:
    """What units are compared by, with their whole subtree; sums of scores in hundredths of a point.

    `top_sum` is that of the `top_count` best people; `asked` how many attempts were asked for, None where none were.
    """

    people: int
    attempts: int
    headcount: int | None
    score_sum: int
    full_scores: int
    top_sum: int = 0
    top_count: int = 0
    prize_points: int = 0
    asked: int | None = None
    code: str = ""
    kind: str = ""

    @property
    def rate(self) -> Fraction | None:
        """People by head count, uncapped; None without a head count."""
        return Fraction(self.people, self.headcount) if self.headcount else None

    @property
    def mean_score(self) -> Fraction | None:
        """Mean counted score in hundredths of a point; None without people."""
        return Fraction(self.score_sum, self.people) if self.people else None

    @property
    def top_mean(self) -> Fraction | None:
        """Mean of the best counted scores in hundredths of a point; None without people."""
        return Fraction(self.top_sum, self.top_count) if self.top_count else None

    @property
    def quota(self) -> Fraction | None:
        """The share of the attempts asked for that was reached, at most 1; None where nothing was asked."""
        return min(Fraction(1), Fraction(self.attempts, self.asked)) if self.asked else None


Exact = Fraction | int
Key = tuple[tuple[bool, Exact], ...]
UNIT_VALUES: Mapping[UnitCriterion, Callable[[UnitValues], Exact | None]] = {
    UnitCriterion.PEOPLE: lambda unit: unit.people,
    UnitCriterion.ATTEMPTS: lambda unit: unit.attempts,
    UnitCriterion.RATE: lambda unit: unit.rate,
    UnitCriterion.MEAN_SCORE: lambda unit: unit.mean_score,
    UnitCriterion.FULL_SCORES: lambda unit: unit.full_scores,
    UnitCriterion.TOP_MEAN: lambda unit: unit.top_mean,
    UnitCriterion.PRIZE_POINTS: lambda unit: unit.prize_points,
    UnitCriterion.QUOTA: lambda unit: unit.quota,
}
"""Every criterion but the points, which are made of the others."""
_IN_POINTS = {
    UnitCriterion.RATE: Fraction(100),
    UnitCriterion.QUOTA: Fraction(100),
    UnitCriterion.MEAN_SCORE: Fraction(1, 100),
    UnitCriterion.TOP_MEAN: Fraction(1, 100),
}
"""Raw values enter the points in percent and in points of scores; numbers as they are."""


@dataclass(frozen=True)
class Part:
    """One line of the sum: the raw value (None: unknown), the best one it is measured by, the points it brings."""

    weight: Weight
    value: Fraction | None
    best: Fraction | None
    points: Fraction


@dataclass(frozen=True)
class UnitPlace:
    """A unit among those compared; without a rank the reason says why.

    `points` are None where the scheme has no weights.
    """

    rank: int | None
    reason: Unranked | None
    band: Band | None
    points: Fraction | None
    parts: tuple[Part, ...] = ()


def place_units(units: Sequence[UnitValues], order: Sequence[UnitCriterion], scheme: UnitScheme) -> list[UnitPlace]:
    """The place of each unit: within its band where the scheme has bands, else among all that are given.

    By the contest's order, then mean score, then full scores; units equal in all of it share the rank (1, 2, 2, 4).
    """
    bands = [band_of(unit, scheme) for unit in units]
    reasons = [_reason(unit, band, scheme) for unit, band in zip(units, bands, strict=True)]
    places: list[UnitPlace] = [UnitPlace(None, reason, None, None) for reason in reasons]
    for band in dict.fromkeys(bands):
        group = [index for index, own in enumerate(bands) if own == band]
        ranked = [index for index in group if reasons[index] is None]
        best = _best([units[index] for index in ranked], scheme)
        sums = {index: _parts(units[index], scheme, best) for index in group}
        points = {index: sum((part.points for part in parts), Fraction()) for index, parts in sums.items()}
        ranks = _ranks({index: _key(units[index], points[index], order, scheme) for index in ranked})
        for index in group:
            total = points[index] if scheme.weights else None
            places[index] = UnitPlace(ranks.get(index), reasons[index], band, total, sums[index])
    return places


def _ranks(keys: Mapping[int, Key]) -> dict[int, int]:
    """Ranks of keys, a smaller one being better, ties as 1, 2, 2, 4."""
    ranks: dict[int, int] = {}
    before: tuple[Key, int] | None = None
    for place, index in enumerate(sorted(keys, key=keys.__getitem__), start=1):
        rank = before[1] if before and before[0] == keys[index] else place
        ranks[index], before = rank, (keys[index], rank)
    return ranks


def _reason(unit: UnitValues, band: Band | None, scheme: UnitScheme) -> Unranked | None:
    if scheme.bands and band is None:
        return Unranked.NO_BAND
    if scheme.min_headcount > 0 and unit.headcount is None:
        return Unranked.NO_HEADCOUNT
    if unit.headcount is not None and unit.headcount < scheme.min_headcount:
        return Unranked.TOO_SMALL
    return None


def band_of(unit: UnitValues, scheme: UnitScheme) -> Band | None:
    """The first band that fits a unit; None where none does or there are none."""
    return next((band for band in scheme.bands if _fits(unit.code, unit.kind, unit.headcount, band)), None)


def quota_of(code: str, kind: str, headcount: int | None, scheme: UnitScheme) -> Quota | None:
    """The first quota that fits a unit; None where none does."""
    return next((quota for quota in scheme.quotas if _fits(code, kind, headcount, quota)), None)


def asked_of(code: str, kind: str, headcount: int | None, scheme: UnitScheme, *, in_total: bool) -> int | None:
    """How many attempts are asked of a unit in a round, or in the whole contest; None for nothing."""
    quota = quota_of(code, kind, headcount, scheme)
    if quota is None:
        return None
    return (quota.total if in_total else quota.each_round) or None


def _fits(code: str, kind: str, headcount: int | None, group: Band | Quota) -> bool:
    """Every condition that is set must hold; an unknown head count fits no bound."""
    lowest = group.min_headcount if isinstance(group, Band) else None
    if group.kinds and kind not in group.kinds:
        return False
    if group.units and code not in group.units:
        return False
    if lowest is None and group.max_headcount is None:
        return True
    within = headcount is not None and headcount >= (lowest or 0)
    return within and (group.max_headcount is None or (headcount or 0) <= group.max_headcount)


def ranking_value(unit: UnitValues, criterion: UnitCriterion, scheme: UnitScheme) -> Exact | None:
    """A value as it ranks: the rate capped where the scheme says so; None where unknown, and for the points."""
    value = UNIT_VALUES[criterion](unit) if criterion in UNIT_VALUES else None
    if criterion is UnitCriterion.RATE and value is not None and scheme.rate_cap_percent is not None:
        return min(value, Fraction(scheme.rate_cap_percent, 100))
    return value


def _raw(unit: UnitValues, weight: Weight, scheme: UnitScheme) -> Fraction | None:
    value = ranking_value(unit, weight.criterion, scheme)
    return None if value is None else value * _IN_POINTS.get(weight.criterion, Fraction(1))


def _best(units: Sequence[UnitValues], scheme: UnitScheme) -> list[Fraction]:
    """For each weight the highest raw value among the units that are ranked; 0 where nobody has one."""
    return [
        max((value for unit in units if (value := _raw(unit, weight, scheme)) is not None), default=Fraction())
        for weight in scheme.weights
    ]


def _parts(unit: UnitValues, scheme: UnitScheme, best: Sequence[Fraction]) -> tuple[Part, ...]:
    return tuple(
        _part(_raw(unit, weight, scheme), weight, highest) for weight, highest in zip(scheme.weights, best, strict=True)
    )


def _part(value: Fraction | None, weight: Weight, highest: Fraction) -> Part:
    scaled, measure = value or Fraction(), None
    if weight.scale is Scale.BEST:
        scaled, measure = (scaled / highest * 100 if highest else Fraction()), highest
    return Part(weight, value, measure, scaled * Fraction(weight.weight_milli, 1000))


def _key(unit: UnitValues, points: Fraction, order: Sequence[UnitCriterion], scheme: UnitScheme) -> Key:
    """Ascending is better; what is not known comes last."""
    key: list[tuple[bool, Exact]] = []
    for criterion in (*order, *UNIT_TIES):
        value = points if criterion is UnitCriterion.POINTS else ranking_value(unit, criterion, scheme)
        key.append((value is None, 0 if value is None else -value))
    return tuple(key)
