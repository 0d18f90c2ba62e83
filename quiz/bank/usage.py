"""Where items are used: told by the rooms above through the slot `item_usage`, added up here.

A room's `item_usage` is called with item ids and gives a `Usage` for each item that it uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import current_app

from quiz.core.room import slot


@dataclass(frozen=True, slots=True)
class Usage:
    """How an item was used: in the frozen pool of how many rounds, drawn into how many papers as last counted."""

    rounds: int = 0
    papers: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.rounds + other.rounds, self.papers + other.papers)


def usage_of(item_ids: Iterable[int]) -> dict[int, Usage]:
    """The usage of each of the items, by id; all zero where nothing used it."""
    ids: Sequence[int] = list(item_ids)
    found = dict.fromkeys(ids, Usage())
    for tell in slot(current_app, "item_usage"):
        for item_id, usage in tell(ids).items():
            found[item_id] += usage
    return found


def used_items(item_ids: Iterable[int]) -> set[int]:
    """Those of the items that some round has frozen into its pool: what they say can no longer be taken back."""
    return {item_id for item_id, usage in usage_of(item_ids).items() if usage.rounds}
