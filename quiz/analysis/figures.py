"""From tallies to figures, and their JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import lcm
from typing import Any, Self

from question_bank.item import Kind
from question_bank.statistics import (
    Spread,
    TestFigures,
    effective_weights,
    item_figures,
    random_guess,
    score_figures,
    spread,
)
from quiz.analysis.rules import GROUPS, Alarm, alarms_of, thirds
from quiz.analysis.tallies import Cell, Tally


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of an item revision beforehand: its kind, how many options, the key as a mask."""

    kind: Kind
    options: int
    key: int


@dataclass(frozen=True, slots=True)
class Group:
    """A third by the score on the rest of the paper: how many, who was right, who left it blank, who chose what."""

    n: int
    right: int
    blank: int
    options: tuple[int, ...]

    @property
    def facility(self) -> float | None:
        """The share of right answers."""
        return self.right / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """The figures of an item over `n` attempts; `key` is the key they were made with. `sd` is a share of the marks.

    `effective_weight` is for a fixed paper alone. Facility and guess are shares, the rest percent.
    """

    n: int
    key: int
    facility: float | None
    sd: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    effective_weight: float | None
    guess: float | None
    groups: tuple[Group, ...]
    alarms: tuple[Alarm, ...]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The record that `asdict` made."""
        groups = tuple(Group(**{**one, "options": tuple(one["options"])}) for one in data["groups"])
        return cls(**{**data, "groups": groups, "alarms": tuple(Alarm(**one) for one in data["alarms"])})


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """The figures of a round's scores. `scores` is (score, highest score, attempts), in hundredths, ascending.

    `highest` is the highest score where all papers have the same; else None, and `test` is in percent of the own one.
    """

    is_fixed: bool
    highest: int | None
    test: TestFigures
    scores: tuple[tuple[int, int, int], ...]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The figures that `asdict` made."""
        scores = tuple((score, highest, count) for score, highest, count in data["scores"])
        return cls(**{**data, "test": TestFigures(**data["test"]), "scores": scores})


def round_figures(tally: Tally, asked: Mapping[int, Asked]) -> RoundFigures:
    """The figures of the scores; reliability only where every paper held the same items."""
    scores = tuple((score, highest, count) for (score, highest), count in sorted(tally.totals.items()))
    maxima = {highest for _score, highest, _count in scores}
    is_fixed = tally.worth is not None
    variances = [one.var_x for one in _spreads(tally, asked).values()]
    if len(maxima) <= 1:
        totals = Counter({score: count for score, _highest, count in scores})
        return RoundFigures(is_fixed, max(maxima, default=None), score_figures(totals, 100, variances), scores)
    common, shares = lcm(*(highest for highest in maxima if highest)), Counter[int]()
    for score, highest, count in scores:
        shares[100 * score * common // highest if highest else 0] += count
    return RoundFigures(is_fixed, None, score_figures(shares, common), scores)


def item_records(tally: Tally, asked: Mapping[int, Asked]) -> dict[int, ItemRecord]:
    """The record of every item revision asked about; one that no attempt had has zeros."""
    spreads = _spreads(tally, asked)
    weights = dict(zip(spreads, effective_weights([one.cov_total for one in spreads.values()]), strict=True))
    return {
        revision: _record(tally.items.get(revision, Counter()), one, weights.get(revision))
        for revision, one in asked.items()
    }


def _spreads(tally: Tally, asked: Mapping[int, Asked]) -> dict[int, Spread]:
    """How the items of a fixed paper vary, in hundredths of a point; nothing for drawn papers or below two attempts."""
    found = {}
    for revision, worth in (tally.worth or {}).items():
        pairs: Counter[tuple[int, int]] = Counter()
        for (mask, rest, _highest), count in tally.items[revision].items():
            pairs[worth if mask == asked[revision].key else 0, rest] += count
        one = spread(pairs)
        if one is not None:
            found[revision] = one
    return found


def _record(cells: Mapping[Cell, int], asked: Asked, weight: float | None) -> ItemRecord:
    """Marks are right or wrong, and rests are shares of what the own rest could bring: neither ratio minds the unit."""
    scaled = _scaled(cells)
    pairs: Counter[tuple[int, int]] = Counter()
    for (mask, rest), count in scaled.items():
        pairs[int(mask == asked.key), rest] += count
    found = item_figures(pairs, 1)
    by_group = _by_group(scaled)
    return ItemRecord(
        n=found.n,
        key=asked.key,
        facility=found.facility,
        sd=found.sd,
        discrimination_index=found.discrimination_index,
        discriminative_efficiency=found.discriminative_efficiency,
        effective_weight=weight,
        guess=random_guess(asked.kind, asked.options),
        groups=tuple(_group(answers, asked) for answers in by_group),
        alarms=alarms_of(found.n, found.discrimination_index, asked.key, by_group[-1]),
    )


def _scaled(cells: Mapping[Cell, int]) -> Counter[tuple[int, int]]:
    """Answers by (mask, rest), the rest as a share over one common denominator where papers differ."""
    maxima = {highest for _mask, _rest, highest in cells if highest}
    common = lcm(*maxima) if len(maxima) > 1 else 0
    scaled: Counter[tuple[int, int]] = Counter()
    for (mask, rest, highest), count in cells.items():
        scaled[mask, rest * (common // highest) if common and highest else rest] += count
    return scaled


def _by_group(scaled: Mapping[tuple[int, int], int]) -> Sequence[Counter[int]]:
    """Answers by mask in the lower, middle and upper third."""
    rests: Counter[int] = Counter()
    for (_mask, rest), count in scaled.items():
        rests[rest] += count
    group = thirds(rests)
    found = [Counter[int]() for _ in range(GROUPS)]
    for (mask, rest), count in scaled.items():
        found[group[rest]][mask] += count
    return found


def _group(answers: Mapping[int, int], asked: Asked) -> Group:
    return Group(
        n=sum(answers.values()),
        right=answers.get(asked.key, 0),
        blank=answers.get(0, 0),
        options=tuple(
            sum(count for mask, count in answers.items() if mask >> option & 1) for option in range(asked.options)
        ),
    )


def to_json(value: RoundFigures | ItemRecord) -> dict[str, Any]:
    """The value as JSON holds it."""
    return asdict(value)
