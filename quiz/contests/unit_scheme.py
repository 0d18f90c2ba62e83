"""How units are ranked: criteria in order or weighted, bands of like units, quotas. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class UnitCriterion(StrEnum):
    """What the order of units may be made of.

    Rate is people by head count; top mean the mean of the best scores of `top_k` people; prize points the sum of the
    points of prizes that people of the unit hold; points the weighted sum of the scheme; quota the share of the
    attempts asked for that was reached, at most the whole.
    """

    PEOPLE = "people"
    ATTEMPTS = "attempts"
    RATE = "rate"
    MEAN_SCORE = "mean_score"
    FULL_SCORES = "full_scores"
    TOP_MEAN = "top_mean"
    PRIZE_POINTS = "prize_points"
    POINTS = "points"
    QUOTA = "quota"


class Scale(StrEnum):
    """How a value becomes points: as it is (rate and quota in percent, scores in points), or the band's best as 100."""

    RAW = "raw"
    BEST = "best"


@dataclass(frozen=True)
class Weight:
    """One part of the weighted sum; the weight in thousandths."""

    criterion: UnitCriterion
    weight_milli: int
    scale: Scale = Scale.RAW


@dataclass(frozen=True)
class Band:
    """Units that are compared with each other: by kind, by code, by head count; the first band that fits holds."""

    code: str
    title: str
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    min_headcount: int | None = None
    max_headcount: int | None = None


@dataclass(frozen=True)
class Quota:
    """Attempts asked of a unit in every round and in the whole contest; the first quota that fits holds."""

    each_round: int | None = None
    total: int | None = None
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    max_headcount: int | None = None


@dataclass(frozen=True)
class UnitScheme:
    """Everything about units besides the order of criteria.

    `rate_cap_percent` caps the rate where it ranks (None: not at all); units with fewer people than `min_headcount`
    are listed without a rank, as are those of no band where there are bands.
    """

    weights: tuple[Weight, ...] = ()
    rate_cap_percent: int | None = 100
    min_headcount: int = 0
    top_k: int = 10
    bands: tuple[Band, ...] = ()
    quotas: tuple[Quota, ...] = ()
