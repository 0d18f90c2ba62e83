"""Drawing a paper so that anyone can draw it again from the seed, in any language.

Random words are the eight big-endian 32-bit words of SHA-256(seed + counter), the counter being eight
big-endian bytes that count up from 0. A number below n is the first word below the largest multiple of n,
modulo n; below 1 it is 0 and costs no word. Every choice goes from left to right: what stands at index i is
exchanged with what stands at i plus a number below the count of what is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from struct import Struct

_WORDS = Struct(">8I")
_WORD_RANGE = 1 << 32


class ShortageError(ValueError):
    """The candidates cannot fill the cells without repetition; `cell` is the first one left short, from 0."""

    def __init__(self, cell: int, wanted: int, found: int) -> None:
        super().__init__(f"cell {cell}: {wanted} wanted, {found} found")
        self.cell, self.wanted, self.found = cell, wanted, found


class DrawStream:
    """Uniform whole numbers from a seed; the same seed gives the same numbers for ever."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._counter = 0
        self._words: list[int] = []

    def below(self, n: int) -> int:
        """A number from 0 to n - 1, each equally likely; n is 1 to 2**32."""
        if not 1 <= n <= _WORD_RANGE:
            raise ValueError(f"a number below {n} cannot be drawn")
        if n == 1:
            return 0
        limit = _WORD_RANGE - _WORD_RANGE % n
        word = self._word()
        while word >= limit:
            word = self._word()
        return word % n

    def _word(self) -> int:
        if not self._words:
            block = sha256(self._seed + self._counter.to_bytes(8, "big")).digest()
            self._counter += 1
            self._words = list(reversed(_WORDS.unpack(block)))
        return self._words.pop()


@dataclass(slots=True)
class _Cell:
    """Candidates of one cell: those before `seen` were looked at, in drawn order; `chosen` is the cell's own."""

    wanted: int
    candidates: list[int]
    seen: int = 0
    chosen: list[int] = field(default_factory=list)

    def next_free(self, taken: set[int], stream: DrawStream) -> int | None:
        """The next candidate in random order that no cell has taken; None once all were looked at."""
        pool = self.candidates
        while self.seen < len(pool):
            here = self.seen
            there = here + stream.below(len(pool) - here)
            pool[here], pool[there] = pool[there], pool[here]
            self.seen += 1
            if pool[here] not in taken:
                return pool[here]
        return None


def draw(cells: Sequence[tuple[int, Sequence[int]]], stream: DrawStream, shuffle: bool) -> list[int]:
    """Draw `count` of the candidates of every cell; no candidate comes twice, even where cells share some.

    `cells` are (count, candidate ids) in the order of the blueprint. Where no two cells share candidates, every
    selection is equally likely; where they do, a cell that finds nothing left takes over from another one that
    can still replace it, so that a paper is found whenever there is one. Raises ShortageError otherwise.
    With `shuffle` the whole paper is in random order; without, cells follow each other and within a cell the
    candidates keep their given order.
    """
    hands = [_Cell(count, list(dict.fromkeys(candidates))) for count, candidates in cells]
    taken: set[int] = set()
    for index, hand in enumerate(hands):
        while len(hand.chosen) < hand.wanted:
            if not _take(hands, index, taken, stream):
                raise ShortageError(index, hand.wanted, len(hand.chosen))
    if not shuffle:
        return [one for hand, (_, given) in zip(hands, cells, strict=True) for one in _in_order(hand, given)]
    paper = [one for hand in hands for one in hand.chosen]
    return _shuffled(paper, stream)


def option_order(pinned: Sequence[bool], stream: DrawStream) -> tuple[int, ...]:
    """Which option stands at each place: pinned ones at their own, the others shuffled among the rest."""
    free = [place for place, is_pinned in enumerate(pinned) if not is_pinned]
    order = list(range(len(pinned)))
    for place, option in zip(free, _shuffled(list(free), stream), strict=True):
        order[place] = option
    return tuple(order)


def _shuffled(values: list[int], stream: DrawStream) -> list[int]:
    count = len(values)
    for here in range(count - 1):
        there = here + stream.below(count - here)
        values[here], values[there] = values[there], values[here]
    return values


def _in_order(hand: _Cell, given: Sequence[int]) -> Iterator[int]:
    chosen = set(hand.chosen)
    return (one for one in dict.fromkeys(given) if one in chosen)


def _take(hands: list[_Cell], index: int, taken: set[int], stream: DrawStream) -> bool:
    """Give the cell one more candidate, if need be through a chain of cells that replace what they hand on."""
    came_by: dict[int, tuple[int, int]] = {}
    waiting = [index]
    for cell in waiting:
        free = hands[cell].next_free(taken, stream)
        if free is not None:
            taken.add(free)
            _hand_on(hands, cell, free, came_by)
            return True
        held = set(hands[cell].candidates)
        for other, hand in enumerate(hands):
            given_up = next((one for one in hand.chosen if one in held), None)
            if other != index and other not in came_by and given_up is not None:
                came_by[other] = (cell, given_up)
                waiting.append(other)
    return False


def _hand_on(hands: list[_Cell], cell: int, free: int, came_by: dict[int, tuple[int, int]]) -> None:
    hands[cell].chosen.append(free)
    while cell in came_by:
        receiver, given_up = came_by[cell]
        hands[cell].chosen.remove(given_up)
        hands[receiver].chosen.append(given_up)
        cell = receiver
