"""The key told by the way option cells look: the last resort of a table that has no place for a key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from question_bank.formats.tables.grid import PLAIN, Grid, Look, Spot

_WAYS: dict[str, Callable[[Look], str]] = {
    "tô nền": lambda look: look.fill,
    "màu chữ": lambda look: look.colour,
    "in đậm": lambda look: "b" if look.bold else "",
    "gạch chân": lambda look: "u" if look.underline else "",
}


@dataclass(frozen=True, slots=True)
class Ordinary:
    """How most option cells of a sheet look, way by way; only what differs from that can mark a key."""

    looks: dict[str, str]

    @classmethod
    def of(cls, grid: Grid, spots: Iterable[Spot]) -> Ordinary:
        """The ordinary look of these cells."""
        counts = Counter(grid.looks.get(spot, PLAIN) for spot in spots)
        looks = {}
        for name, way in _WAYS.items():
            by_way: Counter[str] = Counter()
            for look, count in counts.items():
                by_way[way(look)] += count
            most = max(by_way.values(), default=0)
            looks[name] = min((value for value, count in by_way.items() if count == most), default="")
        return cls(looks)

    def marked(self, grid: Grid, spots: Sequence[Spot]) -> dict[str, tuple[int, ...]]:
        """For each way in which some of the options differ, but not all of them, which ones, from 0."""
        found = {}
        for name, way in _WAYS.items():
            values = [way(grid.looks.get(spot, PLAIN)) for spot in spots]
            differing = tuple(index for index, value in enumerate(values) if value != self.looks[name])
            if 0 < len(differing) < len(values):
                found[name] = differing
        return found
