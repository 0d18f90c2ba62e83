"""The table of items: judged, narrowed, sorted, cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from question_bank.levels import Level
from quiz.analysis.labels import Hint, facility_hint, index_hint
from quiz.analysis.queries import ItemRow
from quiz.analysis.rules import LEAST_ATTEMPTS, Measured, level_finding, level_means
from quiz.bank.rules import natural_key
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.vietnamese import fold

LEVELS = [str(level) for level in Level]
EASY, HARD, WEAK = 0.9, 0.3, 20.0


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """An item with what its figures say in words; `level_finding` is "easier", "harder" or ""."""

    row: ItemRow
    facility: Hint
    index: Hint
    level_finding: str


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A level beside what was measured: its items, how many of them are judged, their mean facility."""

    level: str
    items: int
    judged: int
    mean: float | None
    lowest: float | None
    highest: float | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the table is narrowed to and sorted by."""

    q: str = ""
    level: str = ""
    show: str = ""
    sort: str = "ref"
    descending: bool = False


def _figure(name: str) -> Callable[[JudgedItem], Any]:
    return lambda item: getattr(item.row.record, name)


SORTS: Mapping[str, Callable[[JudgedItem], Any]] = {
    "ref": lambda item: natural_key(item.row.ref),
    "n": _figure("n"),
    "papers": lambda item: item.row.papers,
    "facility": _figure("facility"),
    "sd": _figure("sd"),
    "index": _figure("discrimination_index"),
    "efficiency": _figure("discriminative_efficiency"),
    "weight": _figure("effective_weight"),
    "guess": _figure("guess"),
    "level": lambda item: LEVELS.index(item.row.level) if item.row.level in LEVELS else len(LEVELS),
}
SHOWS: Mapping[str, Callable[[JudgedItem], bool]] = {
    "alarms": lambda item: bool(item.row.record.alarms),
    "weak": lambda item: _judged(item) and _below(item.row.record.discrimination_index, WEAK),
    "easy": lambda item: _judged(item) and not _below(item.row.record.facility, EASY),
    "hard": lambda item: _judged(item) and _below(item.row.record.facility, HARD),
    "level": lambda item: bool(item.level_finding),
    "unused": lambda item: item.row.papers == 0,
}


def _judged(item: JudgedItem) -> bool:
    return item.row.record.n >= LEAST_ATTEMPTS


def _below(value: float | None, bound: float) -> bool:
    return value is not None and value < bound


def judged(rows: Sequence[ItemRow]) -> list[JudgedItem]:
    """The items of a round with their judgements."""
    means = level_means([_measured(row) for row in rows])
    return [
        JudgedItem(
            row,
            facility_hint(row.record.facility, row.record.guess, row.record.n),
            index_hint(row.record.discrimination_index, row.record.n),
            level_finding(_measured(row), means),
        )
        for row in rows
    ]


def _measured(row: ItemRow) -> Measured:
    return Measured(row.level, row.record.n, row.record.facility)


def level_lines(rows: Sequence[ItemRow]) -> list[LevelLine]:
    """The levels there are, from the easiest to the hardest."""
    found: dict[str, list[ItemRow]] = {}
    for row in rows:
        found.setdefault(row.level, []).append(row)
    return [_line(level, found[level]) for level in (*LEVELS, *sorted(set(found) - set(LEVELS))) if level in found]


def _line(level: str, rows: Sequence[ItemRow]) -> LevelLine:
    measured = [_measured(row) for row in rows]
    shares = [one.facility for one in measured if one.is_judged and one.facility is not None]
    mean = sum(shares) / len(shares) if shares else None
    return LevelLine(level, len(rows), len(shares), mean, min(shares, default=None), max(shares, default=None))


def page_of(items: Sequence[JudgedItem], asked: Asked, number: int) -> Page[JudgedItem]:
    """One page of the items asked for; where a figure is missing the item comes last, whatever the direction."""
    wanted = fold(asked.q)
    shown = SHOWS.get(asked.show)
    found = [
        item
        for item in items
        if (shown is None or shown(item))
        and (not asked.level or item.row.level == asked.level)
        and (not wanted or wanted in item.row.stem_folded or wanted in fold(item.row.ref))
    ]
    key = SORTS.get(asked.sort, SORTS["ref"])
    in_order = sorted(found, key=SORTS["ref"])
    present = sorted((one for one in in_order if key(one) is not None), key=key, reverse=asked.descending)
    missing = [one for one in in_order if key(one) is None]
    start = offset(number)
    return Page([*present, *missing][start : start + PER_PAGE], number, len(found))
