"""Keys for grading, by one statement on the hot path; read anew each time, so that a new key version counts at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from quiz.core import direct


class GradingKey(NamedTuple):
    """Bit i of `mask` is option i in the revision's own order; `marks` in hundredths of a point."""

    mask: int
    marks: int


def grading_keys(revision_ids: Sequence[int]) -> dict[int, GradingKey]:
    """The newest key of each revision."""
    params = {f"r{_letters(index)}": revision_id for index, revision_id in enumerate(revision_ids)}
    rows = direct.run(_statement(len(revision_ids)), params)
    return {revision_id: GradingKey(mask, marks) for revision_id, mask, marks in rows}


@lru_cache(maxsize=256)
def _statement(count: int) -> str:
    places = ", ".join(f":r{_letters(index)}" for index in range(count))
    return (
        f"select k.revision_id, k.mask, k.marks from item_keys k where k.revision_id in ({places}) "  # noqa: S608
        "and k.version = (select max(n.version) from item_keys n where n.revision_id = k.revision_id)"
    )


def _letters(index: int) -> str:
    """A name of letters for a place: aa, ab, …"""
    return chr(97 + index // 26) + chr(97 + index % 26)
