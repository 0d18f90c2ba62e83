"""Units as they are listed: stored numbers, what follows from them, and the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from quiz.contests.rules import ContestRules
from quiz.core.vietnamese import sort_key
from quiz.ranking.frames import TOTAL
from quiz.ranking.models import UnitStanding
from quiz.ranking.unit_rules import Part, UnitPlace, UnitValues, Unranked, asked_of, place_units


@dataclass(frozen=True)
class QuotaProgress:
    """Attempts asked for and reached; the share of it at most 1."""

    asked: int
    reached: int
    share: float


@dataclass(frozen=True)
class UnitRow:
    """A unit with its whole subtree, ranked among the units of its band or those listed with it.

    `rate` is people by head count, uncapped; `mean_score` and `top_mean` in hundredths of a point; None where
    undefined. Without a rank `reason` says why.
    """

    rank: int | None
    code: str
    name: str
    kind: str
    people: int
    attempts: int
    headcount: int | None
    rate: float | None
    mean_score: float | None
    full_scores: int
    has_children: bool
    top_mean: float | None = None
    prize_points: int = 0
    points: float | None = None
    parts: tuple[Part, ...] = ()
    quota: QuotaProgress | None = None
    band: str | None = None
    reason: Unranked | None = None
    headcount_source: str = ""
    headcount_on: date | None = None
    unit_id: int = 0
    parent_id: int | None = None
    position: int = 0

    @property
    def is_over(self) -> bool:
        """Whether more people took part than the head count knows of: it has to be looked at."""
        return self.rate is not None and self.rate > 1


@dataclass(frozen=True)
class Placed:
    """A stored row with what is compared and the place that follows."""

    unit: UnitStanding
    values: UnitValues
    place: UnitPlace


def placed(units: Sequence[UnitStanding], rules: ContestRules) -> list[Placed]:
    """Units with their places, in the order given."""
    values = [_values(unit, rules) for unit in units]
    places = place_units(values, rules.unit_order, rules.unit_scheme)
    return [Placed(*one) for one in zip(units, values, places, strict=True)]


def _values(unit: UnitStanding, rules: ContestRules) -> UnitValues:
    in_total = unit.round_number == TOTAL
    return UnitValues(
        people=unit.people,
        attempts=unit.attempts,
        headcount=unit.headcount,
        score_sum=unit.score_sum,
        full_scores=unit.full_scores,
        top_sum=unit.top_sum,
        top_count=unit.top_count,
        prize_points=unit.prize_points,
        asked=asked_of(unit.code, unit.kind, unit.headcount, rules.unit_scheme, in_total=in_total),
        code=unit.code,
        kind=unit.kind,
    )


def rows_of(places: Sequence[Placed], rules: ContestRules) -> list[UnitRow]:
    """Rows in the order they are listed: band after band, best first, those without a rank last."""
    bands = {band.code: index for index, band in enumerate(rules.unit_scheme.bands)}
    rows = [row_of(one) for one in places]
    return sorted(rows, key=lambda row: (bands.get(row.band or "", len(bands)), *_within(row)))


def _within(row: UnitRow) -> tuple[bool, int, str, str]:
    return row.rank is None, row.rank or 0, sort_key(row.name), row.code


def row_of(one: Placed) -> UnitRow:
    """The row of one unit."""
    unit, values, place = one.unit, one.values, one.place
    return UnitRow(
        rank=place.rank,
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        people=unit.people,
        attempts=unit.attempts,
        headcount=unit.headcount,
        rate=_plain(values.rate),
        mean_score=_plain(values.mean_score),
        full_scores=unit.full_scores,
        has_children=unit.last_position > unit.position,
        top_mean=_plain(values.top_mean),
        prize_points=unit.prize_points,
        points=_plain(place.points),
        parts=place.parts,
        quota=_progress(values),
        band=place.band.code if place.band else None,
        reason=place.reason,
        headcount_source=unit.headcount_source,
        headcount_on=unit.headcount_on,
        unit_id=unit.unit_id,
        parent_id=unit.parent_id,
        position=unit.position,
    )


def _plain(value: Fraction | None) -> float | None:
    """An exact value as a number to be shown; nothing is decided by it."""
    return None if value is None else float(value)


def _progress(values: UnitValues) -> QuotaProgress | None:
    share = values.quota
    return None if share is None else QuotaProgress(values.asked or 0, values.attempts, float(share))
