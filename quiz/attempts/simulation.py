"""What papers a blueprint gives: a thousand drawn for nobody, their expected difficulty and how often each item comes.

Expected difficulty is the share of a paper that is answered right: of an item as measured where it was (slot
`item_facility`), else as its level promises.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from question_bank.draw_record import DrawRecord, Position
from question_bank.levels import Level

PAPERS = 1000
PROMISED = {
    Level.RECOGNITION.value: 0.85,
    Level.COMPREHENSION.value: 0.70,
    Level.APPLICATION.value: 0.55,
    Level.HIGH_APPLICATION.value: 0.40,
    "": 0.65,
}
"""The share expected to answer an item of a level right before anybody has answered it; "": no level given."""
FEWEST_ANSWERS = 30
"""A measured share counts from this many answers on."""
_BINS = 12
_EVERY = 50
_MOST_PLACES = 8


@dataclass
class Tally:
    """What is counted over the drawn papers."""

    shares: list[float] = field(default_factory=list)
    exposure: Counter[int] = field(default_factory=Counter)
    key_places: list[int] = field(default_factory=lambda: [0] * _MOST_PLACES)

    def add(self, paper: Sequence[Position], facility: Mapping[int, float], keys: Mapping[int, int]) -> None:
        """Count one paper; `keys` holds the key's place in their own order for items whose options are all mixed."""
        self.shares.append(sum(facility[item] for item, _ in paper) / len(paper))
        for item, order in paper:
            self.exposure[item] += 1
            if item in keys:
                self.key_places[order.index(keys[item])] += 1


def simulate(
    record: DrawRecord,
    facility: Mapping[int, float],
    keys: Mapping[int, int],
    seed: bytes,
    papers: int = PAPERS,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Tally:
    """Draw papers for invented people under an invented seed. Raises drawing.ShortageError."""
    tally = Tally()
    for number in range(1, papers + 1):
        tally.add(record.paper(seed, number, 1), facility, keys)
        if number % _EVERY == 0:
            progress(number, papers)
    return tally


def expected_facility(level: str, measured: tuple[float, int] | None) -> float:
    """The share expected to answer an item right: as measured (share, answers), where enough have answered."""
    if measured is not None and measured[1] >= FEWEST_ANSWERS:
        return measured[0]
    return PROMISED.get(level, PROMISED[""])


def summary(tally: Tally) -> dict[str, Any]:
    """The figures over all papers as JSON values; shares from 0 to 1, overlap in items.

    `overlap` is the mean number of items that two papers share. `bins` are equal steps from the hardest paper to the
    easiest: lower bound, upper bound, papers.
    """
    count, total = len(tally.shares), sum(tally.shares)
    mean = total / count
    spread = math.sqrt(sum((share - mean) ** 2 for share in tally.shares) / max(count - 1, 1))
    pairs = count * (count - 1) / 2
    shared = sum(times * (times - 1) / 2 for times in tally.exposure.values())
    return {
        "papers": count,
        "mean": mean,
        "sd": spread,
        "least": min(tally.shares),
        "most": max(tally.shares),
        "bins": _bins(tally.shares),
        "overlap": shared / pairs if pairs else 0.0,
        "key_places": _used(tally.key_places),
    }


def _used(places: Sequence[int]) -> list[int]:
    used = [index for index, count in enumerate(places) if count]
    return list(places[: max(used) + 1]) if used else []


def _bins(shares: Sequence[float]) -> list[tuple[float, float, int]]:
    least, most = min(shares), max(shares)
    if most - least < 1e-9:
        return [(least, most, len(shares))]
    step = (most - least) / _BINS
    counts = Counter(min(int((share - least) / step), _BINS - 1) for share in shares)
    return [(least + step * index, least + step * (index + 1), counts[index]) for index in range(_BINS)]
