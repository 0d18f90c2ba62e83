"""The record of a draw: what anybody needs, with the seed, to draw every paper of a round again.

Before the round the SHA-256 of the seed and that of this record are published; afterwards the seed and the record
themselves. The seed of one paper is the first 16 bytes of HMAC-SHA-256(key: the round's seed, message:
"<person>.<attempt>" in ASCII), and the paper follows from it as `question_bank.drawing` says: first the items of all
cells, then the order of options of each item as it stands in the paper, from one stream.

Where everybody has the same items, these are the outcome of a first draw: from the cells in `first`, with the first 16
bytes of HMAC-SHA-256(key: the round's seed, message: "first") as the seed, items not mixed; cell by cell it gives
`cells`, in the order of `first`.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

from question_bank.drawing import DrawStream, draw, option_order

Cells = Sequence[tuple[int, Sequence[int]]]
Position = tuple[int, tuple[int, ...]]
"""One place of a paper: the item, and its options as shown by their places in the item's own order, from 0."""


class RecordShapeError(ValueError):
    """A mapping is no record of a draw; the message is meant for people."""


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """Cells with how many to draw from which items, for each item which options stay, and whether items are mixed.

    `first` are the cells of a first draw, made once for everybody; empty where there was none.
    """

    cells: tuple[tuple[int, tuple[int, ...]], ...]
    kept: Mapping[int, tuple[bool, ...]]
    shuffle_items: bool
    first: tuple[tuple[int, tuple[int, ...]], ...] = ()

    def paper(self, round_seed: bytes, person: int, attempt: int) -> list[Position]:
        """The paper of a person's attempt, drawn anew."""
        seed = paper_seed(round_seed, person, attempt)
        return draw_positions(self.cells, self.shuffle_items, seed, lambda items: self.kept)

    def is_first_draw(self, round_seed: bytes) -> bool:
        """Whether `cells` are what the first draw gives under this seed; so where there was no first draw."""
        return not self.first or first_draw(self.first, round_seed) == [
            (count, list(some)) for count, some in self.cells
        ]

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON values; without `first` where there was no first draw."""
        record = {
            "cells": _written(self.cells),
            "kept": {str(item): [int(one) for one in kept] for item, kept in sorted(self.kept.items())},
            "shuffle_items": self.shuffle_items,
        }
        return {**record, "first": _written(self.first)} if self.first else record

    def digest(self) -> str:
        """SHA-256 (hex) of the record as JSON without blanks, keys in order."""
        return sha256(json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The record that `to_dict` wrote. Raises RecordShapeError."""
        try:
            return cls(
                _read(data["cells"]),
                {int(item): tuple(map(bool, kept)) for item, kept in data["kept"].items()},
                bool(data["shuffle_items"]),
                _read(data.get("first", ())),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise RecordShapeError("Tệp không phải biên bản rút đề (thiếu cells, kept hoặc shuffle_items).") from None


def _written(cells: Cells) -> list[dict[str, Any]]:
    return [{"count": count, "items": list(items)} for count, items in cells]


def _read(cells: Any) -> tuple[tuple[int, tuple[int, ...]], ...]:
    return tuple((int(cell["count"]), tuple(map(int, cell["items"]))) for cell in cells)


def commitment(seed: bytes) -> str:
    """What is published of a seed before it is used: its SHA-256, as hex."""
    return sha256(seed).hexdigest()


def paper_seed(round_seed: bytes, person: int, attempt: int) -> bytes:
    """The seed of one paper."""
    return hmac.digest(round_seed, f"{person}.{attempt}".encode(), "sha256")[:16]


def first_draw(cells: Cells, round_seed: bytes) -> list[tuple[int, list[int]]]:
    """The same cells with as many items as are to be drawn: one draw for everybody.

    Raises drawing.ShortageError where the cells cannot be filled.
    """
    stream = DrawStream(hmac.digest(round_seed, b"first", "sha256")[:16])
    drawn = iter(draw(cells, stream, shuffle=False))
    return [(count, [next(drawn) for _ in range(count)]) for count, _items in cells]


def draw_positions(
    cells: Cells, shuffle_items: bool, seed: bytes, kept_of: Callable[[Sequence[int]], Mapping[int, Sequence[bool]]]
) -> list[Position]:
    """Draw items and the order of their options; `kept_of` tells for the drawn items which options stay.

    Raises drawing.ShortageError where the cells cannot be filled.
    """
    stream = DrawStream(seed)
    items = draw(cells, stream, shuffle_items)
    kept = kept_of(items)
    return [(item, option_order(kept[item], stream)) for item in items]
